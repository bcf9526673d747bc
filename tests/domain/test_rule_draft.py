"""Rules are changed on trial, step by step and back, and those in force stay as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import replace

from setter.domain.errors import Wrong
from setter.domain.facts import Condition
from setter.domain.rule_draft import Draft, draft_of
from setter.domain.rule_set import INTENT, NEGATIVE, SUITABILITY, RuleSet, ScoringRule

OWNER = ScoringRule("owner", "Runs the firm", Condition("seniority", "=", "owner"), 25, SUITABILITY)
DEMO = ScoringRule("demo", "Asked for a demo", (), 40, INTENT, acts=("demo_request",), cap=40)
NO = ScoringRule("no", "Said no", (), -30, NEGATIVE, acts=("not_interested",))
RULES = RuleSet("ours", (OWNER, DEMO, NO), version=3)


def points(draft: Draft) -> dict[str, int]:
    return {each.id: each.points for each in draft.rule_set.rules}


def test_nothing_is_changed_at_first() -> None:
    draft = draft_of(RULES)
    assert draft.rule_set == replace(RULES, version=0)
    assert draft.differences == ()


def test_points_and_lines_change_in_the_draft_alone() -> None:
    draft = draft_of(RULES).with_points("owner", 30).switched("no")
    assert points(draft) == {"owner": 30, "demo": 40}
    assert draft.points_before("owner") == 25
    assert points(draft_of(draft.before)) == {"owner": 25, "demo": 40, "no": -30}
    assert [each.words for each in draft.differences] == [
        "- Said no: -30 (acts not_interested)",
        "~ Runs the firm: points +25 → +30",
    ]


def test_a_line_whose_points_are_given_is_on_again() -> None:
    assert points(draft_of(RULES).switched("no").with_points("no", -20))["no"] == -20


def test_the_cap_gives_way_to_a_single_act_and_comes_back_with_it() -> None:
    more = draft_of(RULES).with_points("demo", 45)
    assert [each.cap for each in more.rules if each.id == "demo"] == [45]
    assert more.with_points("demo", 40).differences == ()


@pytest.mark.parametrize(
    ("rule", "worth", "said"),
    [
        ("owner", 101, "between −100 and 100"),
        ("no", 1, "takes points away"),
        ("owner", -1, "belongs in the negative model"),
    ],
)
def test_a_model_has_no_room_for_other_points(rule: str, worth: int, said: str) -> None:
    with pytest.raises(Wrong, match=said):
        draft_of(RULES).with_points(rule, worth)


def test_the_last_line_cannot_be_switched_off() -> None:
    with pytest.raises(Wrong, match="needs a line"):
        draft_of(RULES).switched("no").switched("demo").switched("owner")


def test_a_suggested_line_is_added_or_takes_the_place_of_its_like() -> None:
    new = replace(OWNER, id="vans", label="Own vans")
    draft = draft_of(RULES).with_rule(new).with_rule(replace(DEMO, points=20))
    assert points(draft) == {"owner": 25, "demo": 20, "no": -30, "vans": 25}
    assert draft.points_before("vans") is None


changes = some.lists(
    some.tuples(some.sampled_from(["owner", "demo", "no"]), some.integers(-110, 110) | some.none()), max_size=8
)


@given(changes)
def test_every_step_can_be_taken_back(made: list[tuple[str, int | None]]) -> None:
    draft, seen = draft_of(RULES), [draft_of(RULES)]
    for rule, worth in made:
        try:
            draft = draft.switched(rule) if worth is None else draft.with_points(rule, worth)
        except Wrong:
            continue
        if draft != seen[-1]:
            seen.append(draft)
    for before in reversed(seen):
        assert draft == before
        draft = draft.back()
    assert draft == seen[0]
