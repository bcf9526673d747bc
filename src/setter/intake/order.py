"""When each row of a file came to be, by a column of numbers, or of dates of one form throughout."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from math import isfinite

from setter.domain.errors import Wrong
from setter.domain.facts import Value, number_or_none

ISO = "Write the days as 2026-11-27"
_FIGURES = re.compile(r"(?<!\d)(\d{1,4})([./-])(\d{1,2})\2(\d{4}|\d{1,2})(?!\d)")
_HALF_DAY = re.compile(r"(?<![\d:])(\d{1,2})(:\d\d(?::\d\d)?)?\s*([ap])\.?m\.?(?![a-z])", re.IGNORECASE)
_SHORT_HOUR = re.compile(r"(?<=\d[ T])(\d:\d\d)")
_CENTURY_TURNS = 69
"""A year of two digits below this is of this century (as POSIX has it)."""


def places_of(values: Mapping[str, Value], column: str, place: str) -> dict[str, float]:
    """Where each text stands in time: its number, or its date in seconds; Wrong where that is not plain.

    A date without a zone is of UTC. `column` and `place` name the column and the file in sentences.
    """
    figures = {text: number_or_none(value) for text, value in values.items()}
    finite = {text: figure for text, figure in figures.items() if figure is not None and isfinite(figure)}
    if len(finite) == len(values):
        return finite
    dates = {text: _FIGURES.search(text) for text in values}
    day_first = _day_first([found for found in dates.values() if found], column, place)
    return {text: _instant(_iso(text, found, day_first), column, place) for text, found in dates.items()}


def in_figures(text: str) -> bool:
    """Say whether a text is a day in figures of which the year does not come first, as in 3/4/2026 or 25.11.2026."""
    found = _FIGURES.search(text)
    return found is not None and len(found[1]) < 3


def day_comes_first(texts: Iterable[str], column: str, place: str) -> bool:
    """Say for a whole column of days in figures whether the day comes before the month; Wrong where nothing says so.

    `column` and `place` name the column and the file in sentences.
    """
    return _day_first((found for text in texts if (found := _FIGURES.search(text))), column, place)


def year_first(text: str, day_first: bool) -> str:
    """A day in figures, and the time behind it, as ISO 8601 has them; any other text as it is."""
    found = _FIGURES.search(text)
    if found is None or len(found[1]) > 2:
        return text
    day = _iso(text.strip().replace(", ", " "), _FIGURES.search(text.strip()), day_first)
    return _SHORT_HOUR.sub(r"0\1", _HALF_DAY.sub(_whole_day, day))


def _whole_day(found: re.Match[str]) -> str:
    hour = int(found[1])
    if not 1 <= hour <= 12:
        return found[0]
    return f"{hour % 12 + (12 if found[3] in 'pP' else 0):02}{found[2] or ':00'}"


def _day_first(dates: Iterable[re.Match[str]], column: str, place: str) -> bool:
    """Say whether 3/4/2026 is in April: one value with a figure above 12 decides it for all, dots do by custom."""
    told = {(int(found[1]), int(found[3]), found[2]) for found in dates if len(found[1]) < 3}
    days, months = any(one > 12 for one, _, _ in told), any(two > 12 for _, two, _ in told)
    if days and months:
        sentence = f"«{column}» holds days that come before the month and others that come after it."
        raise Wrong("bad_order", sentence, place, f"{ISO}.")
    if not days and not months and any(one != two and sign != "." for one, two, sign in told):
        sentence = f"In «{column}» nothing says whether the day or the month comes first, as in 3/4/2026."
        raise Wrong("bad_order", sentence, place, f"{ISO}, or leave --order out where the rows stand in order.")
    return not months


def _iso(text: str, found: re.Match[str] | None, day_first: bool) -> str:
    """A text with its date written year first; one without figures for all three as it is."""
    if found is None:
        return text
    year, month, day = found[1], found[3], found[4]
    if len(year) < 3:
        year, month, day = found[4], *((found[3], found[1]) if day_first else (found[1], found[3]))
    if len(year) == 2:
        year = f"{20 if int(year) < _CENTURY_TURNS else 19}{year}"
    return f"{text[: found.start()]}{year:0>4}-{month:0>2}-{day:0>2}{text[found.end() :]}"


def _instant(text: str, column: str, place: str) -> float:
    moment = _iso_moment(text) or _moment(text)
    if moment is None:
        sentence = f"«{column}» holds neither numbers nor whole dates (day, month and year) throughout."
        raise Wrong("bad_order", sentence, place, f"{ISO}, name another column, or none for the order of the file.")
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _iso_moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    """A moment in words, None where it is none or no whole date: what is left out is taken from two unlike days."""
    from dateutil.parser import parse

    try:
        one = parse(text, default=datetime(2000, 1, 1))
        other = parse(text, default=datetime(2005, 2, 2), dayfirst=_FIGURES.search(text) is None)
    except (ValueError, OverflowError, TypeError):
        return None
    return one if one == other else None
