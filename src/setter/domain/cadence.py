"""When to try again: gaps in the prospect's business days, another part of the day, and when to let go (domain §5).

Instants are UTC milliseconds, all of them open by the schedule that is handed in. So is the business calendar:
`add_business_days(day, n)` is the nth business day after a date. Where several zones are possible the first is the one
whose clock names day and day part.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta

from setter.domain.calling_window import are_known, local_time, resolve
from setter.domain.campaign import Cadence, DayPart
from setter.domain.day_parts import Tried, best_opening, day_part, is_new, lacks_weekdays, recent
from setter.domain.dispositions import Disposition, Effect
from setter.domain.opening_hours import WEEKDAYS
from setter.domain.schedule import Schedule
from setter.domain.units import DAY, MINUTE

AddBusinessDays = Callable[[date, int], date]

LOOK_AHEAD_DAYS = 14
BEFORE_THE_GATEKEEPER, AFTER_THE_GATEKEEPER = time(9), time(17)
"""Outside these hours it is more often the person themselves who picks up (domain §5)."""
NUMBERS = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five"}
UNKNOWN_HOUR = time(9)
"""Where no opening can be found a plan still needs a time; the gate keeps such a line shut."""


def voicemail_today(cadence: Cadence, attempts_made: int, left: int = 0) -> bool:
    """Say whether the attempt about to be made may leave a voicemail, given those made and left in the cycle before."""
    return left < cadence.max_voicemails and attempts_made + 1 in cadence.voicemail_on_attempts


def voicemail_words(cadence: Cadence, attempts_made: int, left: int) -> str:
    """Advise a caller whether to leave a message on the attempt about to be made."""
    if left >= cadence.max_voicemails:
        return f"no message: {NUMBERS.get(left, str(left))} left already" if left else "no message: none may be left"
    return "yes, leave one" if voicemail_today(cadence, attempts_made, left) else "no, not today"


def next_attempt(
    cadence: Cadence,
    opening: Schedule,
    attempts_made: int,
    disposition: Disposition,
    now: int,
    tried: Tried,
    add_business_days: AddBusinessDays,
    gap: int | None = None,
) -> int:
    """Find when to try again, while the line is open; `gap` is in business days where the plan's own does not hold.

    `attempts_made` includes the one that just ended, and so does `tried`. Busy and failed lines are tried again within
    the hour, all else after a gap and in another part of the day; the last attempts on weekdays not tried yet.
    """
    minutes = {
        Effect.TRY_SOON: cadence.busy_retry_minutes,
        Effect.TRY_LINE_AGAIN: cadence.failed_retry_minutes,
    }.get(disposition.effect)
    if minutes is not None:
        return open_from(opening, now + minutes * MINUTE, add_business_days)
    gap = _gap(cadence, attempts_made, disposition.effect) if gap is None else gap
    day = add_business_days(local_date(opening.zones, now), gap)
    if cadence.max_attempts - attempts_made <= lacks_weekdays(cadence, tried):
        day = _on_a_new_weekday(tried, day, add_business_days)
    for _ in range(LOOK_AHEAD_DAYS):
        found = None
        if disposition.effect is Effect.GATEKEEPER:
            found = _round_the_gatekeeper(cadence, opening, day, tried)
        if found is None or found <= now:
            found = _on_day(cadence, opening, day, tried, now)
        if found is not None:
            return found
        day = add_business_days(day, 1)
    return opening_on(opening, day, add_business_days)


def open_from(opening: Schedule, at: int, add_business_days: AddBusinessDays) -> int:
    """Find the first open instant from `at` on: the same day, or a business day after it."""
    today = local_date(opening.zones, at)
    opens = opening.next_opening(at)
    if opens is not None and local_date(opening.zones, opens) == today:
        return opens
    return opening_on(opening, add_business_days(today, 1), add_business_days)


def opening_on(opening: Schedule, day: date, add_business_days: AddBusinessDays) -> int:
    """Find the first open instant of a date, or of the first business day after it that has one."""
    zones = opening.zones
    wanted = day if is_business_day(day, add_business_days) else add_business_days(day, 1)
    for _ in range(LOOK_AHEAD_DAYS):
        opens = opening.next_opening(_instant(zones, wanted, time.min))
        if opens is None:
            break
        if local_date(zones, opens) == wanted:
            return opens
        wanted = add_business_days(max(wanted, local_date(zones, opens) - timedelta(days=1)), 1)
    return _instant(zones, wanted, UNKNOWN_HOUR)


def is_business_day(day: date, add_business_days: AddBusinessDays) -> bool:
    """Say whether a date is a business day of the prospect's calendar."""
    return add_business_days(day - timedelta(days=1), 1) == day


