"""By when a team lead reviews an SQL, sales answers it, and somebody says what became of its meeting (domain §7.6).

Instants are UTC milliseconds; working time is the meeting's rep's.
"""

from __future__ import annotations

from setter.domain.calling_window import local_time
from setter.domain.handoff_plan import HandoffPlan, Rep
from setter.domain.units import HOUR
from setter.domain.working_time import add_working_time, works_on

SALES_PREPARES = HOUR
"""So long before a meeting sales has its SQL at the latest, reviewed or not."""
AFTER_MEETING = "after_meeting"
WITHOUT_WORD = ("booked_not_qualified", "booked", "confirmed")
"""The states of a meeting of which nobody has said what became."""
MOST_RESCHEDULES = 2
"""Whoever moves a meeting more often than this may not come to it."""


def review_by(plan: HandoffPlan, rep: Rep, now: int, starts_at: int) -> int:
    """By when a team lead decides of an SQL that waits from now on, before it goes to sales by itself.

    So much of the rep's working time is theirs, yet never more than half of what is left until the meeting.
    """
    worked = _worked(rep, now, plan.review_hours)
    left_for_sales = min(now + (starts_at - now) // 2, starts_at - SALES_PREPARES)
    return max(now, min(worked, left_for_sales))


def reply_by(plan: HandoffPlan, rep: Rep, submitted_at: int, ends_at: int) -> int:
    """By when sales answers: from the submission on, or from the meeting's end where the campaign decides after it."""
    since = max(submitted_at, ends_at) if plan.decide == AFTER_MEETING else submitted_at
    return _worked(rep, since, plan.reply_hours)


def became_unknown(status: str, ends_at: int, now: int, plan: HandoffPlan) -> bool:
    """Say whether a meeting counts as unknown: over for so long, and nobody has said what became of it."""
    return status in WITHOUT_WORD and now >= ends_at + round(plan.unknown_after_hours * HOUR)


def chased_again(rep: Rep, last: int | None, now: int) -> bool:
    """Say whether a rep who owes an answer is chased now: once on each of their working days."""
    if not works_on(now, rep.hours, rep.zone, rep.days_off):
        return last is None
    return last is None or local_time(last, rep.zone).date() < local_time(now, rep.zone).date()


def reschedule_risk(reschedules: int) -> str:
    """The risk of a meeting that was moved too often, in words; "" of one that was not."""
    return f"moved {reschedules} times" if reschedules > MOST_RESCHEDULES else ""


def _worked(rep: Rep, since: int, hours: float) -> int:
    return add_working_time(since, round(hours * HOUR), rep.hours, rep.zone, rep.days_off)
