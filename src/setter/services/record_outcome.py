"""Record how a call ended: outcome, answers, next state and audit in one durable transaction (DESIGN §2, promise 3)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date

import msgspec

from setter.domain.campaign import Campaign
from setter.domain.consequence import consequence
from setter.domain.dispositions import Disposition, Effect
from setter.domain.errors import Refused, Wrong
from setter.domain.outcome import Consequence, OutcomeGiven
from setter.domain.when import Moment, parse_when
from setter.services.answer import keep_answers, parse_given
from setter.services.apply_outcome import Ended, apply, weigh_again
from setter.services.book import zone_of
from setter.services.caps import check_promise
from setter.services.clock import iso
from setter.services.desk import Desk
from setter.services.given import Given, disposition_of
from setter.services.qualify import qualification_of
from setter.services.situation import business_days_of, situation_of
from setter.services.suppress import suppress_person
from setter.store.records import Call, Enrolment, OutcomeRow, Prospect
from setter.store.unit import Unit

__all__ = ["Given", "Reply", "record"]

UNDIALLED = frozenset({Effect.SKIP, Effect.SUPPRESS, Effect.COMPLAINT, Effect.DECEASED})
"""Outcomes that need no dial: a skip, and whatever keeps somebody from being called."""
REFERRED_FIELD = "referred_name"
"""The script's field for the person who was named instead."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What followed from an outcome; the same outcome again gives the same reply. Instants are ISO 8601 in UTC."""

    call: str
    outcome: str
    work_state: str
    next_at: str | None
    callback: str | None
    meeting: str | None
    sql: str | None
    missing: tuple[str, ...]
    suppressed: bool
    late: bool
    words: str


def record(desk: Desk, call_id: int, given: Given) -> Reply:
    """Record an outcome, once.

    The same again gives the same reply; another one for a recorded call is Refused("outcome_recorded"). An outcome
    that comes after its lease ran out is kept and flagged as late, and changes nobody's state. Wrong for an unknown
    code or for what is needed and missing.
    """
    payload = json.dumps(asdict(given), ensure_ascii=False, sort_keys=True)
    return desk.store.write(lambda unit: _record(desk, unit, call_id, given, payload))


def _record(desk: Desk, unit: Unit, call_id: int, given: Given, payload: str) -> Reply:
    call = unit.calls.get(call_id)
    if call is None:
        raise Wrong("no_call", "There is no such call.", "call", "Take one with: setter next.")
    if call.caller != desk.caller:
        raise Refused("not_yours", "This call is a colleague's.", "call", "Take your own with: setter next.")
    if call.state == "closed":
        return _recorded_before(unit, call, payload)
    campaign = desk.campaign(unit, call.campaign, call.campaign_version)
    prospect, enrolment = unit.prospects.get(call.prospect_id), unit.prospects.enrolment(call.enrolment_id)
    if prospect is None or enrolment is None:
        raise Refused("gone", "This prospect is no longer here.", "call")
    disposition = disposition_of(given, campaign)
    _check_dialled(unit, call, disposition)
    keep_answers(desk, unit, call, parse_given(campaign, given.answers))
    if call.state == "released":
        return _late(desk, unit, call, disposition, given, payload)
    asked = _asked(desk, unit, call, prospect, enrolment, given)
    qualified = qualification_of(desk, unit, campaign, enrolment, prospect, talking=True).complete
    situation = situation_of(unit, campaign, call, enrolment, prospect, desk.now(), qualified)
    followed = consequence(campaign, asked, situation, desk.now(), business_days_of(prospect, campaign.default_region))
    check_promise(unit, campaign, enrolment, prospect, disposition, followed)
    ended = Ended(desk, unit, campaign, call, prospect, enrolment, disposition, followed)
    done = apply(ended, note=given.note, minutes=given.minutes, path=given.path, referred=given.referred)
    reply = _reply(desk, unit, campaign, call, disposition, followed, done.sql)
    _keep(desk, unit, call, disposition, payload, reply, done.before)
    weigh_again(ended)
    return reply


def _recorded_before(unit: Unit, call: Call, payload: str) -> Reply:
    kept = unit.calls.outcome(call.id, call.outcomes)
    if kept is not None and kept.payload == payload:
        return msgspec.json.decode(kept.reply, type=Reply)
    raise Refused(
        "outcome_recorded",
        f"This call was recorded as {call.outcome.replace('_', ' ')}.",
        "outcome",
        f"Take it back first: setter undo {call.id}.",
    )


def _check_dialled(unit: Unit, call: Call, disposition: Disposition) -> None:
    dialled = bool(unit.calls.attempts(call.id))
    if not dialled and disposition.effect not in UNDIALLED:
        raise Refused("not_dialled", "Nobody has been dialled on this call.", "outcome", "Dial first, or skip.")
    if dialled and disposition.effect is Effect.SKIP:
        raise Refused("dialled", "This call was dialled: say how it went.", "outcome", "Nobody there is no_answer.")


