"""Who of a sample would move by other rules, where to, and why."""

from __future__ import annotations

from msgspec.structs import replace

from setter.domain.facts import Condition
from setter.domain.rule_set import RuleSet, ScoringRule
from setter.domain.scoring import INQUIRY, PROMISED, REST
from setter.domain.what_if import FIRST, Sampled, WhatIf, ranked, what_if

OWNER = ScoringRule("owner", "Runs the firm", Condition("seniority", "=", "owner"), 20)
VANS = ScoringRule("vans", "Own vans", Condition("vans", ">=", 10), 10)
RULES = RuleSet("ours", (OWNER, VANS))


def somebody(number: int, tier: int = REST, inside: int = 0, hour: int | None = 0, **values: str | int) -> Sampled:
    return Sampled(number, f"Person {number}", "Firm", hour, tier, inside, 0, 10**12, 0, values)


def tried(sample: list[Sampled], rules: RuleSet) -> WhatIf:
    return what_if(ranked(RULES, sample, 0), ranked(rules, sample, 0))


def test_whoever_scores_more_rises_past_the_others_who_fall() -> None:
    told = tried(
        [somebody(1, seniority="owner"), somebody(2, vans=12)], RuleSet("new", (OWNER, replace(VANS, points=30)))
    )
    up, down = sorted(told.moved, key=lambda each: -each.up)
    assert (up.who.name, up.old_place, up.new_place, up.old_points, up.new_points) == ("Person 2", 2, 1, 10, 30)
    assert [(each.label, each.old, each.new) for each in up.reasons] == [("Own vans", 10, 30)]
    assert (down.who.name, down.up, down.reasons) == ("Person 1", -1, ())
    assert (told.rising, told.falling) == (1, 1)


def test_promises_and_inquiries_keep_their_place_whatever_they_score() -> None:
    waiting = [somebody(1, PROMISED, -5), somebody(2, INQUIRY, 9), somebody(3, INQUIRY, 8, vans=12)]
    everybody = [*waiting, somebody(4, seniority="owner")]
    assert [each.enrolment_id for each in ranked(RULES, everybody, 0).order] == [1, 2, 3, 4]
    told = tried(everybody, RuleSet("new", (replace(VANS, points=90),)))
    assert [each.up for each in told.moved] == [0, 0]
    assert {each.who.name for each in told.moved} == {"Person 3", "Person 4"}


def test_whoever_may_be_called_now_stands_before_all_others() -> None:
    order = ranked(RULES, [somebody(1, hour=None, seniority="owner"), somebody(2)], 0).order
    assert [each.enrolment_id for each in order] == [2, 1]


def test_the_hour_counts_where_the_score_decides() -> None:
    order = ranked(RULES, [somebody(1, vans=12), somebody(2, vans=12, hour=500), somebody(3, INQUIRY)], 0).order
    assert [each.enrolment_id for each in order] == [3, 2, 1]


def test_it_is_told_who_comes_among_the_first() -> None:
    many = [somebody(number, seniority="owner") for number in range(1, FIRST + 1)]
    told = tried([*many, somebody(99, vans=12)], RuleSet("new", (OWNER, replace(VANS, points=30))))
    assert [each.who.enrolment_id for each in told.newly_first] == [99]
    assert tried([*many, somebody(99)], RULES).newly_first == ()


def test_a_line_switched_off_and_a_new_one_are_reasons_too() -> None:
    new = replace(VANS, id="fleet", label="A fleet")
    (told,) = tried([somebody(1, seniority="owner", vans=12)], RuleSet("new", (OWNER, new))).moved
    assert [(each.label, each.old, each.new) for each in told.reasons] == [("Own vans", 10, 0), ("A fleet", 0, 10)]


def test_it_is_counted_of_how_many_a_rule_holds() -> None:
    sample = [somebody(1, seniority="owner"), somebody(2, vans=12), somebody(3, vans=2)]
    assert ranked(RULES, sample, 0).firing() == {"owner": 1, "vans": 1}
