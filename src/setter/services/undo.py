"""Take the last outcome of a call back: the call is live again, the prospect as they were."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from setter.domain.dispositions import Effect
from setter.domain.errors import Refused, Wrong
from setter.services.answer_inquiry import take_answer_back
from setter.services.attempts import dialled
from setter.services.deadlines import move_sql
from setter.services.desk import Desk
from setter.services.frozen import check_not_frozen
from setter.services.place import give_back
from setter.services.situation import effect_of
from setter.services.standing import weigh
from setter.services.take_call import renew
from setter.store.records import Call, Callback, Enrolment, Meeting, OutcomeRow, Queued
from setter.store.unit import Unit

STAYS = MappingProxyType(
    {
        Effect.SUPPRESS: "Somebody who asked not to be called stays so.",
        Effect.COMPLAINT: "Somebody who complained is left in peace.",
        Effect.DECEASED: "Somebody who has died is left in peace.",
    }
)
"""Outcomes that nobody takes back, and what is said to those who try."""
MADE_BY_AN_OUTCOME = frozenset({"qualified", "confirmed", "gates_changed"})


def undo(desk: Desk, call_id: int) -> Call:
    """Take back how a call ended; Refused when it cannot be as if it had not happened.

    A do-not-call stays; so does a meeting that sales already has, an SQL that somebody else made since, and whatever
    a later call built on. A prospect that was loaded next, but not dialled, is put back. What was said and noted on
    the call stays, and its dial stays over: to dial again is a dial like any other.
    """

    def write(unit: Unit) -> Call:
        call = unit.calls.get(call_id)
        if call is None or call.caller != desk.caller:
            raise Wrong("no_call", "There is no such call of yours.", "undo", "Undo the call you closed last.")
        outcome = unit.calls.outcome(call.id, call.outcomes)
        if call.state != "closed" or outcome is None or outcome.undone_at is not None:
            raise Refused(
                "nothing_to_undo", "This call has no outcome to take back.", "undo", "Undo the call you closed last."
            )
        _check(desk, unit, call, outcome)
        _free_hands(desk, unit, call)
        return _reopen(desk, unit, call, outcome)

    return desk.store.write(write)


def last_call(desk: Desk) -> Call | None:
    """The call that this caller closed last."""
    return desk.store.read(lambda unit: unit.calls.last_closed(desk.caller))


def _check(desk: Desk, unit: Unit, call: Call, outcome: OutcomeRow) -> None:
    effect = effect_of(outcome)
    prospect = unit.prospects.get(call.prospect_id)
    before = json.loads(outcome.before)
    if effect in STAYS or (prospect is not None and prospect.blocked):
        hint = "Tell compliance if it was a slip."
        raise Refused("suppressed", STAYS.get(effect or Effect.SUPPRESS, STAYS[Effect.SUPPRESS]), "undo", hint)
    if prospect is not None:
        check_not_frozen(desk, unit, prospect, "undo")
    if effect is Effect.MEETING_CANCELLED:
        raise Refused("meeting_cancelled", "A cancelled meeting stays cancelled.", "undo", "Book a new one.")
    if before.get("enrolment") is None:
        raise Refused(
            "late", "This outcome came too late to change anything.", "undo", "Tell your team lead what was wrong."
        )
    if unit.calls.later(call.enrolment_id, call.id) is not None:
        raise Refused("called_since", "This prospect has been called since.", "undo", "Call again, or tell your lead.")
    _check_sales(unit, call, outcome)
    _check_sql(unit, call, before)
    if before["meeting"] is not None:
        _check_meeting(unit, Meeting(**before["meeting"]))


def _check_sales(unit: Unit, call: Call, outcome: OutcomeRow) -> None:
    """What sales has answered since stands on this call, and so does what followed from it."""
    words = (each for each in unit.sales.words_with(call.prospect_id) if each.enrolment_id == call.enrolment_id)
    if any(each.answered_at >= outcome.recorded_at for each in words):
        raise Refused("answered", "Sales has answered since.", "undo", "Tell your team lead what was wrong.")


def _check_sql(unit: Unit, call: Call, before: dict[str, Any]) -> None:
    """Only the SQL that the outcome itself made goes with it: a team lead's waived one is hers to withdraw."""
    standing = unit.meetings.handoff_of_enrolment(call.enrolment_id)
    if standing is not None and standing.id not in (before["handoff"], before["made"]):
        by = standing.promoted_by
        raise Refused("sql_since", f"{by} has made an SQL of this meeting since.", "undo", f"Ask {by}.")


def _check_meeting(unit: Unit, meeting: Meeting) -> None:
    hint = f"Cancel the meeting instead: setter meeting cancel {meeting.id}."
    if unit.meetings.exported_since(meeting.id, meeting.change):
        raise Refused("exported", "Sales already has this meeting.", "undo", hint)
    since = {change.kind for change in unit.meetings.changes(meeting.id) if change.change > meeting.change}
    if since - MADE_BY_AN_OUTCOME:
        raise Refused("meeting_changed", "The meeting has been changed since.", "undo", hint)


