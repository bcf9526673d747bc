"""What follows once sales has decided an SQL: for its meeting, for its prospect, and for whoever set it (R-083)."""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.after_sales import after_overturning, after_rejection, horizon_begins
from setter.domain.campaign import Campaign
from setter.domain.case import Case
from setter.domain.rejections import REJECTIONS, Rejection, stands_rejected, words_of
from setter.domain.work_state import WorkState
from setter.services.desk import Desk
from setter.services.duties import (
    APPEAL,
    COMPLETE,
    MEND,
    REBOOK,
    REJECTED_DUTY,
    RESCUE,
    REVIEW,
    close_duties,
    meeting_task,
)
from setter.services.knowledge import facts_of
from setter.services.meeting_life import OPEN, add_change, cancel_in
from setter.services.return_to_pool import case_of, completion_promise, promise_about, return_to_setter
from setter.services.standing import stand
from setter.services.still_here import in_hand
from setter.store.records import RETURNED, Call, Enrolment, Handoff, Meeting, Prospect, SalesWord
from setter.store.unit import Unit

CALLED_OFF = "sales_rejected"
OVER_ONCE_DECIDED = ("chase_sales", "tell_sales", RESCUE, REVIEW)
"""Duties about an SQL that sales' rejection ends."""
OF_A_REJECTION = (REJECTED_DUTY, REBOOK, MEND, APPEAL)
"""Duties that a rejection made, and that go with it."""
OWED_NOW = {"rebook": REBOOK, "wrong_data": MEND}
"""What whoever set it owes now, by what follows; a meeting to book anew says itself why."""
TOO_FAR, EXCUSED = "R06", "R13"
SENT_AWAY = (WorkState.NURTURE, WorkState.DISQUALIFIED)
"""Where a rejection leads."""


class Decided(Struct, frozen=True):
    """An SQL that sales decided, with everybody it is about.

    `gone_on`: another SQL or another meeting of the same prospect has come since, and says how they go on.
    """

    handoff: Handoff
    meeting: Meeting
    enrolment: Enrolment
    prospect: Prospect
    campaign: Campaign
    live: Call | None
    gone_on: bool

    @property
    def before(self) -> str:
        """The work state it finds: of a call in hand, the one that the call began from."""
        return self.live.state_before if self.live else self.enrolment.work_state

    @property
    def sent_away(self) -> bool:
        """Whether an earlier rejection put them where they are: what sales says now says anew where they belong."""
        return self.before in SENT_AWAY and self.enrolment.state_reason.startswith(CALLED_OFF)


def decided(desk: Desk, unit: Unit, handoff: Handoff) -> Decided:
    """Look up whom an SQL is about."""
    meeting, prospect = unit.meetings.get(handoff.meeting_id), unit.prospects.get(handoff.prospect_id)
    enrolment = unit.prospects.enrolment(handoff.enrolment_id)
    assert meeting is not None and enrolment is not None and prospect is not None
    newest, ahead = unit.meetings.handoff_of_enrolment(enrolment.id), unit.meetings.open_for(enrolment.id)
    gone_on = (newest or handoff).id != handoff.id or (ahead or meeting).id != meeting.id
    campaign, live = desk.campaign(unit, enrolment.campaign), in_hand(unit, enrolment)
    return Decided(handoff, meeting, enrolment, prospect, campaign, live, gone_on)


def decides_anew(before: SalesWord, after: SalesWord) -> bool:
    """Say whether sales decided otherwise; the next rep's own trouble is another one, with a reason of its own."""
    excused = after.code == EXCUSED and before.reason != after.reason
    return excused or (before.decision, before.code) != (after.decision, after.code)


def follow(desk: Desk, unit: Unit, handoff: Handoff, before: SalesWord, after: SalesWord) -> None:
    """Let what sales says change what happens next, in the write that keeps it."""
    if decides_anew(before, after):
        _forget_rejection(unit, handoff.meeting_id, desk.now())
        if after.code:
            _rejected(desk, unit, decided(desk, unit, handoff), after)
        elif before.rejected:
            restore(desk, unit, decided(desk, unit, handoff))
        else:
            unit.tasks.close_for_meeting(handoff.meeting_id, "chase_sales", "done", desk.now())
    weigh_decided(desk, unit, handoff)


def restore(desk: Desk, unit: Unit, about: Decided) -> None:
    """Give back to sales whom it does not reject any more; where the meeting was called off, it is booked anew."""
    now, meeting = desk.now(), about.meeting
    said_no = about.before == WorkState.DISQUALIFIED and not about.sent_away
    if about.prospect.blocked or about.before == WorkState.CLOSED or about.gone_on or said_no:
        return
    stands = meeting.status in (*OPEN, "held")
    state = after_overturning(about.before, meeting_stands=stands)
    if stands:
        _back_to_sales(desk, unit, about, state)
        return
    unit.tasks.add(meeting_task(meeting, REBOOK, meeting.booked_by, now, now, "sales takes it after all"))
    _promise(desk, unit, about, state)


def weigh_decided(desk: Desk, unit: Unit, handoff: Handoff) -> None:
    """Rung, score and place anew, by what sales says now."""
    enrolment, prospect = unit.prospects.enrolment(handoff.enrolment_id), unit.prospects.get(handoff.prospect_id)
    if enrolment is not None and prospect is not None and prospect.erased_at is None:
        stand(desk, unit, desk.campaign(unit, enrolment.campaign), enrolment, prospect)


def _forget_rejection(unit: Unit, meeting_id: int, now: int) -> None:
    for kind in OF_A_REJECTION:
        unit.tasks.close_for_meeting(meeting_id, kind, "cancelled", now)


