"""One row of the law: what it says of a place, read and checked whole, every fault of a file at once (domain §6.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

from msgspec import Struct, field

from setter.domain.law import CallCap
from setter.domain.opening_hours import WEEKDAYS, Hours, WeekHours
from setter.law.holiday_rules import WEEKEND_RULES, NotADay, day_rule
from setter.law.places import is_place
from setter.law.tables import registry_rows

BINDS = ("everybody", "consumers", "unclear", "guide")
"""Whom a rule itself reaches; a guide is nobody's law, an industry's code or our own caution."""
CONFIDENCES = ("high", "medium", "low", "disputed", "assumed")
CONSENTS = ("none", "presumed_interest", "required")
CONSENT_FOR = ("b2c", "b2b", "mobile")
MARKETS = ("b2c", "b2b")
DAYS = {"weekdays": WEEKDAYS[:5], "saturday": WEEKDAYS[5:6], "sunday": WEEKDAYS[6:]}
ANYWHERE = "*"
"""The place that stands for every country without a row of its own."""
STALE_AFTER_DAYS = 180
MOST_DAYS = 366
"""No cap and no rest goes further back: the dials of a year are looked at for it."""

_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
_KEYS = frozenset(
    (
        *(*DAYS, "name", "binds", "consent", "registries", "caps", "rest_days"),
        *("source", "as_of", "confidence", "note", "weekend", "holidays"),
    )
)


class LawRow(Struct, frozen=True):
    """What the law of one place says, as its file words it; `holidays` are (name, rule) pairs.

    `consent` says for whom ("b2c", "b2b", "mobile") a yes, or a presumed interest, must be on record before the first
    call; `registries` are those to ask. `caps` and `rest_days` say by market how often one person may be rung, and how
    long one who said no is not. `as_of` is the day on which somebody read the source.
    """

    place: str
    name: str
    hours: WeekHours
    binds: str
    source: str
    as_of: date
    confidence: str
    holidays: tuple[tuple[str, str], ...] = ()
    weekend: str = ""
    consent: Mapping[str, str] = field(default_factory=dict)
    registries: tuple[str, ...] = ()
    note: str = ""
    caps: Mapping[str, CallCap] = field(default_factory=dict)
    rest_days: Mapping[str, int] = field(default_factory=dict)

    def age_days(self, today: date) -> int:
        """Count the days since somebody read the source."""
        return (today - self.as_of).days

    def is_stale(self, today: date) -> bool:
        """Say whether the source wants reading again."""
        return self.age_days(today) > STALE_AFTER_DAYS


class Fault(Struct, frozen=True):
    """What is wrong in a law file, and where: "places.US-LA.saturday"."""

    where: str
    words: str


def rows_of(table: Mapping[str, Any], as_of: date | None = None) -> tuple[list[LawRow], list[Fault]]:
    """Read the places of a law file, as TOML has them: the rows that hold, and every fault of the others.

    A row without a day of its own was read on `as_of`.
    """
    rows: list[LawRow] = []
    faults: list[Fault] = []
    for place, row in table.items():
        found = list(_faults(place, row, as_of))
        faults += [Fault(f"places.{place}{where}", words) for where, words in found]
        if not found:
            rows.append(_row(place, row, as_of))
    return rows, faults


def spans_of(text: str) -> Hours:
    """Read "08:00-21:00"; ValueError says what is wrong with it."""
    match = _SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no span of a day: write 08:00-21:00")
    opens, closes = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
    if closes <= opens:
        raise ValueError(f"{text} runs over midnight: a day's hours end on the day on which they begin")
    return Hours(opens, closes)


def _row(place: str, row: Mapping[str, Any], as_of: date | None) -> LawRow:
    hours = {day: tuple(map(spans_of, row[key])) for key, days in DAYS.items() if row.get(key) for day in days}
    return LawRow(
        place=place,
        name=row["name"],
        hours=hours,
        binds=row["binds"],
        source=row["source"],
        as_of=row.get("as_of") or as_of or date.min,
        confidence=row["confidence"],
        holidays=tuple((name, rule) for name, rule in row.get("holidays", ())),
        weekend=row.get("weekend", ""),
        consent=dict(row.get("consent", {})),
        registries=tuple(row.get("registries", ())),
        note=row.get("note", ""),
        caps={market: CallCap(cap["calls"], cap["days"]) for market, cap in row.get("caps", {}).items()},
        rest_days=dict(row.get("rest_days", {})),
    )


def _faults(place: str, row: Any, as_of: date | None) -> Iterator[tuple[str, str]]:
    if place != ANYWHERE and not is_place(place):
        yield "", "is no place that setter knows: write a country as GB, a region as US-LA"
    if not isinstance(row, Mapping):
        yield "", "is no table"
        return
    for key in row.keys() - _KEYS:
        near = get_close_matches(key, _KEYS, 1)
        yield f".{key}", f"is no key of a law{f'; did you mean {near[0]}?' if near else ''}"
    for key in ("name", "source"):
        if not isinstance(row.get(key), str) or not row[key].strip():
            yield f".{key}", "is missing: a law has a name for its place, and a source"
    for key, allowed in (("binds", BINDS), ("confidence", CONFIDENCES)):
        if row.get(key) not in allowed:
            yield f".{key}", f"is one of {', '.join(allowed)}"
    if type(row.get("as_of") or as_of) is not date:
        yield ".as_of", "is no day: say on which day the source was read, as 2026-11-26"
    if not isinstance(row.get("note", ""), str):
        yield ".note", "is no text"
    yield from _hour_faults(row)
    yield from _holiday_faults(row)
    yield from _duty_faults(row)
    yield from _rest_faults(row)


def _hour_faults(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if not any(row.get(key) for key in DAYS):
        yield "", "opens on no day: where nobody may be rung at all there is a blackout"
    for key in DAYS:
        spans: list[Hours] = []
        if not isinstance(row.get(key, []), list | tuple):
            yield f".{key}", 'is no list: write ["08:00-21:00"]'
            continue
        for text in map(str, row.get(key, ())):
            try:
                spans.append(spans_of(text))
            except ValueError as wrong:
                yield f".{key}", str(wrong)
        if any(later.opens < sooner.closes for sooner, later in pairwise(spans)):
            yield f".{key}", "has spans that overlap, or are not in order"


def _holiday_faults(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if row.get("weekend", "") not in WEEKEND_RULES:
        yield ".weekend", f"is one of {', '.join(rule for rule in WEEKEND_RULES if rule)}"
    if not isinstance(row.get("holidays", []), list | tuple):
        yield ".holidays", 'is no list: write [["Independence Day", "07-04"]]'
        return
    for number, pair in enumerate(row.get("holidays", ()), 1):
        if not (isinstance(pair, list | tuple) and len(pair) == 2 and all(isinstance(each, str) for each in pair)):
            yield f".holidays[{number}]", 'is no pair of a name and a day: write ["Independence Day", "07-04"]'
            continue
        try:
            day_rule(pair[1])
        except NotADay as wrong:
            yield f".holidays[{number}]", str(wrong).rstrip(".")


def _duty_faults(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    consent = row.get("consent", {})
    for market, wanted in consent.items() if isinstance(consent, Mapping) else ():
        if market not in CONSENT_FOR:
            yield f".consent.{market}", f"is one of {', '.join(CONSENT_FOR)}"
        if wanted not in CONSENTS:
            yield f".consent.{market}", f"is one of {', '.join(CONSENTS)}"
    if not isinstance(consent, Mapping):
        yield ".consent", "is no table"
    registries = row.get("registries", [])
    if not isinstance(registries, list | tuple):
        yield ".registries", "is no list of registers"
        return
    for each in registries:
        if each not in registry_rows():
            yield ".registries", f"{each!r} is no register that setter knows: {', '.join(registry_rows())}"


def _rest_faults(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, holds, words in (
        ("caps", _is_cap, "is no cap: write { calls = 4, days = 30 }"),
        ("rest_days", _is_count, "is no number of days"),
    ):
        by_market = row.get(key, {})
        if not isinstance(by_market, Mapping):
            yield f".{key}", "is no table: say for whom, b2c or b2b"
            continue
        for market, said in by_market.items():
            if market not in MARKETS:
                yield f".{key}.{market}", f"is one of {', '.join(MARKETS)}"
            if not holds(said):
                yield f".{key}.{market}", words


def _is_cap(said: Any) -> bool:
    return isinstance(said, Mapping) and set(said) == {"calls", "days"} and all(map(_is_count, said.values()))


def _is_count(said: Any) -> bool:
    return type(said) is int and 1 <= said <= MOST_DAYS
