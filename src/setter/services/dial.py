"""Dial a number: the gate is asked at this instant, inside the write, and its verdict is kept with the attempt."""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec

from setter.domain.cadence import day_part
from setter.domain.callable import Verdict
from setter.domain.calling_window import clock_words, local_time
from setter.domain.errors import Refused, Wrong
from setter.services.callability import Line, best_line, lines_of, zones_in
from setter.services.desk import Desk
from setter.services.here import own_zone
from setter.services.standing import score_lines, score_of
from setter.services.take_call import renew
from setter.store.ids import new_id
from setter.store.records import Attempt, Call, Phone
from setter.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Dialled:
    """The attempt that began, the number to dial and the gate's verdict."""

    attempt: int
    phone: Phone
    verdict: Verdict


def dial(desk: Desk, call_id: int, number: str = "", reference: str = "") -> Dialled:
    """Begin an attempt on a number of the call's prospect; Refused with the rule that says no.

    Without `number` it is the first that may be dialled. An attempt in progress is returned again: nobody dials
    twice by pressing a key twice.
    """

    def begin(unit: Unit) -> Dialled:
        call = live(desk, unit, call_id)
        running = [attempt for attempt in unit.calls.attempts(call.id) if attempt.ended_at is None]
        if running:
            return _again(unit, running[-1], number)
        campaign = desk.campaign(unit, call.campaign, call.campaign_version)
        line = _line(desk, unit, call, number)
        if not line.verdict.allowed:
            refusal = line.verdict.refusals[0]
            desk.audit(unit, "dial_refused", f"call/{call.id}", {"rule": refusal.rule})
            return Dialled(0, line.phone, line.verdict)
        attempt = attempt_of(desk, unit, call, line.phone, line.verdict, reference=reference)
        unit.calls.add_attempt(attempt)
        renew(desk, unit, campaign, call)
        desk.audit(unit, "dial", f"call/{call.id}", {"attempt": str(attempt.id), "phone": str(line.phone.id)})
        return Dialled(attempt.id, line.phone, line.verdict)

    dialled = desk.store.write(begin)
    if not dialled.verdict.allowed:
        refusal = dialled.verdict.refusals[0]
        raise Refused(refusal.rule, refusal.detail, "dial", "Ask why for every rule, or take the next prospect.")
    return dialled


def next_number(desk: Desk, call_id: int) -> Dialled:
    """Nobody answered on this number: end the attempt as such and dial the next one, keeping the prospect.

    Refused, with the running attempt untouched, when no other number may be dialled.
    """

    def close(unit: Unit) -> str:
        call = live(desk, unit, call_id)
        attempts = unit.calls.attempts(call.id)
        if not attempts or attempts[-1].ended_at is not None:
            raise Refused("not_dialled", "No number is being dialled.", "next number", "Dial first.")
        tried = {attempt.e164 for attempt in attempts}
        lines = [line for line in call_lines(desk, unit, call) if line.phone.e164 not in tried]
        allowed = [line for line in lines if line.verdict.allowed]
        if not allowed:
            sentence = lines[0].verdict.reason if lines else "There is no other number."
            raise Refused("no_other_number", sentence, "next number", "Record the outcome: no answer.")
        unit.calls.save_attempt(replace(attempts[-1], ended_at=desk.now(), disposition="no_answer"))
        return allowed[0].phone.e164

    return dial(desk, call_id, desk.store.write(close))


def live(desk: Desk, unit: Unit, call_id: int) -> Call:
    """A call that is this caller's and live; Wrong or Refused otherwise."""
    call = unit.calls.get(call_id)
    if call is None:
        raise Wrong("no_call", "There is no such call.", "call", "Take one with: setter next.")
    if call.caller != desk.caller:
        raise Refused("not_yours", "This call is a colleague's.", "call", "Take your own with: setter next.")
    if call.state == "released" and call.closed_at is not None:
        sentence = f"Your hold on this prospect ran out, or was let go, at {clock_words(call.closed_at, own_zone())}."
        raise Refused("call_over", sentence, "call", "Take them again, or the next one.")
    if call.state != "live":
        raise Refused("call_over", "This call is over.", "call", "Take the next one, or undo its outcome.")
    return call


