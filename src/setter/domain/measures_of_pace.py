"""How the quota is going: by week, against the working days gone, and in the quarter (R-085, R-105)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from msgspec import Struct

from setter.domain.measures import Measure, ratio

IN_A_QUARTER = {"day": 65, "week": 13, "month": 3, "quarter": 1}
"""How many periods of a goal make a quarter; a quarter has thirteen weeks of five days."""


class Quota(Struct, frozen=True):
    """So many accepted SQLs in each period: day, week, month or quarter."""

    target: int
    period: str


def period_of(day: date, period: str) -> tuple[date, date]:
    """The first and the last day of the day, week (from Monday), month or quarter in which a day lies."""
    if period == "day":
        return day, day
    if period == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    month = day.month if period == "month" else 3 * ((day.month - 1) // 3) + 1
    first = date(day.year, month, 1)
    after = month + (1 if period == "month" else 3)
    return first, date(day.year + (after > 12), (after - 1) % 12 + 1, 1) - timedelta(days=1)


def whole_weeks(days: Iterable[date], first: date, last: date) -> tuple[int, ...]:
    """How many of these days lie in each whole week, Monday to Sunday, from one day to another."""
    found = Counter(day - timedelta(days=day.weekday()) for day in days)
    monday = first + timedelta(days=-first.weekday() % 7)
    weeks = []
    while monday + timedelta(days=6) <= last:
        weeks.append(found[monday])
        monday += timedelta(days=7)
    return tuple(weeks)


def pacing(
    measure: str,
    by: str,
    accepted: int,
    target: float,
    today: date,
    span: tuple[date, date],
    works: Callable[[date], bool],
) -> Measure:
    """Accepted so far against the part of the target whose working days have begun; 1 is on pace."""
    first, last = span
    days = [first + timedelta(days=each) for each in range((last - first).days + 1)]
    working = [day for day in days if works(day)]
    gone = sum(day <= today for day in working)
    due = target * gone / len(working) if working else 0.0
    note = (
        f"{accepted} accepted of {target:g} from {first} to {last}; {gone} of {len(working)} working days; "
        "only accepted SQLs count, by the day of submission"
    )
    return ratio(measure, by, accepted, due, "share", note)
