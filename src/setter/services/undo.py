"""Take the last outcome of a call back: the call is live again, the prospect as they were."""

from __future__ import annotations

import json
from dataclasses import replace

from setter.domain.dispositions import Effect, find
from setter.domain.errors import Refused, Wrong
from setter.services.desk import Desk
from setter.services.place import put_back
from setter.services.take_call import MINUTE
from setter.store.ids import new_id
from setter.store.queue import LEASED
from setter.store.records import Call, Callback, Enrolment, OutcomeRow, Queued
from setter.store.unit import Unit

STAYS = frozenset({Effect.SUPPRESS, Effect.COMPLAINT, Effect.DECEASED})


def undo(desk: Desk, call_id: int) -> Call:
    """Take back how a call ended; Refused when it cannot be as if it had not happened.

    A do-not-call stays; so does a meeting that sales already has, and whatever a later call built on. A prospect
    that was loaded next, but not dialled, is put back.
    """

    def write(unit: Unit) -> Call:
        call = unit.calls.get(call_id)
        if call is None or call.caller != desk.caller:
            raise Wrong("no_call", "There is no such call of yours.", "undo", "Undo the call you closed last.")
        outcome = unit.calls.outcome(call.id, call.outcomes)
        if call.state != "closed" or outcome is None or outcome.undone_at is not None:
            raise Refused("nothing_to_undo", "This call has no outcome to take back.", "undo")
        _check(desk, unit, call, outcome)
        _free_hands(desk, unit, call)
        return _reopen(desk, unit, call, outcome)

    return desk.store.write(write)


def last_call(desk: Desk) -> Call | None:
    """The call that this caller closed last."""
    return desk.store.read(lambda unit: unit.calls.last_closed(desk.caller))


def _check(desk: Desk, unit: Unit, call: Call, outcome: OutcomeRow) -> None:
    effect = find(outcome.effect_code, desk.campaign(unit, call.campaign, call.campaign_version)).effect
    prospect = unit.prospects.get(call.prospect_id)
    if effect in STAYS or (prospect is not None and prospect.blocked):
        hint = "If it was a wrong key, compliance can set it right."
        raise Refused("suppressed", "Somebody who asked not to be called stays so.", "undo", hint)
    if effect is Effect.MEETING_CANCELLED:
        raise Refused("meeting_cancelled", "A cancelled meeting stays cancelled.", "undo", "Book a new one.")
    if json.loads(outcome.before).get("enrolment") is None:
        raise Refused("late", "This outcome came too late to change anything.", "undo")
    if unit.calls.later(call.enrolment_id, call.id) is not None:
        raise Refused("called_since", "This prospect has been called since.", "undo", "Call again, or tell your lead.")
    meeting = unit.meetings.of_call(call.id)
    if meeting is not None and unit.meetings.was_exported(meeting.id):
        hint = f"Cancel the meeting instead: setter meeting cancel {meeting.id}."
        raise Refused("exported", "Sales already has this meeting.", "undo", hint)


def _free_hands(desk: Desk, unit: Unit, call: Call) -> None:
    """The next prospect may be loaded already; undialled, it goes back."""
    live = unit.calls.live(desk.caller)
    if live is not None:
        if unit.calls.attempts(live.id):
            raise Refused("call_live", "You are in another call.", "undo", "Record its outcome first.")
        put_back(unit, live, desk.now())
    held = unit.queue.get(call.enrolment_id)
    if held is not None and held.slot == LEASED:
        raise Refused("held", "A colleague has this person on the line.", "undo")


def _reopen(desk: Desk, unit: Unit, call: Call, outcome: OutcomeRow) -> Call:
    now, before = desk.now(), json.loads(outcome.before)
    enrolment = replace(Enrolment(**before["enrolment"]), work_state="in_call")
    unit.prospects.save_enrolment(enrolment)
    _restore_number(unit, before)
    _restore_promises(unit, call, before, now)
    unit.tasks.cancel_for_call(call.id, now)
    handoff = unit.meetings.handoff_of_enrolment(enrolment.id)
    if handoff is not None and handoff.call_id == call.id:
        unit.meetings.remove_handoff(handoff.id)
        meeting = unit.meetings.get(handoff.meeting_id)
        if meeting is not None:
            unit.meetings.save(replace(meeting, status="booked_not_qualified"))
    attempts = unit.calls.attempts(call.id)
    if attempts:
        unit.calls.save_attempt(replace(attempts[-1], ended_at=None, disposition=""))
    reopened = replace(call, state="live", closed_at=None, outcome="", conversation=0)
    unit.calls.save(reopened)
    unit.calls.undo_outcome(call.id, outcome.number, now)
    _hold(desk, unit, call, enrolment, now)
    desk.audit(unit, "undo", f"call/{call.id}", {"code": outcome.code, "number": outcome.number})
    return reopened


def _restore_number(unit: Unit, before: dict[str, object]) -> None:
    kept = before.get("phone")
    if isinstance(kept, list):
        phone = unit.prospects.phone(int(kept[0]))
        if phone is not None:
            unit.prospects.save_phone(replace(phone, standing=str(kept[1])))


def _restore_promises(unit: Unit, call: Call, before: dict[str, object], now: int) -> None:
    for promise in unit.tasks.callbacks_of(call.enrolment_id):
        if promise.call_id == call.id and promise.state == "open":
            unit.tasks.save_callback(replace(promise, state="cancelled", closed_at=now, closed_by_call=call.id))
    kept = before.get("promise")
    if isinstance(kept, dict):
        unit.tasks.save_callback(Callback(**kept))


def _hold(desk: Desk, unit: Unit, call: Call, enrolment: Enrolment, now: int) -> None:
    campaign = desk.campaign(unit, call.campaign, call.campaign_version)
    unit.queue.place(
        Queued(
            enrolment_id=enrolment.id,
            campaign=call.campaign,
            prospect_id=call.prospect_id,
            calling_window=unit.prospects.window(call.campaign, enrolment.zones, new_id(now)),
            tier=enrolment.tier,
            priority=enrolment.priority,
            slot=LEASED,
            due=now + campaign.calling.lease_minutes * MINUTE,
            last_attempt_at=enrolment.last_attempt_at or 0,
            owner="",
            holder=desk.caller,
            call_id=call.id,
        )
    )
