"""What becomes of a meeting before it takes place: moved, confirmed, cancelled; each change goes to sales once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from functools import partial
from typing import Any

from msgspec.structs import replace

from setter.domain.cadence import business_day_before, local_date
from setter.domain.calling_window import resolve
from setter.domain.campaign import Campaign
from setter.domain.errors import Refused, Wrong
from setter.domain.units import HOUR
from setter.domain.when import Moment, parse_time
from setter.law.business_days import add_business_days
from setter.services.callability import check_contact
from setter.services.clock import iso
from setter.services.deadlines import duties_go_along, move_deadlines, move_sql
from setter.services.desk import Desk
from setter.services.duties import COMPLETE, GUEST_DECLINED, GUEST_PROPOSES, REBOOK, REVIEW, close_duties, meeting_task
from setter.services.rep_time import occupy, pick_rep
from setter.services.return_to_pool import follow_meeting, return_to_pool
from setter.services.standing_sql import was_rejected
from setter.services.still_here import who
from setter.store.ids import new_id
from setter.store.records import WITHDRAWN, Meeting, MeetingChange
from setter.store.unit import Unit

CONFIRM_AT = time(10)
SEE_MEETINGS = "See them all with: setter meeting list."
"""A way to find a meeting's id that uses nothing up."""
OPEN = ("booked_not_qualified", "booked", "confirmed")


def reschedule(
    desk: Desk,
    meeting_id: int,
    when: str,
    rep: str = "",
    zone: str = "",
    attendees: Sequence[tuple[str, str]] | None = None,
) -> Meeting:
    """Move a meeting to another time, or to another rep; the same time again changes nothing.

    Without `rep` its own stays: Refused, with who is free, where they are not. `attendees` are (name, e-mail) of
    colleagues who join; None leaves them. Refused for somebody nobody may contact.
    """

    def write(unit: Unit) -> Meeting:
        meeting = open_meeting(unit, meeting_id)
        check_may_meet(desk, unit, meeting)
        if was_rejected(unit, meeting):
            raise Refused("rejected", "Sales rejected this SQL.", "meeting", "Book a new meeting on a call.")
        moment = parse_time(when, desk.now(), zone or meeting.zone)
        meeting = with_guests(desk, unit, meeting, attendees)
        if meeting.starts_at == moment.at and rep in ("", meeting.rep):
            return meeting
        return move(desk, unit, desk.campaign(unit, meeting.campaign, meeting.campaign_version), meeting, moment, rep)

    return desk.store.write(write)


def confirm(desk: Desk, meeting_id: int) -> Meeting:
    """The prospect has said that they will come; a meeting that still lacks gates stays not yet qualified."""

    def write(unit: Unit) -> Meeting:
        meeting = open_meeting(unit, meeting_id)
        check_may_meet(desk, unit, meeting)
        if meeting.ends_at <= desk.now():
            raise Refused("meeting_past", "This meeting's time has passed.", "meeting", "Move it to another time.")
        return confirm_in(desk, unit, meeting)

    return desk.store.write(write)


def confirm_in(desk: Desk, unit: Unit, meeting: Meeting) -> Meeting:
    """Confirm inside a write that does more; again changes nothing."""
    if meeting.confirmed_at is not None:
        return meeting
    before, status = meeting.status, "confirmed" if meeting.status == "booked" else meeting.status
    meeting = add_change(desk, unit, replace(meeting, status=status, confirmed_at=desk.now()), "confirmed", {})
    unit.tasks.close_for_meeting(meeting.id, "confirm_meeting", "done", desk.now())
    desk.audit(unit, "confirm", f"meeting/{meeting.id}", old=before, new=status)
    return meeting


def cancel(desk: Desk, meeting_id: int, reason: str = "") -> Meeting:
    """Call a meeting off; its rep's time is free again and its prospect goes back to the pool, to be called."""

    def write(unit: Unit) -> Meeting:
        meeting = any_meeting(unit, meeting_id)
        if meeting.status == "cancelled":
            return meeting
        return cancel_in(desk, unit, open_meeting(unit, meeting_id), reason)

    return desk.store.write(write)