def call_lines(desk: Desk, unit: Unit, call: Call) -> list[Line]:
    """The numbers of a call's prospect with their verdicts at this instant.

    The gate hears the state before the call: being in a call opens nothing that was closed.
    """
    prospect = unit.prospects.get(call.prospect_id)
    enrolment = unit.prospects.enrolment(call.enrolment_id)
    if prospect is None or enrolment is None:
        raise Refused("gone", "This prospect is no longer here.", "call")
    campaign = desk.campaign(unit, call.campaign, call.campaign_version)
    held = unit.queue.held_by(call.id)
    return lines_of(
        unit,
        campaign,
        replace(enrolment, work_state=call.state_before),
        prospect,
        desk.now(),
        holder_ok=held is not None and held.holder == desk.caller,
        meeting_due=unit.meetings.open_for(enrolment.id) is not None,
    )


def _line(desk: Desk, unit: Unit, call: Call, number: str) -> Line:
    lines = call_lines(desk, unit, call)
    if number:
        wanted = "".join(sign for sign in number if sign.isdigit())
        lines = [line for line in lines if line.phone.e164.lstrip("+").endswith(wanted) and wanted]
        if not lines:
            raise Wrong("no_number", "This prospect has no such number.", "--phone", "Leave it out to dial the first.")
    line = best_line(lines)
    if line is None:
        raise Refused("number", "This prospect has no number to dial.", "dial", "Record it as disconnected.")
    return line


def attempt_of(
    desk: Desk, unit: Unit, call: Call, phone: Phone | None, verdict: Verdict, number: str = "", reference: str = ""
) -> Attempt:
    """An attempt that begins now, in the call's direction, with what was known at this instant.

    `phone` is None for somebody who calls from a number that is not theirs on the card: then `number` is it.
    """
    now = desk.now()
    campaign = desk.campaign(unit, call.campaign, call.campaign_version)
    prospect = unit.prospects.get(call.prospect_id)
    zones = zones_in(unit_zones(unit, call))
    zone = (prospect.said_zone if prospect else "") or (zones[0] if zones else "UTC")
    local = local_time(now, zone)
    score = score_of(unit, campaign, prospect) if prospect else None
    return Attempt(
        id=new_id(now),
        call_id=call.id,
        campaign=call.campaign,
        enrolment_id=call.enrolment_id,
        prospect_id=call.prospect_id,
        caller=desk.caller,
        phone_id=phone.id if phone else None,
        e164=phone.e164 if phone else number,
        direction=call.direction,
        started_at=now,
        local_wall=local.strftime("%Y-%m-%dT%H:%M"),
        zone=zone,
        day_part=day_part(campaign.calling.cadence, local),
        ended_at=None,
        disposition="",
        verdict=msgspec.json.encode(verdict).decode(),
        score=score.points if score else 0,
        score_lines=score_lines(score) if score else "[]",
        rule_set=campaign.scoring.id,
        campaign_version=call.campaign_version,
        dialler_reference=reference,
    )


def unit_zones(unit: Unit, call: Call) -> str:
    """The comma-joined zones of a call's enrolment."""
    enrolment = unit.prospects.enrolment(call.enrolment_id)
    return enrolment.zones if enrolment else ""


def _again(unit: Unit, attempt: Attempt, number: str) -> Dialled:
    wanted = "".join(sign for sign in number if sign.isdigit())
    if wanted and not attempt.e164.endswith(wanted):
        raise Refused("dialling", "Another number is being dialled.", "dial", "End it with j, or record the outcome.")
    phone = unit.prospects.phone(attempt.phone_id) if attempt.phone_id else None
    if phone is None:
        raise Refused("gone", "This number is no longer here.", "dial")
    return Dialled(attempt.id, phone, msgspec.json.decode(attempt.verdict, type=Verdict))
