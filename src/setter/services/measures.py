"""Of what the measures are asked: campaigns, days, whose; and how a report of them is given (R-100 to R-106)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct

from setter.domain.campaign import Campaign
from setter.domain.days import day_of, end_of, start_of
from setter.domain.errors import Wrong
from setter.domain.measures import Measure
from setter.domain.signed_parts import unsigned_words
from setter.services.activity import report_zone
from setter.services.desk import Desk
from setter.services.sign_off import unsigned_in
from setter.store.measures import Span
from setter.store.unit import Unit

FIRST_DAY = date(1970, 1, 1)


class Asked(Struct, frozen=True):
    """The first and the last day, both included; without a first one, from the beginning. '' is every campaign."""

    first: date | None = None
    last: date | None = None
    campaign: str = ""
    client: str = ""


class Counted(Struct, frozen=True):
    """A campaign that is counted, with the name of its programme as reports tell it.

    `unsigned` says which parts of it sales has not signed off; "" where it has signed all (R-033).
    """

    number: int
    id: str
    programme: str
    rules: Campaign
    unsigned: str = ""


class Scope(Struct, frozen=True, dict=True):
    """What is counted: campaigns by number, days of `zone` (IANA), and until when (UTC ms).

    `first` is the day from which weeks are counted; `open_ended` says that nobody asked for one.
    """

    campaigns: Mapping[int, Counted]
    first: date
    last: date
    open_ended: bool
    zone: str
    now: int

    def span(self, *, by_source: bool = False) -> Span:
        """The same as the store is asked for it."""
        since = 0 if self.open_ended else start_of(self.first, self.zone)
        return Span(tuple(sorted(self.campaigns)), since, end_of(self.last, self.zone), by_source)

    @property
    def first_day(self) -> date:
        """From which day on records are counted as bought."""
        return FIRST_DAY if self.open_ended else self.first

    @property
    def weeks(self) -> float:
        """How many weeks the days are."""
        return ((self.last - self.first).days + 1) / 7

    @cached_property
    def currencies(self) -> Mapping[int, str]:
        """The currency of each campaign."""
        return {number: each.rules.cost.currency for number, each in self.campaigns.items()}

    @cached_property
    def today(self) -> date:
        """The day it is."""
        return day_of(self.now, self.zone)


class Told(Struct, frozen=True):
    """A report: quality first, activity second (R-102), each group in the order of its name; never a ranking.

    `remarks` are what whoever reads any of it must know.
    """

    title: str
    first: date
    last: date
    zone: str
    quality: tuple[Measure, ...]
    activity: tuple[Measure, ...] = ()
    remarks: tuple[str, ...] = ()
    weekly: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """By group how many SQLs were submitted in each whole week."""

    @property
    def rows(self) -> tuple[Measure, ...]:
        """All measures in their order."""
        return self.quality + self.activity


def scope_of(desk: Desk, unit: Unit, asked: Asked) -> Scope:
    """Find what is asked for; Wrong for a campaign or a client that is none, and for days that run backwards."""
    zone, now = report_zone(unit), desk.now()
    today = day_of(now, zone)
    last = asked.last or today
    if asked.first is not None and last < asked.first:
        raise Wrong("period", f"{last} comes before {asked.first}.", "--to", "Name the first day, then the last.")
    if asked.first is None or asked.first <= today:
        last = min(last, today)  # days to come would make every week look poorer
    campaigns = _campaigns(desk, unit, asked)
    first = asked.first
    if first is None:
        began = unit.measures.first_work(tuple(campaigns))
        first = last if began is None else min(day_of(began, zone), last)
    return Scope(campaigns, first, last, asked.first is None, zone, now)


def _campaigns(desk: Desk, unit: Unit, asked: Asked) -> dict[int, Counted]:
    rows = [desk.campaign_row(unit, asked.campaign)] if asked.campaign else unit.campaigns.all()
    if asked.client:
        known = sorted({row.client_id for row in unit.campaigns.all()})
        if asked.client not in known:
            hint = f"Known: {', '.join(known) or 'none yet'}."
            raise Wrong("no_client", f"There is no client {asked.client!r}.", "--client", hint)
        rows = [row for row in rows if row.client_id == asked.client]
    rules = {row.number: desk.campaign(unit, row.number) for row in rows}
    names = {(row.client_id, row.programme_id): rules[row.number].programme.name for row in rows}
    twice = {name for name, times in Counter(names.values()).items() if times > 1}
    found = {}
    for row in rows:
        name = names[row.client_id, row.programme_id]
        named = f"{name} ({row.client_id}/{row.programme_id})" if name in twice else name
        unsigned = unsigned_words(unsigned_in(desk, unit, row.number)) if row.version else ""
        found[row.number] = Counted(row.number, row.id, named, rules[row.number], unsigned)
    return found
