"""By when somebody must have answered: a team lead in time for sales to prepare, sales in its own working hours."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from domain.clocks import at
from domain.representatives import DANA, PLAN
from setter.domain.deadlines import became_unknown, chased_again, reply_by, reschedule_risk, review_by

NOW = at("2026-11-24T10:00")


@pytest.mark.parametrize(
    ("starts", "by"),
    [
        ("2026-12-01T15:00", "2026-11-24T15:00"),
        ("2026-11-24T15:00", "2026-11-24T12:30"),
        ("2026-11-24T11:30", "2026-11-24T10:30"),
        ("2026-11-24T10:30", "2026-11-24T10:00"),
    ],
)
def test_a_review_has_its_working_hours_but_never_more_than_half_of_what_is_left(starts: str, by: str) -> None:
    assert review_by(PLAN, DANA, NOW, at(starts)) == at(by)


def test_sales_answers_in_a_working_day_from_the_submission_or_from_the_meetings_end() -> None:
    ends = at("2026-11-25T14:00")
    assert reply_by(PLAN, DANA, NOW, ends) == at("2026-11-25T11:00")
    after = replace(PLAN, decide="after_meeting")
    assert reply_by(after, DANA, NOW, ends) == at("2026-11-26T15:00")
    assert reply_by(after, DANA, at("2026-11-26T09:00"), ends) == at("2026-11-30T10:00")


def test_a_meeting_becomes_unknown_a_day_after_its_end_unless_somebody_said_what_became_of_it() -> None:
    ends = at("2026-11-24T09:00")
    day_later = at("2026-11-25T09:00")
    assert not became_unknown("confirmed", ends, day_later - 1, PLAN)
    assert became_unknown("confirmed", ends, day_later, PLAN)
    assert not any(became_unknown(status, ends, day_later, PLAN) for status in ("held", "no_show", "cancelled"))


def test_a_rep_is_chased_once_on_each_day_they_work() -> None:
    tuesday, wednesday, day_off = NOW, at("2026-11-25T09:00"), at("2026-11-27T09:00")
    assert chased_again(DANA, None, day_off)
    assert (chased_again(DANA, tuesday, tuesday + 1), chased_again(DANA, tuesday, wednesday)) == (False, True)
    assert not chased_again(DANA, wednesday, day_off)


def test_more_than_two_moves_are_a_risk() -> None:
    assert [reschedule_risk(number) for number in (0, 2, 3)] == ["", "", "moved 3 times"]
