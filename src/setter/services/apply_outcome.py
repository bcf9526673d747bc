"""Write everything that follows from an outcome, and what undo would need to put back."""

from __future__ import annotations

import json
from collections.abc import Container
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from setter.domain.campaign import Campaign
from setter.domain.dispositions import Disposition, Effect
from setter.domain.gates import Qualification
from setter.domain.outcome import Callback as Promise
from setter.domain.outcome import Consequence
from setter.domain.work_state import WorkState, step_by_call
from setter.services.answer_inquiry import answer_by_call
from setter.services.attempts import dialled, number_dialled, number_of
from setter.services.desk import Desk
from setter.services.duties import RESCUE, add_duty
from setter.services.meeting_life import cancel_in, confirm_in, stand_for
from setter.services.promote import promote_in
from setter.services.qualify import AFFIRMS_A_MEETING
from setter.services.refer import named_on, refer
from setter.services.situation import state_before
from setter.services.sql_risk import tell_if_changed
from setter.services.standing import stand
from setter.services.standing_sql import standing_sql
from setter.services.suppress import suppress_person
from setter.store.ids import new_id
from setter.store.records import Attempt, Call, Callback, Enrolment, FactCheck, Prospect
from setter.store.unit import Unit

ONE_A_MEETING = ("confirm_meeting", "cancel_meeting", "tell_sales")
"""Duties that are owed once for a meeting: a newer one takes the earlier one's place."""
SUPPRESSING = frozenset({Effect.SUPPRESS, Effect.COMPLAINT, Effect.DECEASED})
"""Outcomes after which nobody contacts the person any more; they are never refused, and never too late."""


class Ended(Struct, frozen=True):
    """A call that ended, whom it was with, and what follows."""

    desk: Desk
    unit: Unit
    campaign: Campaign
    call: Call
    prospect: Prospect
    enrolment: Enrolment
    disposition: Disposition
    followed: Consequence
    qualification: Qualification


class Done(Struct, frozen=True):
    """What was written: the SQL that the call was about, its gates that fail now, and what undo puts back, as JSON."""

    sql: int | None
    risks: tuple[str, ...]
    before: str


def apply(ended: Ended, *, note: str, minutes: float | None, path: tuple[str, ...], referred: str) -> Done:
    """Write an outcome's consequence, one room after another, inside the transaction that records it."""
    before = _before(ended)
    attempt = end_attempt(ended)
    close_call(ended, note, minutes, path)
    enrolment = _enrolment_after(ended, attempt)
    ended.unit.prospects.save_enrolment(enrolment)
    answer_inquiries(ended, attempt)
    before["fact_check"] = learn_of_number(ended, attempt)
    for reason in ended.followed.suppress:
        wide = ended.followed.suppress_scope == "company"
        suppress_person(ended.desk, ended.unit, ended.prospect, reason, ended.call.id, wide)
    _promises(ended)
    rescued = _end_rescue(ended)
    add_duties(ended, rescued=rescued)
    ended.unit.meetings.drop_holds(ended.call.id)
    before["referred"] = make_referred(ended, referred)
    sql = _meeting(ended, enrolment)
    risks = _risks(ended)
    before["made"] = sql if sql != before["handoff"] else None
    still_open = {task.id for task in ended.unit.tasks.of_enrolment(enrolment.id) if task.state == "open"}
    before["closed"] = [each for each in before["tasks"] if each not in still_open]
    return Done(sql if ended.disposition.effect in AFFIRMS_A_MEETING else before["made"], risks, json.dumps(before))


def _before(ended: Ended) -> dict[str, Any]:
    unit, enrolment = ended.unit, ended.enrolment
    phone = number_dialled(unit, ended.call.id)
    handoff = unit.meetings.handoff_of_enrolment(enrolment.id)
    return {
        "enrolment": asdict(enrolment),
        "queue": _as_dict(unit.queue.held_by(ended.call.id)),
        "promise": _as_dict(unit.tasks.open_callback(enrolment.id)),
        "phone": _as_dict(phone),
        "tasks": [task.id for task in unit.tasks.of_enrolment(enrolment.id) if task.state == "open"],
        "meeting": _as_dict(unit.meetings.open_for(enrolment.id)),
        "handoff": handoff.id if handoff else None,
        "handoff_meeting": handoff.meeting_id if handoff else None,
    }


