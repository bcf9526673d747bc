"""Somebody just claimed who is not to be rung now after all: by the gate, the clock, or for a colleague's sake."""

from __future__ import annotations

from msgspec.structs import replace

from setter.domain.campaign import Campaign
from setter.domain.scoring import INQUIRY
from setter.domain.units import DAY, HOUR
from setter.domain.verdict import Verdict
from setter.services.callability import best_line, lines_of
from setter.services.clock import iso
from setter.services.desk import Desk
from setter.services.left_alone import acts_against, reasons_for
from setter.services.place import KEPT_OUT, STILL_CALLABLE, settle
from setter.services.suppress import close_everywhere
from setter.services.warmth import warmed
from setter.store.queue import WAITING
from setter.store.records import Enrolment, Prospect, Queued
from setter.store.unit import Unit


def set_aside(desk: Desk, unit: Unit, campaign: Campaign, queued: Queued, now: int, opens_by: int) -> bool:
    """Ask the gate of somebody just claimed; True when it refuses, and they wait until it opens.

    By which rule stands in the audit.
    """
    enrolment = unit.prospects.enrolment(queued.enrolment_id)
    prospect = unit.prospects.get(queued.prospect_id)
    if enrolment is None or prospect is None:
        unit.queue.remove(queued.enrolment_id)
        return True
    line = best_line(lines_of(unit, campaign, enrolment, prospect, now, holder_ok=True))
    opens_at = _opens_at(line.verdict, now) if line else None
    if opens_at is not None and opens_at <= opens_by:
        return False
    rule = line.verdict.refusals[0].rule if line else "number"
    _audit(desk, unit, queued, rule, opens_at)
    if line is not None and rule == "suppressed":
        close_everywhere(unit, prospect.id, reasons_for(unit, prospect)[0], acts_against(unit, prospect), now)
    if opens_at is None or enrolment.work_state not in STILL_CALLABLE:
        _take_out(unit, enrolment, rule)
    else:
        unit.queue.place(replace(queued, slot=WAITING, due=opens_at, holder="", call_id=None))
    return True


def kept_out(unit: Unit, campaign: Campaign, enrolment: Enrolment, now: int) -> bool:
    """Take somebody out of the queue whom the gate refuses for want of a paper; True when it does."""
    prospect = unit.prospects.get(enrolment.prospect_id)
    line = best_line(lines_of(unit, campaign, enrolment, prospect, now, holder_ok=True)) if prospect else None
    refused = line.verdict.refusals if line else ()
    if not refused or refused[0].rule not in KEPT_OUT:
        return False
    _take_out(unit, enrolment, refused[0].rule)
    return True


def _take_out(unit: Unit, enrolment: Enrolment, rule: str) -> None:
    """Out of the queue; for want of a paper that stays on record, for others are kept out by other means."""
    unit.queue.remove(enrolment.id)
    if rule in KEPT_OUT:
        unit.prospects.save_enrolment(replace(enrolment, state_reason=rule))


def rings_at(unit: Unit, campaign: Campaign, enrolment: Enrolment, prospect: Prospect, now: int) -> int | None:
    """From when on the gate lets somebody be dialled, `now` at the earliest; None where time alone changes nothing."""
    line = best_line(lines_of(unit, campaign, enrolment, prospect, now, holder_ok=True))
    return _opens_at(line.verdict, now) if line else None


def _audit(desk: Desk, unit: Unit, queued: Queued, rule: str, opens_at: int | None) -> None:
    until = {} if opens_at is None else {"opens_at": iso(opens_at)}
    detail = {"rule": rule, "campaign": queued.campaign} | until
    desk.audit(unit, "set_aside", f"prospect/{queued.prospect_id}", detail)


def _opens_at(verdict: Verdict, now: int) -> int | None:
    """When to ring or to look again: now, when it opens, or a day on where time heals all that refuses."""
    if verdict.allowed:
        return now
    if verdict.opens_at is not None or any(each.opens_at is None for each in verdict.refusals):
        return verdict.opens_at
    return max((each.opens_at or now for each in verdict.refusals), default=now) + DAY


def cooled(unit: Unit, queued: Queued, now: int) -> bool:
    """Weigh somebody just claimed by the clock; True when they have cooled, and go back to their place further down."""
    enrolment, prospect = unit.prospects.enrolment(queued.enrolment_id), unit.prospects.get(queued.prospect_id)
    if enrolment is None or prospect is None:
        return False
    anew = warmed(unit, enrolment, prospect, now)
    if (anew.tier, anew.temperature) == (enrolment.tier, enrolment.temperature):
        return False
    unit.prospects.save_enrolment(anew)
    if anew.tier <= enrolment.tier:
        return False
    settle(unit, anew, prospect, now)
    return True


def spread(unit: Unit, campaign: Campaign, queued: Queued, now: int) -> bool:
    """Say whether a colleague of somebody just claimed was rung of late, or is held: then all of the company wait.

    Promises and inquiries are never put off (domain §3.5, 6).
    """
    if queued.tier <= INQUIRY or not campaign.calling.company_spread_hours:
        return False
    until = unit.queue.company_busy_until(queued.prospect_id, now, round(campaign.calling.company_spread_hours * HOUR))
    if until is None or until <= now:
        return False
    unit.queue.spread(queued, INQUIRY + 1, until)
    return True
