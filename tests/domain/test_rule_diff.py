"""A team lead reads what is different between two rule sets, line by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import replace

from setter.domain.conditions import parse
from setter.domain.rule_diff import differences
from setter.domain.rule_set import Calibration, RuleSet, ScoringRule

OWNER = ScoringRule("owner", "runs the firm", parse("seniority in [owner, c_suite]"), 25)
VANS = ScoringRule("vans", "has vans", (parse("vehicles >= 6"), parse("delivery_by = own_vans")), 12)
PRICES = ScoringRule("prices", "looked at prices", (), 12, "intent", acts=("pricing_page",), half_life_days=14.0)
FIRST = RuleSet("spring", (OWNER, VANS, PRICES), weights={"intent": 0.5})


def told(before: RuleSet, after: RuleSet) -> list[str]:
    """The differences as they are read."""
    return [each.words for each in differences(before, after)]


def with_rule(rule: ScoringRule) -> RuleSet:
    """The first rule set with a rule in place of the one of its id."""
    return replace(FIRST, rules=tuple(rule if each.id == rule.id else each for each in FIRST.rules))


@pytest.mark.requirement("R-078")
class TestADifference:
    def test_of_a_rule_that_came_or_went_tells_the_whole_of_it(self) -> None:
        without = replace(FIRST, rules=(OWNER, PRICES))
        assert told(without, FIRST) == ["+ has vans: +12 (when vehicles >= 6 and delivery_by = own_vans)"]
        assert told(FIRST, without) == ["- has vans: +12 (when vehicles >= 6 and delivery_by = own_vans)"]
        assert told(replace(FIRST, rules=(OWNER, VANS)), FIRST) == ["+ looked at prices: +12 (acts pricing_page)"]

    def test_of_points_tells_both(self) -> None:
        (found,) = differences(FIRST, with_rule(replace(VANS, points=-8)))
        assert (found.kind, found.subject, found.old, found.new) == ("points", "vans", "+12", "-8")
        assert found.words == "~ has vans: points +12 → -8"

    def test_of_a_condition_tells_it_as_a_person_writes_it(self) -> None:
        (found,) = differences(FIRST, with_rule(replace(OWNER, condition=parse("seniority = owner"))))
        assert (found.kind, found.words) == (
            "condition",
            "~ runs the firm: when seniority in [owner, c_suite] → seniority = owner",
        )
        assert told(FIRST, with_rule(replace(PRICES, acts=("pricing_page", "demo_request")))) == [
            "~ looked at prices: acts pricing_page → pricing_page, demo_request"
        ]

    def test_of_a_detail_names_it(self) -> None:
        (found,) = differences(FIRST, with_rule(replace(PRICES, half_life_days=30.0)))
        assert (found.kind, found.words) == ("detail", "~ looked at prices: half life days 14 → 30")

    def test_of_settings_tells_each(self) -> None:
        after = replace(FIRST, base=10, weights={"intent": 0.6, "balanced": 0.4}, calibration=Calibration(60.0, 8.0))
        assert told(FIRST, after) == [
            "~ base 0 → 10",
            "~ weights intent 0.5 → 0.6",
            "~ weights balanced none → 0.4",
            "~ calibration none → even at 60, odds double every 8",
        ]

    def test_of_the_order_alone_is_told_as_such(self) -> None:
        assert told(FIRST, replace(FIRST, rules=FIRST.rules[::-1])) == ["~ the same rules in another order"]

    def test_is_none_between_versions_of_the_same_rules_however_a_lone_condition_is_held(self) -> None:
        assert isinstance(OWNER.condition, tuple) is False
        alike = with_rule(replace(OWNER, condition=OWNER.conditions))
        assert told(replace(FIRST, version=2), replace(alike, version=3)) == []


RULES = some.builds(
    ScoringRule,
    id=some.sampled_from("abcde"),
    label=some.just("a rule"),
    condition=some.sampled_from([parse("vehicles >= 6"), parse("title known"), ()]),
    points=some.integers(-50, 50),
    acts=some.sampled_from([(), ("pricing_page",)]),
    cap=some.integers(0, 2),
)
RULE_SETS = some.builds(
    RuleSet,
    id=some.sampled_from(["spring", "autumn"]),
    rules=some.lists(RULES, max_size=4, unique_by=lambda rule: rule.id).map(tuple),
    base=some.integers(0, 1),
    weights=some.dictionaries(some.sampled_from(["intent", "balanced"]), some.sampled_from([0.4, 0.6])),
)


@given(RULE_SETS, RULE_SETS)
def test_whatever_differs_is_told_and_the_way_back_tells_as_much(before: RuleSet, after: RuleSet) -> None:
    there, back = differences(before, after), differences(after, before)
    same = before == after or replace(before, rules=_plain(before)) == replace(after, rules=_plain(after))
    assert (there == ()) == same and len(there) == len(back)
    changed = {(each.subject, each.field): (each.old, each.new) for each in there if each.kind not in ("order",)}
    assert changed == {(each.subject, each.field): (each.new, each.old) for each in back if each.kind != "order"}


def _plain(rule_set: RuleSet) -> tuple[ScoringRule, ...]:
    return tuple(replace(rule, condition=rule.conditions) for rule in rule_set.rules)
