"""Which times of which sales representative are free for a meeting, and who takes it (domain §7.6).

Instants are UTC milliseconds on the five-minute grid. A representative's hours, days off and daily cap hold in
the representative's own zone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from msgspec import Struct

from setter.domain.calling_window import Span, local_time, open_spans, place_words, resolve, zone_words
from setter.domain.handoff_plan import HandoffPlan, Rep
from setter.domain.units import DAY, HOUR, MINUTE

GRID = 5 * MINUTE
"""Meetings begin and end on it, so that the database can forbid two on one bucket."""
STEP = 30 * MINUTE
"""Offered times are so far apart."""
HALF_HOURS = 48


class Slot(Struct, frozen=True):
    """A free time of a representative; instants in UTC milliseconds."""

    rep: str
    starts: int
    ends: int


class Busy(Struct, frozen=True):
    """A time that a representative cannot give; `meeting` is false for a calendar block, which no cap counts.

    `gap` is the time kept free after it (milliseconds) where that was fixed when it was booked; None for the plan's.
    `why` says in a sentence why nobody knows whether they could; empty for what takes their time.
    """

    rep: str
    starts: int
    ends: int
    meeting: bool = True
    gap: int | None = None
    why: str = ""


def is_aligned(instant: int) -> bool:
    """Say whether an instant lies on the five-minute grid."""
    return instant % GRID == 0


def buckets(starts: int, ends: int, buffer_minutes: int) -> range:
    """Number the five-minute buckets that a meeting and the buffer after it occupy.

    Two aligned meetings share a bucket exactly when the gap between them is shorter than the buffer.
    """
    return range(starts // GRID, -(-(ends + buffer_minutes * MINUTE) // GRID))


def held_time(rep: str, held: Iterable[int], buffer_minutes: int) -> Busy:
    """Turn the buckets of one meeting or held offer back into its time, and into the gap after it.

    Together they cover exactly those buckets, whatever buffer they were taken with.
    """
    numbers = sorted(held)
    starts, over = numbers[0] * GRID, (numbers[-1] + 1) * GRID
    ends = max(starts + GRID, over - -(-buffer_minutes * MINUTE // GRID) * GRID)
    return Busy(rep, starts, ends, gap=over - ends)


def runs(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Part bucket numbers where one is missing between them: each held time blocks itself and nothing else."""
    run: list[int] = []
    for number in sorted(numbers):
        if run and number != run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def free_slots(
    plan: HandoffPlan,
    busy: Iterable[Busy],
    now: int,
    *,
    from_: int | None = None,
    to: int | None = None,
) -> list[Slot]:
    """List the free times that start between two instants, earliest first, on the round times of the rep's clock."""
    taken = list(busy)
    slots: list[Slot] = []
    for each in plan.reps:
        diary = _Diary(plan, each, taken)
        for starts in _round_times(plan, each, now, from_, to):
            if diary.refusal(starts, now) is None:
                slots.append(Slot(each.id, starts, starts + plan.meeting_minutes * MINUTE))
    return sorted(slots, key=lambda slot: (slot.starts, slot.rep))


def check_slot(plan: HandoffPlan, rep: Rep | str, starts: int, busy: Iterable[Busy], now: int) -> str | None:
    """Say in a sentence why a representative cannot take a meeting then; None where they can."""
    try:
        found = rep if isinstance(rep, Rep) else plan.rep(rep)
    except KeyError:
        return f"This campaign has no representative {rep!r}."
    return _Diary(plan, found, busy).refusal(starts, now)


def why_nobody(plan: HandoffPlan, reps: Iterable[Rep], starts: int, busy: Iterable[Busy], now: int) -> str:
    """Say what keeps all of some representatives from a time; empty where each has a reason of their own."""
    if now < starts < _earliest(plan, now):
        return notice_words(plan)
    taken = list(busy)
    problems = {_Diary(plan, rep, taken).refusal(starts, now) or "" for rep in reps}
    return problems.pop() if len(problems) == 1 else ""


def notice_words(plan: HandoffPlan) -> str:
    """Say how long before it a meeting must be booked."""
    hours = plan.min_notice_hours
    return f"A meeting needs {hours:g} {'hour' if hours == 1 else 'hours'}' notice."


def serving(plan: HandoffPlan, region: str) -> list[Rep]:
    """List who may take a prospect of a region: its territory's representatives; anybody where it is unknown."""
    return [rep for rep in _of_territory(plan.reps, region) if rep.weight > 0] if region else list(plan.reps)


def choose_rep(
    plan: HandoffPlan,
    starts: int,
    busy: Iterable[Busy],
    assigned: Mapping[str, int],
    last_assigned: Mapping[str, int],
    now: int,
    owner: str | None = None,
    region: str = "",
) -> str | None:
    """Choose who takes a meeting among those free then; None where nobody may and can.

    The account's owner comes first, then those whose territory holds the region, in turn by weight: the fewest
    meetings `assigned` for their weight, and among equals who waits longest since `last_assigned` (UTC ms).
    """
    taken = list(busy)
    free = [rep for rep in plan.reps if _Diary(plan, rep, taken).refusal(starts, now) is None]
    if owner in {rep.id for rep in free}:
        return owner
    fit = [rep for rep in _of_territory(free, region) if rep.weight > 0]
    turn = sorted(fit, key=lambda rep: (assigned.get(rep.id, 0) / rep.weight, last_assigned.get(rep.id, 0), rep.id))
    return turn[0].id if turn else None


