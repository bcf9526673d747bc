"""An enrolment's place in the queue, always what its state says."""

from __future__ import annotations

from msgspec.structs import replace

from setter.domain.campaign import Campaign
from setter.domain.law import CONSENT
from setter.domain.scoring import RECYCLED
from setter.domain.units import MINUTE
from setter.law.jurisdictions import Where
from setter.services.audited import by_itself
from setter.services.callability import consents_of, locality_of
from setter.services.desk import Desk
from setter.services.warmth import warmed
from setter.services.windows import window_of
from setter.store.queue import LEASED, PROMISED, READY, WAITING
from setter.store.records import Call, Enrolment, Prospect, Queued
from setter.store.unit import Unit

PROMISE_LEAD_MS = 5 * MINUTE
"""A promised callback is on the caller's screen this long before its time (domain §3.5)."""

STILL_CALLABLE = ("queued", "cooling", "callback", "nurture", "exhausted")
"""The work states that have a place in the queue; whoever is `new` waits for the whole of their list to be there."""
KEPT_OUT = ("consent", "registry")
"""Rules of the gate that only paper heals: whom they keep out of the queue bears them as the reason."""
PROMOTE_BATCH, OTHERS_BATCH = 500, 50
"""How many are woken at a time: in one statement, and one by one where more than the time has to be looked at."""


def settle(unit: Unit, enrolment: Enrolment, prospect: Prospect, now: int) -> None:
    """Put an enrolment where its state says: ready, waiting, promised, or nowhere.

    Somebody nobody may contact, with no usable number or in an unknown zone, stands in no queue at all, nor whom a
    register kept out until the gate is asked again. Whoever is in a call stays under its lease. The person's other
    campaigns go by the same zones, places and numbers.
    """
    phones = unit.prospects.phones(prospect.id)
    where = locality_of(prospect, phones, now)
    reachable = bool(where.zones) and not prospect.blocked and any(phone.standing == "ok" for phone in phones)
    _stand(unit, enrolment, prospect.language, where, reachable, now)
    for other in unit.prospects.enrolments(prospect.id):
        elsewhere = (other.zones, other.places) != where
        if other.id != enrolment.id and (elsewhere or (reachable and _without_place(unit, other))):
            _stand(unit, other, prospect.language, where, reachable, now)


def _without_place(unit: Unit, enrolment: Enrolment) -> bool:
    return enrolment.work_state in STILL_CALLABLE and unit.queue.get(enrolment.id) is None


def _stand(unit: Unit, enrolment: Enrolment, language: str, where: Where, reachable: bool, now: int) -> None:
    if where != (enrolment.zones, enrolment.places):
        enrolment = replace(enrolment, **where._asdict())
        unit.prospects.save_enrolment(enrolment)
    if enrolment.work_state == "in_call":
        return
    if enrolment.work_state not in STILL_CALLABLE or not reachable:
        unit.queue.remove(enrolment.id)
        return
    slot, due = _slot(enrolment)
    window, asks = window_of(unit, enrolment.campaign, *where, language, now)
    wanted = "" if slot == PROMISED else _paper_wanted(unit, enrolment, asks)
    reason = wanted or ("" if enrolment.state_reason in KEPT_OUT else enrolment.state_reason)
    if reason != enrolment.state_reason:
        unit.prospects.save_enrolment(replace(enrolment, state_reason=reason))
    if wanted or (slot == WAITING and enrolment.next_at is None):
        unit.queue.remove(enrolment.id)
        return
    unit.queue.place(
        Queued(
            enrolment_id=enrolment.id,
            campaign=enrolment.campaign,
            prospect_id=enrolment.prospect_id,
            calling_window=window,
            tier=enrolment.tier,
            priority=enrolment.priority,
            slot=slot,
            due=due,
            last_attempt_at=enrolment.last_attempt_at or 0,
            owner=enrolment.owner if slot == PROMISED else "",
            holder="",
            call_id=None,
        )
    )


def _paper_wanted(unit: Unit, enrolment: Enrolment, asks: bool) -> str:
    """Which paper keeps somebody out of the queue: their word, or a register that the gate found against them."""
    barred = enrolment.state_reason == "registry"
    consents = consents_of(unit, enrolment.prospect_id) if asks or barred else ()
    if asks and not consents:
        return "consent"
    return "registry" if barred and CONSENT not in consents else ""


def _slot(enrolment: Enrolment) -> tuple[int, int]:
    due = enrolment.next_at or 0
    if enrolment.work_state == "queued" and not due:
        return READY, 0
    if enrolment.work_state == "callback":
        return PROMISED, due - PROMISE_LEAD_MS
    return WAITING, due


def stand_in_queue(unit: Unit, enrolment: Enrolment, now: int) -> Queued:
    """A place to be held from for somebody who is in no queue; the gate still rules every dial."""
    prospect = unit.prospects.get(enrolment.prospect_id)
    language = prospect.language if prospect else ""
    return Queued(
        enrolment.id,
        enrolment.campaign,
        enrolment.prospect_id,
        window_of(unit, enrolment.campaign, enrolment.zones, enrolment.places, language, now)[0],
        enrolment.tier,
        enrolment.priority,
        WAITING,
        now,
        enrolment.last_attempt_at or 0,
        "",
        "",
        None,
    )


