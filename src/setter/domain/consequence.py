"""The whole of what follows from an outcome, worked out as one value before anything is written (domain §2.7, §5).

Whatever happens, a request not to be called wins, a standing meeting is not forgotten, and every prospect who is
not done with has a next step and its time (R-086).
"""

from __future__ import annotations

from msgspec.structs import replace

from setter.domain.cadence import AddBusinessDays
from setter.domain.calling_window import are_known, closed_campaign, moment_words
from setter.domain.campaign import Campaign
from setter.domain.case import Case, asked_day
from setter.domain.dispositions import Effect, find
from setter.domain.effects import EFFECTS
from setter.domain.errors import Refused, Wrong
from setter.domain.outcome import ON_TIME_MS, Callback, Consequence, OutcomeGiven, Situation, TaskDue
from setter.domain.schedule import schedule
from setter.domain.work_state import KEPT, WorkState

CHANGES_A_MEETING = frozenset(
    {Effect.MEETING_SET, Effect.MEETING_CONFIRMED, Effect.MEETING_RESCHEDULED, Effect.MEETING_CANCELLED}
)
ENDS_A_MEETING = frozenset(
    {
        Effect.NURTURE,
        Effect.REFERRED,
        Effect.DISQUALIFY,
        Effect.TELL_SALES,
        Effect.NOT_INTERESTED,
        Effect.LEFT_COMPANY,
    }
)
"""Whoever says this on a confirmation call will not come."""
ALERTS = frozenset({"alert_compliance", "tell_sales", "cancel_meeting"})
"""Duties that are owed although nobody may contact the prospect any more."""


def consequence(
    campaign: Campaign,
    given: OutcomeGiven,
    situation: Situation,
    now: int,
    add_business_days: AddBusinessDays,
) -> Consequence:
    """Work out what an outcome leads to.

    Wrong for an unknown code, for what is needed and was not given ("callback_needed", "day_needed",
    "reason_needed", "name_needed") or lies in the past; Refused "callback_outside_hours" and "no_meeting".
    """
    disposition = find(given.code, campaign)
    case = Case(disposition, given, situation, campaign.calling, now, add_business_days)
    _check(case)
    result = EFFECTS[disposition.effect](case)
    result = _with_the_meeting(case, result)
    if situation.rescues and disposition.effect in ENDS_A_MEETING:
        result = _with_task(result, "tell_sales", now)
    result = _still_promised(case, result)
    result = _kept(case, result)
    if situation.suppressed:
        result = _out_of_contact(case, result)
    seconds = round(given.minutes * 60)
    return replace(
        result,
        connect=disposition.is_connect(given.answers, seconds),
        conversation=disposition.is_conversation(given.answers, seconds),
    )


def _check(case: Case) -> None:
    needs, given = case.disposition.needs, case.given
    if "reason" in needs and not given.reason.strip():
        raise Wrong("reason_needed", "Say why this prospect is skipped.", "reason", "Write it as the note.")
    if "referred_name" in needs and not given.referred_name.strip():
        raise Wrong("name_needed", "Who were you referred to?", "referred_name", "Give the person's name.")
    if "callback" in needs and given.callback is None:
        raise Wrong("callback_needed", "When shall we call back?", "callback", "Give a time, such as 'tue 3pm'.")
    if "day" in needs:
        _check_day(case)
    if "callback" in needs:
        _check_time(case)


def _check_day(case: Case) -> None:
    day = asked_day(case.given)
    if day is None:
        later = case.disposition.effect is Effect.NURTURE
        asked = "On which day shall we come back to them?" if later else "On which day shall we call back?"
        raise Wrong("day_needed", asked, "revisit", "Give a day, such as 'thu' or '2 mar'.")
    if day is not None and day < case.today:
        raise Wrong("day_past", f"{day:%d %B %Y} is over where the prospect is.", "revisit", "Give a later day.")


def _check_time(case: Case) -> None:
    """Refuse a promise that could not be kept: in the past, or outside the calling hours (DESIGN §2, promise 6)."""
    callback = case.given.callback
    if callback is None:
        return
    if callback.at <= case.now:
        raise Wrong("callback_past", "That time is over.", "callback", "Give a later time.")
    if not callback.certain_time and case.disposition.effect is Effect.HARD_CALLBACK:
        hint = "Add one, such as 'tue 3pm'; for a day alone there is the outcome callback_vague."
        raise Wrong("when", f"{callback.words} has no time of day.", "callback", hint)
    zones = case.zones if are_known(case.zones) else (callback.zone,)
    closed = closed_campaign(case.calling, zones, callback.at)
    if closed:
        raise Refused("callback_outside_hours", "Nobody may call there at that time.", "callback", closed)
    opening = schedule(case.calling.hours, zones, case.situation.laws)
    if callback.certain_time and not opening.is_open(callback.at):
        opens = opening.next_opening(callback.at)
        hint = "Agree on a time inside the calling hours."
        if opens is not None:
            hint = f"It opens next on {moment_words(opens, callback.zone)}."
        raise Refused("callback_outside_hours", "Nobody may call there at that time.", "callback", hint)


