"""Whoever sales has trusted long enough is read in samples, which nobody can steer."""

from __future__ import annotations

import pytest

from setter.domain.metrics import Proportion
from setter.domain.review_sampling import acceptance, has_earned, is_picked, is_reviewed

EARNED = Proportion(40, 42)


def test_what_is_no_rejection_is_in_neither_number_and_an_overturned_one_is_accepted() -> None:
    decided = [
        (True, "", 18),
        (True, "R03", 2),
        (False, "R03", 1),
        *((False, code, 5) for code in ("R12", "R13", "R14")),
    ]
    assert acceptance([*decided, (False, "", 9)]) == Proportion(20, 21)


@pytest.mark.parametrize(
    ("accepted", "decided", "earned"),
    [(19, 19, False), (20, 20, True), (22, 24, False), (40, 42, True), (40, 45, False)],
)
def test_it_is_earned_by_twenty_decided_and_an_interval_above_eighty_percent(
    accepted: int, decided: int, earned: bool
) -> None:
    assert has_earned(Proportion(accepted, decided)) is earned


def test_about_the_share_is_picked_and_the_same_call_always_alike() -> None:
    picked = [is_picked(call, 0.2) for call in range(2000)]
    assert 340 < sum(picked) < 460
    assert picked == [is_picked(call, 0.2) for call in range(2000)]
    assert all(is_picked(call, 1.0) for call in range(50)) and not any(is_picked(call, 0.0) for call in range(50))


def test_everybody_else_is_read_whole_and_some_campaigns_read_nothing() -> None:
    calls = range(200)
    assert all(is_reviewed("sample:0.2", Proportion(10, 10), call) for call in calls)
    assert all(is_reviewed("team_lead", EARNED, call) for call in calls)
    assert not any(is_reviewed("none", EARNED, call) for call in calls)
    assert [is_reviewed("sample:0.2", EARNED, call) for call in calls] == [is_picked(call, 0.2) for call in calls]