def _rejected(desk: Desk, unit: Unit, about: Decided, word: SalesWord) -> None:
    now, meeting, rejection = desk.now(), about.meeting, REJECTIONS[word.code]
    for kind in OVER_ONCE_DECIDED:
        unit.tasks.close_for_meeting(meeting.id, kind, "done", now)
    ahead = meeting.status in OPEN and meeting.starts_at > now
    if rejection.follows == "return" and not about.prospect.blocked:
        _return(desk, unit, about, word.reason)
    else:
        if stands_rejected(word.code) and ahead:
            cancel_in(desk, unit, meeting, CALLED_OFF, back_to_pool=False)
        if not about.gone_on:
            _move(desk, unit, about, rejection, ahead=ahead)
    words = f"{words_of(word.code)}. {word.reason}"
    more = None if about.prospect.blocked or about.gone_on else OWED_NOW.get(rejection.follows)
    owed = {REBOOK: words} if more == REBOOK else {REJECTED_DUTY: words, **({more: word.reason} if more else {})}
    for kind, said in owed.items():
        unit.tasks.add(meeting_task(meeting, kind, meeting.booked_by, now, now, said))


def _return(desk: Desk, unit: Unit, about: Decided, note: str) -> None:
    """Give it back to whoever set it, to be completed before the meeting; it is an SQL no more until it is."""
    now, handoff = desk.now(), replace(about.handoff, state=RETURNED)
    unit.meetings.save_handoff(handoff)
    meeting = replace(about.meeting, status="booked_not_qualified")
    meeting = add_change(desk, unit, meeting, "returned", {"sql": str(handoff.id), "note": note, "by": "sales"})
    close_duties(unit, meeting.enrolment_id, (COMPLETE,), "cancelled", now)
    unit.tasks.add(meeting_task(meeting, COMPLETE, meeting.booked_by, now, now, note))
    return_to_setter(desk, unit, meeting)
    subject, detail = f"prospect/{about.prospect.id}", {"sql": str(handoff.id), "by": "sales"}
    desk.audit(unit, "return_sql", subject, detail, old=about.handoff.state, new=handoff.state)


def _move(desk: Desk, unit: Unit, about: Decided, rejection: Rejection, *, ahead: bool) -> None:
    """Move whom sales rejected on: back later, out of the campaign, or to be booked with another rep."""
    promise, waiting = unit.tasks.open_callback(about.enrolment.id), completion_promise(unit, about.enrolment.id)
    own = promise is not None and waiting is None
    before = str(WorkState.HANDED_OFF) if about.sent_away else about.before
    state = after_rejection(before, rejection.follows, own_promise=own, meeting_ahead=ahead)
    if about.prospect.blocked:
        state = str(WorkState.CLOSED if before == WorkState.HANDED_OFF else before)
    if state == before and (about.prospect.blocked or state != WorkState.CALLBACK):
        return
    if promise is not None and (waiting is not None or state == WorkState.DISQUALIFIED):
        unit.tasks.save_callback(replace(promise, state="cancelled", closed_at=desk.now()))
    if state == WorkState.CALLBACK:
        if not own:
            _promise(desk, unit, about, state)
        return
    if state == WorkState.NURTURE:
        _come_back(desk, unit, about, rejection.code)
    else:
        _write_state(unit, about, state, f"{CALLED_OFF}_{rejection.code}", None, "")


def _back_to_sales(desk: Desk, unit: Unit, about: Decided, state: str) -> None:
    """They wait for their meeting again, or sales has held it; a call that they were promised is made first."""
    promise, waiting = unit.tasks.open_callback(about.enrolment.id), completion_promise(unit, about.enrolment.id)
    if promise is not None and waiting is None:
        return
    if waiting is not None:
        unit.tasks.save_callback(replace(waiting, state="cancelled", closed_at=desk.now()))
    _write_state(unit, about, state, "sales_accepted", about.meeting.starts_at, "")


def _promise(desk: Desk, unit: Unit, about: Decided, state: str) -> None:
    """Have whoever set the meeting ring them soon, to book it anew."""
    if unit.tasks.open_callback(about.enrolment.id) is not None:
        return
    case, owner = _case(desk, unit, about), about.meeting.booked_by
    at = case.soon()
    unit.tasks.add_callback(promise_about(desk, about.meeting, case, at, owner))
    _write_state(unit, about, state, REBOOK, at, owner)


def _come_back(desk: Desk, unit: Unit, about: Decided, code: str) -> None:
    """Begin a new cycle after the campaign's days, or when their own horizon begins, if that is later."""
    case, days = _case(desk, unit, about), about.campaign.calling.cadence.nurture_days
    if code == TOO_FAR:
        days = max(days, horizon_begins(about.campaign.gates, facts_of(unit, about.prospect)))
    at, enrolment = case.opening_on(case.today + timedelta(days=days)), about.enrolment
    begun = about.sent_away and about.before == WorkState.NURTURE
    cycle = enrolment.cycle if begun else enrolment.cycle + 1
    fresh = replace(enrolment, cycle=cycle, cycle_started_at=at, attempts=0)
    _write_state(unit, replace(about, enrolment=fresh), WorkState.NURTURE, f"{CALLED_OFF}_{code}", at, "")


def _case(desk: Desk, unit: Unit, about: Decided) -> Case:
    return case_of(desk, unit, about.enrolment, about.prospect, about.campaign, WorkState(about.before))


def _write_state(unit: Unit, about: Decided, state: str, reason: str, next_at: int | None, owner: str) -> None:
    """Whoever is on the line goes there once the call is over."""
    enrolment = replace(about.enrolment, state_reason=reason, next_at=next_at, owner=owner)
    if about.live is not None:
        unit.calls.save(replace(about.live, state_before=state))
    else:
        enrolment = replace(enrolment, work_state=state)
    unit.prospects.save_enrolment(enrolment)
