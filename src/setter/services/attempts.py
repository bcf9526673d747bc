"""The dials of a call that were made."""

from __future__ import annotations

from setter.store.records import Attempt, Phone
from setter.store.unit import Unit

NOT_A_DIAL = "never_dialled"
"""An attempt that ended so was none: it counts for no cap and in no report."""


def dialled(unit: Unit, call_id: int) -> list[Attempt]:
    """The attempts of a call, in order; one that was never dialled after all is none."""
    return [attempt for attempt in unit.calls.attempts(call_id) if attempt.disposition != NOT_A_DIAL]


def number_of(unit: Unit, attempt: Attempt | None) -> Phone | None:
    """The number that an attempt rang; None where it is no number on record, or no longer."""
    if attempt is None or not attempt.phone_id:
        return None
    own = {each.id: each for each in unit.prospects.phones(attempt.prospect_id)}
    return own.get(attempt.phone_id) or unit.prospects.phone(attempt.phone_id)


def number_dialled(unit: Unit, call_id: int) -> Phone | None:
    """The number that a call rang last; None where it rang none."""
    attempts = dialled(unit, call_id)
    return number_of(unit, attempts[-1]) if attempts else None