def cancel_in(desk: Desk, unit: Unit, meeting: Meeting, reason: str, *, back_to_pool: bool = True) -> Meeting:
    """Cancel inside a write that does more; its own next state for the prospect is kept without `back_to_pool`.

    An SQL that sales has decided stays decided, and is not withdrawn.
    """
    unit.meetings.free(meeting.id)
    before, cancelled = meeting.status, replace(meeting, status="cancelled", sequence=meeting.sequence + 1)
    meeting = add_change(desk, unit, cancelled, "cancelled", {"reason": reason})
    unit.tasks.close_for_meeting(meeting.id, "confirm_meeting", "cancelled", desk.now())
    _close_guests_duties(desk, unit, meeting)
    unit.tasks.close_for_meeting(meeting.id, "cancel_meeting", "done", desk.now())
    unit.tasks.close_for_meeting(meeting.id, REBOOK, "cancelled", desk.now())
    handoff = unit.meetings.handoff_of(meeting.id)
    if handoff is not None and not is_decided(unit, handoff.id):
        unit.meetings.set_handoff_state(handoff.id, WITHDRAWN)
        subject, detail = f"prospect/{meeting.prospect_id}", {"sql": str(handoff.id)}
        desk.audit(unit, "withdraw_sql", subject, detail, old=handoff.state, new=WITHDRAWN, why="meeting_cancelled")
    close_duties(unit, meeting.enrolment_id, (REVIEW, COMPLETE), "cancelled", desk.now())
    desk.audit(unit, "cancel", f"meeting/{meeting.id}", old=before, new=meeting.status, why=reason)
    if back_to_pool:
        return_to_pool(desk, unit, meeting.enrolment_id, "meeting_cancelled")
    return meeting


def is_decided(unit: Unit, sql_id: int) -> bool:
    """Say whether sales has accepted or rejected an SQL."""
    word = unit.sales.word(sql_id)
    return word is not None and bool(word.decision)


def move(desk: Desk, unit: Unit, campaign: Campaign, meeting: Meeting, moment: Moment, rep: str) -> Meeting:
    """Move inside a write that does more: the same UID with the next SEQUENCE, or a new UID for a new rep (§7.2).

    Without `rep` its own stays; Refused where they are not free then.
    """
    prospect, _ = who(unit, meeting)
    unit.meetings.free(meeting.id)
    chosen = pick_rep(desk, unit, campaign, prospect, moment, rep or meeting.rep, meeting=meeting)
    unit.tasks.close_for_meeting(meeting.id, "confirm_meeting", "cancelled", desk.now())
    unit.tasks.close_for_meeting(meeting.id, REBOOK, "done", desk.now())
    _close_guests_duties(desk, unit, meeting)
    if chosen != meeting.rep:
        return _hand_to_other_rep(desk, unit, campaign, meeting, moment, chosen)
    moved = replace(_at(meeting, moment), sequence=meeting.sequence + 1, reschedules=meeting.reschedules + 1)
    unit.meetings.save(moved)
    follow_meeting(desk, unit, moved)
    occupy(unit, campaign, moved, desk.now())
    detail = {"from": meeting.starts_at, "to": moved.starts_at, "rep": chosen}
    moved = add_change(desk, unit, moved, "rescheduled", detail)
    move_deadlines(desk, unit, moved, other_rep=False)
    confirm_task(desk, unit, moved)
    old, new = iso(meeting.starts_at), iso(moved.starts_at)
    desk.audit(unit, "reschedule", f"meeting/{moved.id}", {"rep": chosen}, old=old, new=new)
    return moved


def stand_for(desk: Desk, unit: Unit, sql_id: int, meeting: Meeting) -> None:
    """Let an SQL whose meeting nobody came to stand for the next one; it is counted once."""
    move_sql(desk, unit, sql_id, meeting)
    booked = replace(meeting, status="confirmed" if meeting.confirmed_at else "booked")
    add_change(desk, unit, booked, "qualified", {"sql": str(sql_id)})


def _close_guests_duties(desk: Desk, unit: Unit, meeting: Meeting) -> None:
    """What guests said of the old time is seen to once there is another, or none."""
    for kind in (GUEST_DECLINED, GUEST_PROPOSES):
        unit.tasks.close_for_meeting(meeting.id, kind, "done", desk.now())


def with_guests(desk: Desk, unit: Unit, meeting: Meeting, attendees: Sequence[tuple[str, str]] | None) -> Meeting:
    """Let colleagues join or leave; a new revision, since calendars pass over one with the same SEQUENCE (RFC 5546)."""
    joined = meeting.attendees if attendees is None else guests_kept(attendees)
    if joined == meeting.attendees:
        return meeting
    revised = replace(meeting, attendees=joined, sequence=meeting.sequence + 1)
    revised = add_change(desk, unit, revised, "guests_changed", {})
    desk.audit(unit, "guests", f"meeting/{meeting.id}", {"guests": len(attendees or ())})
    return revised


def guests_kept(attendees: Sequence[tuple[str, str]]) -> str:
    """Colleagues who join, as a meeting keeps them."""
    return json.dumps([list(each) for each in attendees], ensure_ascii=False)


