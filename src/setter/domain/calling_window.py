"""When a prospect's phone may ring: opening hours held against every zone the prospect may be in.

Instants are UTC milliseconds, hours are wall time, zones are IANA names. A line is open only while the wall
clock of *every* candidate zone reads a time inside the hours (domain §6.2): an hour that a clock change skips
never opens anything, an hour that it repeats opens twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, reduce
from zoneinfo import ZoneInfo

from setter.domain.campaign import Calling
from setter.domain.errors import Wrong
from setter.domain.opening_hours import WEEKDAYS, WeekHours
from setter.domain.units import DAY, HOUR, MINUTE

MOST_ZONES = 5
"""More candidate zones than this say nothing: 8-21 in New York and in Guam have no hour in common."""
HORIZON_DAYS = 14

Span = tuple[int, int]
"""From an instant up to, not including, another."""
Dates = Collection[date]
NO_DATES: Dates = frozenset()

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()

COMMON_CLOCKS = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "America/Adak", "Pacific/Honolulu", "America/Puerto_Rico", "America/Halifax",
    "America/St_Johns", "America/Regina", "America/Panama", "Pacific/Guam", "Pacific/Pago_Pago",
    "Europe/London", "Europe/Lisbon", "Europe/Berlin", "Europe/Helsinki", "Europe/Istanbul",
    "Atlantic/Azores",
    "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "Africa/Abidjan", "Asia/Dubai", "Asia/Kolkata",
    "Asia/Bangkok", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney", "Australia/Brisbane",
    "Australia/Adelaide", "Australia/Darwin", "Australia/Perth", "Pacific/Auckland",
    "America/Sao_Paulo", "America/Bogota", "America/Mexico_City",
)  # fmt: skip
"""The zones that stand for all others whose clocks read the same, in order of preference."""


def are_known(zones: Iterable[str]) -> bool:
    """Say whether candidate zones tell enough to call by: one to five, each of them real."""
    return _tell_enough(frozenset(zones))


@lru_cache(maxsize=4096)
def _tell_enough(distinct: frozenset[str]) -> bool:
    return 0 < len(distinct) <= MOST_ZONES and all(map(is_zone, distinct))


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Say whether an IANA zone of this name exists."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return bool(name)


@lru_cache(maxsize=1024)
def local_time(now: int, zone: str) -> datetime:
    """Read a zone's wall clock at an instant, as an aware datetime; Wrong where there is no such zone."""
    return _read(now, zone)


def _read(now: int, zone: str) -> datetime:
    return (_EPOCH + timedelta(milliseconds=now)).astimezone(_zone_info(zone))


def resolve(wall: datetime, zone: str) -> int:
    """Find the instant at which a zone's clocks show a wall time.

    A time that a clock change skips moves forward by the gap; one that comes twice is the first of the two.
    """
    local = wall.replace(tzinfo=_zone_info(zone), fold=0)
    return (local - _EPOCH) // timedelta(milliseconds=1)


@lru_cache(maxsize=1024)
def clock_words(now: int, zone: str) -> str:
    """Write a zone's clock for people: "14:32 CST", "17:02 UTC+1030" where the zone has no letters."""
    return f"{local_time(now, zone):%H:%M} {zone_words(now, zone)}"


def moment_words(now: int, zone: str) -> str:
    """Write an instant on a zone's clock with its day: "Wednesday 25 November, 08:30 CST"."""
    local = local_time(now, zone)
    return f"{local:%A} {local.day} {local:%B}, {clock_words(now, zone)}"


def zone_words(now: int, zone: str) -> str:
    """Write what a zone's clock is called at an instant: "CST", "CDT", "UTC+1030"."""
    name = local_time(now, zone).tzname() or ""
    return f"UTC{name}" if name[:1] in "+-" else name


