"""Take the best callable prospect, or the one a caller picked, under a lease."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.calling_window import closed_campaign
from setter.domain.campaign import Campaign
from setter.domain.errors import Refused
from setter.domain.units import MINUTE
from setter.services.at_hand import look_for_work, sit_down
from setter.services.attempts import dialled
from setter.services.callability import contact_verdict
from setter.services.colleagues import check_calls_for, check_on_the_phone
from setter.services.desk import Desk
from setter.services.give_out import begin_call, best_call
from setter.services.place import (
    PROMISE_LEAD_MS,
    give_back,
    promote_due,
    reserved_until,
    stand_in_queue,
    wake,
)
from setter.services.promise_first import check_none_is_near, promised_now
from setter.services.put_off import set_aside
from setter.services.queue_view import why_queue
from setter.services.still_here import enrolled, gone
from setter.store.ids import new_id
from setter.store.records import Call, Enrolment
from setter.store.unit import Unit

MOST_TURNS = 200
"""How often it is looked further after so many had to be put aside; nobody waits long for the others' sake."""
DIALLED_LEASE_MINUTES = 60
"""A call that was dialled is held longer than one that was only opened: its caller may be talking."""


class Taken(Struct, frozen=True):
    """A call in hand, or why there is none: (rule, count) pairs that sum to the campaign's list.

    `more` says that so many had to be put aside that others have not been looked at yet.
    """

    call: Call | None
    lease_until: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    resumed: bool = False
    more: bool = False


def next_call(desk: Desk, campaign_id: str) -> Taken:
    """Give the caller's live call back, or take the best callable prospect of a campaign.

    Promises come first: within five minutes of one, in whichever campaign, only that prospect is loaded; one that is
    shut at its time comes first from five minutes before its line opens.
    """

    def claim(unit: Unit) -> Taken:
        unit.queue.take_turn(desk.caller)
        sit_down(desk, unit)
        row = desk.active_row(unit, campaign_id)
        live = live_call(desk, unit)
        if live is not None:
            return live
        check_on_the_phone(desk, unit, "next")
        check_calls_for(desk, unit, row.number, "next")
        campaign = desk.campaign_of(unit, row)
        now = desk.now()
        look_for_work(unit, row.number, now, reserved_until(campaign, now))
        wake(unit, campaign, row.number, now)
        for promised in promised_now(desk, unit, now):
            rules = desk.campaign(unit, promised.campaign)
            if closed_campaign(rules.calling, (promised.zone,), now):  # its days may be made longer: it keeps its place
                continue
            taken = _take(desk, unit, rules, promised.enrolment_id, now, opens_by=now + PROMISE_LEAD_MS)
            if taken is not None:
                return taken
        call, until, more = best_call(desk, unit, campaign, row.number, now)
        return Taken(call, until, more=more)

    for _ in range(MOST_TURNS):
        taken = desk.store.claim(claim)
        if taken.call or not taken.more:
            break
    return taken if taken.call else replace(taken, reasons=why_queue(desk, campaign_id))


def take(desk: Desk, enrolment_id: int) -> Taken:
    """Take one prospect by hand.

    Refused when somebody holds the person or promised to call them, nobody may contact them, an own promise is near,
    or the campaign lets nobody pick: with both there only what is one's own to do is taken by hand.
    """

    call_id = new_id(desk.now())
    return desk.store.claim(lambda unit: take_in(desk, unit, enrolment_id, call_id))


def take_in(desk: Desk, unit: Unit, enrolment_id: int, call_id: int) -> Taken:
    """Take one prospect by hand inside a write, under an id made once: the same again finds the call that began."""
    unit.queue.take_turn(desk.caller)
    live = live_call(desk, unit)
    if live is not None and live.call is not None:
        if live.call.enrolment_id == enrolment_id:  # taken before, or just now, and the server's word of it lost
            return replace(live, resumed=live.call.id != call_id)
        raise Refused("call_live", "You are still in a call.", "take", "Record its outcome first.")
    now = desk.now()
    promote_due(unit, now)
    enrolment = unit.prospects.hold_enrolment(enrolment_id)  # what is asked of it now holds until it is taken
    if enrolment is None:
        raise gone("take")
    campaign = desk.campaign(unit, enrolment.campaign)
    _check_takable(desk, unit, campaign, enrolment, now)
    if unit.queue.get(enrolment_id) is None:
        unit.queue.place(stand_in_queue(unit, enrolment, now))
    taken = _take(desk, unit, campaign, enrolment_id, now, opens_by=None, call_id=call_id)
    if taken is None:
        raise Refused("held", "A colleague has this person on the line.", "take", "Take the next one.")
    return taken


def take_prospect(desk: Desk, prospect_id: int, campaign_id: str) -> Taken:
    """Take a person of a campaign by hand, as `take`; Wrong when the campaign has no such person."""

    def find(unit: Unit) -> int:
        desk.active_row(unit, campaign_id)
        return enrolled(desk, unit, campaign_id, prospect_id)[1].id

    return take(desk, desk.store.read(find))


