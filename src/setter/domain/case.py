"""One outcome in its situation, and the few things that can follow: again, later, promised, over (domain §5)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from msgspec import Struct

from setter.domain.cadence import (
    AddBusinessDays,
    business_day_before,
    is_exhausted,
    local_date,
    next_attempt,
    open_from,
    opening_on,
    recycle_on,
)
from setter.domain.calling_window import are_known, local_time
from setter.domain.campaign import Cadence, Calling
from setter.domain.dispositions import DISPOSITIONS, Disposition, Effect
from setter.domain.errors import Refused
from setter.domain.outcome import Callback, Consequence, OutcomeGiven, Situation, TaskDue
from setter.domain.schedule import Schedule, schedule
from setter.domain.units import DAY, HOUR, MINUTE
from setter.domain.work_state import WorkState

RESCUED_AGAIN = frozenset({Effect.TRY_AGAIN, Effect.TRY_AFTER_VOICEMAIL, Effect.GATEKEEPER})
"""Nobody reached after a no-show: the next call of the rescue follows, not of the plan."""


class Case(Struct, frozen=True):
    """One outcome with all that its effect depends on."""

    disposition: Disposition
    given: OutcomeGiven
    situation: Situation
    calling: Calling
    now: int
    add_business_days: AddBusinessDays

    @property
    def cadence(self) -> Cadence:
        """The campaign's plan of attempts."""
        return self.calling.cadence

    @property
    def zones(self) -> tuple[str, ...]:
        """The prospect's candidate zones."""
        return self.situation.zones

    @property
    def opening(self) -> Schedule:
        """When the prospect may be rung: the campaign's hours, as far as the law of their places lets them be."""
        return schedule(self.calling.hours, self.zones, self.situation.laws)

    @property
    def today(self) -> date:
        """The prospect's date."""
        return local_date(self.zones, self.now)

    def soon(self, minutes: int = 0) -> int:
        """Find the first open instant, some minutes from now at the earliest."""
        return open_from(self.opening, self.now + minutes * MINUTE, self.add_business_days)

    def opening_on(self, day: date) -> int:
        """Find the first open instant of a date or of the next business day after it, never in the past."""
        return max(opening_on(self.opening, day, self.add_business_days), self.soon())

    def is_over(self, attempts_made: int, next_at: int) -> bool:
        """Say whether the cycle has no room for an attempt at an instant."""
        situation = self.situation
        return is_exhausted(
            self.cadence, attempts_made, situation.cycle_started_at, next_at, situation.tried, self.zones
        )

    def wall(self, at: int) -> tuple[str, str]:
        """Read the prospect's wall time at an instant, and the zone it is read in."""
        zone = self.zones[0] if are_known(self.zones) else "UTC"
        return f"{local_time(at, zone):%Y-%m-%dT%H:%M}", zone

    def becomes(self, state: WorkState, next_at: int | None = None, **more: Any) -> Consequence:
        """Say what follows, with this call counted as its outcome counts."""
        counts = more.pop("counts", self.disposition.counts)
        kept = {
            "counts_attempt": counts,
            "attempts_made": self.situation.attempts_made + counts,
            "cycle_started_at": self.situation.cycle_started_at,
            "promise": "kept" if self.situation.promise else "",
        }
        return Consequence(state, next_at, **{**kept, **more})

    def goes_on(self, state: WorkState, next_at: int, **more: Any) -> Consequence:
        """Say what follows where the prospect themselves gave the time: a plan that is over begins anew then."""
        if next_at > self.situation.cycle_started_at + self.cadence.max_cycle_days * DAY:
            more = {"attempts_made": 0, "cycle_started_at": next_at, **more}
        return self.becomes(state, next_at, **more)


def try_again(case: Case, counts: bool | None = None, like: str = "", **more: Any) -> Consequence:
    """Wait for the next attempt of the plan, or let go where the plan is over."""
    counted = case.disposition.counts if counts is None else counts
    if counted and case.situation.rescues and case.disposition.effect in RESCUED_AGAIN:
        return rescue(case, **more)
    made = case.situation.attempts_made + counted
    disposition = DISPOSITIONS[like] if like else case.disposition
    next_at = next_attempt(
        case.cadence,
        case.opening,
        made,
        disposition,
        case.now,
        case.situation.tried,
        case.add_business_days,
    )
    if case.is_over(made, next_at):
        return rest(case, recycle_on(case.cadence, case.situation.cycle, case.today), counts=counted, **more)
    return case.becomes(WorkState.COOLING, next_at, counts=counted, **more)


def rescue(case: Case, **more: Any) -> Consequence:
    """Ring again whoever did not come to a meeting and was not reached; after the last gap they rest (domain §5)."""
    gaps, made = case.cadence.no_show_gaps_business_days, case.situation.rescues
    if made > len(gaps):
        return nurture(case, None, close_reason="no_show", tasks=(TaskDue("tell_sales", case.now),), **more)
    tried, attempts = case.situation.tried, case.situation.attempts_made + 1
    at = next_attempt(
        case.cadence, case.opening, attempts, case.disposition, case.now, tried, case.add_business_days, gaps[made - 1]
    )
    callback = Callback("soft", *case.wall(at), at, case.situation.caller)
    task = (TaskDue("rescue_no_show", at),)
    return case.goes_on(WorkState.CALLBACK, at, callback=callback, tasks=task, counts=True, **more)


