"""A team lead's review of an SQL: approved it goes to sales, returned it goes back to whoever set it (domain §2.6)."""

from __future__ import annotations

import json

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import Refused, Wrong
from setter.domain.roles import DECIDING
from setter.services.desk import Desk
from setter.services.duties import COMPLETE, REVIEW, close_duties, meeting_task
from setter.services.meeting_life import add_change, check_may_meet
from setter.services.return_to_pool import return_to_setter
from setter.services.standing import stand
from setter.store.records import AWAITS_REVIEW, RETURNED, SUBMITTED, Enrolment, Handoff, Meeting, Prospect
from setter.store.unit import Unit

SEE_WAITING = "See those that wait with: setter sql waiting."


class WaitingSql(Struct, frozen=True):
    """An SQL that waits for a team lead: whose meeting, set by whom, starting when (UTC ms)."""

    sql: int
    meeting: int
    name: str
    company: str
    set_by: str
    promoted_at: int
    starts_at: int


class _Reviewed(Struct, frozen=True):
    """An SQL in review with everybody it is about."""

    handoff: Handoff
    meeting: Meeting
    enrolment: Enrolment
    prospect: Prospect


def waiting(desk: Desk, campaign_id: str = "") -> list[WaitingSql]:
    """The SQLs that wait for review, of a campaign or of all, the next meeting first."""

    def look(unit: Unit) -> list[WaitingSql]:
        campaign = desk.campaign_row(unit, campaign_id).number if campaign_id else None
        rows = unit.meetings.handoffs_to_review()
        found = (_around(unit, row) for row in rows if campaign in (None, row.campaign))
        return sorted((_waiting(each) for each in found), key=lambda each: (each.starts_at, each.sql))

    return desk.store.read(look)


def returned_note(unit: Unit, meeting_id: int) -> str:
    """Give the note with which a meeting was returned in review; "" where it never was, or is an SQL again."""
    decisions = [each for each in unit.meetings.changes(meeting_id) if each.kind in ("qualified", "returned")]
    if not decisions or decisions[-1].kind != "returned":
        return ""
    return str(json.loads(decisions[-1].detail).get("note", ""))


def may_review(desk: Desk) -> bool:
    """Say whether whoever sits here may approve or return an SQL that a colleague set."""
    return desk.store.read(desk.leads)


def approve(desk: Desk, sql_id: int) -> Handoff:
    """Let sales have it: it counts from now on, and leaves with the next export; approved again, nothing changes.

    Refused("role") for whoever is no team lead, Refused("own_sql") for one's own, Refused for somebody whom nobody
    may contact any more.
    """

    def write(unit: Unit) -> Handoff:
        handoff = _sql(unit, sql_id)
        if handoff.state == SUBMITTED:
            return handoff
        return _approve(desk, unit, _in_review(desk, unit, handoff))

    return desk.store.write(write)


def return_sql(desk: Desk, sql_id: int, note: str) -> Handoff:
    """Give it back to whoever set it, with a note: the meeting stands, not yet qualified, and is a duty of theirs.

    Wrong("no_reason") without a note; Refused as `approve` is, and once the meeting's time has come.
    """
    if not note.strip():
        raise Wrong("no_reason", "A returned SQL needs a note.", "--note", "Say what is missing.")

    def write(unit: Unit) -> Handoff:
        reviewed = _in_review(desk, unit, _sql(unit, sql_id))
        if reviewed.meeting.starts_at <= desk.now():
            hint = f"Cancel it: setter meeting cancel {reviewed.meeting.id}."
            raise Refused("meeting_past", "This meeting's time has come.", "sql", hint)
        return _return(desk, unit, reviewed, note.strip())

    return desk.store.write(write)