def business_day_before(day: date, add_business_days: AddBusinessDays) -> date:
    """Find the last business day before a date."""
    earlier = day - timedelta(days=1)
    while not is_business_day(earlier, add_business_days):
        earlier -= timedelta(days=1)
    return earlier


def is_exhausted(
    cadence: Cadence, attempts_made: int, cycle_started_at: int, next_at: int, tried: Tried, zones: Sequence[str]
) -> bool:
    """Say whether a cycle is over: the next attempt would fall after its days, or its attempts are used up.

    They are not used up while the next one would be in a day part, or on a weekday, that the cycle still lacks.
    """
    if next_at > cycle_started_at + cadence.max_cycle_days * DAY:
        return True
    return attempts_made >= cadence.max_attempts and not is_new(cadence, tried, local_time(next_at, _reference(zones)))


def recycle_on(cadence: Cadence, cycle: int, today: date) -> date | None:
    """Find the date on which an exhausted prospect begins a new cycle; None after the last cycle."""
    return today + timedelta(days=cadence.recycle_after_days) if cycle < cadence.max_cycles else None


def local_date(zones: Sequence[str], now: int) -> date:
    """Read the date at an instant where the prospect is; in UTC while no zone is known."""
    return local_time(now, _reference(zones)).date()


def _gap(cadence: Cadence, attempts_made: int, effect: Effect) -> int:
    gaps = cadence.gaps_business_days or (1,)
    usual = gaps[min(max(attempts_made, 1), len(gaps)) - 1]
    return {
        Effect.TRY_AFTER_VOICEMAIL: usual + 1,
        Effect.GATEKEEPER: cadence.gatekeeper_gap_business_days,
        Effect.HANG_UP: cadence.hang_up_gap_business_days,
        Effect.SEND_INFORMATION: cadence.info_follow_up_business_days,
    }.get(effect, usual)


def _on_a_new_weekday(tried: Tried, day: date, add_business_days: AddBusinessDays) -> date:
    """The first business day from a date on, within a week, on whose weekday nobody rang; else that date."""
    days = [day, *(add_business_days(day, later) for later in range(1, len(WEEKDAYS) - 2))]
    return next((each for each in days if each.weekday() not in tried.weekdays), day)


def _on_day(cadence: Cadence, opening: Schedule, day: date, tried: Tried, now: int) -> int | None:
    """Find the opening of a day, after `now`, in the part whose turn it is; None where there is none."""
    if not cadence.day_parts:
        opens = opening.next_opening(max(now + 1, _instant(opening.zones, day, time.min)))
        return opens if opens is not None and local_date(opening.zones, opens) == day else None
    found = {part.name: _in_part(part, opening, day, now) for part in reversed(cadence.day_parts)}
    return best_opening(cadence, {name: at for name, at in found.items() if at is not None}, tried)


def _round_the_gatekeeper(cadence: Cadence, opening: Schedule, day: date, tried: Tried) -> int | None:
    """Find an opening before nine or after five, when whoever guards the line is away; in no part used lately."""
    early = _in_part(DayPart("", time.min, BEFORE_THE_GATEKEEPER), opening, day)
    late = _in_part(DayPart("", AFTER_THE_GATEKEEPER, time.max), opening, day)
    found = [at for at in (early, late) if at is not None]
    avoided, clock = recent(cadence, tried), _reference(opening.zones)
    return min((at for at in found if day_part(cadence, local_time(at, clock)) not in avoided), default=None)


def _in_part(part: DayPart, opening: Schedule, day: date, now: int = 0) -> int | None:
    opens = opening.next_opening(max(now + 1, _instant(opening.zones, day, part.starts)))
    return opens if opens is not None and opens < _instant(opening.zones, day, part.ends) else None


def _instant(zones: Sequence[str], day: date, clock: time) -> int:
    return resolve(datetime.combine(day, clock), _reference(zones))


def _reference(zones: Sequence[str]) -> str:
    return zones[0] if are_known(zones) else "UTC"
