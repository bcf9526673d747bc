"""The work states of an enrolment and the only ways between them (domain §2.7)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from setter.domain.errors import Refused


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

_S = WorkState
ALLOWED: Mapping[WorkState, frozenset[WorkState]] = {
    _S.NEW: frozenset({_S.QUEUED, _S.IN_CALL, _S.BAD_DATA, _S.HANDED_OFF}),
    _S.QUEUED: frozenset({_S.IN_CALL, _S.HANDED_OFF}),
    _S.IN_CALL: _OUTCOMES,
    _S.CALLBACK: frozenset({_S.IN_CALL, _S.QUEUED, _S.EXHAUSTED, _S.NURTURE, _S.HANDED_OFF}),
    _S.COOLING: frozenset({_S.QUEUED, _S.HANDED_OFF}),
    _S.NURTURE: frozenset({_S.QUEUED}),
    _S.EXHAUSTED: frozenset({_S.QUEUED}),
    _S.DISQUALIFIED: frozenset({_S.QUEUED}),
    _S.BAD_DATA: frozenset({_S.QUEUED}),
    _S.HANDED_OFF: frozenset({_S.CALLBACK, _S.NURTURE, _S.CLOSED, _S.DISQUALIFIED}),
    _S.CLOSED: frozenset(),
}
"""Each state and what may follow it; whoever must not be contacted any more becomes closed from anywhere.

Whoever is worked may be handed off once every gate is met, whoever said no may not: a no is taken back on a call.
A cancelled meeting turns its completion call into nurture. Sales alone disqualifies whom it was handed. A
disqualified prospect is queued again by a team lead with a reason only, one with bad data when a number arrives.
"""

_BY_SALES = frozenset({WorkState.DISQUALIFIED})

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
        return (ALLOWED[before] | {before}) - _BY_SALES
    return ALLOWED[WorkState.IN_CALL] | closed


def step(before: str, after: str) -> str:
    """Give the state after a step that no call makes; Refused for one that the table does not know (domain §2.7)."""
    if after != before and WorkState(after) not in ALLOWED[WorkState(before)]:
        sentence = f"This prospect is {before.replace('_', ' ')}, and cannot become {after.replace('_', ' ')} so."
        raise Refused("work_state", sentence, "work state", "Talk to them: a call with an outcome can change it.")
    return after


def step_by_call(before: str, after: str, *, suppressed: bool) -> str:
    """Give the state that a call's outcome leads to; Refused for a step that no outcome may make."""
    if WorkState(after) not in after_a_call(WorkState(before), suppressed=suppressed):
        return step(before, after)
    return after
