"""When a delivery that did not arrive is tried again, and when nobody tries any more."""

from __future__ import annotations

from setter.domain.units import DAY, HOUR, MINUTE

GAPS = (MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR)
"""How long to wait after the first, second, … try; from then on every `LATER`."""
LATER = 12 * HOUR
LASTS = 3 * DAY
"""How long a delivery is tried at all."""
LAST_CALL = MINUTE
"""A try that would come later than the last moment is made at that moment, if it is still so far away."""


def ends_at(due_from: int, starts_at: int | None) -> int:
    """The last moment at which a delivery is tried (UTC ms): after three days, or as its meeting begins.

    `due_from` is when it was first due; `starts_at` is None for what is worth knowing afterwards, too.
    """
    if starts_at is not None and starts_at > due_from:
        return min(due_from + LASTS, starts_at)
    return due_from + LASTS


def next_try(tries: int, now: int, last: int) -> int | None:
    """When to try again after so many tries (UTC ms); None where the last moment has come."""
    gap = GAPS[tries - 1] if tries <= len(GAPS) else LATER
    if now + gap <= last:
        return now + gap
    return last if last - now >= LAST_CALL else None
