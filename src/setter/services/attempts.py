"""The dials of a call that were made."""

from __future__ import annotations

from setter.store.records import Attempt
from setter.store.unit import Unit

NOT_A_DIAL = "never_dialled"
"""An attempt that ended so was none: it counts for no cap and in no report."""


def dialled(unit: Unit, call_id: int) -> list[Attempt]:
    """The attempts of a call, in order; one that was never dialled after all is none."""
    return [attempt for attempt in unit.calls.attempts(call_id) if attempt.disposition != NOT_A_DIAL]