def _check_takable(desk: Desk, unit: Unit, campaign: Campaign, enrolment: Enrolment, now: int) -> None:
    prospect = unit.prospects.get(enrolment.prospect_id)
    if prospect is None:
        raise gone("take")
    verdict = contact_verdict(unit, campaign, enrolment, prospect, now)
    if not verdict.allowed:
        raise Refused("contact", verdict.reason, "take", "Take the next one.")
    check_on_the_phone(desk, unit, "take")
    if not _is_own_promise(desk, unit, enrolment.id):  # which is kept, whatever else one calls for
        check_calls_for(desk, unit, enrolment.campaign, "take")
    _check_promised(desk, unit, campaign, enrolment.id, now)
    check_none_is_near(desk, unit, enrolment, now)
    _check_pick(desk, unit, campaign, enrolment.id)


def _is_own_promise(desk: Desk, unit: Unit, enrolment_id: int) -> bool:
    promise = unit.tasks.open_callback(enrolment_id)
    return promise is not None and promise.owner == desk.caller


def _check_promised(desk: Desk, unit: Unit, campaign: Campaign, enrolment_id: int, now: int) -> None:
    """Whoever promised a call makes it: nobody else, before their grace is over or it is due on their break."""
    promise = unit.tasks.open_callback(enrolment_id)
    if promise is None or promise.owner in ("", desk.caller):
        return
    away, grace = promise.owner in unit.tasks.away(), campaign.calling.callback_grace_minutes * MINUTE
    if now < promise.due_at + (-PROMISE_LEAD_MS if away else grace):
        sentence = f"{promise.owner} has promised to call them: {promise.wall.replace('T', ' ')} {promise.zone}."
        raise Refused("promised", sentence, "take", f"Ask {promise.owner} to pass it on, or take the next.")


def _check_pick(desk: Desk, unit: Unit, campaign: Campaign, enrolment_id: int) -> None:
    """Where the campaign gives out the best one, only a promise or a duty is taken by hand, or by a team lead."""
    if campaign.calling.pick != "best" or desk.gives_out_work(unit):
        return
    due = [task.owner for task in unit.tasks.of_enrolment(enrolment_id) if task.state == "open"]
    promise = unit.tasks.open_callback(enrolment_id)
    if not {desk.caller, ""} & {*due, *([promise.owner] if promise else [])}:
        raise Refused("pick", "This campaign gives out the best one: nobody picks.", "take", "Take the next.")


def live_call(desk: Desk, unit: Unit) -> Taken | None:
    """The call that this caller is in, with its lease renewed."""
    call = unit.calls.live(desk.caller)
    if call is None:
        return None
    campaign = desk.campaign(unit, call.campaign, call.campaign_version)
    until = renew(desk, unit, campaign, call)
    return Taken(call, until, resumed=True)


def renew(desk: Desk, unit: Unit, campaign: Campaign, call: Call) -> int:
    """Keep a call's lease alive; until when (UTC milliseconds)."""
    minutes = campaign.calling.lease_minutes
    if dialled(unit, call.id):
        minutes = max(minutes, DIALLED_LEASE_MINUTES)
    until = desk.now() + minutes * MINUTE
    unit.queue.extend(call.id, desk.caller, until)
    return until


def heartbeat(desk: Desk, call_id: int) -> bool:
    """Keep a live call's lease while its screen is open; False when the call is no longer this caller's."""

    def beat(unit: Unit) -> bool:
        call = unit.calls.get(call_id)
        if call is None or call.state != "live" or call.caller != desk.caller:
            return False
        for each in unit.calls.all_live(desk.caller):  # a call that waits for another to end is held as well
            renew(desk, unit, desk.campaign(unit, each.campaign, each.campaign_version), each)
        return True

    return desk.store.write(beat, durable=False)


def release(desk: Desk, call_id: int) -> None:
    """Put a prospect back undialled, as if never taken; again changes nothing, Refused once the call was dialled."""

    def let_go(unit: Unit) -> None:
        call = desk.own_call(unit, call_id)
        if call.state != "live":
            return
        if dialled(unit, call_id):
            raise Refused("dialled", "This call was dialled.", "release", "Record its outcome first.")
        give_back(desk, unit, call, "undialled")

    desk.store.write(let_go, durable=False)


def _take(
    desk: Desk,
    unit: Unit,
    campaign: Campaign,
    enrolment_id: int,
    now: int,
    *,
    opens_by: int | None,
    call_id: int | None = None,
) -> Taken | None:
    """Take one prospect whose line opens by an instant at the latest; None as `opens_by` is for by hand: whenever."""
    call_id = call_id or new_id(now)
    until = now + campaign.calling.lease_minutes * MINUTE
    queued = unit.queue.claim_this(enrolment_id, desk.caller, call_id, until)
    if queued is None:
        return None
    if opens_by is not None and set_aside(desk, unit, campaign, queued, now, opens_by):
        return None
    return Taken(begin_call(desk, unit, campaign, queued, call_id), until)
