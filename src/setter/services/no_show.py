"""Somebody did not come to their meeting: they are rung the same day, then by the campaign's gaps (domain §5, §7.6)."""

from __future__ import annotations

from msgspec.structs import replace

from setter.domain.campaign import Campaign
from setter.domain.errors import Refused
from setter.domain.work_state import WorkState, step
from setter.services.desk import Desk
from setter.services.duties import ASK, COMPLETE, GUEST_DECLINED, GUEST_PROPOSES, RESCUE, meeting_task, owner_of
from setter.services.meeting_life import add_change, any_meeting, open_meeting
from setter.services.return_to_pool import case_of, completion_promise, promise_about, return_to_pool
from setter.services.standing import stand
from setter.services.standing_sql import standing_sql
from setter.services.still_here import in_hand, who
from setter.store.records import Enrolment, Meeting, Prospect
from setter.store.unit import Unit

WAITS_FOR_IT = ("handed_off", "callback")
"""Work states of those who were expected at a meeting; whoever said no meanwhile is not rung for it."""


def no_show(desk: Desk, meeting_id: int) -> Meeting:
    """Note that nobody came; again changes nothing. Refused before the meeting began, and for one that is over.

    Whoever set it rings within the campaign's minutes, and its prospect is theirs to call. From the campaign's number
    of no-shows on nobody rings: sales is told and decides; who never was an SQL comes back later.
    """

    return desk.store.write(lambda unit: no_show_in(desk, unit, any_meeting(unit, meeting_id)))


def no_show_in(desk: Desk, unit: Unit, meeting: Meeting, *, corrects: bool = False) -> Meeting:
    """Note it inside a write that does more; sales `corrects` what somebody noted as held."""
    if meeting.status == "no_show":
        return meeting
    now, meeting = desk.now(), meeting if corrects and meeting.status == "held" else open_meeting(unit, meeting.id)
    if meeting.starts_at > now:
        raise Refused("not_begun", "This meeting has not begun yet.", "meeting", "Note it once its time has come.")
    meeting = add_change(desk, unit, replace(meeting, status="no_show"), "no_show", {})
    for kind in ("confirm_meeting", COMPLETE, GUEST_DECLINED, GUEST_PROPOSES):
        unit.tasks.close_for_meeting(meeting.id, kind, "cancelled", now)
    unit.tasks.close_for_meeting(meeting.id, ASK, "done", now)
    times = missed_before(unit, meeting)
    desk.audit(unit, "no_show", f"meeting/{meeting.id}", {"times": times})
    _then(desk, unit, meeting, times)
    return meeting


def missed_before(unit: Unit, meeting: Meeting) -> int:
    """How many meetings of an enrolment nobody came to."""
    met = unit.meetings.with_prospect(meeting.prospect_id)
    return sum(each.status == "no_show" and each.enrolment_id == meeting.enrolment_id for each in met)


def _then(desk: Desk, unit: Unit, meeting: Meeting, times: int) -> None:
    prospect, enrolment = who(unit, meeting)
    live = in_hand(unit, enrolment)
    before = live.state_before if live else enrolment.work_state
    campaign = desk.campaign(unit, meeting.campaign)
    sql = standing_sql(unit, enrolment.id, prospect.id)
    if prospect.blocked or before not in WAITS_FOR_IT:
        return
    if times < campaign.calling.cadence.max_no_shows:
        _rescue(desk, unit, campaign, meeting, enrolment, prospect, before)
    elif sql is None:
        return_to_pool(desk, unit, enrolment.id, "no_show")
    else:
        owner, now = owner_of(unit, "tell_sales", desk.caller), desk.now()
        words = f"no-show number {times}: sales decides"
        unit.tasks.add(meeting_task(meeting, "tell_sales", owner, now, now, words))


def _rescue(
    desk: Desk, unit: Unit, campaign: Campaign, meeting: Meeting, enrolment: Enrolment, prospect: Prospect, before: str
) -> None:
    """Make the call that is owed now; another time of their own that was promised stands."""
    now, owner, live = desk.now(), meeting.booked_by, in_hand(unit, enrolment)
    case = case_of(desk, unit, enrolment, prospect, campaign, WorkState(before))
    due = case.soon(campaign.calling.cadence.no_show_minutes)
    unit.tasks.add(meeting_task(meeting, RESCUE, owner, due, now))
    completion = completion_promise(unit, enrolment.id)
    if completion is None and unit.tasks.open_callback(enrolment.id) is not None:
        return
    if completion is not None:
        unit.tasks.save_callback(replace(completion, state="cancelled", closed_at=now))
    at = case.soon()
    unit.tasks.add_callback(promise_about(desk, meeting, case, at, owner))
    enrolment = replace(enrolment, next_at=at, owner=owner, state_reason="no_show")
    if live is not None:
        unit.calls.save(replace(live, state_before=step(before, "callback")))
    else:
        enrolment = replace(enrolment, work_state=step(before, "callback"))
    unit.prospects.save_enrolment(enrolment)
    stand(desk, unit, campaign, enrolment, prospect)
