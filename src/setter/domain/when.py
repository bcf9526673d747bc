"""When a callback or a meeting is to be, as callers type it: "tue 3pm", in the prospect's own zone.

The answer is a wall time and a zone, echoed in full; what is ambiguous, gone or nonsense is asked again.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from msgspec import Struct

from setter.domain.calling_window import local_time, place_words, resolve, zone_words
from setter.domain.errors import Wrong
from setter.domain.units import MINUTE
from setter.domain.when_words import Reading, ask_again, date_of, day_words, plain, read, shown

LONGEST = 80
FURTHEST_DAYS = 731
YEARLESS_DAYS = 300
"""A day without a year that has passed means next year's, unless that is this far off: then it is a slip."""
DAY_STARTS = time(9)
"""Where a day without a time stands among the others."""

CLOCKS = {"et": ("est", "edt"), "ct": ("cst", "cdt"), "mt": ("mst", "mdt"), "pt": ("pst", "pdt")}
"""Letters for a clock that is either of two, as the season has it."""
LETTERS = frozenset(
    re.findall(
        r"\w+",
        "est edt cst cdt mst mdt pst pdt akst akdt hst hdt ast adt nst ndt utc gmt bst ist wet west cet cest eet eest"
        " sast jst awst acst acdt aest aedt nzst nzdt",
    )
)
"""Letters that name a clock; they are understood where the prospect's own shows them then."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?) ?(z|[+-]\d\d(?::?\d\d)?)", re.ASCII)


class Moment(Struct, frozen=True):
    """A promised time: local wall time, IANA zone, the instant (UTC ms) and the words that say it in full.

    With `certain_time` false only the day was said; the wall time is then nine o'clock.
    """

    wall: str
    zone: str
    at: int
    certain_time: bool
    words: str


def parse_when(text: str, now: int, zone: str) -> Moment:
    """Read a future time in the prospect's zone; Wrong "when" with what to type instead, or Wrong "zone"."""
    here = local_time(now, zone).replace(tzinfo=None)
    words = plain(text) if len(text) <= LONGEST else ""
    if not words:
        raise ask_again("That is no time." if text.strip() else "No time was typed.")
    if _INSTANT.fullmatch(words):
        return _moment_of_instant(_instant(words), now, zone)
    words, letters = _without_place(words, zone)
    reading = read(words)
    if reading.delay is not None:
        moment = _moment_after(reading, reading.delay, now, zone)
    else:
        moment = _moment_on(_day(reading, here), reading, now, zone)
        if not letters and _comes_twice(moment):
            raise _twice(datetime.fromisoformat(moment.wall), zone)
    clock = zone_words(moment.at, zone)
    if letters and clock.casefold() not in CLOCKS.get(letters, (letters,)):
        hint = "Type the time on their own clock, without letters."
        raise ask_again(f"{place_words(zone)} is on {clock} then, not {letters.upper()}.", hint)
    return moment


def parse_time(text: str, now: int, zone: str) -> Moment:
    """Read a future time as `parse_when` does; Wrong "when" for a day without a time of day too."""
    moment = parse_when(text, now, zone)
    if not moment.certain_time:
        raise Wrong("when", f"{moment.words} has no time of day.", "when", "Add one, such as 'tue 3pm'.")
    return moment


def moment_of(wall: datetime, zone: str, certain_time: bool = True) -> Moment:
    """Make the moment of a wall time that exists; its words are what parse_when reads back."""
    at = resolve(wall, zone)
    clock = f"{wall:%H:%M}" if certain_time else "any time"
    words = f"{day_words(wall)}, {clock} in {place_words(zone)} ({zone_words(at, zone)})"
    return Moment(f"{wall:%Y-%m-%dT%H:%M}", zone, at, certain_time, words)


def _without_place(words: str, zone: str) -> tuple[str, str]:
    """Take the echo's own ending off, "in chicago (cst)", or a clock's letters alone, and give its letters."""
    place = re.escape(plain(place_words(zone)))
    found = re.search(rf" in {place}(?: \(([^()]*)\))?$", words)
    if found:
        return words[: found.start()], found[1] or ""
    start, _, last = words.rpartition(" ")
    is_clock = last in CLOCKS or last in LETTERS
    return (start, last) if start and is_clock else (words, "")


def _instant(words: str) -> int:
    from dateutil.parser import isoparse

    found = _INSTANT.fullmatch(words)
    try:
        assert found
        return (isoparse(f"{found[1]}T{found[2]}{found[3].upper()}") - _EPOCH) // timedelta(milliseconds=1)
    except (ValueError, OverflowError):
        raise ask_again(f'"{shown(words)}" is no date and time.') from None


def _moment_of_instant(at: int, now: int, zone: str) -> Moment:
    """Bring an instant to the prospect's clock, to the minute."""
    if at <= now:
        raise ask_again("That time has passed.")
    if at > now + FURTHEST_DAYS * 24 * 60 * MINUTE:
        raise ask_again("That is more than two years ahead.")
    at -= at % MINUTE
    wall = local_time(at, zone).replace(tzinfo=None, fold=0)
    moment = moment_of(wall, zone)
    if moment.at != at:
        raise _twice(wall, zone)
    return _ahead(moment, now)