def _as_dict(row: Any) -> dict[str, Any] | None:
    return None if row is None else asdict(row)


def end_attempt(ended: Ended) -> Attempt | None:
    """End the call's last attempt with its outcome; one that ended before, its outcome taken back, ended then."""
    attempts = dialled(ended.unit, ended.call.id)
    if not attempts:
        return None
    ended_at = attempts[-1].ended_at or ended.desk.now()
    last = replace(attempts[-1], ended_at=ended_at, disposition=ended.disposition.code)
    ended.unit.calls.save_attempt(last)
    return last


def answer_inquiries(ended: Ended, attempt: Attempt | None) -> None:
    """Whoever was reached has been answered, as soon as the dial that reached them."""
    if ended.followed.connect and attempt is not None:
        who, call = ended.prospect.id, ended.call.id
        answer_by_call(ended.unit, who, call, attempt.started_at, ended.desk.now())


def close_call(ended: Ended, note: str, minutes: float | None, path: tuple[str, ...]) -> None:
    """Close the call as it was held; a conversation stays one, whoever has the prospect now."""
    call = ended.call
    ended.unit.calls.save(
        replace(
            call,
            state="closed",
            closed_at=ended.desk.now(),
            outcome=ended.disposition.code,
            outcomes=call.outcomes + 1,
            path=json.dumps(list(path)) if path else call.path,
            note=note or call.note,
            minutes=minutes,
            conversation=int(ended.followed.conversation),
        )
    )


def _enrolment_after(ended: Ended, attempt: Attempt | None) -> Enrolment:
    followed, suppressed = ended.followed, ended.followed.work_state is WorkState.CLOSED
    before = str(state_before(ended.unit, ended.call))
    skipped = ended.disposition.effect is Effect.SKIP
    return replace(
        ended.enrolment,
        work_state=step_by_call(before, str(followed.work_state), suppressed=suppressed),
        state_reason=ended.enrolment.state_reason if skipped else followed.close_reason,
        next_at=followed.next_at,
        owner=_owner(ended),
        attempts=followed.attempts_made,
        cycle_started_at=followed.cycle_started_at or ended.enrolment.cycle_started_at,
        last_outcome=ended.disposition.code,
        last_attempt_at=attempt.started_at if attempt else ended.enrolment.last_attempt_at,
        skips=ended.enrolment.skips + skipped,
    )


def _owner(ended: Ended) -> str:
    if ended.followed.callback is not None:
        return ended.followed.callback.owner
    return ended.enrolment.owner if ended.followed.promise == "open" else ""


def learn_of_number(ended: Ended, attempt: Attempt | None) -> int | None:
    """Keep what the call showed of the number dialled; the fact check it made, if any."""
    standing = ended.followed.number_standing
    phone = number_of(ended.unit, attempt)
    if phone is None:
        return None
    now = ended.desk.now()
    if standing:
        ended.unit.prospects.save_phone(replace(phone, standing=standing))
    elif ended.followed.connect:
        ended.unit.prospects.save_phone(replace(phone, verified_at=now))
    if not ended.followed.accuracy_miss and (not ended.followed.connect or phone.verified_at is not None):
        return None
    verdict = "wrong" if ended.followed.accuracy_miss else "verified"
    check, call = new_id(now), ended.call
    ended.unit.prospects.add_fact_check(
        FactCheck(
            check, ended.prospect.id, call.campaign, call.id, "phone", verdict, phone.e164, "", now, ended.desk.caller
        )
    )
    return check


def _promises(ended: Ended) -> None:
    unit, now, followed = ended.unit, ended.desk.now(), ended.followed
    promise = unit.tasks.open_callback(ended.enrolment.id)
    if promise is not None and followed.promise in ("kept", "moved", "cancelled"):
        closed = replace(promise, state=followed.promise, closed_at=now, closed_by_call=ended.call.id)
        unit.tasks.save_callback(closed)
    if followed.callback is not None:
        unit.tasks.add_callback(promise_of(ended, followed.callback))


