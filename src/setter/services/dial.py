"""Dial a number: the gate is asked at this instant, inside the write, and its verdict is kept with the attempt."""

from __future__ import annotations

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from setter.domain.callable import Verdict
from setter.domain.calling_window import clock_words, local_time
from setter.domain.day_parts import day_part
from setter.domain.errors import Refused, Wrong
from setter.domain.units import MINUTE
from setter.services.at_hand import DIALLING, look_at_call
from setter.services.attempts import dialled, number_of
from setter.services.callability import Line, best_line, considered, contact_verdict, lines_of
from setter.services.desk import Desk
from setter.services.here import own_zone
from setter.services.past_cycles import keep_known
from setter.services.standing import score_lines, score_of
from setter.services.still_here import who
from setter.services.take_call import renew
from setter.store.ids import new_id
from setter.store.localities import names_in
from setter.store.records import Attempt, Call, Phone
from setter.store.unit import Unit

REPEAT_MS = MINUTE
"""Within this time a second dial of a running attempt is a key that repeats."""
FEWEST_DIGITS = 4


class Dialled(Struct, frozen=True):
    """The attempt that began, the number to dial and the gate's verdict."""

    attempt: int
    phone: Phone
    verdict: Verdict


def dial(desk: Desk, call_id: int, number: str = "", reference: str = "") -> Dialled:
    """Begin an attempt on a number of the call's prospect; Refused with the rule that says no.

    Without `number` it is the first that may be dialled. A key that repeats within a minute gets the attempt that
    is running, while its person may still be contacted; an attempt that ended, by an outcome taken back too, is
    over: the next dial asks the gate and counts.
    """

    def begin(unit: Unit) -> Dialled:
        call = live(desk, unit, call_id)
        look_at_call(desk, unit, DIALLING, call)
        running = [attempt for attempt in dialled(unit, call.id) if attempt.ended_at is None]
        if running:
            return _again(desk, unit, call, running[-1], number)
        return _begin(desk, unit, call, _line(call_lines(desk, unit, call), number), reference)

    return _or_refused(desk.store.record(begin))


def next_number(desk: Desk, call_id: int) -> Dialled:
    """Nobody answered on this number: end the attempt as such and dial the next one, in one write.

    Refused, with the running attempt untouched, when no other number may be dialled.
    """

    def move_on(unit: Unit) -> Dialled:
        call = live(desk, unit, call_id)
        attempts = dialled(unit, call.id)
        if not attempts or attempts[-1].disposition:
            raise Refused("not_dialled", "No number is being dialled.", "next number", "Dial first.")
        tried = {attempt.e164 for attempt in attempts}
        lines = [line for line in call_lines(desk, unit, call) if line.phone.e164 not in tried]
        allowed = [line for line in lines if line.verdict.allowed]
        if not allowed:
            sentence = lines[0].verdict.reason if lines else "There is no other number."
            raise Refused("no_other_number", sentence, "next number", "Record the outcome: no answer.")
        ended_at = attempts[-1].ended_at or desk.now()
        unit.calls.save_attempt(replace(attempts[-1], ended_at=ended_at, disposition="no_answer"))
        detail = {"attempt": str(attempts[-1].id)}
        desk.audit(unit, "attempt_over", f"call/{call.id}", detail, new="no_answer", why="next_number")
        return _begin(desk, unit, call, allowed[0], "")

    return _or_refused(desk.store.record(move_on))


def live(desk: Desk, unit: Unit, call_id: int) -> Call:
    """A call that is this caller's and live; Wrong or Refused otherwise."""
    call = desk.own_call(unit, call_id)
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
    prospect, enrolment = who(unit, call)
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


def _begin(desk: Desk, unit: Unit, call: Call, line: Line, reference: str) -> Dialled:
    """Begin an attempt on a line that the gate allows; a refusal is kept as well, and nothing of it is dialled."""
    if not line.verdict.allowed:
        return _refused(desk, unit, call, line.phone, line.verdict)
    attempt = attempt_of(desk, unit, call, line.phone, line.verdict, reference=reference)
    prospect = unit.prospects.get(call.prospect_id)
    unit.calls.add_attempt(attempt, prospect.company_id if prospect else None)
    if prospect is not None:
        keep_known(unit, attempt, prospect)
    renew(desk, unit, desk.campaign(unit, call.campaign, call.campaign_version), call)
    desk.audit(unit, "dial", f"call/{call.id}", {"attempt": str(attempt.id), "phone": str(line.phone.id)})
    return Dialled(attempt.id, line.phone, line.verdict)


