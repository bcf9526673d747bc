"""What each kind of outcome sets in motion, one function an effect (domain §5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from setter.domain.case import (
    Case,
    asked_day,
    disqualified,
    meeting_stands,
    nurture,
    promise,
    rest,
    standing_meeting,
    suppressed,
    try_again,
    without_this_number,
)
from setter.domain.dispositions import Effect
from setter.domain.outcome import Consequence, TaskDue
from setter.domain.work_state import WorkState

AT_REST = frozenset({WorkState.COOLING, WorkState.NURTURE, WorkState.EXHAUSTED})
"""States that say themselves when the next step is due."""
TIME_BOUND = frozenset({"no_need", "no_budget", "not_target", "cannot_use"})
"""A no that may pass: with a day to revisit it is nurture and not the end (R-014)."""


def try_soon(case: Case) -> Consequence:
    """Try a busy line again within the hour, some times a day; then it counts as no answer."""
    if case.situation.busy_today >= case.cadence.busy_a_day:
        return try_again(case, counts=True, like="no_answer")
    return try_again(case)


def try_line_again(case: Case) -> Consequence:
    """Try a failed line again in a quarter of an hour; after some in a row somebody checks the number."""
    if case.situation.failed_in_a_row + 1 < case.cadence.failures_in_a_row:
        return try_again(case)
    check = (TaskDue("check_number", case.now),)
    if case.situation.other_phones:
        return case.becomes(WorkState.QUEUED, case.soon(), tasks=check)
    return try_again(case, like="no_answer", tasks=check)


def number_bad(case: Case) -> Consequence:
    """Nobody can be reached on this number: the next one, or none is left."""
    return without_this_number(case, "bad")


def number_not_theirs(case: Case) -> Consequence:
    """The number is somebody else's: never again for this person (domain §5)."""
    return without_this_number(case, "not_theirs")


def left_company(case: Case) -> Consequence:
    """Close the person; unless a name was given, somebody finds out who does the work now."""
    tasks = () if case.given.referred_name else (TaskDue("find_successor", case.now),)
    return disqualified(case, tasks=tasks, accuracy_miss=True)


def gatekeeper(case: Case) -> Consequence:
    """Keep away for some days; after some blocks another way in is needed."""
    blocked = case.situation.gatekeeper_blocks + 1
    if blocked < case.cadence.gatekeeper_blocks or case.situation.other_phones:
        return try_again(case)
    return nurture(case, None, tasks=(TaskDue("find_direct_line", case.now),))


def soft_callback(case: Case) -> Consequence:
    """Call back at the time that somebody else gave."""
    return promise(case, "soft")


def hard_callback(case: Case) -> Consequence:
    """Call back at the time promised to the prospect."""
    return promise(case, "hard")


def day_callback(case: Case) -> Consequence:
    """Call back on a day, at its first open hour."""
    return promise(case, "day")


def referred(case: Case) -> Consequence:
    """Let this person rest, for the one they named is called instead."""
    return nurture(case, asked_day(case.given), close_reason="referred")


def hang_up(case: Case) -> Consequence:
    """Keep away for some weeks; after some times for a season."""
    if case.situation.hang_ups + 1 >= case.cadence.hang_ups:
        return nurture(case, None, close_reason="hang_up_early")
    return try_again(case)


def send_information(case: Case) -> Consequence:
    """Send what was asked for and ring up about it; interest, but no SQL (domain §5)."""
    follow_up = case.add_business_days(case.today, case.cadence.info_follow_up_business_days)
    return case.goes_on(
        WorkState.COOLING,
        case.opening_on(follow_up),
        tasks=(TaskDue("send_information", case.now),),
    )


def later(case: Case) -> Consequence:
    """Come back on the day they named."""
    return nurture(case, asked_day(case.given))


def disqualify(case: Case) -> Consequence:
    """Out of the campaign with the reason kept, or later where the no is bound to a time."""
    if asked_day(case.given) and case.disposition.effect_code in TIME_BOUND:
        return nurture(case, asked_day(case.given), close_reason=case.disposition.code)
    return disqualified(case)


def tell_sales(case: Case) -> Consequence:
    """Sales deals with them already: out of the campaign, and sales is told."""
    return disqualified(case, tasks=(TaskDue("tell_sales", case.now),))