def closed_campaign(calling: Calling, zones: Iterable[str], now: int) -> str:
    """Say that a campaign has not begun, or is over, by the calendar of any of the zones; "" on its days.

    Where no zone is known the days are those of UTC.
    """
    if calling.first_day is None and calling.last_day is None:
        return ""
    known = tuple(zones)
    days = [local_time(now, zone).date() for zone in (known if are_known(known) else ("UTC",))]
    if calling.last_day is not None and max(days) > calling.last_day:
        return f"This campaign ended on {calling.last_day.day} {calling.last_day:%B %Y}."
    if calling.first_day is not None and min(days) < calling.first_day:
        return f"This campaign begins on {calling.first_day.day} {calling.first_day:%B %Y}."
    return ""


def place_words(zone: str) -> str:
    """Write the place a zone is named after: "St Johns" for America/St_Johns."""
    return zone.rpartition("/")[2].replace("_", " ")


def is_open(hours: WeekHours, zones: Iterable[str], now: int, closed_dates: Dates = NO_DATES) -> bool:
    """Say whether every candidate zone is inside the hours at this instant; never with zones unknown."""
    distinct = frozenset(zones)
    if not _tell_enough(distinct):
        return False
    for zone in distinct:  # noqa: SIM110 - every claim asks it of all windows, and a generator doubles what it costs
        if not _reads_open(hours, local_time(now, zone), closed_dates):
            return False
    return True


def open_spans(
    hours: WeekHours, zones: Iterable[str], start_ms: int, end_ms: int, closed_dates: Dates = NO_DATES
) -> list[Span]:
    """List the spans between two instants in which every candidate zone is open, in order, never touching."""
    return list(_spans(hours, zones, start_ms, end_ms, closed_dates))


def next_opening(hours: WeekHours, zones: Iterable[str], now: int, closed_dates: Dates = NO_DATES) -> int | None:
    """Find the first instant from now on at which every zone is open; None where two weeks have none."""
    return next((start for start, _ in _pieces_open(hours, zones, now, now + HORIZON_DAYS * DAY, closed_dates)), None)


def closes_at(hours: WeekHours, zones: Iterable[str], now: int, closed_dates: Dates = NO_DATES) -> int | None:
    """Find the instant at which the first zone closes; None where it is closed now."""
    opens, closes = next(_spans(hours, zones, now, now + HORIZON_DAYS * DAY, closed_dates), (None, None))
    return closes if opens == now else None


def canonical(zones: Iterable[str], now: int) -> tuple[str, ...]:
    """Reduce zones to those whose clocks differ now or within a year, sorted, so that windows stay few."""
    since = _first_of_month(now)
    kept: dict[tuple[Span, ...], str] = {}
    unreal = []
    for zone in sorted(set(zones)):
        if not is_zone(zone):
            unreal.append(zone)
        else:
            kept.setdefault(_year_of_clock(zone, since), zone)
    common = _common_years(since)
    return tuple(sorted([*unreal, *(common.get(year, zone) for year, zone in kept.items())]))


def year_of_clock(zone: str, now: int) -> tuple[Span, ...]:
    """Tell when each offset of a zone starts to hold, both in milliseconds, from the month's first day for a year."""
    return _year_of_clock(zone, _first_of_month(now))


@lru_cache(maxsize=1024)
def _zone_info(name: str) -> ZoneInfo:
    if not is_zone(name):
        raise Wrong("zone", f"There is no time zone {name!r}.", hint="Use a name such as America/Chicago.")
    return ZoneInfo(name)


def _reads_open(hours: WeekHours, local: datetime, closed_dates: Dates) -> bool:
    if closed_dates and local.date() in closed_dates:
        return False
    clock = local.time()
    for each in hours.get(WEEKDAYS[local.weekday()], ()):  # noqa: SIM110 - likewise
        if each.opens <= clock < each.closes:
            return True
    return False


def _spans(hours: WeekHours, zones: Iterable[str], start_ms: int, end_ms: int, closed_dates: Dates) -> Iterator[Span]:
    pending: Span | None = None
    for start, end in _pieces_open(hours, zones, start_ms, end_ms, closed_dates):
        if pending is not None and start <= pending[1]:
            pending = pending[0], max(end, pending[1])
            continue
        if pending is not None:
            yield pending
        pending = start, end
    if pending is not None:
        yield pending


