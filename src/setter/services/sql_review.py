"""A team lead's review of an SQL: approved it goes to sales, returned to its setter, rejected nowhere (§2.6)."""

from __future__ import annotations

import json

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import Refused, Wrong
from setter.domain.roles import DECIDING
from setter.services.deadlines import to_sales
from setter.services.desk import Desk
from setter.services.duties import COMPLETE, REVIEW, TURNED_DOWN, close_duties, meeting_task, who_else
from setter.services.meeting_life import add_change, cancel_in, check_may_meet
from setter.services.return_to_pool import return_to_setter
from setter.services.standing import stand
from setter.store.records import AWAITS_REVIEW, RETURNED, SUBMITTED, WITHDRAWN, Enrolment, Handoff, Meeting, Prospect
from setter.store.unit import Unit

CALLED_OFF = "turned_down"
SEE_WAITING = "See those that wait with: setter sql waiting."


class WaitingSql(Struct, frozen=True):
    """An SQL that waits for a team lead, and until when: whose meeting, set by whom, starting when (UTC ms)."""

    sql: int
    meeting: int
    name: str
    company: str
    set_by: str
    promoted_at: int
    starts_at: int
    review_by: int | None = None


class Reviewed(Struct, frozen=True):
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
        found = (around(unit, row) for row in rows if campaign in (None, row.campaign))
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
        reviewed = _in_review(desk, unit, handoff)
        check_may_meet(desk, unit, reviewed.meeting)
        return submit(desk, unit, reviewed, "approved", desk.caller)

    return desk.store.write(write)


def return_sql(desk: Desk, sql_id: int, note: str) -> Handoff:
    """Give it back to whoever set it, with a note: the meeting stands, not yet qualified, and is a duty of theirs.

    Wrong("no_reason") without a note; Refused as `approve` is, and once the meeting's time has come.
    """
    if not note.strip():
        raise Wrong("no_reason", "A returned SQL needs a note.", "--note", "Say what is missing.")

    def write(unit: Unit) -> Handoff:
        reviewed = _in_review(desk, unit, _sql(unit, sql_id))
        check_may_meet(desk, unit, reviewed.meeting)
        if reviewed.meeting.starts_at <= desk.now():
            hint = f"Cancel it: setter meeting cancel {reviewed.meeting.id}."
            raise Refused("meeting_past", "This meeting's time has come.", "sql", hint)
        return _return(desk, unit, reviewed, note.strip())

    return desk.store.write(write)


def turn_down(desk: Desk, sql_id: int, why: str) -> Handoff:
    """Reject it: it is no SQL, its meeting is called off, its prospect comes back later, and whoever set it reads why.

    Wrong("no_reason") without a reason; Refused("role") for whoever is no team lead, Refused("own_sql") for one's own.
    """
    if not why.strip():
        raise Wrong("no_reason", "A rejected SQL needs a reason.", "--why", "Say why sales should not have it.")

    def write(unit: Unit) -> Handoff:
        return _turn_down(desk, unit, _in_review(desk, unit, _sql(unit, sql_id)), why.strip())

    return desk.store.write(write)


def submit(desk: Desk, unit: Unit, reviewed: Reviewed, review: str, reviewer: str = "") -> Handoff:
    """Let sales have an SQL that waited, inside a write that has decided so: approved, or overdue."""
    submitted = to_sales(desk, unit, reviewed.handoff, reviewed.meeting, review, reviewer)
    unit.meetings.save_handoff(submitted)
    add_change(desk, unit, reviewed.meeting, review, {"sql": str(submitted.id)})
    close_duties(unit, reviewed.enrolment.id, (REVIEW,), "done" if reviewer else "cancelled", desk.now())
    _weigh(desk, unit, reviewed)
    subject, detail = f"prospect/{reviewed.prospect.id}", {"sql": str(submitted.id)}
    action = "approve_sql" if reviewer else "submit_sql"
    desk.audit(unit, action, subject, detail, old=reviewed.handoff.state, new=submitted.state)
    return submitted


def _turn_down(desk: Desk, unit: Unit, reviewed: Reviewed, why: str) -> Handoff:
    now, meeting = desk.now(), reviewed.meeting
    none = replace(reviewed.handoff, state=WITHDRAWN, review="turned_down", reviewer=desk.caller)
    unit.meetings.save_handoff(none)
    subject, detail = f"prospect/{reviewed.prospect.id}", {"sql": str(none.id)}
    desk.audit(unit, "turn_down_sql", subject, detail, old=reviewed.handoff.state, new=none.state, why=why)
    close_duties(unit, meeting.enrolment_id, (REVIEW,), "done", now)
    cancel_in(desk, unit, meeting, CALLED_OFF)
    unit.tasks.add(meeting_task(meeting, TURNED_DOWN, meeting.booked_by, now, now, why))
    return none


def _return(desk: Desk, unit: Unit, reviewed: Reviewed, note: str) -> Handoff:
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


def _weigh(desk: Desk, unit: Unit, reviewed: Reviewed) -> None:
    """Rung and place anew; whoever is on the line stays there."""
    enrolment = unit.prospects.enrolment(reviewed.enrolment.id)
    assert enrolment is not None
    stand(desk, unit, desk.campaign(unit, enrolment.campaign), enrolment, reviewed.prospect)


def _sql(unit: Unit, sql_id: int) -> Handoff:
    handoff = unit.meetings.handoff(sql_id)
    if handoff is None:
        raise Wrong("no_sql", "There is no such SQL.", "sql", SEE_WAITING)
    return handoff


def who_reviews(desk: Desk, sql_id: int) -> str:
    """Say who may review an SQL, which whoever set it may not."""
    return desk.store.read(lambda unit: who_else(unit, _set_by(around(unit, _sql(unit, sql_id)))))


def _set_by(reviewed: Reviewed) -> tuple[str, str]:
    return reviewed.handoff.promoted_by, reviewed.meeting.booked_by


def _in_review(desk: Desk, unit: Unit, handoff: Handoff) -> Reviewed:
    """An SQL that whoever sits here may decide upon now."""
    sentence = "Only a team lead or compliance may review an SQL."
    desk.allow_only(unit, DECIDING, sentence, "sql", "Ask your team lead.")
    if handoff.state != AWAITS_REVIEW:
        state = "with sales already" if handoff.state == SUBMITTED else handoff.state
        raise Refused("sql_state", f"This SQL is {state}.", "sql", SEE_WAITING)
    reviewed = around(unit, handoff)
    if desk.caller in _set_by(reviewed):
        raise Refused("own_sql", "You set it yourself.", "sql", who_else(unit, _set_by(reviewed)))
    return reviewed


def around(unit: Unit, handoff: Handoff) -> Reviewed:
    """An SQL with everybody it is about."""
    meeting = unit.meetings.get(handoff.meeting_id)
    enrolment = unit.prospects.enrolment(handoff.enrolment_id)
    prospect = unit.prospects.get(handoff.prospect_id)
    assert meeting is not None and enrolment is not None and prospect is not None
    return Reviewed(handoff, meeting, enrolment, prospect)


def _waiting(reviewed: Reviewed) -> WaitingSql:
    handoff, meeting, prospect = reviewed.handoff, reviewed.meeting, reviewed.prospect
    return WaitingSql(
        sql=handoff.id,
        meeting=meeting.id,
        name=prospect.full_name,
        company=prospect.company_name,
        set_by=meeting.booked_by,
        promoted_at=handoff.promoted_at,
        starts_at=meeting.starts_at,
        review_by=handoff.review_by,
    )