def _free_hands(desk: Desk, unit: Unit, call: Call) -> None:
    """The next prospect may be loaded already; undialled, it goes back."""
    live = unit.calls.live(desk.caller)
    if live is not None:
        if dialled(unit, live.id):
            raise Refused("call_live", "You are in another call.", "undo", "Record its outcome first.")
        give_back(desk, unit, live, "undo")
    if unit.queue.lease_on(call.prospect_id) is not None:
        raise Refused("held", "A colleague has this person on the line.", "undo", "Try again once they are done.")


def _reopen(desk: Desk, unit: Unit, call: Call, outcome: OutcomeRow) -> Call:
    now, before = desk.now(), json.loads(outcome.before)
    restored, after = Enrolment(**before["enrolment"]), unit.prospects.enrolment(call.enrolment_id)
    assert after is not None
    unit.prospects.save_enrolment(replace(restored, rung=after.rung))
    _restore_number(unit, before)
    _restore_promises(unit, call, before, now)
    _restore_tasks(unit, call, before, now)
    take_answer_back(unit, call.prospect_id, call.id)
    _restore_meeting(desk, unit, before)
    _withdraw_referred(unit, before["referred"])
    attempts = dialled(unit, call.id)
    if attempts:
        unit.calls.save_attempt(replace(attempts[-1], disposition=""))
    reopened = replace(call, state="live", closed_at=None, outcome="", minutes=None, conversation=0)
    unit.calls.save(reopened)
    unit.calls.undo_outcome(call.id, outcome.number, now)
    if before["queue"] is not None:
        unit.queue.place(Queued(**before["queue"]))
        renew(desk, unit, desk.campaign(unit, call.campaign, call.campaign_version), reopened)
    _weigh_anew(desk, unit, call)
    detail = {"code": outcome.code, "number": outcome.number}
    desk.audit(unit, "undo", f"call/{call.id}", detail, old=after.work_state, new=restored.work_state)
    return reopened


def _weigh_anew(desk: Desk, unit: Unit, call: Call) -> None:
    """What was kept with the outcome may be of rules that are in force no longer."""
    enrolment, prospect = unit.prospects.enrolment(call.enrolment_id), unit.prospects.get(call.prospect_id)
    if enrolment is not None and prospect is not None:
        weigh(desk, unit, desk.campaign(unit, call.campaign), enrolment, prospect)


def _restore_number(unit: Unit, before: dict[str, Any]) -> None:
    kept = before["phone"]
    phone = unit.prospects.phone(kept["id"]) if kept else None
    if kept and phone is not None:
        unit.prospects.save_phone(replace(phone, standing=kept["standing"], verified_at=kept["verified_at"]))
    if before["fact_check"] is not None:
        unit.prospects.remove_fact_check(before["fact_check"])


def _restore_promises(unit: Unit, call: Call, before: dict[str, Any], now: int) -> None:
    for promise in unit.tasks.callbacks_of(call.enrolment_id):
        if promise.call_id == call.id and promise.state == "open":
            unit.tasks.save_callback(replace(promise, state="cancelled", closed_at=now, closed_by_call=call.id))
    if before["promise"] is not None:
        unit.tasks.save_callback(Callback(**before["promise"]))


def _restore_tasks(unit: Unit, call: Call, before: dict[str, Any], now: int) -> None:
    """Duties that the outcome closed are due again, those it made are off; what was there and is done stays done."""
    for task in unit.tasks.of_enrolment(call.enrolment_id):
        if task.id in before["closed"]:
            unit.tasks.reopen(task.id)
        elif task.id not in before["tasks"] and task.call_id == call.id:
            unit.tasks.close(task.id, "cancelled", now)


def _restore_meeting(desk: Desk, unit: Unit, before: dict[str, Any]) -> None:
    """The meeting is what it was before the outcome; nothing of what came after has left the house."""
    made = None if before["made"] is None else unit.meetings.handoff(before["made"])
    if made is not None:
        unit.meetings.remove_handoff(made.id)
        subject, detail = f"prospect/{made.prospect_id}", {"sql": str(made.id)}
        desk.audit(unit, "remove_sql", subject, detail, old=made.state, new="removed", why="undo")
    elif before.get("handoff_meeting") is not None:
        stood_for = unit.meetings.get(before["handoff_meeting"])
        assert stood_for is not None
        move_sql(desk, unit, before["handoff"], stood_for)
    if before["meeting"] is not None:
        meeting = Meeting(**before["meeting"])
        unit.meetings.save(meeting)
        unit.meetings.drop_changes_after(meeting.id, meeting.change)
        unit.deliveries.drop_after(meeting.id, meeting.change)


def _withdraw_referred(unit: Unit, prospect_id: int | None) -> None:
    """Whoever was named is no prospect after all, unless somebody calls them or a list knows them as well."""
    if prospect_id is None or unit.calls.of_prospect(prospect_id):
        return
    prospect, sources = unit.prospects.get(prospect_id), unit.prospects.acquisitions(prospect_id)
    on_their_own = len(sources) > 1 or len(unit.prospects.enrolments(prospect_id)) > 1
    on_their_own = on_their_own or bool(unit.registries.consents(prospect_id))
    if prospect is not None and not prospect.blocked and not on_their_own:
        unit.prospects.withdraw(prospect_id)
