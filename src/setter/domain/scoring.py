"""How likely a prospect is to become a meeting, line by line, and the order that it gives the queue.

Every score is the sum of its lines, so that "why is this one first" always has an answer (R-070, domain §3.5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from setter.domain.acts import Act
from setter.domain.facts import Fact, Facts, Value, holds
from setter.domain.rule_set import ACTIVITY, BALANCED, CARD, INTENT, NEGATIVE, SUITABILITY, RuleSet, ScoringRule
from setter.domain.temperature import Reading, Temperature
from setter.domain.units import DAY
from setter.domain.weigher import HIGHEST, Weighed, balanced, counted, weigher_of

CLIP = "clip"
"""The rule name of the line that brings a sum back between 0 and 100."""
BASE = "base"
"""The rule name of the line with which everybody begins."""
FRESH_WEEK = 7 * DAY
UNKNOWN = " unknown"
"""How the evidence of a line ends for which nobody has given the answer."""
PLACE = "Place: "
"""How the sentence begins that says by which sum somebody has their place in a tier."""

PROMISED, INQUIRY, HOT, REST, RECYCLED = range(5)
"""The tiers of the queue, first to last (domain §3.5)."""

TIER_REASONS = (
    "a callback was promised for now",
    "they asked, or a day was agreed: answer them first",
    "hot",
    "in the order of the score",
    "a new cycle: reached by nobody last time",
)


class ScoreLine(Struct, frozen=True):
    """One rule's share of a score, and what it stands on; an unknown fact gives 0 and says so.

    `worth` are the points after decay, before the model's weight makes `points` of them. `age_days` is that of the
    newest act counted, None where the rule asks for no act.
    """

    rule: str
    label: str
    points: float
    evidence: str
    model: str = CARD
    worth: float = 0.0
    age_days: float | None = None


class Score(Struct, frozen=True):
    """Points from 0 to 100, the lines that sum to them, and the sum before it was rounded."""

    points: int
    lines: tuple[ScoreLine, ...]
    exact: float = 0.0


def score(rule_set: RuleSet, facts: Facts, acts: Sequence[Act] = (), now: int = 0) -> Score:
    """Score a prospect line by line; an unknown field is worth 0 and is never held against anybody (R-070)."""
    weighed = weigher_of(rule_set).weigh({name: fact.value for name, fact in facts.items()}, acts, now)
    shares = _shares(rule_set)
    lines = [
        _line(
            rule,
            worth,
            worth * shares[rule.model],
            facts,
            counted(rule, acts, now, rule_set.windows) if rule.acts else [],
        )
        for rule, worth in zip(rule_set.rules, weighed.worth, strict=True)
        if rule_set.counts(rule.model)
    ]
    lines += _adjusted(rule_set, weighed, shares)
    left = weighed.exact - sum(line.points for line in lines)
    if abs(left) > 1e-9:
        told = f"the rules sum to {_tenths(weighed.exact - left)}"
        lines.append(ScoreLine(CLIP, f"kept between 0 and {HIGHEST}", left, told))
    return Score(weighed.points, tuple(lines), weighed.exact)


def strengths(
    rule_set: RuleSet, values: Mapping[str, Value], acts: Sequence[Act] = (), now: int = 0
) -> tuple[str, ...]:
    """What speaks for a prospect: the labels of the rules that give them points, the strongest first."""
    shares = _shares(rule_set)
    weighed = weigher_of(rule_set).weigh(values, acts, now)
    firing = [
        (worth * shares[rule.model], rule.label)
        for rule, worth in zip(rule_set.rules, weighed.worth, strict=True)
        if worth > 0
    ]
    return tuple(label for _, label in sorted(firing, key=lambda each: -each[0]))


def _shares(rule_set: RuleSet) -> dict[str, float]:
    """How much of a model's points is counted in the score."""
    of_intent, of_balanced = rule_set.shares
    half = 0.5 if rule_set.counts(SUITABILITY) and rule_set.counts(ACTIVITY) else 1.0
    return {CARD: 1.0, INTENT: of_intent, SUITABILITY: of_balanced * half, ACTIVITY: of_balanced * half, NEGATIVE: 1.0}


def _adjusted(rule_set: RuleSet, weighed: Weighed, shares: Mapping[str, float]) -> Iterator[ScoreLine]:
    """The lines that no rule gives: where everybody begins, what a model is held to, what balance takes."""
    if rule_set.base:
        yield ScoreLine(BASE, "Everybody begins with", float(rule_set.base), "")
    models = weighed.models
    kept = (models.intent, models.suitability, models.activity, models.negative)
    for model, points, total in zip((INTENT, SUITABILITY, ACTIVITY, NEGATIVE), kept, models.sums, strict=True):
        if points != total:
            limit = rule_set.negative_floor if model == NEGATIVE else HIGHEST
            label = f"{model} is held at {limit}"
            yield ScoreLine(
                f"{model}_limit", label, (points - total) * shares[model], f"it sums to {_tenths(total)}", model
            )
    if rule_set.counts(SUITABILITY) and rule_set.counts(ACTIVITY):
        fit, engaged = models.suitability, models.activity
        taken = balanced(rule_set, fit, engaged) - 0.5 * (fit + engaged)
        if taken:
            told = f"suitability {_tenths(fit)}, activity {_tenths(engaged)}"
            label = "Fits more than they engage" if fit > engaged else "Engage more than they fit"
            yield ScoreLine(BALANCED, label, taken * rule_set.shares[1], told, BALANCED)


def _tenths(points: float) -> str:
    return f"{points:.1f}".removesuffix(".0")