def _approve(desk: Desk, unit: Unit, reviewed: _Reviewed) -> Handoff:
    now = desk.now()
    submitted = replace(reviewed.handoff, state=SUBMITTED, submitted_at=now, review="approved", reviewer=desk.caller)
    unit.meetings.save_handoff(submitted)
    add_change(desk, unit, reviewed.meeting, "approved", {"sql": str(submitted.id)})
    close_duties(unit, reviewed.enrolment.id, (REVIEW,), "done", now)
    _weigh(desk, unit, reviewed)
    subject, detail = f"prospect/{reviewed.prospect.id}", {"sql": str(submitted.id)}
    desk.audit(unit, "approve_sql", subject, detail, old=reviewed.handoff.state, new=submitted.state)
    return submitted


def _return(desk: Desk, unit: Unit, reviewed: _Reviewed, note: str) -> Handoff:
    now, returned = desk.now(), replace(reviewed.handoff, state=RETURNED, review="returned", reviewer=desk.caller)
    unit.meetings.save_handoff(returned)
    meeting = replace(reviewed.meeting, status="booked_not_qualified")
    meeting = add_change(desk, unit, meeting, "returned", {"sql": str(returned.id), "note": note})
    close_duties(unit, meeting.enrolment_id, (REVIEW,), "done", now)
    unit.tasks.add(meeting_task(meeting, COMPLETE, meeting.booked_by, now, now, note))
    return_to_setter(desk, unit, meeting)
    _weigh(desk, unit, reviewed)
    subject, detail = f"prospect/{reviewed.prospect.id}", {"sql": str(returned.id)}
    desk.audit(unit, "return_sql", subject, detail, old=reviewed.handoff.state, new=returned.state)
    return returned


def _weigh(desk: Desk, unit: Unit, reviewed: _Reviewed) -> None:
    """Rung and place anew; whoever is on the line stays there."""
    enrolment = unit.prospects.enrolment(reviewed.enrolment.id)
    assert enrolment is not None
    stand(desk, unit, desk.campaign(unit, enrolment.campaign), enrolment, reviewed.prospect)


def _sql(unit: Unit, sql_id: int) -> Handoff:
    handoff = unit.meetings.handoff(sql_id)
    if handoff is None:
        raise Wrong("no_sql", "There is no such SQL.", "sql", SEE_WAITING)
    return handoff


def _in_review(desk: Desk, unit: Unit, handoff: Handoff) -> _Reviewed:
    """An SQL that whoever sits here may decide upon now."""
    sentence = "Only a team lead or compliance may review an SQL."
    desk.allow_only(unit, DECIDING, sentence, "sql", "Ask your team lead.")
    if handoff.state != AWAITS_REVIEW:
        state = "with sales already" if handoff.state == SUBMITTED else handoff.state
        raise Refused("sql_state", f"This SQL is {state}.", "sql", SEE_WAITING)
    reviewed = _around(unit, handoff)
    if desk.caller in (handoff.promoted_by, reviewed.meeting.booked_by):
        raise Refused("own_sql", "Nobody reviews what they set themselves.", "sql", "Ask another team lead.")
    check_may_meet(desk, unit, reviewed.meeting)
    return reviewed


def _around(unit: Unit, handoff: Handoff) -> _Reviewed:
    meeting = unit.meetings.get(handoff.meeting_id)
    enrolment = unit.prospects.enrolment(handoff.enrolment_id)
    prospect = unit.prospects.get(handoff.prospect_id)
    assert meeting is not None and enrolment is not None and prospect is not None
    return _Reviewed(handoff, meeting, enrolment, prospect)


def _waiting(reviewed: _Reviewed) -> WaitingSql:
    handoff, meeting, prospect = reviewed.handoff, reviewed.meeting, reviewed.prospect
    return WaitingSql(
        sql=handoff.id,
        meeting=meeting.id,
        name=prospect.full_name,
        company=prospect.company_name,
        set_by=meeting.booked_by,
        promoted_at=handoff.promoted_at,
        starts_at=meeting.starts_at,
    )
