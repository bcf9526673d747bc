"""The law in force here: the rows that setter ships, narrowed by a team's own, and what compliance has decided.

It hands the domain what binds a prospect: the hours and the closed days of every place that they may be in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from itertools import count
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from setter.domain.law import Law, Registry
from setter.domain.opening_hours import WEEKDAYS, Hours, WeekHours
from setter.domain.schedule import Schedule, schedule, span_of_days
from setter.law.holiday_rules import dates_of
from setter.law.places import place_name
from setter.law.rows import ANYWHERE, LawRow, rows_of
from setter.law.tables import registry_rows, table

SHIPPED = ("hours_us", "hours_world")
WEIGHED_YEARS = (-1, 0, 1)
"""Closed days are known for last year, this one and the next: nobody is promised anything further ahead."""

Week = tuple[tuple[str, tuple[Hours, ...]], ...]
ALL_DAY = dict.fromkeys(WEEKDAYS, (Hours(time.min, time.max),))


class Blackout(Struct, frozen=True):
    """Dates, both included, on which nobody is rung in a place, and why: an emergency decree, say."""

    place: str
    first: date
    last: date
    reason: str


class Asked(Struct, frozen=True):
    """The newest answer of a register: of which day (UTC midnight, milliseconds), and on whom (as `Registry` says)."""

    at: int
    covers_until: int | None


class Relaxation(Struct, frozen=True):
    """A place's law that does not bind a market here, for a recorded reason, by whom and when (UTC milliseconds)."""

    place: str
    market: str
    reason: str
    by: str = ""
    at: int = 0


class Profile:
    """Every row in force, by place; what it says of several places is worked out once."""

    def __init__(
        self,
        rows: Iterable[LawRow],
        own: Iterable[LawRow] = (),
        blackouts: Iterable[Blackout] = (),
        relaxations: Iterable[Relaxation] = (),
        asked: Mapping[str, Asked] = MappingProxyType({}),
        version: str = "",
    ) -> None:
        self.rows = {row.place: row for row in rows}
        self.own = {row.place: row for row in own}
        self.blackouts = tuple(blackouts)
        self.relaxed = {(each.place, each.market) for each in relaxations}
        self.registries = {each: _registry(each, row, asked.get(each)) for each, row in registry_rows().items()}
        self.version = version
        self._laws: dict[tuple[tuple[str, ...], str, int], tuple[Law, ...]] = {}
        self._weeks: dict[Week, int] = {}
        self._numbers = count()
        self._openings: dict[tuple[int, tuple[str, ...], tuple[str, ...], str, int], Schedule] = {}

    def week(self, hours: WeekHours) -> int:
        """Give a campaign's hours a number, so that whoever asks about many localities has them compared once."""
        key = tuple(sorted(hours.items()))
        found = self._weeks.get(key)
        return self._weeks.setdefault(key, next(self._numbers)) if found is None else found

    def opening(
        self, week: int, hours: WeekHours, zones: tuple[str, ...], places: tuple[str, ...], market: str, now: int
    ) -> Schedule:
        """Work out, once, when somebody in these zones and places may be rung; `week` is the number of the hours."""
        key = (week, zones, places, market, _year(now))
        found = self._openings.get(key)
        if found is None:
            found = self._openings[key] = schedule(hours, zones, self.laws(places, market, now))
        return found

    def laws(self, places: tuple[str, ...], market: str, now: int) -> tuple[Law, ...]:
        """Give the law of every place that somebody may be in, a country's beside its region's (domain §6.3).

        A market that is not known is taken for none that anything was relaxed for.
        """
        year = _year(now)
        key = (places, market, year)
        found = self._laws.get(key)
        if found is None:
            found = self._laws[key] = tuple(self._binding(places, market, year))
        return found

    def rows_for(self, places: Iterable[str]) -> list[LawRow]:
        """List the rows of some places as they stand in the files, a country's before its region's."""
        return [row for place in _with_countries(places) for row in self._own_and_shipped(place)]

    def _binding(self, places: tuple[str, ...], market: str, year: int) -> Iterator[Law]:
        for place in _with_countries(places):
            for row in self._own_and_shipped(place):
                yield self._law(row, year, (place, market) in self.relaxed)
            closed: dict[date, str] = {}
            for blackout in self.blackouts:
                if blackout.place == place or (blackout.place == ANYWHERE and "-" not in place):
                    closed |= span_of_days(blackout.first, blackout.last, blackout.reason)
            if closed:
                yield Law(place, place_name(place), ALL_DAY, closed)

    def _law(self, row: LawRow, year: int, relaxed: bool) -> Law:
        """A row as the domain has it; a relaxed one leaves the hours and the days free, and wants all else."""
        return Law(
            row.place,
            row.name,
            ALL_DAY if relaxed else row.hours,
            {} if relaxed else dict(_holidays(row.holidays, row.weekend, year)),
            row.source,
            row.as_of,
            row.confidence,
            row.consent,
            tuple(self.registries[each] for each in row.registries if each in self.registries),
            row.caps,
            row.rest_days,
        )

    def _own_and_shipped(self, place: str) -> list[LawRow]:
        country = "-" not in place
        shipped = self.rows.get(place) or (self.rows.get(ANYWHERE) if country else None)
        return [row for row in (self.own.get(place), shipped) if row is not None]


@lru_cache(maxsize=1)
def shipped_rows() -> tuple[LawRow, ...]:
    """Read the rows that come with setter; ValueError where a file of ours is faulty."""
    rows: list[LawRow] = []
    for name in SHIPPED:
        read = table(name)
        found, faults = rows_of(read.rows["places"], read.as_of)
        if faults:
            raise ValueError(f"{name}.toml: {faults[0].where} {faults[0].words}")
        rows += found
    return tuple(rows)


@lru_cache(maxsize=64)
def _year(now: int) -> int:
    return datetime.fromtimestamp(now / 1000, UTC).year


def _with_countries(places: Iterable[str]) -> list[str]:
    """Put each region's country before it, once; nobody's place is every place we know no rule of."""
    listed: dict[str, None] = {}
    for place in places:
        country = place.partition("-")[0]
        listed |= dict.fromkeys((country, place))
    return list(listed) or [ANYWHERE]


@lru_cache(maxsize=512)
def _holidays(place_days: tuple[tuple[str, str], ...], weekend: str, year: int) -> tuple[tuple[date, str], ...]:
    days: dict[date, str] = {}
    for each in WEIGHED_YEARS:
        days |= dates_of(list(place_days), weekend, year + each)
    return tuple(days.items())


def _registry(registry: str, row: Mapping[str, Any], asked: Asked | None) -> Registry:
    at, until = (asked.at, asked.covers_until) if asked else (None, None)
    return Registry(registry, row["name"], row["bars"], row["needed"], row["max_age_days"], at, until)
