"""A promise comes first: within five minutes of one nobody fresh is loaded, whether given out or picked by hand."""

from __future__ import annotations

from setter.domain.campaign import Campaign
from setter.domain.errors import Refused
from setter.domain.units import MINUTE
from setter.services.desk import Desk
from setter.services.place import PROMISE_LEAD_MS
from setter.services.put_off import rings_at
from setter.store.records import Callback, Enrolment
from setter.store.unit import Unit


def promised_now(desk: Desk, unit: Unit, now: int) -> list[Callback]:
    """A caller's own promises of a time that is near or over, in active campaigns, the earliest first."""
    active = {row.number for row in unit.campaigns.all() if row.status == "active"}
    return [
        promise
        for promise in unit.tasks.promises_of(desk.caller)
        if promise.timed and promise.campaign in active and promise.due_at - now <= PROMISE_LEAD_MS
    ]


def check_none_is_near(desk: Desk, unit: Unit, enrolment: Enrolment, now: int) -> None:
    """Refused("promise_first") for somebody fresh from five minutes before an own promise until its grace is over.

    The promise itself, other promises, duties, and whatever a team lead takes are free; so is everybody while the
    line of whoever was promised is shut or taken.
    """
    near = [each for each in promised_now(desk, unit, now) if each.enrolment_id != enrolment.id]
    if not near or _is_owed(desk, unit, enrolment) or desk.gives_out_work(unit):
        return
    for promise in near:
        at = _promised_at(desk, unit, promise, now)
        if at is not None and at - PROMISE_LEAD_MS <= now <= at + promise.grace_minutes * MINUTE:
            sentence = f"You promised a call {_when(promise, at, now)}: nobody fresh is taken so near to it."
            raise Refused("promise_first", sentence, "take", "Take the next one: it is whom you promised.")


def _is_owed(desk: Desk, unit: Unit, enrolment: Enrolment) -> bool:
    """Say whether somebody is owed a call themselves: by a promise or a duty of this caller's or of the pool's."""
    promise = unit.tasks.open_callback(enrolment.id)
    owed = [task.owner for task in unit.tasks.of_enrolment(enrolment.id) if task.state == "open"]
    return bool({desk.caller, ""} & {*owed, *([promise.owner] if promise else [])})


def _promised_at(desk: Desk, unit: Unit, promise: Callback, now: int) -> int | None:
    """When a promise is to be kept: at its time, or as soon as the line opens after it; None where it cannot be."""
    enrolment, prospect = unit.prospects.enrolment(promise.enrolment_id), unit.prospects.get(promise.prospect_id)
    if enrolment is None or prospect is None or unit.queue.lease_on(promise.prospect_id) is not None:
        return None
    campaign: Campaign = desk.campaign(unit, promise.campaign)
    opens_at = rings_at(unit, campaign, enrolment, prospect, now)
    if opens_at is None:
        return None
    return promise.due_at if opens_at <= max(now, promise.due_at) else opens_at


def _when(promise: Callback, at: int, now: int) -> str:
    minutes = max(0, at - now) // MINUTE
    soon = f"in {minutes} min" if at > now else "and it is due"
    return f"for {promise.wall.replace('T', ' ')} {promise.zone}, {soon}"