def not_interested(case: Case) -> Consequence:
    """Let them be for half a year; after the second time for good, for this client."""
    if case.situation.not_interested:
        return suppressed(case, "not_interested_twice")
    new_cycle = case.situation.cycle < case.cadence.max_cycles
    until = case.today + timedelta(days=case.cadence.not_interested_rest_days) if new_cycle else None
    return rest(case, until, close_reason=case.disposition.code)


def other_language(case: Case) -> Consequence:
    """Have somebody call who speaks the language."""
    return try_again(case, tasks=(TaskDue("reassign_language", case.now),))


def meeting_set(case: Case) -> Consequence:
    """Hand over, or keep the slot while gates are open: the confirmation call completes them (DESIGN §2)."""
    return meeting_stands(case)


def meeting_changed(case: Case) -> Consequence:
    """The meeting stands, confirmed or at its new time."""
    return meeting_stands(case)


def meeting_cancelled(case: Case) -> Consequence:
    """Come back for another time, on the day they gave or in some days; Refused where no meeting stands."""
    standing_meeting(case)
    days = case.cadence.info_follow_up_business_days
    day = asked_day(case.given) or case.add_business_days(case.today, days)
    return nurture(case, day, close_reason="meeting_cancelled")


def suppress(case: Case) -> Consequence:
    """No more contact for this client: at once, and before all else (R-075)."""
    return suppressed(case, case.disposition.effect_code)


def complaint(case: Case) -> Consequence:
    """No more contact, and compliance is told at once; the record is frozen for them."""
    alert = (TaskDue("alert_compliance", case.now),)
    return suppressed(case, case.disposition.effect_code, tasks=alert)


def skip(case: Case) -> Consequence:
    """Leave the prospect queued, but not as the very next one; after the third time a team lead looks (domain §3.5).

    Whoever rests, rests on: a skip is no way round a no, a gap or a day that was agreed.
    """
    promise = case.situation.promise
    later = case.soon(case.cadence.skip_rest_minutes)
    reviewed: tuple[TaskDue, ...] = ()
    if case.situation.skips + 1 >= case.calling.skip_limit:
        reviewed = (TaskDue("review_skips", case.now),)
    if promise is not None:
        return case.becomes(WorkState.CALLBACK, max(promise.at, later), promise="open", tasks=reviewed)
    until = case.situation.next_at
    if case.situation.work_state in AT_REST and until is not None:
        return case.becomes(case.situation.work_state, max(until, later), tasks=reviewed)
    if case.situation.work_state is WorkState.EXHAUSTED:
        return case.becomes(WorkState.EXHAUSTED, None, tasks=reviewed)
    if reviewed:
        tomorrow = case.opening_on(case.add_business_days(case.today, 1))
        return case.becomes(WorkState.COOLING, tomorrow, tasks=reviewed)
    return case.becomes(WorkState.QUEUED, later)


EFFECTS: Mapping[Effect, Callable[[Case], Consequence]] = {
    Effect.TRY_AGAIN: try_again,
    Effect.TRY_AFTER_VOICEMAIL: try_again,
    Effect.TRY_SOON: try_soon,
    Effect.TRY_LINE_AGAIN: try_line_again,
    Effect.NUMBER_BAD: number_bad,
    Effect.NUMBER_NOT_THEIRS: number_not_theirs,
    Effect.LEFT_COMPANY: left_company,
    Effect.GATEKEEPER: gatekeeper,
    Effect.SOFT_CALLBACK: soft_callback,
    Effect.HARD_CALLBACK: hard_callback,
    Effect.DAY_CALLBACK: day_callback,
    Effect.REFERRED: referred,
    Effect.HANG_UP: hang_up,
    Effect.SEND_INFORMATION: send_information,
    Effect.NURTURE: later,
    Effect.DISQUALIFY: disqualify,
    Effect.TELL_SALES: tell_sales,
    Effect.NOT_INTERESTED: not_interested,
    Effect.OTHER_LANGUAGE: other_language,
    Effect.MEETING_SET: meeting_set,
    Effect.MEETING_CONFIRMED: meeting_changed,
    Effect.MEETING_RESCHEDULED: meeting_changed,
    Effect.MEETING_CANCELLED: meeting_cancelled,
    Effect.SUPPRESS: suppress,
    Effect.COMPLAINT: complaint,
    Effect.DECEASED: suppress,
    Effect.SKIP: skip,
}
