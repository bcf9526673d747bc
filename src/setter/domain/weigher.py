"""What a rule set makes of a prospect: one evaluation, whether one is explained or a million are put in order.

A score is a pure function of facts, acts, rule set and instant (domain §3.1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from setter.domain.acts import ENGAGEMENT, Act
from setter.domain.facts import Condition, Value
from setter.domain.rule_set import ACTIVITY, CARD, MODELS, SUITABILITY, RuleSet, ScoringRule
from setter.domain.temperature import MAILS, STEADY, USUAL, Windows, steady_since
from setter.domain.units import DAY, MINUTE

HIGHEST = 100
VISIT = 30 * MINUTE
"""Acts closer together than this are one visit."""

Values = Mapping[str, Value]
Worth = Callable[[Values, Sequence[Act], int], float]
"""What one rule is worth at an instant (UTC milliseconds), before any model makes something of it."""
_NONE = (0.0, 0.0, 0.0, 0.0)
_Asked = tuple[str, Callable[[Value], bool | None], bool]


class Halves(Struct, frozen=True):
    """What each model comes to within its limits, and the sums before them."""

    card: float
    intent: float
    suitability: float
    activity: float
    negative: float
    sums: tuple[float, float, float, float]


class Weighed(Struct, frozen=True):
    """What each rule is worth to a prospect, in the order of the rules, and the score that they make (0 to 100)."""

    worth: tuple[float, ...]
    models: Halves
    exact: float

    @property
    def points(self) -> int:
        """The score as it is kept: whole points, a half going to the even one."""
        return round(self.exact)


class Weigher:
    """A rule set made ready: `weigh` says what it makes of whoever has these values and did these acts."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self.counting = tuple(rule_set.counts(rule.model) for rule in rule_set.rules)
        self.reads_acts = any(rule.dated for rule in rule_set.rules)
        worths = [
            (at, rule, _worth(rule, rule_set.windows)) for at, rule in enumerate(rule_set.rules) if self.counting[at]
        ]
        self._always = [(at, worth) for at, rule, worth in worths if not _needed(rule)]
        self._upon: dict[str, list[tuple[int, Worth]]] = {}
        for at, rule, worth in worths:
            for kind in _needed(rule):
                self._upon.setdefault(kind, []).append((at, worth))
        self._models = [(at, MODELS.index(rule.model)) for at, rule, _ in worths]
        self._groups = _groups(rule_set.rules)
        self._shares = rule_set.shares
        self._plain = all(rule.model == CARD for _, rule, _ in worths)

    def weigh(self, values: Values, acts: Sequence[Act] = (), now: int = 0) -> Weighed:
        """Weigh one prospect at an instant (UTC milliseconds)."""
        worth = [0.0] * len(self.counting)
        for at, each in self._always:
            worth[at] = each(values, acts, now)
        if acts:
            for kind in {act.kind for act in acts}:
                for at, each in self._upon.get(kind, ()):
                    worth[at] = worth[at] or each(values, acts, now)
        for group in self._groups:
            _keep_the_best(worth, group)
        halves = self._halves(worth)
        return Weighed(tuple(worth), halves, self._order(halves))

    def points(self, values: Values, acts: Sequence[Act] = (), now: int = 0) -> float:
        """The score alone, from 0 to 100, before it is rounded."""
        return self.weigh(values, acts, now).exact

    def _halves(self, worth: Sequence[float]) -> Halves:
        card, *sums = self._sums(worth)
        if self._plain:
            return Halves(card, 0.0, 0.0, 0.0, 0.0, _NONE)
        intent, suitability, activity, negative = sums
        return Halves(
            card,
            within(intent),
            within(suitability),
            within(activity),
            max(float(self.rule_set.negative_floor), negative),
            (intent, suitability, activity, negative),
        )

    def _sums(self, worth: Sequence[float]) -> list[float]:
        """What the rules of each of the MODELS come to."""
        sums = [0.0] * len(MODELS)
        for at, model in self._models:
            sums[model] += worth[at]
        return sums

    def _order(self, halves: Halves) -> float:
        if self._plain:
            return within(self.rule_set.base + halves.card)
        of_intent, of_balanced = self._shares
        return within(
            self.rule_set.base
            + halves.card
            + of_intent * halves.intent
            + of_balanced * balanced(self.rule_set, halves.suitability, halves.activity)
            + halves.negative
        )


def weigher_of(rule_set: RuleSet) -> Weigher:
    """A rule set made ready, once for as long as it is kept."""
    kept: Weigher | None = rule_set.__dict__.get("weigher")
    if kept is None:
        kept = rule_set.__dict__["weigher"] = Weigher(rule_set)
    return kept


def within(points: float) -> float:
    """Points kept from 0 to 100."""
    return points if 0.0 < points < HIGHEST else 0.0 if points <= 0.0 else float(HIGHEST)


def balance(suitability: float, activity: float, penalty: float = 0.25) -> float:
    """What fit and engagement come to together: high only where both are (R-073, domain §3.3)."""
    return 0.5 * (suitability + activity) - penalty * abs(suitability - activity)


def balanced(rule_set: RuleSet, suitability: float, activity: float) -> float:
    """The same by a rule set in which one of the two may stand alone."""
    if not rule_set.counts(ACTIVITY):
        return suitability
    if not rule_set.counts(SUITABILITY):
        return activity
    return balance(suitability, activity, rule_set.balance_penalty)


def decayed(points: float, age_days: float, half_life_days: float) -> float:
    """Points as they are after some days; a half-life of 0 keeps them whole (domain §3.1)."""
    return points * 0.5 ** (age_days / half_life_days) if half_life_days else points