def promote_due(unit: Unit, now: int) -> bool:
    """Wake those whose time has come: waits that ended, leases that ran out, promises that are due; oldest first.

    A morning on which thousands are due wakes so many at a time, so that nobody waits for all of them; True when
    there may be more.
    """
    woken = unit.queue.wake_waits(now, PROMOTE_BATCH)
    promised = unit.queue.wake_promises(now, PROMISE_LEAD_MS, PROMOTE_BATCH)
    if PROMOTE_BATCH in (woken, promised):
        return True
    others = unit.queue.due(now, OTHERS_BATCH)
    for queued in others:
        _wake(unit, queued, now)
    return len(others) == OTHERS_BATCH


def wake(unit: Unit, campaign: Campaign, number: int, now: int) -> bool:
    """Wake whose time has come, and let anybody keep a campaign's promises whose owners let the grace pass.

    True when there may be more to do.
    """
    if not sleepers(unit, campaign, number, now):
        return False
    more = promote_due(unit, now)
    freed = unit.queue.free_overdue(number, reserved_until(campaign, now), PROMOTE_BATCH)
    return more or freed == PROMOTE_BATCH


def sleepers(unit: Unit, campaign: Campaign, number: int, now: int) -> bool:
    """Say whether there is anybody whom `wake` would wake."""
    return unit.queue.anybody_due(now, number, reserved_until(campaign, now))


def reserved_until(campaign: Campaign, now: int) -> int:
    """Promises that stood in the queue before this instant (UTC milliseconds) are no longer their owner's alone."""
    return now - campaign.calling.callback_grace_minutes * MINUTE - PROMISE_LEAD_MS


def put_back(unit: Unit, call: Call, now: int, ended_at: int | None = None) -> None:
    """End a call without an outcome and put its prospect back where they stood before it.

    It ended at `ended_at`, or else now.
    """
    unit.calls.save(replace(call, state="released", closed_at=ended_at or now))
    unit.meetings.drop_holds(call.id)
    enrolment = unit.prospects.enrolment(call.enrolment_id)
    prospect = unit.prospects.get(call.prospect_id)
    if enrolment is None or prospect is None:
        return
    enrolment = replace(enrolment, work_state=call.state_before)
    if prospect.blocked and call.state_before in STILL_CALLABLE:
        enrolment = replace(enrolment, work_state="closed", state_reason=prospect.blocked, next_at=None, owner="")
    unit.prospects.save_enrolment(enrolment)
    settle(unit, enrolment, prospect, now)


def give_back(desk: Desk, unit: Unit, call: Call, why: str) -> None:
    """Put a call's prospect back now, because somebody did something: `why` is its code in the audit."""
    put_back(unit, call, desk.now())
    desk.audit(unit, "release", f"call/{call.id}", old=call.state, new="released", why=why)


def _wake(unit: Unit, queued: Queued, now: int) -> None:
    enrolment = unit.prospects.enrolment(queued.enrolment_id)
    if queued.slot == LEASED:
        _let_go(unit, queued, now)
        return
    if enrolment is None or enrolment.work_state not in STILL_CALLABLE:
        unit.queue.remove(queued.enrolment_id)
        return
    if enrolment.work_state == "callback":
        _wake_promise(unit, queued, enrolment, now)
        return
    prospect = unit.prospects.get(queued.prospect_id)
    if prospect is not None:
        enrolment = warmed(unit, enrolment, prospect, now)
    if enrolment.work_state == "exhausted":
        cycle, fresh = enrolment.cycle + 1, enrolment.score * 100  # no attempt weighs on a new cycle
        enrolment = replace(enrolment, cycle=cycle, cycle_started_at=now, attempts=0, tier=RECYCLED, priority=fresh)
    enrolment = replace(enrolment, work_state="queued", next_at=None)
    unit.prospects.save_enrolment(enrolment)
    woken = replace(queued, slot=READY, due=0, tier=enrolment.tier, priority=enrolment.priority)
    unit.queue.place(replace(woken, owner="", holder="", call_id=None))


def _wake_promise(unit: Unit, queued: Queued, enrolment: Enrolment, now: int) -> None:
    """A promise is due a little before its time; it stays its owner's until the grace is over."""
    due = (enrolment.next_at or 0) - PROMISE_LEAD_MS
    slot = READY if due <= now else PROMISED
    woken = replace(queued, slot=slot, due=due, tier=enrolment.tier, owner=enrolment.owner, holder="", call_id=None)
    unit.queue.place(woken)


def _let_go(unit: Unit, queued: Queued, now: int) -> None:
    """A lease ran out: the call is over for its caller, the prospect goes back to where they were."""
    call = unit.calls.get(queued.call_id) if queued.call_id else None
    if call is not None and call.state == "live":
        put_back(unit, call, now, ended_at=queued.due)
        by_itself(unit, "release", f"call/{call.id}", now, old=call.state, new="released", why="lease_ran_out")
        return
    enrolment, prospect = unit.prospects.enrolment(queued.enrolment_id), unit.prospects.get(queued.prospect_id)
    if enrolment is None or prospect is None:
        unit.queue.remove(queued.enrolment_id)
        return
    if enrolment.work_state == "in_call":
        enrolment = replace(enrolment, work_state="queued")
        unit.prospects.save_enrolment(enrolment)
    settle(unit, enrolment, prospect, now)
