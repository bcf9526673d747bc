"""A legal holiday as the statute words it, and the dates on which it falls.

The words: "07-04" · "3rd mon jan" · "last mon may" · "easter-2" · "tue after 1st mon nov" · "mon before 05-25" ·
"2026-07-10", each with ", even years", ", odd years", ", from 2021" or ", until 2024" behind it where that holds.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter
from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta

WEEKDAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAYS = dict(zip(WEEKDAY_NAMES, (MO, TU, WE, TH, FR, SA, SU), strict=True))
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ORDINALS = {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "last": -1}
SATURDAY, SUNDAY = 5, 6

WEEKEND_RULES = ("", "sunday-monday", "saturday-friday sunday-monday", "next-weekday")
"""What a statute says of a holiday at a weekend: nothing, the Monday, the days around it, the next free weekday."""

DayOfYear = Callable[[int], date | None]
"""The date of a holiday in a year; None in a year that has none."""


class NotADay(ValueError):
    """These words name no day of the year."""


def falls_on(words: str, year: int) -> date | None:
    """Find the date of a holiday in a year, None in a year without it; NotADay where the words are none."""
    return day_rule(words)(year)


def dates_of(days: list[tuple[str, str]], weekend: str, year: int) -> dict[date, str]:
    """List the closed dates of a year with their names: each holiday, and the day that stands for one at a weekend.

    The holiday's own date stays closed, too: a statute that moves the day off does not open the day itself.
    """
    found: dict[date, str] = {}
    for each in range(year - 1, year + 2):  # New Year's Day on a Saturday is kept in the old year
        proper = [(day, name) for name, words in days if (day := falls_on(words, each)) is not None]
        for day, name in proper:
            found.setdefault(day, name)
        taken = {day for day, _ in proper}
        for day, name in proper:
            kept = _kept_on(day, weekend, taken)
            if kept is not None:
                taken.add(kept)
                found.setdefault(kept, f"{name} (observed)")
    return {day: name for day, name in sorted(found.items()) if day.year == year}


@lru_cache(maxsize=1024)
def day_rule(words: str) -> DayOfYear:
    """Read the words of a holiday; NotADay says which are none."""
    rule, *conditions = (part.strip() for part in words.casefold().split(","))
    fall, holds = _fall(rule), [_condition(each) for each in conditions]
    return lambda year: fall(year) if all(condition(year) for condition in holds) else None


def _kept_on(day: date, weekend: str, taken: set[date]) -> date | None:
    if weekend == "next-weekday" and day.weekday() >= SATURDAY:
        kept = day
        while kept.weekday() >= SATURDAY or kept in taken:
            kept += timedelta(days=1)
        return kept
    if weekend.endswith("sunday-monday") and day.weekday() == SUNDAY:
        return day + timedelta(days=1)
    if weekend.startswith("saturday-friday") and day.weekday() == SATURDAY:
        return day - timedelta(days=1)
    return None


def _fall(rule: str) -> DayOfYear:
    for pattern, made in _RULES:
        match = pattern.fullmatch(rule)
        if match is not None:
            return made(*match.groups())
    raise NotADay(f"{rule!r} names no day: write 07-04, 3rd mon jan, last mon may, easter-2 or tue after 1st mon nov.")


def _fixed(month: str, day: str) -> DayOfYear:
    try:
        date(2024, int(month), int(day))
    except ValueError:
        raise NotADay(f"There is no {month}-{day} in any year.") from None
    leap_day = (int(month), int(day)) == (2, 29)
    return lambda year: None if leap_day and not isleap(year) else date(year, int(month), int(day))


def _once(text: str) -> DayOfYear:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NotADay(f"There is no day {text}.") from None
    return lambda year: day if day.year == year else None


def _nth(ordinal: str, weekday: str, month: str) -> DayOfYear:
    number, weekdays, which = _ORDINALS[ordinal], _WEEKDAYS[weekday], _MONTHS.index(month) + 1
    from_day = relativedelta(day=31 if number < 0 else 1, weekday=weekdays(number))

    def found(year: int) -> date | None:
        day = date(year, which, 1) + from_day
        return day if day.month == which else None

    return found


def _easter(days: str | None) -> DayOfYear:
    return lambda year: easter(year) + timedelta(days=int(days or 0))


def _beside(weekday: str, where: str, rule: str) -> DayOfYear:
    """Find the weekday next to another day; "on or" lets that day itself be it."""
    other, itself = _fall(rule), where.startswith("on or ")
    step, sign = (1, 1) if where.endswith("after") else (-1, -1)

    def found(year: int) -> date | None:
        day = other(year)
        if day is None:
            return None
        return day + timedelta(days=0 if itself else step) + relativedelta(weekday=_WEEKDAYS[weekday](sign))

    return found


def _condition(words: str) -> Callable[[int], bool]:
    if words in ("even years", "odd years"):
        return lambda year: (year % 2 == 0) == (words == "even years")
    match = re.fullmatch(r"(from|until) (\d{4})", words)
    if match is None:
        raise NotADay(f"{words!r} is no condition: write even years, odd years, from 2021 or until 2024.")
    bound = int(match[2])
    return (lambda year: year >= bound) if match[1] == "from" else (lambda year: year <= bound)


_DAY, _MONTH = f"({'|'.join(WEEKDAY_NAMES)})", f"({'|'.join(_MONTHS)})"
_RULES: tuple[tuple[re.Pattern[str], Callable[..., DayOfYear]], ...] = (
    (re.compile(r"(\d\d)-(\d\d)"), _fixed),
    (re.compile(r"(\d{4}-\d\d-\d\d)"), _once),
    (re.compile(rf"({'|'.join(_ORDINALS)}) {_DAY} {_MONTH}"), _nth),
    (re.compile(r"easter([+-]\d{1,3})?"), _easter),
    (re.compile(rf"{_DAY} ((?:on or )?(?:before|after)) (.+)"), _beside),
)