def counted(rule: ScoringRule, acts: Sequence[Act], now: int, windows: Windows = USUAL) -> list[tuple[Act, int]]:
    """The acts that a rule counts, oldest first, with their age in milliseconds; undated and future ones are none."""
    oldest = now - rule.within_days * DAY if rule.within_days else None
    found = []
    for act in acts:
        if act.kind not in rule.acts or act.at is None or act.at > now or (oldest is not None and act.at < oldest):
            continue
        if not rule.where or all(holds_of(condition, act.details) for condition in rule.where):
            found.append((act, now - act.at))
    if STEADY in rule.acts:
        lately = [act for act in acts if act.at is not None and act.at >= now - windows.warm_days * DAY]
        if (since := steady_since(lately, now, windows)) is not None:
            found.append((Act(STEADY, since), now - since))
    if len(found) > 1:
        found.sort(key=lambda each: -each[1])
    if rule.again_within_days:
        found = _again(found, rule.again_within_days)
    return found[rule.after_first :] if rule.after_first else found


def holds_of(condition: Condition, values: Values) -> bool:
    """Say whether a condition holds of plain values; what is unknown is never a yes, save where that is asked."""
    field = condition.field
    return bool(condition.test(values[field]) if field in values else condition.if_unknown)


def engaged_within(acts: Sequence[Act], now: int, days: float) -> bool:
    """Say whether any act of engagement was seen in the last days."""
    return any(act.at is not None and now - days * DAY <= act.at <= now and act.kind in ENGAGEMENT for act in acts)


def nobody_since(rule: ScoringRule, acts: Sequence[Act], now: int) -> bool:
    """Say whether what a rule wants absent is absent (and, with `since`, has been from an act old enough on)."""
    begins: float = now - rule.for_days * DAY if rule.for_days else 0
    if rule.since:
        waits = [act.at for act in acts if act.kind in rule.since and act.at is not None and act.at <= now]
        if not waits or max(waits) > now - rule.for_days * DAY:
            return False
        begins = max(waits)
    return not any(act.kind in rule.absent and act.at is not None and begins < act.at <= now for act in acts)


def _worth(rule: ScoringRule, windows: Windows) -> Worth:
    asked: list[_Asked] = [(each.field, each.test, bool(each.if_unknown)) for each in rule.conditions]
    points = float(rule.points)
    if not rule.dated:
        return (
            _of_one_field(asked[0], points)
            if len(asked) == 1
            else lambda values, acts, now: points if _hold(asked, values) else 0.0
        )
    if not rule.conditions:
        return lambda values, acts, now: _of_acts(rule, acts, now, windows)
    return lambda values, acts, now: _of_acts(rule, acts, now, windows) if _hold(asked, values) else 0.0


def _of_one_field(asked: _Asked, points: float) -> Worth:
    field, test, if_unknown = asked

    def worth(values: Values, acts: Sequence[Act], now: int) -> float:
        if field in values:
            return points if test(values[field]) else 0.0
        return points if if_unknown else 0.0

    return worth


def _needed(rule: ScoringRule) -> frozenset[str]:
    """The kinds of act without any of which a rule is worth nothing; none where it may be worth something without."""
    if rule.acts:
        return frozenset(rule.acts) | (MAILS if STEADY in rule.acts else frozenset())
    return frozenset(rule.since) if rule.absent else ENGAGEMENT if rule.lapses_days else frozenset()


def _hold(asked: Sequence[_Asked], values: Values) -> bool:
    return all(test(values[field]) if field in values else if_unknown for field, test, if_unknown in asked)


def _of_acts(rule: ScoringRule, acts: Sequence[Act], now: int, windows: Windows) -> float:
    if rule.lapses_days and not engaged_within(acts, now, rule.lapses_days):
        return 0.0
    if rule.absent:
        return float(rule.points) if nobody_since(rule, acts, now) else 0.0
    if not rule.acts:
        return float(rule.points)
    if not acts:
        return 0.0
    total = 0.0
    for points, age in _daily(rule, acts, now, windows):
        total += decayed(points, age / DAY, rule.half_life_days)
    if not rule.cap:
        return total
    return min(total, float(rule.cap)) if rule.points > 0 else max(total, -float(rule.cap))


def _daily(rule: ScoringRule, acts: Sequence[Act], now: int, windows: Windows) -> list[tuple[float, int]]:
    """Points and age of each act that counts, where a day's acts are worth no more than its cap, before any decay."""
    found = counted(rule, acts, now, windows)
    if not rule.daily_cap:
        return [(rule.points, age) for _, age in found]
    left: dict[int, float] = {}
    kept = []
    for act, age in found:
        day = (act.at or 0) // DAY
        room = left.get(day, float(rule.daily_cap))
        points = min(abs(rule.points), room)
        left[day] = room - points
        if points:
            kept.append((points if rule.points > 0 else -points, age))
    return kept


def _again(found: list[tuple[Act, int]], days: float) -> list[tuple[Act, int]]:
    """The first act of each visit that follows another visit within some days."""
    return [after for before, after in pairwise(found) if VISIT <= before[1] - after[1] <= days * DAY]


def _keep_the_best(worth: list[float], group: Sequence[int]) -> None:
    """Of the rules of a group only the one of the most points is worth them, the first where several are."""
    best = group[0]
    for at in group:
        if abs(worth[at]) > abs(worth[best]):
            best = at
    for at in group:
        if at != best:
            worth[at] = 0.0


def _groups(rules: Sequence[ScoringRule]) -> list[list[int]]:
    found: dict[tuple[str, str], list[int]] = {}
    for at, rule in enumerate(rules):
        if rule.group:
            found.setdefault((rule.model, rule.group), []).append(at)
    return list(found.values())
