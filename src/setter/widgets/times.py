"""Instants and spans in a caller's words; instants are UTC milliseconds, and `now` is always handed in."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from setter.domain.units import DAY, HOUR, MINUTE

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def in_zone(ms: int, zone: str) -> datetime:
    """Read an instant on the wall clock of an IANA zone; an unknown zone is read as UTC."""
    try:
        place: ZoneInfo | None = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        place = None
    return datetime.fromtimestamp(ms / 1000, place or UTC)


def clock(ms: int, zone: str) -> str:
    """The wall time of an instant: "09:14"."""
    return in_zone(ms, zone).strftime("%H:%M")


def day(ms: int, zone: str) -> str:
    """The wall date of an instant: "Tue 24 Nov"."""
    local = in_zone(ms, zone)
    return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]}"


def day_and_clock(ms: int, zone: str) -> str:
    """The wall date and time of an instant: "Tue 24 Nov 09:14"."""
    return f"{day(ms, zone)} {clock(ms, zone)}"


def full_time(ms: int, zone: str) -> str:
    """The wall date and time of an instant and its zone: "Tue 24 Nov 09:14 CST"."""
    return f"{day_and_clock(ms, zone)} {zone_word(ms, zone)}"


def here(ms: int) -> str:
    """An instant on the wall clock of this machine: "Tue 24 Nov 09:14 CST"."""
    local = datetime.fromtimestamp(ms / 1000).astimezone()
    date = f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]}"
    return f"{date} {local:%H:%M} {local.tzname() or ''}".rstrip()


def zone_word(ms: int, zone: str) -> str:
    """What people call a zone at an instant: "CST", or "UTC+3" where it has no letters."""
    name = in_zone(ms, zone).tzname() or "UTC"
    if name.isalpha():
        return name
    sign, hours, minutes = name[0], name[1:3].lstrip("0") or "0", name[3:5]
    return f"UTC{sign}{hours}" + (f":{minutes}" if minutes and minutes != "00" else "")


def ago(ms: int, now: int) -> str:
    """How long ago an instant was: "just now", "5 min ago", "3 h ago", "3 wk ago"; "in 5 min" if ahead."""
    gap = abs(now - ms)
    if gap < MINUTE:
        return "just now"
    words = span(gap)
    return f"{words} ago" if now >= ms else f"in {words}"


def span(length: int) -> str:
    """A length of time in one unit, rounded down: "5 min", "3 h", "2 d", "3 wk", "5 mo", "2 y"."""
    for size, unit, limit in (
        (MINUTE, "min", HOUR),
        (HOUR, "h", DAY),
        (DAY, "d", 14 * DAY),
        (7 * DAY, "wk", 60 * DAY),
        (30 * DAY, "mo", 365 * DAY),
    ):
        if length < limit:
            return f"{length // size} {unit}"
    return f"{length // (365 * DAY)} y"


def countdown(ms: int, now: int) -> str:
    """The time left to a promise: "2 d", "1 h 05", "12 min", "4:05", "now"; afterwards "3 min late"."""
    left = ms - now
    if left <= -MINUTE:
        return f"{span(-left)} late"
    if left < 1000:
        return "now"
    if left < 10 * MINUTE:
        return f"{left // MINUTE}:{left % MINUTE // 1000:02d}"
    if left < HOUR:
        return f"{left // MINUTE} min"
    if left < DAY:
        return f"{left // HOUR} h {left % HOUR // MINUTE:02d}"
    return span(left)
