"""A zone between two others asks for nothing that they do not: leaving it out changes no instant's answer."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clocks import at
from setter.domain.binding_zones import binding_zones
from setter.domain.calling_window import COMMON_CLOCKS, canonical, is_open
from setter.domain.opening_hours import WEEKDAYS, Hours, WeekHours
from setter.domain.units import DAY, MINUTE

NOW = at("2026-11-24T12:00")
NEW_YORK, CHICAGO, DENVER, PHOENIX = "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix"
LOS_ANGELES, GUAM, LONDON = "America/Los_Angeles", "Pacific/Guam", "Europe/London"


def week(*spans: tuple[int, int], days: int = 5) -> WeekHours:
    """The same hours on each of the first days of a week."""
    return {day: tuple(Hours(time(opens), time(closes)) for opens, closes in spans) for day in WEEKDAYS[:days]}


@pytest.mark.parametrize(
    ("zones", "binding"),
    [
        ((CHICAGO, DENVER, NEW_YORK), (DENVER, NEW_YORK)),
        ((CHICAGO, DENVER, LOS_ANGELES, NEW_YORK), (LOS_ANGELES, NEW_YORK)),
        ((DENVER, LOS_ANGELES, PHOENIX), (DENVER, LOS_ANGELES)),
        ((CHICAGO, NEW_YORK), (CHICAGO, NEW_YORK)),
        ((CHICAGO,), (CHICAGO,)),
        ((), ()),
        ((CHICAGO, GUAM, NEW_YORK), (CHICAGO, GUAM)),
    ],
)
def test_the_outermost_bind(zones: tuple[str, ...], binding: tuple[str, ...]) -> None:
    assert set(binding_zones(week((9, 17)), zones, NOW)) == set(binding)


def test_all_bind_where_a_day_has_a_break_for_one_may_lie_in_it() -> None:
    hours, zones = week((9, 10), (11, 12)), (CHICAGO, DENVER, NEW_YORK)
    assert binding_zones(hours, zones, NOW) == zones


def test_all_bind_where_the_outermost_may_be_open_on_two_days_at_once() -> None:
    zones = (LONDON, "Pacific/Auckland", "Pacific/Honolulu")
    assert binding_zones(week((0, 23)), zones, NOW) == zones


ZONES = st.lists(st.sampled_from(COMMON_CLOCKS), min_size=1, max_size=5, unique=True)
SPANS = st.lists(st.integers(0, 23), min_size=2, max_size=4, unique=True).map(sorted)


@given(ZONES, st.lists(SPANS, min_size=1, max_size=7), st.integers(0, 365 * 24 * 12), st.integers(0, 364))
def test_no_instants_answer_changes(zones: list[str], spans: list[list[int]], ahead: int, closed: int) -> None:
    hours: WeekHours = {
        day: tuple(Hours(time(opens), time(closes)) for opens, closes in zip(each[::2], each[1::2], strict=False))
        for day, each in zip(WEEKDAYS, spans, strict=False)
    }
    known, instant = canonical(zones, NOW), NOW + ahead * 5 * MINUTE
    binding, days = binding_zones(hours, known, NOW), {date.fromordinal((NOW // DAY) + 719_163 + closed)}
    for now in (instant, NOW + closed * DAY + ahead % 288 * 5 * MINUTE):
        assert is_open(hours, binding, now, days) == is_open(hours, known, now, days)
