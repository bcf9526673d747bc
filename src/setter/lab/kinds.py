"""What sort of thing a column holds, and which sorts no line of a card can be made of."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
from msgspec import Struct

from setter.domain.conditions import flaw
from setter.domain.facts import Condition, Value
from setter.lab.table import Column, Table

NUMBER, CATEGORY = "number", "category"
ALMOST_ALL = 0.98
FREE_TEXT = 0.3
"""Where more of the rows than this have a value of their own, a column of words is free text."""
MOST_TEXTS = 1000
FEWEST_OF_A_VALUE = 8
"""A value that fewer rows have than this says nothing by itself."""

_DATE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{4}/\d{1,2}/\d{1,2})([ T]\d{1,2}:\d{2}.*)?")
_DAY_NAME = re.compile(r"\b(date|day|time|when|at|on|created|updated|modified|timestamp|datum)\b")
_ID_NAME = re.compile(r"\b(id|ids|key|uuid|guid|no|nr|number|code|phone|mobile|e ?mail|url|website)\b")
_SERIAL_DAYS = (30_000, 60_000)
"""A spreadsheet's days since 1900, from 1982 to 2064."""
_EPOCHS = ((8e8, 2.5e9), (8e11, 2.5e12))
"""Seconds and milliseconds since 1970, from 1995 to 2049."""


class Kind(Struct, frozen=True):
    """A column's sort, and why it is left out of a card; "" where it is not."""

    sort: str
    why_not: str = ""


def kind_of(column: Column, rows: int) -> Kind:
    """Say what a column holds."""
    known = int(column.counts.sum())
    distinct = int((column.counts > 0).sum())
    if not known:
        return Kind("empty", "it holds nothing")
    if problem := flaw(Condition(column.name, "known")):
        return Kind("unnamed", f"no rule can name it: {problem}")
    numeric = column.counts[~np.isnan(column.figures)].sum() >= ALMOST_ALL * known
    if rows - max(int(column.counts.max()), rows - known) < FEWEST_OF_A_VALUE:
        return Kind("constant", "almost every row is the same")
    if day := _days_of(column, bool(numeric)):
        return Kind("date", f"it holds {day}: put the rows in order by it with --order")
    if _is_id(column, known, distinct, bool(numeric)):
        return Kind("id", "almost every row has a value of its own, as an id has")
    if numeric and distinct > 2:
        return Kind(NUMBER)
    if distinct > MOST_TEXTS or (distinct > 50 and distinct > FREE_TEXT * known):
        return Kind("text", f"it holds {distinct:,} different texts")
    return Kind(CATEGORY)


def kinds_of(table: Table) -> dict[str, Kind]:
    """What each column holds, by its name."""
    return {column.name: kind_of(column, table.rows) for column in table.columns}


def _days_of(column: Column, numeric: bool) -> str:
    """Say in which form a column holds dates; "" where it does not."""
    seen = [value for value, count in zip(column.values, column.counts, strict=True) if count]
    if not numeric:
        dated = sum(isinstance(value, str) and _DATE.fullmatch(value) is not None for value in seen)
        return "dates" if dated >= ALMOST_ALL * len(seen) else ""
    figures = column.figures[column.counts > 0]
    figures = figures[~np.isnan(figures)]
    if len(figures) < 3 or (figures % 1).any():
        return ""
    if all(_is_calendar_day(int(each)) for each in figures):
        return "dates written as numbers (20261127)"
    named = _DAY_NAME.search(header_words(column.header)) is not None
    if named and _SERIAL_DAYS[0] <= figures.min() and figures.max() <= _SERIAL_DAYS[1]:
        return "a spreadsheet's dates as numbers"
    if any(low <= figures.min() and figures.max() <= high for low, high in _EPOCHS) and (named or len(figures) > 100):
        return "instants as numbers"
    return ""


def _is_calendar_day(figure: int) -> bool:
    try:
        return 1950 <= date(figure // 10_000, figure // 100 % 100, figure % 100).year <= 2100
    except (ValueError, OverflowError):
        return False


def _is_id(column: Column, known: int, distinct: int, numeric: bool) -> bool:
    if known < 20 or distinct < 0.95 * known:
        return False
    if not numeric:
        return not any(" " in value for value in map(str, column.values[:200])) or distinct < known
    figures = column.figures[column.codes[column.known]]
    if (figures[~np.isnan(figures)] % 1).any():
        return False
    steps = np.diff(figures)
    counted_up = (steps > 0).mean() > ALMOST_ALL or (steps < 0).mean() > ALMOST_ALL
    return bool(counted_up) or _ID_NAME.search(header_words(column.header)) is not None


def header_words(header: str) -> str:
    """A header's words in small letters, with what is no letter left out: "LeadQuality_2" is "lead quality "."""
    return re.sub(r"[^a-z]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header).casefold())


def shown(value: Value) -> str:
    """A value as a label tells it."""
    return f"{value:,}" if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)
