"""Where an SQL's prospect stands once sales has rejected it, or a team lead has overturned that (domain §2.6, §2.7)."""

from __future__ import annotations

from setter.domain.campaign import GatePolicy
from setter.domain.errors import Refused
from setter.domain.facts import Facts
from setter.domain.rejections import Follows
from setter.domain.work_state import KEPT, WorkState, step

_S = WorkState
GONE_ON = frozenset({_S.QUEUED, _S.COOLING, _S.CALLBACK, _S.NURTURE, _S.EXHAUSTED})
"""States of those who are worked again; what sales says of their fit takes them out all the same."""
BROUGHT_BACK = frozenset({*GONE_ON, _S.HANDED_OFF, _S.DISQUALIFIED, _S.BAD_DATA})
"""States from which a team lead who overturns a rejection brings somebody back."""


def after_rejection(before: str, follows: Follows, *, own_promise: bool, meeting_ahead: bool) -> str:
    """Give the work state that a rejection leads to, from the one before.

    `own_promise`: they were promised a call of their own, which stands unless they do not fit at all.
    """
    state = WorkState(before)
    if state in KEPT or state is _S.BAD_DATA:
        return before
    if follows == "close":
        return _S.DISQUALIFIED if state in GONE_ON else step(before, _S.DISQUALIFIED)
    waited = state is _S.HANDED_OFF or (state is _S.CALLBACK and not own_promise)
    if not waited or (follows == "rebook" and meeting_ahead):
        return before
    return step(before, _S.CALLBACK if follows in ("return", "rebook") else _S.NURTURE)


def after_overturning(before: str, *, meeting_stands: bool) -> str:
    """Give the work state of somebody whose rejection is overturned: with sales again, or to be booked anew.

    Refused for whoever is closed: nobody may contact them any more.
    """
    if WorkState(before) not in BROUGHT_BACK:
        sentence = f"This prospect is {before.replace('_', ' ')}, and stays so."
        raise Refused("work_state", sentence, "sql", "Uphold the rejection.")
    return _S.HANDED_OFF if meeting_stands else _S.CALLBACK


def horizon_begins(policy: GatePolicy, facts: Facts) -> int:
    """In how many days a named purchase horizon begins, by the timing gate's scale; 0 where that tells none.

    A scale says when each horizon ends (`3-6m = 180`): it begins where the next shorter one ends.
    """
    asked = [each for gate in policy.gates if gate.id == "timing" for each in gate.requires if each.scale]
    for condition in asked:
        fact = facts.get(condition.field)
        ends = condition.scale.get(str(fact.value)) if fact is not None else None
        if ends is not None:
            return int(max((each for each in condition.scale.values() if each < ends), default=0))
    return 0
