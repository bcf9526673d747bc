"""Record how a call ended: outcome, answers, next state and audit in one durable transaction (DESIGN §2, promise 3)."""

from __future__ import annotations

import json
from datetime import date

import msgspec
from msgspec import Struct

from setter.domain.campaign import Campaign
from setter.domain.consequence import consequence
from setter.domain.dispositions import NOBODY_THERE, Disposition, Effect, with_the_prospect
from setter.domain.errors import Refused, Wrong
from setter.domain.outcome import OutcomeGiven
from setter.domain.when import Moment, parse_when
from setter.services.answer import keep_answers, parse_given
from setter.services.apply_outcome import SUPPRESSING, Done, Ended, apply, weigh_again
from setter.services.at_hand import RECORDING, look_at_call
from setter.services.attempts import dialled
from setter.services.book import zone_of
from setter.services.caps import check_promise
from setter.services.clock import iso
from setter.services.desk import Desk
from setter.services.given import Given, disposition_of
from setter.services.late_outcome import KeptApart, had_since, keep_apart, revive
from setter.services.qualify import AFFIRMS_A_MEETING, qualification_of
from setter.services.refer import named_on
from setter.services.situation import business_days_of, situation_of
from setter.services.sql_review import returned_note
from setter.services.standing_sql import standing_sql
from setter.services.still_here import who
from setter.store.records import AWAITS_REVIEW, Call, Enrolment, OutcomeRow, Prospect
from setter.store.unit import Unit

__all__ = ["Given", "Reply", "record"]

UNDIALLED = SUPPRESSING | {Effect.SKIP}
"""Outcomes that need no dial: a skip, and whatever keeps somebody from being called."""


class Reply(Struct, frozen=True):
    """What followed from an outcome; the same outcome again gives the same reply. Instants are ISO 8601 in UTC.

    `missing` gates keep a booked meeting from being an SQL; `failing` ones came to fail of an SQL that stands.
    """

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
    failing: tuple[str, ...] = ()


def record(desk: Desk, call_id: int, given: Given) -> Reply:
    """Record an outcome, once.

    The same again gives the same reply; another one for a recorded call is Refused("outcome_recorded"). Answers are
    kept where somebody answered, else Refused("nobody_answered"). An outcome that comes after its lease ran out counts
    as if in time, unless somebody has had the prospect since: then it is kept and flagged as late. Wrong for an
    unknown code or for what is needed and missing.
    """
    payload = json.dumps(msgspec.to_builtins(given), ensure_ascii=False, sort_keys=True)
    desk.learn_day_parts()
    return desk.store.record(lambda unit: _record(desk, unit, call_id, given, payload))


def _record(desk: Desk, unit: Unit, call_id: int, given: Given, payload: str) -> Reply:
    call = desk.own_call(unit, call_id)
    if call.state == "closed":
        return _recorded_before(unit, call, payload)
    look_at_call(desk, unit, RECORDING, call)
    campaign = desk.campaign(unit, call.campaign, call.campaign_version)
    disposition = disposition_of(given, campaign)
    _check_dialled(unit, call, disposition)
    said = _keep_said(desk, unit, campaign, call, disposition, given)
    apart = call.state == "released" and had_since(unit, call)
    if call.state == "released" and not apart:
        call = revive(desk, unit, call)
    ended = _judged(desk, unit, campaign, call, disposition, given)
    if apart:
        reply = _late_reply(ended, keep_apart(ended, given))
        _keep(ended, payload, reply, "{}", said, given)
        return reply
    check_promise(unit, campaign, ended.enrolment, ended.prospect, disposition, ended.followed)
    done = apply(ended, note=given.note, minutes=given.minutes, path=given.path, referred=given.referred)
    reply = _reply(ended, done)
    _keep(ended, payload, reply, done.before, said, given)
    weigh_again(ended)
    return reply


def _judged(desk: Desk, unit: Unit, campaign: Campaign, call: Call, disposition: Disposition, given: Given) -> Ended:
    """Judge the gates once, by what this call was, and work out what follows; the SQL is made from this verdict."""
    prospect, enrolment = who(unit, call)
    asked = _asked(desk, unit, call, prospect, enrolment, given)
    talked = disposition.is_conversation(asked.answers, round(asked.minutes * 60))
    affirmed = disposition.effect in AFFIRMS_A_MEETING
    qualification = qualification_of(desk, unit, campaign, enrolment, prospect, talked, affirmed)
    stands = standing_sql(unit, enrolment.id, prospect.id) is not None
    meeting = unit.meetings.open_for(enrolment.id)
    returned = meeting is not None and bool(returned_note(unit, meeting.id))
    completed = qualification.complete and (affirmed or not returned)
    done, answered = stands or completed, desk.answered(call.campaign)
    situation = situation_of(unit, campaign, call, enrolment, prospect, desk.now(), done, answered)
    days = business_days_of(prospect, campaign.default_region)
    followed = consequence(campaign, asked, situation, desk.now(), days)
    return Ended(desk, unit, campaign, call, prospect, enrolment, disposition, followed, qualification)


def _keep_said(
    desk: Desk, unit: Unit, campaign: Campaign, call: Call, disposition: Disposition, given: Given
) -> dict[str, str]:
    """Keep the answers that come with an outcome; nobody can have said them where nobody was reached (R-023).

    Their ids by field. A request not to be called is never turned away for them: they are left out, for nobody will
    use them.
    """
    try:
        answers = parse_given(campaign, given.answers)
    except Wrong:
        if disposition.effect in SUPPRESSING:
            return {}
        raise
    if not answers:
        return {}
    reached = bool(dialled(unit, call.id))
    if reached and disposition.human:
        return keep_answers(desk, unit, call, answers)
    if disposition.effect in SUPPRESSING:
        return {}
    if not reached:
        raise Refused("not_dialled", "Nobody has been dialled, so nobody said this.", "answer", "Write it as the note.")
    sentence = f"By the outcome “{disposition.label}” nobody answered, so nobody said this."
    raise Refused("nobody_answered", sentence, "answer", "Write it as the note, or give another outcome.")


