"""Which of several zones bind: a clock that always reads between two others is open whenever both of them are.

So people of one area who moved to many states wait in few calling windows.
"""

from __future__ import annotations

from collections.abc import Iterable

from setter.domain.calling_window import Span, are_known, of_day, year_of_clock
from setter.domain.opening_hours import WeekHours
from setter.domain.units import DAY

FEWEST = 3
"""Of two zones none lies between."""


def binding_zones(hours: WeekHours, zones: tuple[str, ...], now: int) -> tuple[str, ...]:
    """Leave out the zones that two others imply for the year from an instant on (UTC milliseconds).

    All of them bind where a day has several spans, as one may lie in the break between; and where the outermost are so
    far apart that they are open on two different days at once.
    """
    if len(zones) < FEWEST or not are_known(zones) or any(len(spans) > 1 for spans in hours.values()):
        return zones
    clocks = {zone: year_of_clock(zone, now) for zone in zones}
    instants = sorted({instant for clock in clocks.values() for instant, _ in clock})
    read = {zone: [_offset_at(clock, instant) for instant in instants] for zone, clock in clocks.items()}
    apart = max(max(offsets) - min(offsets) for offsets in zip(*read.values(), strict=True))
    if apart > DAY - _longest_day(hours):
        return zones
    kept = list(zones)
    for zone in zones:
        others = [read[each] for each in kept if each != zone]
        if any(_below(one, read[zone]) for one in others) and any(_below(read[zone], one) for one in others):
            kept.remove(zone)
    return tuple(kept)


def _offset_at(clock: Iterable[Span], instant: int) -> int:
    return [offset for since, offset in clock if since <= instant][-1]


def _below(lower: Iterable[int], upper: Iterable[int]) -> bool:
    return all(one <= other for one, other in zip(lower, upper, strict=True))


def _longest_day(hours: WeekHours) -> int:
    """From the first opening of any day until the last closing of any."""
    spans = [span for day in hours.values() for span in day]
    opens = min((of_day(span.opens) for span in spans), default=0)
    return max((of_day(span.closes) for span in spans), default=DAY) - opens
