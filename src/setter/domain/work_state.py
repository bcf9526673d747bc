"""The work states of an enrolment and the only ways between them (domain §2.7)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class WorkState(StrEnum):
    """Where the work on a prospect in a campaign stands; contactability is another axis (domain §2.1)."""

    NEW = "new"
    QUEUED = "queued"
    IN_CALL = "in_call"
    CALLBACK = "callback"
    COOLING = "cooling"
    EXHAUSTED = "exhausted"
    NURTURE = "nurture"
    DISQUALIFIED = "disqualified"
    BAD_DATA = "bad_data"
    HANDED_OFF = "handed_off"
    CLOSED = "closed"


_OUTCOMES = frozenset(
    {
        WorkState.COOLING,
        WorkState.CALLBACK,
        WorkState.NURTURE,
        WorkState.DISQUALIFIED,
        WorkState.BAD_DATA,
        WorkState.EXHAUSTED,
        WorkState.HANDED_OFF,
        WorkState.QUEUED,
    }
)

ALLOWED: Mapping[WorkState, frozenset[WorkState]] = {
    WorkState.NEW: frozenset({WorkState.QUEUED, WorkState.IN_CALL, WorkState.BAD_DATA}),
    WorkState.QUEUED: frozenset({WorkState.IN_CALL}),
    WorkState.IN_CALL: _OUTCOMES,
    WorkState.CALLBACK: frozenset({WorkState.IN_CALL, WorkState.QUEUED, WorkState.EXHAUSTED, WorkState.HANDED_OFF}),
    WorkState.COOLING: frozenset({WorkState.QUEUED}),
    WorkState.NURTURE: frozenset({WorkState.QUEUED}),
    WorkState.EXHAUSTED: frozenset({WorkState.QUEUED}),
    WorkState.DISQUALIFIED: frozenset({WorkState.QUEUED}),
    WorkState.BAD_DATA: frozenset({WorkState.QUEUED}),
    WorkState.HANDED_OFF: frozenset({WorkState.CALLBACK, WorkState.NURTURE, WorkState.CLOSED}),
    WorkState.CLOSED: frozenset(),
}
"""Each state and what may follow it; whoever must not be contacted any more becomes closed from anywhere.

A disqualified prospect is queued again by a team lead with a reason only, one with bad data when a number arrives.
"""

FINAL = frozenset({WorkState.DISQUALIFIED, WorkState.BAD_DATA, WorkState.CLOSED})
"""States in which nobody owes a next step; an exhausted prospect without a recycle date is at rest as well."""

KEPT = frozenset({WorkState.DISQUALIFIED, WorkState.CLOSED})
"""States that no call can leave, an incoming one neither: only a team lead can."""


def after_a_call(before: WorkState, *, suppressed: bool) -> frozenset[WorkState]:
    """List the states that a call's outcome may lead to, given the state before the call."""
    closed = frozenset({WorkState.CLOSED}) if suppressed else frozenset()
    if before in KEPT:
        return closed | {before}
    if before is WorkState.HANDED_OFF:
        return ALLOWED[before] | {before}
    return ALLOWED[WorkState.IN_CALL] | closed