def recorded(unit: Unit, call_id: int, code: str) -> Reply | None:
    """What followed from this outcome of a call, where it is recorded already; None else."""
    call = unit.calls.get(call_id)
    if call is None or call.state != "closed" or call.outcome != code:
        return None
    kept = unit.calls.outcome(call.id, call.outcomes)
    return None if kept is None else msgspec.json.decode(kept.reply, type=Reply)


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
    attempts = dialled(unit, call.id)
    reached = bool(attempts)
    if attempts and attempts[-1].direction == "inbound" and disposition.effect in NOBODY_THERE:
        hint = "Say how it went; hang_up_early where they rang off."
        raise Refused("they_called", "They called us, so somebody was there.", "outcome", hint)
    if not reached and call.state == "released" and disposition.effect not in SUPPRESSING:
        raise Refused("call_over", "This call was let go undialled.", "outcome", "Take the next one.")
    if not reached and disposition.effect not in UNDIALLED:
        raise Refused("not_dialled", "Nobody has been dialled on this call.", "outcome", "Dial first, or skip.")
    if reached and disposition.effect is Effect.SKIP:
        raise Refused("dialled", "This call was dialled: say how it went.", "outcome", "Nobody there is no_answer.")


def _asked(desk: Desk, unit: Unit, call: Call, prospect: Prospect, enrolment: Enrolment, given: Given) -> OutcomeGiven:
    def moment(text: str) -> Moment | None:
        if not text:
            return None
        return parse_when(text, desk.now(), zone_of(desk, prospect, enrolment, given.zone))

    answers = unit.calls.answers_of_call(call.id)
    own, seconds = with_the_prospect((each.field for each in answers), round((given.minutes or 0.0) * 60))
    revisit = moment(given.revisit)
    return OutcomeGiven(
        code=given.code,
        callback=moment(given.callback),
        revisit=date.fromisoformat(revisit.wall[:10]) if revisit else None,
        reason=given.reason or given.note,
        referred_name=given.referred or named_on(unit, call.id),
        company_wide=given.company_wide,
        minutes=seconds / 60,
        answers=own,
    )


def _reply(ended: Ended, done: Done) -> Reply:
    unit, call, followed = ended.unit, ended.call, ended.followed
    enrolment = unit.prospects.enrolment(call.enrolment_id)
    meeting = unit.meetings.open_for(call.enrolment_id)
    open_gates = meeting is not None and done.sql is None and not done.risks
    missing = ended.qualification.missing if open_gates else ()
    promised = followed.callback
    return Reply(
        call=str(call.id),
        outcome=ended.disposition.code,
        work_state=enrolment.work_state if enrolment else "",
        next_at=iso(enrolment.next_at) if enrolment and enrolment.next_at else None,
        callback=f"{promised.wall} {promised.zone}" if promised else None,
        meeting=str(meeting.id) if meeting else None,
        sql=str(done.sql) if done.sql else None,
        missing=missing,
        suppressed=bool(followed.suppress),
        late=False,
        words=_words(ended, done, missing),
        failing=done.risks,
    )


def _words(ended: Ended, done: Done, missing: tuple[str, ...]) -> str:
    label, followed = ended.disposition.label, ended.followed
    if done.risks:
        gates = ", ".join(done.risks).replace("_", " ")
        return f"{label}: the SQL stands, but fails now: {gates}; sales is to be told."
    if done.sql:
        sql = ended.unit.meetings.handoff(done.sql)
        waits = sql is not None and sql.state == AWAITS_REVIEW
        handed = "to be reviewed by a team lead" if waits else "handed to sales"
        return f"{label}: a meeting-requested SQL, {handed}."
    if missing and ended.disposition.effect is Effect.MEETING_SET:
        return f"Booked, not yet qualified; missing: {', '.join(missing).replace('_', ' ')}."
    if followed.suppress:
        return f"{label}: suppressed for good, in every campaign of the client."
    if followed.callback:
        return f"{label}: call back {followed.callback.wall.replace('T', ' ')} {followed.callback.zone}."
    return f"{label}: {followed.work_state.replace('_', ' ')}."


def _late_reply(ended: Ended, kept: KeptApart) -> Reply:
    enrolment = ended.unit.prospects.enrolment(ended.call.enrolment_id)
    meeting = ended.unit.meetings.open_for(ended.call.enrolment_id)
    promised = kept.promise
    return Reply(
        call=str(ended.call.id),
        outcome=ended.disposition.code,
        work_state=enrolment.work_state if enrolment else "",
        next_at=None,
        callback=f"{promised.wall} {promised.zone}" if promised else None,
        meeting=str(meeting.id) if meeting else None,
        sql=str(kept.sql) if kept.sql else None,
        missing=(),
        suppressed=bool(ended.followed.suppress),
        late=True,
        words=f"{ended.disposition.label}: kept, but late: somebody has had this prospect since.",
    )


def _keep(ended: Ended, payload: str, reply: Reply, before: str, said: dict[str, str], given: Given) -> None:
    desk, call, disposition = ended.desk, ended.call, ended.disposition
    number = call.outcomes + 1
    ended.unit.calls.add_outcome(
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
    detail = {"code": disposition.code, "number": number, "late": reply.late} | ({"answers": said} if said else {})
    why = given.reason if disposition.effect is Effect.SKIP else ""
    desk.audit(ended.unit, "outcome", f"call/{call.id}", detail, old=call.state_before, new=reply.work_state, why=why)
