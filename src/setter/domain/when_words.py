"""The words of the time grammar: what a caller types, taken apart into days and clock times, nothing resolved.

A word is read only where it has one meaning; what could be two days is asked again with both readings named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta

from setter.domain.errors import Wrong
from setter.domain.opening_hours import WEEKDAYS

EXAMPLES = 'Type for example "tue 3pm", "tomorrow 10", "24 nov 14:30" or "in 2 weeks thu 9".'

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_STEMS = tuple(month[:3].casefold() for month in MONTHS)
_MONTH = "(" + "|".join([*(month.casefold() for month in MONTHS), "sept", *_STEMS]) + ")"
_WEEKDAY = "(monday|mon|tuesday|tues|tue|wednesday|weds|wed|thursday|thurs|thur|thu|friday|fri|saturday|sat|sunday|sun)"
_ORDINAL = "(?:st|nd|rd|th)"
_UNIT = "(minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|wks?|w|months?)"


def ask_again(message: str, hint: str = EXAMPLES) -> Wrong:
    """Make the answer to a time that cannot be used: what was understood, and what to type instead."""
    return Wrong("when", message, hint=hint)


def plain(text: str) -> str:
    """Bring typed words to one form: lower case, single spaces, no commas, no T in dates, "pm" for "p.m."."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace(",", " ")
    folded = re.sub(r"(\d-\d\d)t(?=\d)", r"\1 ", folded)
    return " ".join(re.sub(r"([ap])\.m\.?", r"\1m", folded).split())


def shown(text: str) -> str:
    """Repeat typed words in a sentence, short and without control characters."""
    clean = "".join(letter if letter.isprintable() else " " for letter in text)
    return clean if len(clean) <= 40 else clean[:39] + "…"


def day_words(day: date) -> str:
    """Write a day in full: "Tuesday 24 November 2026"."""
    return f"{day:%A} {day.day} {MONTHS[day.month - 1]} {day.year}"


@dataclass(slots=True)
class Reading:
    """What the words say: a day in at most one way, a weekday, and a clock time or a span from now.

    `weeks` counts calendar weeks from this one; `from_monday` marks a week named as such ("next week"). `said` is the
    word before a weekday: "this" is of the current week, "next" may be two days.
    """

    day: date | None = None
    month_day: tuple[int, int] | None = None
    day_of_month: int | None = None
    days: int | None = None
    weeks: int | None = None
    months: int | None = None
    from_monday: bool = False
    weekday: int | None = None
    clock: time | None = None
    delay: timedelta | None = None
    any_time: bool = False
    said: str = ""

    @property
    def names_a_day(self) -> bool:
        """Say whether a day was named in any way but by its weekday."""
        ways = (self.day, self.month_day, self.day_of_month, self.days, self.weeks, self.months)
        return any(way is not None for way in ways)

    def once(self, already: bool, what: str) -> None:
        """Refuse a second day or time beside the first."""
        if already:
            raise ask_again(f"That names two {what}: type one.")


def read(text: str) -> Reading:
    """Take plain words apart; Wrong where one of them is no day and no time, naming it."""
    reading, place = Reading(), 0
    while place < len(text):
        for pattern, note in _RULES:
            if found := pattern.match(text, place):
                note(reading, found)
                place = found.end()
                break
        else:
            rest = text[place:]
            word = rest if rest.startswith("in ") else rest.split(" ", 1)[0]
            raise ask_again(f'"{shown(word)}" cannot be read as a day or a time.')
    return reading


