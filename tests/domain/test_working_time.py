"""Working time is added as somebody works it: over nights, weekends, days off and clock changes."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.clocks import CHICAGO, at
from domain.representatives import DANA, OFFICE
from setter.domain.calling_window import open_spans
from setter.domain.units import DAY, HOUR, MINUTE
from setter.domain.working_time import add_working_time, works_on


def worked(start: str, hours: float) -> int:
    return add_working_time(at(start), round(hours * HOUR), DANA.hours, DANA.zone, DANA.days_off)


def test_it_goes_on_after_lunch_the_night_the_weekend_and_a_day_off() -> None:
    assert worked("2026-11-24T10:00", 2) == at("2026-11-24T12:00")
    assert worked("2026-11-24T10:00", 3) == at("2026-11-24T14:00")
    assert worked("2026-11-24T16:00", 4) == at("2026-11-25T12:00")
    assert worked("2026-11-26T16:00", 2) == at("2026-11-30T10:00")
    assert worked("2026-11-28T08:00", 0) == at("2026-11-28T08:00")


def test_whoever_never_works_has_plain_time() -> None:
    assert add_working_time(at("2026-11-24T10:00"), HOUR, {}, CHICAGO) == at("2026-11-24T11:00")


def test_a_day_is_worked_by_the_weekday_and_the_days_off_of_its_zone() -> None:
    days = {day: works_on(at(f"2026-11-{day}T23:30"), OFFICE, CHICAGO, (date(2026, 11, 27),)) for day in (26, 27, 28)}
    assert days == {26: True, 27: False, 28: False}


@settings(max_examples=40)
@given(st.integers(at("2026-10-25T00:00"), at("2026-11-10T00:00")), st.integers(1, 30 * 60), st.integers(0, 30 * 60))
def test_just_so_much_of_it_lies_between_and_it_adds_up(start: int, minutes: int, more: int) -> None:
    end = add_working_time(start, minutes * MINUTE, OFFICE, CHICAGO)
    spans = open_spans(OFFICE, (CHICAGO,), start, end)
    assert sum(closes - opens for opens, closes in spans) == minutes * MINUTE
    assert end - start <= 16 * DAY
    whole = add_working_time(start, (minutes + more) * MINUTE, OFFICE, CHICAGO)
    assert add_working_time(end, more * MINUTE, OFFICE, CHICAGO) == whole
