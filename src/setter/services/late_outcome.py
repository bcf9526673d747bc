"""An outcome after its lease ran out: as if in time where nobody has had the prospect since, else kept apart."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import Refused
from setter.domain.outcome import Callback as Promise
from setter.domain.units import MINUTE
from setter.domain.work_state import FINAL, WorkState
from setter.services.apply_outcome import (
    Ended,
    add_duties,
    answer_inquiries,
    close_call,
    end_attempt,
    learn_of_number,
    make_referred,
    promise_of,
)
from setter.services.desk import Desk
from setter.services.given import Given
from setter.services.place import settle, stand_in_queue
from setter.services.promote import promote_in
from setter.services.qualify import AFFIRMS_A_MEETING
from setter.services.still_here import who
from setter.services.suppress import suppress_person
from setter.services.take_call import DIALLED_LEASE_MINUTES
from setter.store.queue import LEASED
from setter.store.records import Call
from setter.store.unit import Unit

NEVER_TOO_LATE = frozenset({"alert_compliance", "send_information", "tell_sales", "find_successor"})
"""Duties that are owed whoever has the prospect now."""


class KeptApart(Struct, frozen=True):
    """What was written of a late outcome besides the call itself: a promise to the prospect, an SQL."""

    promise: Promise | None = None
    sql: int | None = None


def had_since(unit: Unit, call: Call) -> bool:
    """Say whether somebody has taken this prospect, or called them, since the call was let go."""
    held = unit.queue.lease_on(call.prospect_id)
    return held is not None or unit.calls.later(call.enrolment_id, call.id) is not None


def revive(desk: Desk, unit: Unit, call: Call) -> Call:
    """Take a prospect that nobody has had since back under the call's lease, from the state they are in now."""
    _, enrolment = who(unit, call)
    queued = unit.queue.get(enrolment.id) or stand_in_queue(unit, enrolment, desk.now())
    until = desk.now() + DIALLED_LEASE_MINUTES * MINUTE
    unit.queue.place(replace(queued, slot=LEASED, due=until, holder=desk.caller, call_id=call.id))
    revived = replace(call, state="live", closed_at=None, state_before=enrolment.work_state)
    unit.calls.save(revived)
    unit.prospects.save_enrolment(replace(enrolment, work_state="in_call"))
    return revived


def keep_apart(ended: Ended, given: Given) -> KeptApart:
    """Keep a late outcome whole, and of what follows only what is true whoever has the prospect now.

    A request not to be called is never too late; nor is a complaint, what the call showed of the number, somebody who
    was named, what was promised where nothing else is, or the meeting that was booked on it, whose gates make an SQL
    as they would have in time.
    """
    unit = ended.unit
    attempt = end_attempt(ended)
    close_call(ended, given.note, given.minutes, given.path)
    answer_inquiries(ended, attempt)
    learn_of_number(ended, attempt)
    for reason in ended.followed.suppress:
        wide = ended.followed.suppress_scope == "company"
        suppress_person(ended.desk, unit, ended.prospect, reason, ended.call.id, wide)
    add_duties(ended, NEVER_TOO_LATE)
    unit.meetings.drop_holds(ended.call.id)
    if ended.followed.suppress:
        return KeptApart()
    make_referred(ended, given.referred)
    sql = _make_sql(ended)
    return KeptApart(None if sql else _keep_promise(ended), sql)


def _keep_promise(ended: Ended) -> Promise | None:
    """Keep what the prospect was promised, unless they have another promise or said no since."""
    unit, made = ended.unit, ended.followed.callback
    enrolment = unit.prospects.enrolment(ended.enrolment.id)
    if made is None or enrolment is None or unit.tasks.open_callback(enrolment.id) is not None:
        return None
    live = unit.calls.live_for(enrolment.id)
    state = live.state_before if live else enrolment.work_state
    if WorkState(state) in FINAL or state == "handed_off" or ended.prospect.blocked:
        return None
    unit.tasks.add_callback(promise_of(ended, made))
    promised = replace(enrolment, next_at=made.at, owner=made.owner)
    if live is not None:
        unit.calls.save(replace(live, state_before="callback"))
        unit.prospects.save_enrolment(promised)
        return made
    promised = replace(promised, work_state="callback")
    unit.prospects.save_enrolment(promised)
    settle(unit, promised, ended.prospect, ended.desk.now())
    return made


def _make_sql(ended: Ended) -> int | None:
    """Make the SQL of a meeting that was booked on the late call, when its gates are met; else the slot stands."""
    unit = ended.unit
    meeting = unit.meetings.open_for(ended.enrolment.id)
    enrolment = unit.prospects.enrolment(ended.enrolment.id)
    if meeting is None or enrolment is None or ended.disposition.effect not in AFFIRMS_A_MEETING:
        return None
    try:
        judged = ended.qualification
        return promote_in(ended.desk, unit, ended.campaign, enrolment, ended.prospect, judged).handoff.id
    except Refused:
        return None
