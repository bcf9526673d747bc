"""Working time: how far it is from one instant to another when only somebody's opening hours count."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from setter.domain.calling_window import local_time, open_spans
from setter.domain.opening_hours import WEEKDAYS, WeekHours
from setter.domain.units import DAY

STRETCH = 14 * DAY
MOST_STRETCHES = 60
"""Whoever does not work within some two years works by no calendar: for them plain time counts."""
NO_DAYS: Collection[date] = frozenset()


def add_working_time(at: int, length: int, hours: WeekHours, zone: str, days_off: Collection[date] = NO_DAYS) -> int:
    """Add working time (milliseconds) to an instant (UTC ms): the first instant by which so much of it has passed.

    Hours are wall time in the IANA zone, so that a clock change neither adds to them nor takes from them; nothing is
    worked on days off.
    """
    left, since = length, at
    if left <= 0:
        return at
    for _ in range(MOST_STRETCHES):
        for opens, closes in open_spans(hours, (zone,), since, since + STRETCH, days_off):
            if closes - opens >= left:
                return opens + left
            left -= closes - opens
        since += STRETCH
    return at + length


def works_on(at: int, hours: WeekHours, zone: str, days_off: Collection[date] = NO_DAYS) -> bool:
    """Say whether somebody works at any time of the day that an instant (UTC ms) lies on in their zone."""
    day = local_time(at, zone).date()
    return day not in days_off and bool(hours.get(WEEKDAYS[day.weekday()]))