def day_strip(plan: HandoffPlan, rep: Rep | str, busy: Iterable[Busy], day: date, zone: str) -> list[tuple[int, str]]:
    """Show a representative's day in half-hours of a zone's clock: (minute of the day, free | busy | closed).

    A half-hour that is partly outside the hours, or that the clock skips that day, is closed.
    """
    found = rep if isinstance(rep, Rep) else plan.rep(rep)
    taken = [each for each in busy if each.rep == found.id]
    midnight = datetime.combine(day, time(0))
    starts = resolve(midnight, zone)
    spans = open_spans(found.hours, (found.zone,), starts - DAY, starts + 3 * DAY, frozenset(found.days_off))
    strip = []
    for minute in range(0, 24 * 60, 24 * 60 // HALF_HOURS):
        wall = midnight + timedelta(minutes=minute)
        strip.append((minute, _state(wall, zone, spans, taken)))
    return strip


def _state(wall: datetime, zone: str, spans: Sequence[Span], taken: Iterable[Busy]) -> str:
    starts = resolve(wall, zone)
    ends = starts + DAY // HALF_HOURS
    skipped = local_time(starts, zone).replace(tzinfo=None) != wall
    if skipped or not any(opens <= starts and ends <= closes for opens, closes in spans):
        return "closed"
    return "busy" if any(each.starts < ends and starts < each.ends for each in taken) else "free"


class _Diary:
    """One representative's commitments, asked about one start after another."""

    def __init__(self, plan: HandoffPlan, rep: Rep, busy: Iterable[Busy]) -> None:
        self.plan, self.rep = plan, rep
        self.taken = [each for each in busy if each.rep == rep.id]
        self.open: dict[date, list[Span]] = {}
        self.per_day = Counter(self._day(each.starts) for each in self.taken if each.meeting)

    def refusal(self, starts: int, now: int) -> str | None:
        """Say why not: the clock first, then the calendar, then the other meetings."""
        ends = starts + self.plan.meeting_minutes * MINUTE
        if not is_aligned(starts):
            return "A meeting starts on a multiple of five minutes."
        return self._too_soon_or_far(starts, now) or self._outside(starts, ends) or self._taken(starts, ends)

    def _too_soon_or_far(self, starts: int, now: int) -> str | None:
        if starts <= now:
            return "That time has passed."
        earliest = _earliest(self.plan, now)
        if starts < earliest:
            return f"{notice_words(self.plan)} The earliest is {_words(-(-earliest // GRID) * GRID, self.rep.zone)}."
        if self._day(starts) > _last_day(self.plan, self.rep, now):
            return f"That is too far ahead: at most {self.plan.max_days_out} days."
        return None

    def _outside(self, starts: int, ends: int) -> str | None:
        rep, day = self.rep, self._day(starts)
        if day in rep.days_off:
            return f"{rep.name} is off on {day:%A} {day.day} {day:%B}."
        if any(opens <= starts and ends <= closes for opens, closes in self._hours(day)):
            return None
        return f"{_words(starts, rep.zone)} is outside {rep.name}'s hours."

    def _taken(self, starts: int, ends: int) -> str | None:
        rep, gap = self.rep, self.plan.buffer_minutes * MINUTE
        over = [each for each in self.taken if starts < each.ends and each.starts < ends]
        if over:
            return next((each.why for each in over if each.why), f"{rep.name} is busy then.")
        near = [each for each in self.taken if starts < _over(each, gap) and each.starts < ends + gap]
        if near:
            needed = max(gap if ends <= each.starts else _over(each, gap) - each.ends for each in near) // MINUTE
            return f"{rep.name} needs {needed} minutes between meetings."
        if self.per_day[self._day(starts)] >= rep.max_per_day:
            return f"{rep.name} has {rep.max_per_day} meetings that day already, which is the most."
        return None

    def _hours(self, day: date) -> list[Span]:
        if day not in self.open:
            midnight = resolve(datetime.combine(day, time(0)), self.rep.zone)
            self.open[day] = open_spans(self.rep.hours, (self.rep.zone,), midnight - HOUR, midnight + DAY + HOUR)
        return self.open[day]

    def _day(self, instant: int) -> date:
        return local_time(instant, self.rep.zone).date()


def _over(busy: Busy, gap: int) -> int:
    return busy.ends + (gap if busy.gap is None else busy.gap)


def _round_times(plan: HandoffPlan, rep: Rep, now: int, from_: int | None, to: int | None) -> Iterator[int]:
    """Walk the round times of the rep's clock, within the hours and the days that may be booked."""
    last_day = _last_day(plan, rep, now) + timedelta(days=1)
    start = max(_earliest(plan, now), from_ or 0)
    end = resolve(datetime.combine(last_day, time(0)), rep.zone)
    end = end if to is None else min(end, to)
    for opens, closes in open_spans(rep.hours, (rep.zone,), start, end + DAY, frozenset(rep.days_off)):
        offset = local_time(opens, rep.zone).utcoffset() or timedelta()
        shift = offset // timedelta(milliseconds=1)
        first = -(-(opens + shift) // STEP) * STEP - shift
        yield from range(first, min(closes - plan.meeting_minutes * MINUTE + 1, end), STEP)


def _earliest(plan: HandoffPlan, now: int) -> int:
    return now + round(plan.min_notice_hours * HOUR)


def _last_day(plan: HandoffPlan, rep: Rep, now: int) -> date:
    return local_time(now, rep.zone).date() + timedelta(days=plan.max_days_out)


def _of_territory(reps: Sequence[Rep], region: str) -> Sequence[Rep]:
    """Keep those who serve a region; where it is unknown, those who serve everywhere, or else all."""
    everywhere = [rep for rep in reps if "*" in rep.territory]
    if not region:
        return everywhere or reps
    wanted = region.strip().casefold()
    return [rep for rep in reps if rep in everywhere or wanted in {each.casefold() for each in rep.territory}]


def _words(instant: int, zone: str) -> str:
    return f"{local_time(instant, zone):%a %H:%M} {zone_words(instant, zone)} in {place_words(zone)}"
