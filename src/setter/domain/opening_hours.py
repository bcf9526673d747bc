"""Opening hours by weekday, in wall time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

from msgspec import Struct

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Hours(Struct, frozen=True):
    """Opening hours of one weekday, local wall time, never over midnight."""

    opens: time
    closes: time

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"


WeekHours = Mapping[str, tuple[Hours, ...]]
"""Weekday word to its opening hours in order; an absent day is closed."""
