"""The periods that a team lead looks at: named ones, each longer than the one before, and any days as typed."""

from __future__ import annotations

import re
from datetime import date, timedelta

from msgspec import Struct

from setter.domain.days import day_of
from setter.domain.errors import Wrong
from setter.domain.measures_of_pace import period_of
from setter.services.activity import report_zone
from setter.services.desk import Desk

TODAY, WEEK, FOUR_WEEKS, QUARTER, ALL = "today", "this week", "last 4 weeks", "this quarter", "all days"
NAMED = (TODAY, WEEK, FOUR_WEEKS, QUARTER, ALL)
_BETWEEN = re.compile(r"\s*(?:\bto\b|\bup to\b|\.\.+|–|—|,|\s)\s*")
HINT = "Type one day or two, such as 2026-09-01 2026-11-24."


class Period(Struct, frozen=True):
    """The first and the last day of a period, both included; without a first one, from the beginning.

    `name` is one of `NAMED`, '' for days as typed.
    """

    name: str
    first: date | None
    last: date

    @property
    def days(self) -> str:
        """Its days in words: "Mon 23 Nov to Fri 27 Nov"."""
        if self.first == self.last:
            return f"{self.last:%a %d %b}"
        year = " %Y" if self.first is not None and self.first.year != self.last.year else ""
        first = f"{self.first:%a %d %b{year}} " if self.first is not None else ""
        return f"{first}{'' if first else 'up '}to {self.last:%a %d %b{year}}"

    @property
    def words(self) -> str:
        """Its name and its days."""
        return f"{self.name}, {self.days}" if self.name else self.days


def period_named(desk: Desk, name: str) -> Period:
    """A named period up to today, by the days of the reports."""
    today = _today(desk)
    first = {
        TODAY: today,
        WEEK: period_of(today, "week")[0],
        FOUR_WEEKS: today - timedelta(days=27),
        QUARTER: period_of(today, "quarter")[0],
    }
    return Period(name, first.get(name), today)


def period_typed(desk: Desk, text: str) -> Period:
    """The days that somebody typed, one alone up to today; Wrong for what is no day and for days that run backwards."""
    days = [_day(word) for word in _BETWEEN.split(text.strip()) if word]
    if not 1 <= len(days) <= 2:
        raise Wrong("period", "That is no period.", "period", HINT)
    first, last = days[0], days[-1] if len(days) == 2 else max(days[0], _today(desk))
    if last < first:
        raise Wrong("period", f"{last} comes before {first}.", "period", "Name the first day, then the last.")
    return Period("", first, last)


def _day(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise Wrong("period", f"{word!r} is no day.", "period", HINT) from None


def _today(desk: Desk) -> date:
    return day_of(desk.now(), desk.store.read(report_zone))
