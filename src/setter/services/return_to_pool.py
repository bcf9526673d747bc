"""What a changed meeting means for its prospect: called off, they come back later; moved, its calls move along."""

from __future__ import annotations

from msgspec.structs import replace

from setter.domain.campaign import Campaign
from setter.domain.case import Case, completion_call
from setter.domain.dispositions import DISPOSITIONS, Effect
from setter.domain.outcome import OutcomeGiven, Situation
from setter.domain.work_state import WorkState, step
from setter.services.callability import laws_on, zones_of
from setter.services.desk import Desk
from setter.services.place import settle
from setter.services.situation import business_days_of, effect_of
from setter.services.standing import stand
from setter.services.still_here import in_hand
from setter.store.ids import new_id
from setter.store.records import Callback, Enrolment, Meeting, Prospect
from setter.store.unit import Unit

THEIR_OWN_PROMISE = frozenset({Effect.SOFT_CALLBACK, Effect.HARD_CALLBACK, Effect.DAY_CALLBACK})
"""Promises that hang on no meeting: they stand when it is called off."""
MOVED = "meeting_rescheduled"


def return_to_pool(desk: Desk, unit: Unit, enrolment_id: int, reason: str) -> None:
    """Bring back whose meeting was called off: some business days on, answers kept (domain §2.7).

    Only whoever waited for that meeting returns, handed off or with a call to complete it. Who said no, has another
    promise or is on the line stays as they are; a call in hand begins from the state without the meeting. Rung and
    tier are computed anew for all.
    """
    enrolment, prospect = _who(unit, enrolment_id)
    if enrolment is None or prospect is None:
        return
    campaign = desk.campaign(unit, enrolment.campaign)
    live = in_hand(unit, enrolment)
    before = live.state_before if live else enrolment.work_state
    promise = completion_promise(unit, enrolment.id)
    waited = before == "handed_off" or (before == "callback" and promise is not None)
    if waited:
        state = "closed" if prospect.blocked else step(before, "nurture")
        case = case_of(desk, unit, enrolment, prospect, campaign, WorkState(before))
        day = case.add_business_days(case.today, case.cadence.info_follow_up_business_days)
        next_at = None if prospect.blocked else case.opening_on(day)
        enrolment = replace(enrolment, state_reason=reason, next_at=next_at, owner="")
        if live:
            unit.calls.save(replace(live, state_before=state))
        else:
            enrolment = replace(enrolment, work_state=state)
        unit.prospects.save_enrolment(enrolment)
    if promise is not None:
        unit.tasks.save_callback(replace(promise, state="cancelled", closed_at=desk.now()))
    stand(desk, unit, campaign, enrolment, prospect)


def return_to_setter(desk: Desk, unit: Unit, meeting: Meeting) -> None:
    """Bring back whose SQL was returned in review: whoever set the meeting rings them before it, to complete it.

    Whoever is on the line goes there once that call is over; another promise of their own stays as it is.
    """
    enrolment, prospect = _who(unit, meeting.enrolment_id)
    if enrolment is None or prospect is None:
        return
    live = in_hand(unit, enrolment)
    before = live.state_before if live else enrolment.work_state
    if before != "handed_off":
        return
    campaign = desk.campaign(unit, meeting.campaign, meeting.campaign_version)
    case = case_of(desk, unit, enrolment, prospect, campaign, WorkState.HANDED_OFF)
    at, owner = completion_call(case, meeting.starts_at), meeting.booked_by
    enrolment = replace(enrolment, next_at=at, owner=owner)
    unit.tasks.add_callback(promise_about(desk, meeting, case, at, owner))
    if live is not None:
        unit.calls.save(replace(live, state_before=step(before, "callback")))
    else:
        enrolment = replace(enrolment, work_state=step(before, "callback"))
    unit.prospects.save_enrolment(enrolment)


def follow_meeting(desk: Desk, unit: Unit, meeting: Meeting) -> None:
    """Move the call that completes a meeting along with it, and the time at which its prospect is due.

    Whoever was to be rung because their rep could not hold it waits for it again: an SQL stands on it.
    """
    enrolment, prospect = _who(unit, meeting.enrolment_id)
    if enrolment is None or prospect is None:
        return
    promise = completion_promise(unit, enrolment.id)
    at = None
    if promise is not None and enrolment.work_state == "callback" and unit.meetings.handoff_of(meeting.id) is not None:
        unit.tasks.save_callback(replace(promise, state="cancelled", closed_at=desk.now()))
        at, enrolment = meeting.starts_at, replace(enrolment, work_state=step("callback", "handed_off"), owner="")
    elif promise is not None:
        campaign = desk.campaign(unit, meeting.campaign, meeting.campaign_version)
        case = case_of(desk, unit, enrolment, prospect, campaign, WorkState.CALLBACK)
        at = completion_call(case, meeting.starts_at)
        wall, zone = case.wall(at)
        unit.tasks.save_callback(replace(promise, wall=wall, zone=zone, due_at=at))
    elif enrolment.work_state == "handed_off":
        at = meeting.starts_at
    if at is None:
        return
    enrolment = replace(enrolment, next_at=at)
    unit.prospects.save_enrolment(enrolment)
    if enrolment.work_state in ("callback", "handed_off"):
        settle(unit, enrolment, prospect, desk.now())


def completion_promise(unit: Unit, enrolment_id: int) -> Callback | None:
    """The open call that is to complete or confirm a meeting; None where the prospect was promised one of their own."""
    promise = unit.tasks.open_callback(enrolment_id)
    call = unit.calls.get(promise.call_id) if promise else None
    outcome = unit.calls.outcome(call.id, call.outcomes) if call else None
    if promise is None or (outcome is not None and effect_of(outcome) in THEIR_OWN_PROMISE):
        return None
    return promise


def promise_about(desk: Desk, meeting: Meeting, case: Case, at: int, owner: str) -> Callback:
    """The promise to ring about a meeting before it takes place."""
    wall, zone = case.wall(at)
    about = (meeting.campaign, meeting.enrolment_id, meeting.prospect_id, meeting.call_id)
    return Callback(new_id(desk.now()), *about, owner, "soft", wall, zone, at, "open", desk.now(), None, None)


def _who(unit: Unit, enrolment_id: int) -> tuple[Enrolment | None, Prospect | None]:
    enrolment = unit.prospects.enrolment(enrolment_id)
    return enrolment, unit.prospects.get(enrolment.prospect_id) if enrolment else None


def case_of(
    desk: Desk, unit: Unit, enrolment: Enrolment, prospect: Prospect, campaign: Campaign, state: WorkState
) -> Case:
    """The meeting's change as a case, so that its times are found as an outcome would find them."""
    zones, laws = zones_of(prospect, enrolment), laws_on(unit, campaign, prospect, desk.now())
    situation = Situation(state, zones, enrolment.cycle_started_at, caller=enrolment.owner, laws=laws)
    days = business_days_of(prospect, campaign.default_region)
    return Case(DISPOSITIONS[MOVED], OutcomeGiven(MOVED), situation, campaign.calling, desk.now(), days)