def _refused(desk: Desk, unit: Unit, call: Call, phone: Phone, verdict: Verdict) -> Dialled:
    """Keep by which rule a number was not dialled, with the others that refuse it."""
    rule, *others = [each.rule for each in verdict.refusals]
    detail = {"rule": rule, "phone": str(phone.id)} | ({"others": others} if others else {})
    desk.audit(unit, "dial_refused", f"call/{call.id}", detail)
    return Dialled(0, phone, verdict)


def _or_refused(done: Dialled) -> Dialled:
    """Say no once the refusal is on record."""
    if not done.verdict.allowed:
        refusal = done.verdict.refusals[0]
        raise Refused(refusal.rule, refusal.detail, "dial", "Ask why for every rule, or take the next prospect.")
    return done


def _line(lines: list[Line], number: str) -> Line:
    if number and number.isdecimal() and len(number) < FEWEST_DIGITS:
        if not 1 <= int(number) <= len(lines):
            raise Wrong(
                "no_number", f"This prospect has {len(lines)} numbers.", "--phone", "Say which: 1 is the first."
            )
        lines = [lines[int(number) - 1]]
    elif number:
        wanted = _digits(number)
        if len(wanted) < FEWEST_DIGITS:
            hint = "Leave it out to dial the first."
            raise Wrong("no_number", f"Give at least the last {FEWEST_DIGITS} digits of the number.", "--phone", hint)
        lines = [line for line in lines if line.phone.e164.endswith(wanted)]
        if not lines:
            raise Wrong("no_number", "This prospect has no such number.", "--phone", "Leave it out to dial the first.")
    line = best_line(lines)
    if line is None:
        raise Refused("number", "This prospect has no number to dial.", "dial", "Record it as disconnected.")
    return line


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())


def attempt_of(
    desk: Desk, unit: Unit, call: Call, phone: Phone | None, verdict: Verdict, number: str = "", reference: str = ""
) -> Attempt:
    """An attempt that begins now, in the call's direction, with what was known at this instant.

    `phone` is None for somebody who calls from a number that is not theirs on the card: then `number` is it.
    """
    now = desk.now()
    campaign = desk.campaign(unit, call.campaign, call.campaign_version)
    prospect = unit.prospects.get(call.prospect_id)
    zones = names_in(unit_zones(unit, call))
    zone = (prospect.said_zone if prospect else "") or (zones[0] if zones else "UTC")
    local = local_time(now, zone)
    score = score_of(unit, campaign, prospect, now) if prospect else None
    if prospect is not None:
        known = considered(unit, campaign, prospect, phone.e164 if phone else number, now)
        verdict = replace(verdict, considered=known)
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
        rules_version=campaign.scoring.version,
    )


def unit_zones(unit: Unit, call: Call) -> str:
    """The comma-joined zones of a call's enrolment."""
    enrolment = unit.prospects.enrolment(call.enrolment_id)
    return enrolment.zones if enrolment else ""


def _again(desk: Desk, unit: Unit, call: Call, attempt: Attempt, number: str) -> Dialled:
    """Answer a repeated key with the attempt that is running; whoever may no longer be contacted is not shown again."""
    wanted = _digits(number)
    if (wanted and not attempt.e164.endswith(wanted)) or desk.now() - attempt.started_at > REPEAT_MS:
        sentence = "Another number is being dialled." if wanted else "This number is being dialled already."
        raise Refused("dialling", sentence, "dial", "Try the next number, or record the outcome.")
    prospect, enrolment = who(unit, call)
    phone = number_of(unit, attempt)
    if phone is None:
        raise Refused("gone", "This number is no longer here.", "dial", "Record how this attempt ended.")
    campaign = desk.campaign(unit, call.campaign, call.campaign_version)
    contact = contact_verdict(unit, campaign, enrolment, prospect, desk.now())
    if not contact.allowed:
        return _refused(desk, unit, call, phone, contact)
    return Dialled(attempt.id, phone, msgspec.json.decode(attempt.verdict, type=Verdict))