def _comes_twice(moment: Moment) -> bool:
    """Say whether the prospect's clock shows this time once more, an hour or so later."""
    wall = datetime.fromisoformat(moment.wall)
    later = (moment.at + minutes * MINUTE for minutes in (30, 60, 120))
    return any(local_time(each, moment.zone).replace(tzinfo=None) == wall for each in later)


def _twice(wall: datetime, zone: str) -> Wrong:
    return ask_again(
        f"{wall:%H:%M} comes twice that night in {place_words(zone)}, when the clocks go back.",
        "Type a time outside that hour.",
    )


def _moment_after(reading: Reading, delay: timedelta, now: int, zone: str) -> Moment:
    if reading.names_a_day or reading.weekday is not None or reading.clock or reading.any_time:
        raise ask_again('A time from now stands alone: "in 20 min".')
    return _moment_of_instant(now + delay // timedelta(milliseconds=1), now, zone)


def _moment_on(day: date, reading: Reading, now: int, zone: str) -> Moment:
    today = local_time(now, zone).date()
    if reading.clock and reading.any_time:
        raise ask_again(f"That says {reading.clock:%H:%M} and any time: type one.")
    if day < today:
        raise ask_again(f"{day_words(day)} has passed.")
    if (day - today).days > FURTHEST_DAYS:
        raise ask_again(f"{day_words(day)} is more than two years ahead.")
    if day == today and reading.clock is None:
        raise ask_again(f"{day_words(day)} is today, and no time was typed.", 'Add a time, such as "today 16:30".')
    wall = datetime.combine(day, reading.clock or DAY_STARTS)
    shows = local_time(resolve(wall, zone), zone).replace(tzinfo=None)
    if shows != wall:
        raise ask_again(
            f"{wall:%H:%M} does not exist on {day_words(day)} in {place_words(zone)}: the clocks go forward.",
            f'Type "{shows:%H:%M}" for an hour that does.',
        )
    return _ahead(moment_of(wall, zone, reading.clock is not None), now)


def _ahead(moment: Moment, now: int) -> Moment:
    if moment.at <= now:
        raise ask_again(f"{moment.words} has passed.")
    return moment


def _day(reading: Reading, here: datetime) -> date:
    """Find the day that was meant, seen from the prospect's own date and time."""
    if not reading.names_a_day:
        return _weekday_from(reading, here)
    day = _named_day(reading, here.date())
    if reading.weekday is None:
        return day
    if reading.weeks is not None:
        meant = day + timedelta(days=reading.weekday - day.weekday())
        nearer = meant - timedelta(weeks=1)
        if reading.said == "next" and nearer > here.date():
            hint = f'Type "{_short(nearer)}" or "{_short(meant)}".'
            named = f"{meant:%a}".casefold()
            raise ask_again(f'"next {named}" can be {day_words(nearer)} or {day_words(meant)}.', hint)
        return meant
    if day.weekday() != reading.weekday:
        raise ask_again(f"{day_words(day)} is a {day:%A}: the weekday and the date do not agree.")
    return day


def _weekday_from(reading: Reading, here: datetime) -> date:
    """Find the next such weekday, or with "this" the current week's: today only while the time is still ahead."""
    today = here.date()
    if reading.weekday is None:
        if reading.clock is None:
            raise ask_again("That names no day.")
        return today
    if reading.said == "this":
        return today + timedelta(days=reading.weekday - today.weekday())
    days = (reading.weekday - today.weekday()) % 7
    if days == 0 and (reading.clock is None or reading.clock <= here.time()):
        days = 7
    return today + timedelta(days=days)


def _short(day: date) -> str:
    return f"{day:%a} {day.day} {day:%b}".casefold()


def _named_day(reading: Reading, today: date) -> date:
    from dateutil.relativedelta import relativedelta

    if reading.day is not None:
        return reading.day
    if reading.days is not None:
        return today + timedelta(days=reading.days)
    if reading.months is not None:
        return today + relativedelta(months=reading.months)
    if reading.weeks is not None:
        start = today - timedelta(days=today.weekday()) if reading.from_monday else today
        return start + timedelta(weeks=reading.weeks)
    if reading.day_of_month is not None:
        first = today.replace(day=1) + relativedelta(months=int(reading.day_of_month < today.day))
        return date_of(first.year, first.month, reading.day_of_month)
    assert reading.month_day is not None
    return _yearless(*reading.month_day, today)


def _yearless(month: int, day: int, today: date) -> date:
    """Give a day without a year its next one; Wrong where that lies so far off that it must be a slip."""
    if (month, day) >= (today.month, today.day):
        return date_of(today.year, month, day)
    following = date_of(today.year + 1, month, day)
    if (following - today).days > YEARLESS_DAYS:
        passed = date_of(today.year, month, day)
        raise ask_again(f"{day_words(passed)} has passed.", f'For next year type "{following:%Y-%m-%d}".')
    return following
