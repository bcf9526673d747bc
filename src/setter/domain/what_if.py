"""What other rules would make of a sample of the queue: who would move, where to, and by which lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec import Struct

from setter.domain.acts import Act
from setter.domain.facts import Value
from setter.domain.rule_set import RuleSet
from setter.domain.scoring import INQUIRY, priority
from setter.domain.weigher import Weighed, weigher_of

FIRST = 20
"""So many at the head of the queue are looked at apart: they are who is called next."""
SEEN_POINTS = 0.05


class Sampled(Struct, frozen=True):
    """Somebody of the queue, as far as rules and order go by it.

    `hour` is None for whoever may not be called now, else what the part of the day adds to the order, in hundredths
    of a point. `inside` is the order inside a tier as it is kept, by which promises and inquiries stand whatever they
    score. `age` of the record is in milliseconds.
    """

    enrolment_id: int
    name: str
    company: str
    hour: int | None
    tier: int
    inside: int
    attempts: int
    age: int
    last_attempt_at: int
    values: Mapping[str, Value]
    acts: tuple[Act, ...] = ()


class Ranked(Struct, frozen=True):
    """A sample in the order of a rule set: places from 1 on, and what each rule is worth, by enrolment."""

    rule_set: RuleSet
    order: tuple[Sampled, ...]
    places: Mapping[int, int]
    weighed: Mapping[int, Weighed]

    def firing(self) -> Counter[str]:
        """For how many of the sample each rule counts, by its id."""
        ids = [rule.id for rule in self.rule_set.rules]
        fired: Counter[str] = Counter()
        for each in self.weighed.values():
            fired.update(name for name, worth in zip(ids, each.worth, strict=True) if worth)
        return fired

    def worth(self, enrolment_id: int) -> dict[str, float]:
        """What each rule is worth to one of the sample, by its id."""
        rules, worth = self.rule_set.rules, self.weighed[enrolment_id].worth
        return {rule.id: points for rule, points in zip(rules, worth, strict=True)}


class Reason(Struct, frozen=True):
    """A line that is worth something else to somebody now: after decay, before any model's weight."""

    label: str
    old: float
    new: float


class Moved(Struct, frozen=True):
    """Somebody who would stand elsewhere in the sample, or have another score; no reason: others pass them, or fall."""

    who: Sampled
    old_place: int
    new_place: int
    old_points: int
    new_points: int
    reasons: tuple[Reason, ...]

    @property
    def up(self) -> int:
        """By how many places they rise; less than 0 where they fall."""
        return self.old_place - self.new_place

    @property
    def matters(self) -> bool:
        """Whether they come among the first, or leave them."""
        return (self.old_place <= FIRST) != (self.new_place <= FIRST)


class WhatIf(Struct, frozen=True):
    """Everybody of a sample who would stand elsewhere or score otherwise, those first who come among FIRST or leave.

    `newly_first` are those who come among the first FIRST of the sample, for as many who leave them.
    """

    size: int
    moved: tuple[Moved, ...]
    newly_first: tuple[Moved, ...]

    @property
    def rising(self) -> int:
        """How many rise."""
        return sum(each.up > 0 for each in self.moved)

    @property
    def falling(self) -> int:
        """How many fall."""
        return sum(each.up < 0 for each in self.moved)


def ranked(rule_set: RuleSet, sample: Sequence[Sampled], now: int) -> Ranked:
    """Put a sample in the order in which a rule set would have it called at an instant (UTC milliseconds)."""
    weigh = weigher_of(rule_set).weigh
    weighed = {each.enrolment_id: weigh(each.values, each.acts, now) for each in sample}
    order = sorted(sample, key=lambda each: _key(each, rule_set, weighed[each.enrolment_id]))
    places = {each.enrolment_id: place for place, each in enumerate(order, 1)}
    return Ranked(rule_set, tuple(order), places, weighed)


def what_if(before: Ranked, after: Ranked) -> WhatIf:
    """Who of a sample would stand elsewhere by the rules of `after`."""
    found = [_moved(each, before, after) for each in after.order]
    moved = [each for each in found if each.up or each.old_points != each.new_points or each.reasons]
    moved.sort(key=lambda each: (not each.matters, -abs(each.up), -abs(each.new_points - each.old_points)))
    newly = [each for each in moved if each.matters and each.up > 0]
    return WhatIf(len(found), tuple(moved), tuple(newly))


def _key(each: Sampled, rule_set: RuleSet, weighed: Weighed) -> tuple[object, ...]:
    by_score = each.tier > INQUIRY
    scored = priority(weighed.exact, each.attempts, rule_set, each.age) + (each.hour or 0)
    inside = scored if by_score else each.inside
    return (each.hour is None, each.tier, -inside, each.last_attempt_at, each.enrolment_id)


def _moved(who: Sampled, before: Ranked, after: Ranked) -> Moved:
    of = who.enrolment_id
    return Moved(
        who,
        before.places[of],
        after.places[of],
        before.weighed[of].points,
        after.weighed[of].points,
        _reasons(of, before, after),
    )


def _reasons(of: int, before: Ranked, after: Ranked) -> tuple[Reason, ...]:
    old, new = before.worth(of), after.worth(of)
    labels = {rule.id: rule.label for rule in (*before.rule_set.rules, *after.rule_set.rules)}
    changed = [Reason(labels[each], old.get(each, 0.0), new.get(each, 0.0)) for each in labels]
    told = [each for each in changed if abs(each.new - each.old) >= SEEN_POINTS]
    return tuple(sorted(told, key=lambda each: -abs(each.new - each.old)))
