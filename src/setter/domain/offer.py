"""Which free times are named to a prospect: two, in different half-days and in sane hours of their own clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from setter.domain.booking import Slot
from setter.domain.calling_window import local_time

SANE_HOURS = (time(8), time(18))
"""Nobody is offered a meeting outside these hours of their own clock."""


def offer_two(slots: Iterable[Slot], zone: str, now: int) -> tuple[Slot, ...]:
    """Pick two times to offer, in different half-days of the prospect's zone, inside sane hours there.

    The first is the earliest; the second is in the other half of a day, the next day's rather than the same
    one's, or failing that on another day at all. Fewer than two where there are not two such times.
    """
    sane = sorted((slot for slot in slots if slot.starts > now and is_sane(slot, zone)), key=lambda s: s.starts)
    if not sane:
        return ()
    first = sane[0]
    first_day, first_half = _half_day(first, zone)
    other_half = [slot for slot in sane if _half_day(slot, zone)[1] != first_half]
    other_day = [slot for slot in sane if _half_day(slot, zone)[0] != first_day]
    both = [slot for slot in other_half if slot in other_day]
    second = next(iter([*both, *other_half, *other_day]), None)
    return (first,) if second is None else (first, second)


def nearest_two(slots: Iterable[Slot], starts: int, zone: str) -> tuple[Slot, ...]:
    """Pick the free time nearest to one that was asked for, and the nearest in another half-day, in their order.

    Times at which people meet in the prospect's zone go before others; where there is one half-day only, the second
    is in it, too.
    """
    free = sorted(slots, key=lambda slot: (abs(slot.starts - starts), slot.rep))
    near = [slot for slot in free if is_sane(slot, zone)] or free
    if not near:
        return ()
    half = _half_day(near[0], zone)
    others = [slot for slot in near if _half_day(slot, zone) != half] or [
        slot for slot in near if slot.starts != near[0].starts
    ]
    return tuple(sorted([near[0], *others[:1]], key=lambda slot: slot.starts))


def is_sane(slot: Slot, zone: str) -> bool:
    """Say whether a slot lies within the hours of one day at which people meet, on a zone's clock."""
    starts, ends = local_time(slot.starts, zone), local_time(slot.ends, zone)
    opens, closes = SANE_HOURS
    return opens <= starts.time() and ends.time() <= closes and starts.date() == ends.date()


def _half_day(slot: Slot, zone: str) -> tuple[date, bool]:
    starts = local_time(slot.starts, zone)
    return starts.date(), starts.hour >= 12