def rest(case: Case, until: date | None, **more: Any) -> Consequence:
    """End the cycle; a new one begins on a date, if there is to be one."""
    next_at = case.opening_on(until) if until else None
    return case.becomes(WorkState.EXHAUSTED, next_at, **{"close_reason": "exhausted", **more})


def nurture(case: Case, day: date | None, **more: Any) -> Consequence:
    """Come back on a date with all answers kept and a fresh plan; never deletion (R-014, R-015)."""
    day = day or case.today + timedelta(days=case.cadence.nurture_days)
    next_at = case.opening_on(day)
    fresh = {"attempts_made": 0, "cycle_started_at": next_at, "close_reason": "nurture"}
    return case.becomes(WorkState.NURTURE, next_at, **{**fresh, **more})


def promise(case: Case, kind: str, **more: Any) -> Consequence:
    """Promise a callback: hard at a time, soft where only the day is sure; moved too often it becomes nurture."""
    moved = case.situation.promise is not None
    if moved and case.situation.moves >= case.calling.callback_moves:
        return nurture(case, None, close_reason="callback_moved", **more)
    callback = _callback(case, kind)
    return case.goes_on(WorkState.CALLBACK, callback.at, callback=callback, promise="moved" if moved else "", **more)


def meeting_stands(case: Case, **more: Any) -> Consequence:
    """Hand over, or keep the slot while gates are open: the confirmation call completes them (DESIGN §2)."""
    meeting_at = standing_meeting(case)
    if case.situation.qualified:
        return case.becomes(WorkState.HANDED_OFF, meeting_at, **more)
    at = completion_call(case, meeting_at)
    callback = Callback("soft", *case.wall(at), at, case.situation.caller)
    return case.goes_on(WorkState.CALLBACK, at, callback=callback, **more)


def standing_meeting(case: Case) -> int:
    """Give the start of the meeting that this outcome is about; Refused where none stands."""
    if case.situation.meeting_at is None:
        gone = case.disposition.effect is Effect.MEETING_CANCELLED
        hint = "Say how the call itself went." if gone else "Book one first: setter book CALL WHEN."
        raise Refused("no_meeting", "No meeting stands.", case.disposition.code, hint)
    return case.situation.meeting_at


def completion_call(case: Case, meeting_at: int) -> int:
    """Find when to ring before a meeting: the business day before, or today still, but never after it began."""
    day = business_day_before(local_date(case.zones, meeting_at), case.add_business_days)
    planned = case.opening_on(day)
    at = planned if planned > case.now + HOUR else case.soon(60)
    return max(case.now, min(at, meeting_at))


def disqualified(case: Case, **more: Any) -> Consequence:
    """Out of the campaign; the reason is kept, and a team lead alone may bring them back."""
    return case.becomes(WorkState.DISQUALIFIED, **{"close_reason": case.disposition.code, **more})


def suppressed(case: Case, reason: str, **more: Any) -> Consequence:
    """No more contact for this client: every number of the person, or of the company where they spoke for it."""
    for_company = case.given.company_wide and case.disposition.effect in (Effect.SUPPRESS, Effect.COMPLAINT)
    return case.becomes(
        WorkState.CLOSED,
        suppress=(reason,),
        suppress_scope="company" if for_company else "person",
        close_reason=reason,
        promise="cancelled" if case.situation.promise else "",
        **more,
    )


def without_this_number(case: Case, standing: str) -> Consequence:
    """The number is no use: soon the next one, or there is no way to reach them at all."""
    wrong: dict[str, Any] = {"number_standing": standing, "accuracy_miss": True}
    if not case.situation.other_phones:
        return case.becomes(WorkState.BAD_DATA, close_reason=case.disposition.code, **wrong)
    made, next_at = case.situation.attempts_made + case.disposition.counts, case.soon()
    if case.is_over(made, next_at):
        return rest(case, recycle_on(case.cadence, case.situation.cycle, case.today), **wrong)
    return case.becomes(WorkState.QUEUED, next_at, **wrong)


def _callback(case: Case, kind: str) -> Callback:
    given = case.given.callback
    if given is not None and given.certain_time and kind != "day":
        return Callback(kind, given.wall, given.zone, given.at, case.situation.caller, timed=True)
    at = case.opening_on(asked_day(case.given) or case.today)
    return Callback("soft", *case.wall(at), at, case.situation.caller)


def asked_day(given: OutcomeGiven) -> date | None:
    """Read the day that was agreed, whether it was given as a day or as a time on it."""
    if given.revisit is not None:
        return given.revisit
    return date.fromisoformat(given.callback.wall[:10]) if given.callback else None