def add_change(desk: Desk, unit: Unit, meeting: Meeting, kind: str, detail: Mapping[str, Any]) -> Meeting:
    """Keep one step of a meeting's life; the meeting with its change counted."""
    meeting = replace(meeting, change=meeting.change + 1)
    unit.meetings.save(meeting)
    unit.meetings.add_change(
        MeetingChange(
            meeting.id,
            meeting.change,
            meeting.sequence,
            kind,
            json.dumps(dict(detail), ensure_ascii=False),
            desk.now(),
            desk.caller,
        )
    )
    return meeting


def confirm_task(desk: Desk, unit: Unit, meeting: Meeting) -> None:
    """A duty to confirm on the business day before the meeting, at ten in the prospect's zone (domain §7.6)."""
    now = desk.now()
    prospect = unit.prospects.get(meeting.prospect_id)
    country, region = (prospect.country or "US", prospect.region) if prospect else ("US", "")
    day = business_day_before(
        local_date((meeting.zone,), meeting.starts_at), partial(add_business_days, country, region)
    )
    planned = resolve(datetime.combine(day, CONFIRM_AT), meeting.zone)
    due = max(planned, min(now + HOUR, meeting.starts_at - HOUR))
    unit.tasks.add(meeting_task(meeting, "confirm_meeting", meeting.booked_by, due, now))


def _hand_to_other_rep(
    desk: Desk, unit: Unit, campaign: Campaign, meeting: Meeting, moment: Moment, rep: str
) -> Meeting:
    """Organisers never change on one UID: the old meeting ends, a new one takes its place (RFC 5546)."""
    now = desk.now()
    ended = replace(meeting, status="cancelled", sequence=meeting.sequence + 1)
    add_change(desk, unit, ended, "rep_changed", {"to": rep})
    fresh_id = new_id(now)
    fresh = replace(
        _at(meeting, moment),
        id=fresh_id,
        uid=f"{fresh_id}@{meeting.client_id}.setter",
        sequence=0,
        change=0,
        rep=rep,
        reschedules=meeting.reschedules + 1,
        replaces=meeting.id,
    )
    unit.meetings.add(fresh)
    occupy(unit, campaign, fresh, now)
    duties_go_along(unit, meeting.id, fresh.id)
    handoff = unit.meetings.handoff_of(meeting.id)
    if handoff is not None:
        move_sql(desk, unit, handoff.id, fresh)
        subject, detail = f"prospect/{meeting.prospect_id}", {"sql": str(handoff.id)}
        desk.audit(unit, "move_sql", subject, detail, old=f"meeting/{meeting.id}", new=f"meeting/{fresh.id}")
    follow_meeting(desk, unit, fresh)
    fresh = add_change(desk, unit, fresh, "booked", {"replaces": str(meeting.id), "rep": rep})
    confirm_task(desk, unit, fresh)
    desk.audit(unit, "change_rep", f"meeting/{fresh.id}", {"replaces": str(meeting.id)}, old=meeting.rep, new=rep)
    return fresh


def _at(meeting: Meeting, moment: Moment) -> Meeting:
    length = meeting.ends_at - meeting.starts_at
    status = "booked" if meeting.status == "confirmed" else meeting.status
    return replace(
        meeting,
        starts_at=moment.at,
        ends_at=moment.at + length,
        wall=moment.wall,
        zone=moment.zone,
        status=status,
        confirmed_at=None,
    )


def check_may_meet(desk: Desk, unit: Unit, meeting: Meeting) -> None:
    """Refused for a meeting with somebody whom nobody may contact any more."""
    prospect, enrolment = who(unit, meeting)
    campaign = desk.campaign(unit, meeting.campaign, meeting.campaign_version)
    check_contact(unit, campaign, enrolment, prospect, desk.now(), "meeting", "Only a cancellation may go out.")


def any_meeting(unit: Unit, meeting_id: int) -> Meeting:
    """A meeting in whatever state; Wrong where there is none."""
    meeting = unit.meetings.get(meeting_id)
    if meeting is None:
        raise Wrong("no_meeting", "There is no such meeting.", "meeting", SEE_MEETINGS)
    return meeting


def open_meeting(unit: Unit, meeting_id: int) -> Meeting:
    """A meeting that stands; Wrong where there is none, Refused for one that is over."""
    meeting = any_meeting(unit, meeting_id)
    if meeting.status not in OPEN:
        later = (each.id for each in unit.meetings.with_prospect(meeting.prospect_id) if each.replaces == meeting_id)
        state, hint = f"is {meeting.status.replace('_', ' ')}", "Book a new one on a call."
        if (follows := next(later, None)) is not None:
            state, hint = "went to another rep", f"It goes on as meeting {follows}."
        raise Refused("meeting_over", f"This meeting {state}.", "meeting", hint)
    return meeting