def promise_of(ended: Ended, made: Promise) -> Callback:
    """A promise as it is kept: who made it on which call, and for whom it is."""
    now = ended.desk.now()
    return Callback(
        id=new_id(now),
        campaign=ended.call.campaign,
        enrolment_id=ended.enrolment.id,
        prospect_id=ended.prospect.id,
        call_id=ended.call.id,
        owner=made.owner,
        kind=made.kind,
        wall=made.wall,
        zone=made.zone,
        due_at=made.at,
        state="open",
        made_at=now,
        closed_at=None,
        closed_by_call=None,
        timed=int(made.timed),
        grace_minutes=ended.campaign.calling.callback_grace_minutes,
        missed_minutes=ended.campaign.calling.callback_missed_minutes,
    )


def _end_rescue(ended: Ended) -> int | None:
    """End the call that was owed after a no-show, where this was it; the meeting to which nobody came."""
    if not ended.followed.counts_attempt and not ended.disposition.human:
        return None
    unit, now = ended.unit, ended.desk.now()
    duties = (each for each in unit.tasks.of_enrolment(ended.enrolment.id) if each.state == "open")
    owed = [each for each in duties if each.kind == RESCUE]
    for task in owed:
        unit.tasks.close(task.id, "done", now)
    return owed[-1].meeting_id if owed else None


def add_duties(ended: Ended, kinds: Container[str] | None = None, rescued: int | None = None) -> None:
    """Add the duties that follow; of some kinds only, where `kinds` names them, about `rescued` where no meeting is."""
    now = ended.desk.now()
    meeting = ended.unit.meetings.open_for(ended.enrolment.id)
    for due in ended.followed.tasks:
        if kinds is not None and due.kind not in kinds:
            continue
        of, call = meeting.id if meeting else rescued, ended.call.id
        if due.kind in ONE_A_MEETING and meeting is not None:
            ended.unit.tasks.close_for_meeting(meeting.id, due.kind, "cancelled", now)
        add_duty(ended.desk, ended.unit, ended.enrolment, due.kind, due.due_at, meeting_id=of, call_id=call)


def _meeting(ended: Ended, enrolment: Enrolment) -> int | None:
    """See to the meeting: confirm it, call it off, or make the SQL that a hand-off needs; the SQL that stands."""
    unit, desk, effect = ended.unit, ended.desk, ended.disposition.effect
    meeting = unit.meetings.open_for(enrolment.id)
    if meeting is None:
        return None
    if effect is Effect.MEETING_CANCELLED:
        cancel_in(desk, unit, meeting, "cancelled by the prospect", back_to_pool=False)
        return None
    if effect is Effect.MEETING_CONFIRMED:
        confirm_in(desk, unit, meeting)
    standing = standing_sql(unit, enrolment.id, ended.prospect.id)
    if standing is not None and standing.meeting_id != meeting.id and effect in AFFIRMS_A_MEETING:
        stand_for(desk, unit, standing.id, meeting)
    if standing is None and enrolment.work_state == WorkState.HANDED_OFF:
        judged = ended.qualification
        return promote_in(desk, unit, ended.campaign, enrolment, ended.prospect, judged).handoff.id
    return standing.id if standing else None


def _risks(ended: Ended) -> tuple[str, ...]:
    """The gates of a standing SQL that fail by what was said on this call."""
    unit = ended.unit
    meeting = unit.meetings.open_for(ended.enrolment.id)
    if meeting is None or unit.meetings.handoff_of(meeting.id) is None:
        return ()
    return tell_if_changed(ended.desk, unit, ended.enrolment, meeting, ended.qualification, ended.call.id)


def weigh_again(ended: Ended) -> None:
    """Weigh the prospect anew, once the outcome is on record, by the rules in force now, not the call's."""
    enrolment = ended.unit.prospects.enrolment(ended.enrolment.id)
    prospect = ended.unit.prospects.get(ended.prospect.id)
    if enrolment is not None and prospect is not None:
        stand(ended.desk, ended.unit, ended.desk.campaign(ended.unit, ended.call.campaign), enrolment, prospect)


def make_referred(ended: Ended, referred: str) -> int | None:
    """Make whoever was named a prospect; their id, if they are new."""
    name = referred or named_on(ended.unit, ended.call.id)
    if not name or ended.disposition.effect not in (Effect.REFERRED, Effect.LEFT_COMPANY):
        return None
    fresh = refer(ended.desk, ended.unit, ended.campaign, ended.call, ended.prospect, name)
    return fresh.id if fresh else None