def _asked(desk: Desk, unit: Unit, call: Call, prospect: Prospect, enrolment: Enrolment, given: Given) -> OutcomeGiven:
    def moment(text: str) -> Moment | None:
        if not text:
            return None
        return parse_when(text, desk.now(), zone_of(desk, unit, prospect, enrolment, given.zone))

    answers = unit.calls.answers_of_call(call.id)
    named = [json.loads(answer.value) for answer in answers if answer.field == REFERRED_FIELD]
    revisit = moment(given.revisit)
    return OutcomeGiven(
        code=given.code,
        callback=moment(given.callback),
        revisit=date.fromisoformat(revisit.wall[:10]) if revisit else None,
        reason=given.reason or given.note,
        referred_name=given.referred or (str(named[-1]) if named else ""),
        company_wide=given.company_wide,
        minutes=given.minutes or 0.0,
        answers=len(answers),
    )


def _reply(
    desk: Desk,
    unit: Unit,
    campaign: Campaign,
    call: Call,
    disposition: Disposition,
    followed: Consequence,
    sql: int | None,
) -> Reply:
    enrolment = unit.prospects.enrolment(call.enrolment_id)
    prospect = unit.prospects.get(call.prospect_id)
    meeting = unit.meetings.open_for(call.enrolment_id)
    missing: tuple[str, ...] = ()
    if enrolment is not None and prospect is not None and meeting is not None and sql is None:
        missing = qualification_of(desk, unit, campaign, enrolment, prospect).missing
    promised = followed.callback
    return Reply(
        call=str(call.id),
        outcome=disposition.code,
        work_state=enrolment.work_state if enrolment else "",
        next_at=iso(enrolment.next_at) if enrolment and enrolment.next_at else None,
        callback=f"{promised.wall} {promised.zone}" if promised else None,
        meeting=str(meeting.id) if meeting else None,
        sql=str(sql) if sql else None,
        missing=missing,
        suppressed=bool(followed.suppress),
        late=False,
        words=_words(disposition, followed, sql, missing),
    )


def _words(disposition: Disposition, followed: Consequence, sql: int | None, missing: tuple[str, ...]) -> str:
    if sql:
        return f"{disposition.label}: a meeting-requested SQL, handed to sales."
    if missing and disposition.effect is Effect.MEETING_SET:
        return f"Booked, not yet qualified; missing: {', '.join(missing).replace('_', ' ')}."
    if followed.suppress:
        return f"{disposition.label}: suppressed for good, in every campaign of the client."
    if followed.callback:
        return f"{disposition.label}: call back {followed.callback.wall.replace('T', ' ')} {followed.callback.zone}."
    return f"{disposition.label}: {followed.work_state.replace('_', ' ')}."


def _late(desk: Desk, unit: Unit, call: Call, disposition: Disposition, given: Given, payload: str) -> Reply:
    """The lease had run out: what the caller says is kept and flagged; the prospect's state is no longer hers.

    A request not to be called is never too late.
    """
    now, attempts = desk.now(), unit.calls.attempts(call.id)
    suppressing = disposition.effect in (Effect.SUPPRESS, Effect.COMPLAINT, Effect.DECEASED)
    if not attempts and not suppressing:
        raise Refused("call_over", "This call was let go undialled.", "outcome", "Take the next one.")
    prospect = unit.prospects.get(call.prospect_id)
    if suppressing and prospect is not None:
        suppress_person(desk, unit, prospect, disposition.effect_code, call.id, given.company_wide)
    if attempts:
        unit.calls.save_attempt(replace(attempts[-1], ended_at=now, disposition=disposition.code))
    unit.calls.save(_closed_late(unit, call, disposition, given, now))
    words = f"{disposition.label}: kept, but late: your hold on this prospect had run out."
    enrolment = unit.prospects.enrolment(call.enrolment_id)
    state, code = enrolment.work_state if enrolment else "", disposition.code
    reply = Reply(str(call.id), code, state, None, None, None, None, (), suppressing, late=True, words=words)
    _keep(desk, unit, call, disposition, payload, reply, "{}")
    return reply


def _closed_late(unit: Unit, call: Call, disposition: Disposition, given: Given, now: int) -> Call:
    """The call as it was held: a conversation stays one, whoever has the prospect now."""
    answers, seconds = len(unit.calls.answers_of_call(call.id)), round((given.minutes or 0) * 60)
    return replace(
        call,
        state="closed",
        closed_at=now,
        outcome=disposition.code,
        outcomes=call.outcomes + 1,
        note=given.note or call.note,
        minutes=given.minutes,
        path=json.dumps(list(given.path)) if given.path else call.path,
        conversation=int(disposition.is_conversation(answers, seconds)),
    )


def _keep(
    desk: Desk, unit: Unit, call: Call, disposition: Disposition, payload: str, reply: Reply, before: str
) -> None:
    number = call.outcomes + 1
    unit.calls.add_outcome(
        OutcomeRow(
            call_id=call.id,
            number=number,
            code=disposition.code,
            effect_code=disposition.effect_code,
            payload=payload,
            reply=msgspec.json.encode(reply).decode(),
            before=before,
            recorded_at=desk.now(),
            recorded_by=desk.caller,
            undone_at=None,
        )
    )
    detail = {"code": disposition.code, "number": number, "work_state": reply.work_state, "late": reply.late}
    desk.audit(unit, "outcome", f"call/{call.id}", detail)