def date_of(year: int, month: int, day: int) -> date:
    """Make a date; Wrong where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        name = MONTHS[month - 1] if 1 <= month <= 12 else f"in month {month} of"
        raise ask_again(f"There is no {day} {name} {year}.") from None


def _iso(reading: Reading, found: re.Match[str]) -> None:
    reading.once(reading.names_a_day, "days")
    reading.day = date_of(int(found[1]), int(found[2]), int(found[3]))


def _relative_day(reading: Reading, found: re.Match[str]) -> None:
    reading.once(reading.names_a_day, "days")
    reading.days = {"yesterday": -1, "today": 0, "day after tomorrow": 2}.get(found[1], 1)


def _span(reading: Reading, found: re.Match[str]) -> None:
    count = 1 if found[1] in ("a", "an", "one") else int(found[1])
    unit = found[2].removesuffix("s") if len(found[2]) > 1 else found[2]
    if unit in ("minute", "min", "m", "hour", "hr", "h"):
        reading.once(reading.delay is not None, "times")
        reading.delay = timedelta(minutes=count * (1 if unit[0] == "m" else 60))
        return
    reading.once(reading.names_a_day, "days")
    if unit in ("day", "d"):
        reading.days = count
    elif unit == "month":
        reading.months = count
    else:
        reading.weeks = count


def _half_an_hour(reading: Reading, _: re.Match[str]) -> None:
    reading.once(reading.delay is not None, "times")
    reading.delay = timedelta(minutes=30)


def _next_week(reading: Reading, _: re.Match[str]) -> None:
    reading.once(reading.names_a_day, "days")
    reading.weeks, reading.from_monday = 1, True


def _next_weekday(reading: Reading, found: re.Match[str]) -> None:
    _next_week(reading, found)
    _weekday(reading, found)
    reading.said = "next"


def _this_weekday(reading: Reading, found: re.Match[str]) -> None:
    _weekday(reading, found)
    reading.said = "this"


def _weekday(reading: Reading, found: re.Match[str]) -> None:
    reading.once(reading.weekday is not None, "days")
    reading.weekday = WEEKDAYS.index(found[1][:3])


def _numeric(reading: Reading, found: re.Match[str]) -> None:
    """Read two numbers as day and month only where one of them can be no month (24/11, 11/24, 5/5)."""
    first, second = int(found[1]), int(found[2])
    if first != second and 1 <= first <= 12 and 1 <= second <= 12:
        one = f"{first} {MONTHS[second - 1]}"
        other = f"{second} {MONTHS[first - 1]}"
        hint = f'Type "{first} {_STEMS[second - 1]}" or "{second} {_STEMS[first - 1]}".'
        raise ask_again(f'"{found.group().strip()}" can be {one} or {other}.', hint)
    if min(first, second) < 1 or min(first, second) > 12:
        raise ask_again(f'"{found.group().strip()}" is no day and month.')
    day, month = (second, first) if second > 12 else (first, second)
    _day_and_month(reading, day, month, found[3])


def _day_month(reading: Reading, found: re.Match[str]) -> None:
    _day_and_month(reading, int(found[1]), 1 + _STEMS.index(found[2][:3]), found[3])


def _month_day(reading: Reading, found: re.Match[str]) -> None:
    _day_and_month(reading, int(found[2]), 1 + _STEMS.index(found[1][:3]), found[3])


def _day_and_month(reading: Reading, day: int, month: int, year: str | None) -> None:
    reading.once(reading.names_a_day, "days")
    if year:
        reading.day = date_of(int(year) + (2000 if len(year) == 2 else 0), month, day)
    elif not 1 <= day <= DAYS[month - 1]:
        raise ask_again(f"There is no {day} {MONTHS[month - 1]}.")
    else:
        reading.month_day = month, day


def _ordinal(reading: Reading, found: re.Match[str]) -> None:
    reading.once(reading.names_a_day, "days")
    reading.day_of_month = int(found[1])
    if not 1 <= reading.day_of_month <= 31:
        raise ask_again(f"There is no {found[1]}th of any month.")


def _noon(reading: Reading, _: re.Match[str]) -> None:
    reading.once(reading.clock is not None, "times")
    reading.clock = time(12)


def _midnight(_: Reading, __: re.Match[str]) -> None:
    raise ask_again("Midnight can begin the day or end it.", 'Type the time with its day, such as "wed 00:00".')


def _part_of_day(_: Reading, found: re.Match[str]) -> None:
    """Ask for the hour: a promise at some time of an afternoon is none."""
    hours = {"morning": ("9", "10:30"), "afternoon": ("2pm", "4pm"), "evening": ("5pm", "5:30pm")}[found[1]]
    raise ask_again(f'"{found[1]}" names no hour.', f'Type one, such as "{hours[0]}" or "{hours[1]}".')


def _clock(reading: Reading, found: re.Match[str]) -> None:
    """Read "14:30", "2:30 pm", "3pm" or a bare hour, which must be one that an office works."""
    reading.once(reading.clock is not None, "times")
    digits, minute, half = found[1], found[2] or "", found[3]
    hour = int(digits)
    if half:
        if not 1 <= hour <= 12:
            raise ask_again(f'"{found.group().strip()}" is no time: before am and pm stands 1 to 12.')
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif len(digits) == 1 and 1 <= hour <= 6:
        hour += 12
    elif not minute and hour == 0:
        raise ask_again(f'"{digits}" alone is no working hour.', 'Type the time in full, such as "00:30".')
    if hour > 23 or int(minute or 0) > 59:
        raise ask_again(f'"{found.group().strip()}" is no time of day.')
    reading.clock = time(hour, int(minute or 0))


def _dotted(reading: Reading, found: re.Match[str]) -> None:
    """Read "10.30" as a time, unless it could be the tenth of some month."""
    first, second = int(found[1]), int(found[2])
    if 1 <= first <= 31 and 1 <= second <= 12:
        hint = f'Type "{first}:{second:02}" or "{first} {_STEMS[second - 1]}".'
        raise ask_again(f'"{found.group().strip()}" can be a time of day or a day in {MONTHS[second - 1]}.', hint)
    _clock(reading, found)


def _hours(reading: Reading, found: re.Match[str]) -> None:
    """Read "15h" and "15h30"; a small number of hours could as well be a span from now."""
    if int(found[1]) < 7 and found[2] is None:
        raise ask_again(f'"{found.group().strip()}" can be a time or a span.', 'Type "15:00" or "in 3 hours".')
    _clock(reading, found)


def _any_time(reading: Reading, _: re.Match[str]) -> None:
    reading.any_time = True


def _nothing(_: Reading, __: re.Match[str]) -> None:
    return


_RULES: list[tuple[re.Pattern[str], Callable[[Reading, re.Match[str]], None]]] = [
    (re.compile(rf"(?:{words})(?: +|$)", re.ASCII), note)
    for words, note in (
        (r"(\d{4})-(\d\d)-(\d\d)", _iso),
        (r"(day after tomorrow|today|tomorrow|tmrw|yesterday)", _relative_day),
        (r"in half an hour", _half_an_hour),
        (rf"in (\d{{1,3}}|an?|one) ?{_UNIT}", _span),
        (r"next week", _next_week),
        (rf"next {_WEEKDAY}", _next_weekday),
        (rf"this {_WEEKDAY}", _this_weekday),
        (r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d\d))?", _numeric),
        (r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d\d)?", _numeric),
        (r"(\d{1,2})-(\d{1,2})-(\d{4})", _numeric),
        (rf"(\d{{1,2}}){_ORDINAL}? ?(?:of )?{_MONTH}(?: (\d{{4}}))?", _day_month),
        (rf"{_MONTH} ?(\d{{1,2}}){_ORDINAL}?(?: (\d{{4}}))?", _month_day),
        (_WEEKDAY, _weekday),
        (rf"(\d{{1,2}}){_ORDINAL}", _ordinal),
        (r"noon|midday", _noon),
        (r"midnight", _midnight),
        (r"(?:in the )?(morning|afternoon|evening)", _part_of_day),
        (r"(\d{1,2}):(\d\d)(?::\d\d(?:\.\d+)?)? ?(am|pm)?", _clock),
        (r"(\d{1,2})\.(\d\d) ?(am|pm)", _clock),
        (r"(\d{1,2})\.(\d\d)()", _dotted),
        (r"(\d{1,2})h(\d\d)?()", _hours),
        (r"(\d{1,2})() ?(am|pm)?", _clock),
        (r"any ?time", _any_time),
        (r"at|on|the|this|coming|@|o'clock", _nothing),
    )
]
"""How each word is read, in the order in which they are tried; every one ends at a space or the end."""
