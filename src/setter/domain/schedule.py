"""When a line may ring: the hours and the closed days that bind at once in every zone a prospect may be in.

The campaign says when it calls, the law of every place that a prospect may be in says when nobody may: a schedule is
what is left, and never looser than either (domain §6.2).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import reduce

from msgspec import Struct, field

from setter.domain.calling_window import HORIZON_DAYS, are_known, closes_at, is_open, local_time, next_opening, resolve
from setter.domain.law import ClosedDays, Law
from setter.domain.opening_hours import Hours, WeekHours
from setter.domain.units import DAY

LONGEST_CLOSURE_DAYS = 400
"""Nobody looks further ahead for a day that is not closed."""


class Schedule(Struct, frozen=True):
    """Hours, wall time, that must hold in each of the zones, and the local dates on which nobody is rung there."""

    zones: tuple[str, ...]
    hours: WeekHours
    closed: ClosedDays = field(default_factory=dict)

    def is_open(self, now: int) -> bool:
        """Say whether the line may ring at an instant (UTC milliseconds); never with zones unknown."""
        return is_open(self.hours, self.zones, now, self.closed)

    def closes_at(self, now: int) -> int | None:
        """Find the instant at which it closes; None where it is closed now."""
        return closes_at(self.hours, self.zones, now, self.closed)

    def next_opening(self, now: int) -> int | None:
        """Find the first open instant from now on, however long a closure lasts; None where no hour is ever left."""
        found = next_opening(self.hours, self.zones, now, self.closed)
        if found is not None or not self.closed or next_opening(self.hours, self.zones, now) is None:
            return found
        later = (
            next_opening(self.hours, self.zones, now + days * DAY, self.closed)
            for days in range(HORIZON_DAYS, LONGEST_CLOSURE_DAYS, HORIZON_DAYS)
        )
        return next((opens for opens in later if opens is not None), None)


def schedule(hours: WeekHours, zones: tuple[str, ...], laws: Iterable[Law] = ()) -> Schedule:
    """Hold a campaign's hours against the law of every place somebody may be in; what is left is when they may ring."""
    bound = tuple(laws)
    return Schedule(zones, reduce(within, (law.hours for law in bound), hours), closed_by(bound))


def first_open(hours: WeekHours, zones: tuple[str, ...], laws: tuple[Law, ...], now: int) -> int | None:
    """Find the first instant from now on at which a line may ring, as its `schedule` does; None where there is none.

    When the rule that opens last has opened, the others mostly have: each is asked before all are intersected.
    """
    bound = [(hours, {}), *((law.hours, law.closed) for law in laws)]
    if all(is_open(each, zones, now, closed) for each, closed in bound):
        return now
    return schedule(hours, zones, laws).next_opening(now)


def closed_by(laws: Iterable[Law]) -> ClosedDays:
    """List the days that any of some laws closes, each with why and where."""
    closed: dict[date, str] = {}
    for law in laws:
        for day, why in law.closed.items():
            closed.setdefault(day, f"{why} in {law.name}")
    return closed


def within(hours: WeekHours, others: WeekHours) -> WeekHours:
    """Keep what two weeks have in common; a day on which nothing is left is closed."""
    common = {day: _both(spans, others.get(day, ())) for day, spans in hours.items()}
    return {day: spans for day, spans in common.items() if spans}


def closed_today(closed: ClosedDays, zones: Iterable[str], now: int) -> tuple[str, str] | None:
    """Give the zone whose calendar shows a closed day at an instant, and why it is closed; None where none does."""
    for zone in zones if closed else ():
        why = closed.get(local_time(now, zone).date())
        if why is not None:
            return zone, why
    return None


def reopens(closed: ClosedDays, zones: tuple[str, ...], now: int) -> int | None:
    """Find the first instant from now on that is on a closed day in none of the zones: now, or a midnight in one.

    None where a year has none, or nobody knows the zones.
    """
    if not are_known(zones):
        return None
    if closed_today(closed, zones, now) is None:
        return now
    for ahead in range(LONGEST_CLOSURE_DAYS):
        for midnight in sorted(_next_midnight(now + ahead * DAY, zone) for zone in zones):
            if closed_today(closed, zones, midnight) is None:
                return midnight
    return None


def _next_midnight(now: int, zone: str) -> int:
    return resolve(datetime.combine(local_time(now, zone).date() + timedelta(days=1), time.min), zone)


def span_of_days(first: date, last: date, why: str) -> ClosedDays:
    """Close every date from the first to the last, both included."""
    return {first + timedelta(days=ahead): why for ahead in range((last - first).days + 1)}


def _both(spans: tuple[Hours, ...], others: tuple[Hours, ...]) -> tuple[Hours, ...]:
    overlaps = [
        Hours(max(span.opens, other.opens), min(span.closes, other.closes))
        for span in spans
        for other in others
        if span.opens < other.closes and other.opens < span.closes
    ]
    return tuple(sorted(overlaps, key=lambda span: span.opens))