def _with_the_meeting(case: Case, result: Consequence) -> Consequence:
    """Keep a standing meeting in sight: it is confirmed again, called off, or sales is told."""
    situation, effect = case.situation, case.disposition.effect
    handed_off = situation.work_state is WorkState.HANDED_OFF
    ahead = situation.meeting_at is not None and situation.meeting_at > case.now
    if effect in CHANGES_A_MEETING or not (handed_off or ahead):
        return result
    if result.work_state is WorkState.CLOSED:
        return _opted_out(case, result, handed_off, ahead)
    if effect in ENDS_A_MEETING:
        return _called_off(case, result, handed_off, ahead)
    if result.work_state is WorkState.CALLBACK:
        return result
    return _still_to_confirm(case, result, handed_off or situation.qualified, ahead)


def _opted_out(case: Case, result: Consequence, handed_off: bool, ahead: bool) -> Consequence:
    """Who opts out after booking stays handed over: sales decides on the meeting (domain §2.1)."""
    if not handed_off:
        return _with_task(result, "cancel_meeting", case.now) if ahead else result
    result = replace(result, work_state=WorkState.HANDED_OFF, next_at=case.situation.meeting_at or case.now)
    return _with_task(result, "tell_sales", case.now)


def _called_off(case: Case, result: Consequence, handed_off: bool, ahead: bool) -> Consequence:
    if ahead:
        result = _with_task(result, "cancel_meeting", case.now)
    if not handed_off or result.work_state is WorkState.NURTURE:
        return result
    if result.work_state is WorkState.EXHAUSTED and result.next_at is not None:
        return replace(result, work_state=WorkState.NURTURE, attempts_made=0, cycle_started_at=result.next_at)
    return replace(result, work_state=WorkState.CLOSED, next_at=None)


def _still_to_confirm(case: Case, result: Consequence, handed_over: bool, ahead: bool) -> Consequence:
    """Nobody was reached: the meeting stands, and somebody tries again before it."""
    meeting_at, skipped = case.situation.meeting_at, case.disposition.effect is Effect.SKIP
    at = case.soon() if result.next_at is None else result.next_at
    if ahead and meeting_at is not None:
        at = min(at, meeting_at)
    result = replace(
        result,
        work_state=WorkState.HANDED_OFF if handed_over else WorkState.CALLBACK,
        next_at=at,
        close_reason="",
        attempts_made=case.situation.attempts_made + result.counts_attempt,
        cycle_started_at=case.situation.cycle_started_at,
    )
    if not handed_over:
        return replace(result, callback=Callback("soft", *case.wall(at), at, case.situation.caller))
    return _with_task(result, "confirm_meeting", at) if ahead and not skipped else result


def _still_promised(case: Case, result: Consequence) -> Consequence:
    """Keep a promise open that nobody heard kept: rung before its time, or by a line that gave no ring at all."""
    promise, effect = case.situation.promise, case.disposition.effect
    heard = case.disposition.human and effect is not Effect.NUMBER_NOT_THEIRS
    if promise is None or heard or result.promise != "kept" or result.callback is not None:
        return result
    if result.work_state not in (WorkState.COOLING, WorkState.QUEUED):
        return result
    if promise.at > case.now + ON_TIME_MS:
        return replace(result, work_state=WorkState.CALLBACK, next_at=max(promise.at, case.soon()), promise="open")
    if result.work_state is WorkState.QUEUED or not result.counts_attempt:
        return replace(result, work_state=WorkState.CALLBACK, promise="open")
    return result


def _kept(case: Case, result: Consequence) -> Consequence:
    """Leave who is disqualified or closed as they are; where the call asks for more, a team lead looks at it."""
    before = case.situation.work_state
    if before not in KEPT or (result.work_state is WorkState.CLOSED and result.suppress):
        return result
    if not result.is_final:
        result = _with_task(result, "lead_review", case.now)
    return replace(result, work_state=before, next_at=None, callback=None)


def _out_of_contact(case: Case, result: Consequence) -> Consequence:
    """Nobody may contact them any more, so nothing that would is left of this outcome (R-075)."""
    with_sales = result.work_state in (WorkState.HANDED_OFF, WorkState.CALLBACK)
    handed_off = with_sales and case.situation.work_state is WorkState.HANDED_OFF
    return replace(
        result,
        work_state=WorkState.HANDED_OFF if handed_off else WorkState.CLOSED,
        next_at=(case.situation.meeting_at or case.now) if handed_off else None,
        callback=None,
        promise="cancelled" if case.situation.promise else "",
        tasks=tuple(task for task in result.tasks if task.kind in ALERTS),
    )


def _with_task(result: Consequence, kind: str, due_at: int) -> Consequence:
    tasks = tuple(task for task in result.tasks if task.kind != kind)
    return replace(result, tasks=(*tasks, TaskDue(kind, due_at)))