def _pieces_open(
    hours: WeekHours, zones: Iterable[str], start_ms: int, end_ms: int, closed_dates: Dates
) -> Iterator[Span]:
    """List what is open in every zone, in order, cut at each midnight of UTC."""
    distinct = frozenset(zones)
    if not _tell_enough(distinct):
        return
    for day in range(start_ms // DAY, -(-end_ms // DAY)):
        by_zone = [_zone_spans(hours, zone, day, closed_dates) for zone in distinct]
        yield from _both([(start_ms, end_ms)], reduce(_both, by_zone))


def _zone_spans(hours: WeekHours, zone: str, day: int, closed_dates: Dates) -> list[Span]:
    """List one zone's open spans in one UTC day: its wall hours, shifted by the offset that then holds."""
    spans = []
    for start, end, offset in _pieces(zone, day):
        for local_day in range((start + offset) // DAY, (end + offset - 1) // DAY + 1):
            if closed_dates and date.fromordinal(local_day + _EPOCH_ORDINAL) in closed_dates:
                continue
            midnight = local_day * DAY - offset
            for each in hours.get(WEEKDAYS[(local_day + 3) % 7], ()):
                opens, closes = midnight + of_day(each.opens), midnight + of_day(each.closes)
                if opens < end and start < closes:
                    spans.append((max(opens, start), min(closes, end)))
    return sorted(spans) if len(spans) > 1 else spans


def _both(left: list[Span], right: list[Span]) -> list[Span]:
    overlaps = [(max(a, c), min(b, d)) for a, b in left for c, d in right if a < d and c < b]
    return sorted(overlaps) if len(overlaps) > 1 else overlaps


@lru_cache(maxsize=8192)
def _pieces(zone: str, day: int) -> tuple[tuple[int, int, int], ...]:
    """Cut a UTC day where the zone's offset changes: (from, to, offset), all in milliseconds."""
    start, end = day * DAY, (day + 1) * DAY
    before, after = _offset(zone, start), _offset(zone, end - 1)
    if before == after:
        return ((start, end, before),)
    change = _change(zone, start, end - 1)
    return ((start, change, before), (change, end, after))


def _change(zone: str, start: int, end: int) -> int:
    """Find the instant at which the offset that holds at the start gives way to the one at the end."""
    before = _offset(zone, start)
    while end - start > 1:
        middle = (start + end) // 2
        start, end = (middle, end) if _offset(zone, middle) == before else (start, middle)
    return end


def _offset(zone: str, now: int) -> int:
    return (_read(now, zone).utcoffset() or timedelta()) // timedelta(milliseconds=1)


@lru_cache(maxsize=1024)
def of_day(clock: time) -> int:
    """Count the milliseconds of a day until a wall time."""
    return clock.hour * HOUR + clock.minute * MINUTE + clock.second * 1000 + clock.microsecond // 1000


def _first_of_month(now: int) -> int:
    today = (_EPOCH + timedelta(milliseconds=now)).date()
    return today.replace(day=1).toordinal() - _EPOCH_ORDINAL


@lru_cache(maxsize=1024)
def _year_of_clock(zone: str, since: int) -> tuple[Span, ...]:
    """Describe a clock from a UTC day on, for a year and the month begun: when each offset starts to hold.

    It looks once a week: no clock changes twice within seven days.
    """
    start = since * DAY
    changes = [(start, _offset(zone, start))]
    for week in range(start, start + (366 + 31) * DAY, 7 * DAY):
        if _offset(zone, week + 7 * DAY) != changes[-1][1]:
            change = _change(zone, week, week + 7 * DAY)
            changes.append((change, _offset(zone, change)))
    return tuple(changes)


@lru_cache(maxsize=4)
def _common_years(since: int) -> dict[tuple[Span, ...], str]:
    years: dict[tuple[Span, ...], str] = {}
    for zone in COMMON_CLOCKS:
        years.setdefault(_year_of_clock(zone, since), zone)
    return years
