"""The law in force here: the rows that setter ships, narrowed by a team's own, and what compliance has decided.

It hands the domain what binds a prospect: the hours and the closed days of every place that they may be in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from functools import lru_cache

from msgspec import Struct

from setter.domain.campaign import WEEKDAYS, Hours
from setter.domain.schedule import Law, span_of_days
from setter.law.holiday_rules import dates_of
from setter.law.places import place_name
from setter.law.rows import ANYWHERE, LawRow, rows_of
from setter.law.tables import table

SHIPPED = ("hours_us", "hours_world")
WEIGHED_YEARS = (-1, 0, 1)
"""Closed days are known for last year, this one and the next: nobody is promised anything further ahead."""

ALL_DAY = dict.fromkeys(WEEKDAYS, (Hours(time.min, time.max),))


class Blackout(Struct, frozen=True):
    """Dates, both included, on which nobody is rung in a place, and why: an emergency decree, say."""

    place: str
    first: date
    last: date
    reason: str


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
        version: str = "",
    ) -> None:
        self.rows = {row.place: row for row in rows}
        self.own = {row.place: row for row in own}
        self.blackouts = tuple(blackouts)
        self.relaxed = {(each.place, each.market) for each in relaxations}
        self.version = version
        self._laws: dict[tuple[tuple[str, ...], str, int], tuple[Law, ...]] = {}

    def laws(self, places: tuple[str, ...], market: str, now: int) -> tuple[Law, ...]:
        """Give the law of every place that somebody may be in, a country's beside its region's (domain §6.3).

        A market that is not known is taken for none that anything was relaxed for.
        """
        year = datetime.fromtimestamp(now / 1000, UTC).year
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
            if (place, market) not in self.relaxed:
                yield from (_law(row, year) for row in self._own_and_shipped(place))
            closed: dict[date, str] = {}
            for blackout in self.blackouts:
                if blackout.place == place:
                    closed |= span_of_days(blackout.first, blackout.last, blackout.reason)
            if closed:
                yield Law(place, place_name(place), ALL_DAY, closed)

    def _own_and_shipped(self, place: str) -> list[LawRow]:
        country = "-" not in place
        found = [self.own.get(place), self.rows.get(place)]
        kept = [row for row in found if row is not None]
        if not kept and country and ANYWHERE in self.rows:
            return [self.rows[ANYWHERE]]
        return kept


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


def _law(row: LawRow, year: int) -> Law:
    closed = dict(_holidays(row.holidays, row.weekend, year))
    return Law(row.place, row.name, row.hours, closed, row.source, row.as_of, row.confidence)
