"""A meeting took place: sales says so, or a caller who can show it (domain §7.6)."""

from __future__ import annotations

from msgspec.structs import replace

from setter.domain.errors import Refused, Wrong
from setter.domain.roles import DECIDING, SALES
from setter.services.desk import Desk
from setter.services.duties import COMPLETE, GUEST_DECLINED, GUEST_PROPOSES, RESCUE
from setter.services.meeting_life import OPEN, add_change, any_meeting
from setter.services.return_to_pool import completion_promise
from setter.services.standing import stand
from setter.services.still_here import in_hand
from setter.store.records import Meeting
from setter.store.unit import Unit

HAPPENED = (*OPEN, "no_show")
"""The states of a meeting that may turn out to have been held; a no-show may have been noted too early."""
ASKED = ("confirm_meeting", "ask_what_became", COMPLETE, RESCUE, GUEST_DECLINED, GUEST_PROPOSES)
"""Duties about a meeting that are over once it was held."""


def held(desk: Desk, meeting_id: int, evidence: str = "") -> Meeting:
    """Note that a meeting was held; again changes nothing.

    A caller gives the evidence in words, such as what the rep wrote. Wrong without it, Refused before the meeting
    began and for one that was called off.
    """

    def write(unit: Unit) -> Meeting:
        meeting = any_meeting(unit, meeting_id)
        if meeting.status != "held" and desk.role(unit) not in (SALES, *DECIDING) and not evidence.strip():
            hint = "Say how you know, such as: the rep wrote to me after it."
            raise Wrong("no_evidence", "Sales says whether a meeting was held.", "--evidence", hint)
        return held_in(desk, unit, meeting, evidence.strip())

    return desk.store.write(write)


def held_in(desk: Desk, unit: Unit, meeting: Meeting, evidence: str = "") -> Meeting:
    """Note it inside a write that does more."""
    now, before = desk.now(), meeting.status
    if before == "held":
        return meeting
    if before not in HAPPENED:
        raise Refused("meeting_over", f"This meeting is {before.replace('_', ' ')}.", "meeting", "Book a new one.")
    if meeting.starts_at > now:
        raise Refused("not_begun", "This meeting has not begun yet.", "meeting", "Note it once its time has come.")
    detail = {"evidence": evidence} if evidence else {}
    meeting = add_change(desk, unit, replace(meeting, status="held"), "held", detail)
    for kind in ASKED:
        unit.tasks.close_for_meeting(meeting.id, kind, "done", now)
    desk.audit(unit, "held", f"meeting/{meeting.id}", {"evidence": bool(evidence)}, old=before, new="held")
    _end_rescue(desk, unit, meeting, missed=before == "no_show")
    return meeting


def _end_rescue(desk: Desk, unit: Unit, meeting: Meeting, *, missed: bool) -> None:
    """Ring nobody for a meeting that was held after all, and weigh its prospect anew."""
    enrolment, prospect = unit.prospects.enrolment(meeting.enrolment_id), unit.prospects.get(meeting.prospect_id)
    if enrolment is None or prospect is None or prospect.erased_at is not None:
        return
    promise = completion_promise(unit, enrolment.id)
    is_sql = unit.meetings.handoff_of(meeting.id) is not None
    if missed and is_sql and promise is not None and enrolment.work_state == "callback":
        unit.tasks.save_callback(replace(promise, state="cancelled", closed_at=desk.now()))
        enrolment = replace(
            enrolment, work_state="handed_off", state_reason="meeting_held", next_at=meeting.starts_at, owner=""
        )
        unit.prospects.save_enrolment(enrolment)
    if in_hand(unit, enrolment) is None:
        stand(desk, unit, desk.campaign(unit, enrolment.campaign), enrolment, prospect)