def priority(points: float, attempts_made: int, rule_set: RuleSet, age: int | None = None) -> int:
    """Rank a prospect inside a tier, in hundredths of a point: the score, more for a new record, less by attempts.

    `age` of the record in milliseconds; what it adds goes by whole points, so that old records keep their place.
    """
    return round((points + freshness(rule_set, age) - rule_set.attempt_penalty * attempts_made) * 100)


def freshness(rule_set: RuleSet, age: int | None) -> int:
    """Whole points for a record so old (milliseconds): half as many every week (domain §3.5); None is no record."""
    return 0 if age is None else round(rule_set.freshness * 0.5 ** (max(0, age) / FRESH_WEEK))


def tier(*, promise: str | None, inquiry: bool, temperature: Temperature, cycle: int) -> int:
    """Place a prospect in one of five tiers, 0 first (domain §3.5).

    `promise` is "hard" for a callback at a promised time, "soft" for one on a day, None without; hard beats all.
    """
    if promise == "hard":
        return PROMISED
    if inquiry or promise == "soft":
        return INQUIRY
    if temperature is Temperature.HOT:
        return HOT
    return RECYCLED if cycle > 1 else REST


def why_first(
    place: int, scored: Score, attempts_made: int, rule_set: RuleSet, reading: Reading, age: int | None = None
) -> tuple[str, ...]:
    """Say in short sentences why a prospect stands where it stands: tier, temperature, score lines, place."""
    reasons = [f"Tier {place}: {TIER_REASONS[place]}.", reading.reason]
    told = sorted((line for line in scored.lines if abs(line.points) >= 0.05), key=lambda line: -line.points)
    lines = ", ".join(_told(line) for line in told)
    reasons.append(f"Score {scored.points}: {lines}." if lines else f"Score {scored.points}: no rule has fired.")
    if unknown := not_known(scored):
        reasons.append(f"Not known: {', '.join(unknown)}.")
    if place >= HOT and (summed := place_words(scored.exact, attempts_made, rule_set, age)):
        reasons.append(f"{PLACE}{summed}.")
    return tuple(reasons)


def not_known(scored: Score) -> tuple[str, ...]:
    """The fields that a score asks for and nobody has answered, each once."""
    asked = (line.evidence.rpartition(", ")[2] for line in scored.lines)
    return tuple(dict.fromkeys(name.removesuffix(UNKNOWN) for name in asked if name.endswith(UNKNOWN)))


def place_words(points: float, attempts_made: int, rule_set: RuleSet, age: int | None = None) -> str:
    """Say how `priority` comes of the score, as a sum that adds up; "" where it is the score itself."""
    fresh, tried = freshness(rule_set, age), rule_set.attempt_penalty * attempts_made
    if not fresh and not tried:
        return ""
    parts = [f"{points:.1f}", f"+ {fresh} new"] if fresh else [f"{points:.1f}"]
    if tried:
        times = "1 attempt" if attempts_made == 1 else f"{attempts_made} attempts"
        parts.append(f"− {tried:g} for {times}")
    summed = f"{round(points, 1) + fresh - tried:.1f}".replace("-", "−")
    return f"{' '.join(parts)} = {summed}"


def _told(line: ScoreLine) -> str:
    return f"{round(line.points, 1):+g} {line.label}" + (f" ({line.evidence})" if line.evidence else "")


def _seen_by(rule_set: RuleSet, rule: ScoringRule, acts: Sequence[Act], now: int) -> list[tuple[Act, int]]:
    return counted(rule, acts, now, rule_set.windows) if rule.acts else []


def _line(rule: ScoringRule, worth: float, points: float, facts: Facts, seen: list[tuple[Act, int]]) -> ScoreLine:
    """A rule's line; `seen` are the acts that it counts, with their age."""
    evidence, age = _evidence(rule, facts), None
    if rule.acts:
        age = seen[-1][1] / DAY if seen else None
        evidence = ", ".join(part for part in (_seen(rule, len(seen), age), evidence) if part)
    elif rule.absent:
        evidence = ", ".join(part for part in (_absence(rule, worth), evidence) if part)
    return ScoreLine(rule.id, rule.label, points, evidence, rule.model, worth, age)


def _evidence(rule: ScoringRule, facts: Facts) -> str:
    """The facts that a rule asks about, each said once; one that is needed and unknown is the whole answer."""
    said: dict[str, str] = {}
    for condition in rule.conditions:
        name = _name(condition.field)
        fact = facts.get(condition.field)
        if fact is None and holds(condition, facts) is not True:
            return f"{name}{UNKNOWN}"
        if fact is None:
            said[name] = f"{name} not known"
        else:
            said[name] = f"{name} {'known' if condition.op == 'known' else _shown(fact)}"
    return ", ".join(said.values())


def _seen(rule: ScoringRule, times: int, age: float | None) -> str:
    kinds = " or ".join(_name(kind) for kind in rule.acts[:3])
    if age is None:
        return f"no {kinds}" if len(rule.acts) <= 3 else "none seen"
    ago = {0: "today", 1: "yesterday"}.get(int(age), f"{int(age)} days ago")
    return f"{kinds} {ago}" if times == 1 else f"{times} × {kinds}, last {ago}"


def _absence(rule: ScoringRule, worth: float) -> str:
    kinds = " or ".join(_name(kind) for kind in rule.absent[:3])
    after = f" since {' or '.join(_name(kind) for kind in rule.since)}" if rule.since else ""
    within = f" for {rule.for_days:g} days" if rule.for_days else ""
    return f"no {kinds}{after}{within}" if worth else ""


def _name(field: str) -> str:
    return field.replace("_", " ")


def _shown(fact: Fact) -> str:
    value = fact.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)
