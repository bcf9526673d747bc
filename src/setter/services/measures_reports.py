"""Programmes, sources and callers side by side: quality first, activity second, sorted by name (R-100 to R-102)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from msgspec.structs import replace

from setter.domain.measures import Measure, beside, by_measure, count, difference_of, joined, ratio, share, spread
from setter.domain.measures_of_money import Spent, costs, returns
from setter.domain.measures_of_pace import whole_weeks
from setter.domain.measures_of_sales import (
    ACCEPTED,
    MetMeeting,
    SoldSql,
    acceptance,
    codes,
    conversion,
    gates,
    minutes_lost,
    shows,
    submitted_per_week,
    tally,
)
from setter.domain.metrics import Proportion
from setter.services.desk import Desk
from setter.services.measures import Asked, Scope, Told, scope_of
from setter.services.measures_counted import (
    NO_SOURCE,
    Effort,
    Heard,
    days_of,
    effort,
    met_meetings,
    sold_sqls,
    spent_by,
)
from setter.services.measures_pace import paces
from setter.services.measures_worked import out_of_target, worked_by, yields
from setter.store.unit import Unit

COMPARED = ("sales rejection", "accepted to customer", "show rate")
"""The shares in which programmes are compared pair by pair."""
MOSTLY_ALIKE = ("market", "direction")
"""Segments that are only told of a source that has several, for most have one."""


def programmes(desk: Desk, asked: Asked) -> Told:
    """What each programme brought: SQLs, what sales says of them, sales, cost, return (R-100)."""

    def look(unit: Unit) -> Told:
        scope = scope_of(desk, unit, asked)
        names = {number: each.programme for number, each in scope.campaigns.items()}
        sqls, met, done = sold_sqls(unit, scope), met_meetings(unit, scope), effort(unit, scope)
        spent = spent_by(unit, scope, done, lambda number, source, caller: names[number])
        worked = worked_by(unit, scope, lambda number, source: names[number])
        quality: list[Measure] = []
        for name in in_order(names.values()):
            own = [each for each in sqls if each.programme == name]
            quality += _sold(scope, name, own, provider_of(scope, name))
            quality += shows(name, [each for each in met if each.programme == name], scope.now)
            quality += yields(name, worked[name])
            quality += _money(name, spent, own, [each for each in met if each.programme == name])
            quality += [minutes_lost(name, own), *paces(unit, scope, name), *codes(name, own, sqls), *gates(name, own)]
        heard = _heard(done, lambda number, source, caller: names[number])
        weekly = tuple(
            (name, _weeks(scope, [s for s in sqls if s.programme == name])) for name in in_order(names.values())
        )
        return _told("Programmes", scope, by_measure([*quality, *compared(quality)]), heard, done, sqls, weekly)

    return desk.store.read(look)


def sources(desk: Desk, asked: Asked) -> Told:
    """What each first source brought: cost per accepted SQL first, conversion also by segment (R-046, R-048)."""

    def look(unit: Unit) -> Told:
        scope = scope_of(desk, unit, asked)
        sqls, met = sold_sqls(unit, scope), met_meetings(unit, scope, by_source=True)
        done = effort(unit, scope, by_source=True)
        spent = spent_by(unit, scope, done, lambda number, source, caller: source)
        worked = worked_by(unit, scope, lambda number, source: source or NO_SOURCE, by_source=True)
        heard = _heard(done, lambda number, source, caller: source or NO_SOURCE)
        names = {each.source for each in sqls} | {name for name, _ in spent} | set(worked) | set(heard)
        quality: list[Measure] = []
        for name in in_order(names):
            own = [each for each in sqls if each.source == name]
            quality += _money(name, spent, own, [each for each in met if each.source == name])
            quality += _sold(scope, name, own, "")
            quality += shows(name, [each for each in met if each.source == name], scope.now)
            quality += [*yields(name, worked[name]), out_of_target(name, worked[name]), minutes_lost(name, own)]
            quality += [*codes(name, own, sqls), *_segments(name, own)]
        return _told("Sources", scope, by_measure(quality), heard, done, sqls)

    return desk.store.read(look)


def callers(desk: Desk, asked: Asked) -> Told:
    """What sales made of each caller's SQLs, with intervals and whether that is clear of the others; no ranking."""

    def look(unit: Unit) -> Told:
        scope = scope_of(desk, unit, asked)
        sqls, met, done = sold_sqls(unit, scope), met_meetings(unit, scope), effort(unit, scope)
        heard = _heard(done, lambda number, source, caller: caller)
        names = {each.caller for each in sqls} | {each.caller for each in met} | set(heard)
        quality: list[Measure] = []
        for name in in_order(names):
            own = [each for each in sqls if each.caller == name]
            rest = tally(each for each in sqls if each.caller != name)
            quality += _beside_others(_sold(scope, name, own, ""), Proportion(rest.accepted, rest.decided))
            quality.append(_credit(name, own))
            quality += shows(name, [each for each in met if each.caller == name], scope.now)
            quality += [minutes_lost(name, own), *codes(name, own, sqls), *gates(name, own)]
        return _told("Callers", scope, by_measure(quality), heard, done, sqls)

    return desk.store.read(look)


def _sold(scope: Scope, name: str, own: Sequence[SoldSql], note: str) -> Iterator[Measure]:
    yield submitted_per_week(name, own, scope.weeks, note)
    yield spread("week-to-week spread", name, _weeks(scope, own), "standard deviation / mean of whole weeks")
    yield from acceptance(name, own)
    yield from conversion(name, own, scope.now)


def _weeks(scope: Scope, own: Sequence[SoldSql]) -> tuple[int, ...]:
    counted = [each for each in own if each.standing not in ("returned", "withdrawn")]
    return whole_weeks(days_of(scope, counted), scope.first, scope.last)


def _credit(name: str, own: Sequence[SoldSql]) -> Measure:
    accepted = [each for each in own if each.standing == ACCEPTED]
    held = sum(each.held for each in accepted)
    return share("accepted and held", name, held, len(accepted), "what a caller is credited with / accepted")


def _beside_others(rows: Iterable[Measure], rest: Proportion) -> Iterator[Measure]:
    """Say at a caller's acceptance how it lies to that of all others together."""
    for each in rows:
        if each.measure == "SQL acceptance":
            yield replace(each, note=joined(beside(each, rest), each.note))
        else:
            yield each


def _money(
    name: str, spent: Mapping[tuple[str, str], Spent], own: Sequence[SoldSql], met: Sequence[MetMeeting]
) -> Iterator[Measure]:
    """Cost and return of a group, by currency where it has more than one."""
    currencies = sorted({currency for group, currency in spent if group == name} | {each.currency for each in own})
    for currency in currencies:
        by = name if len(currencies) == 1 else f"{name} ({currency})"
        line = spent.get((name, currency)) or Spent()
        sqls = [each for each in own if each.currency == currency]
        held = sum(each.status == "held" and each.currency == currency for each in met)
        yield from costs(by, currency, line, sqls, held)
        yield from returns(by, currency, line, sqls)


def _segments(name: str, own: Sequence[SoldSql]) -> Iterator[Measure]:
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for segment, value in (pair for each in own for pair in each.segments):
        kinds[segment].add(value)
    found: defaultdict[str, list[SoldSql]] = defaultdict(list)
    for each in own:
        for segment, value in each.segments:
            if len(kinds[segment]) > 1 or segment not in MOSTLY_ALIKE:
                found[f"{name} / {segment}: {value}"].append(each)
    for segment in in_order(found):
        told = tally(found[segment])
        won = sum(each.won for each in found[segment])
        yield share(
            "SQL acceptance by segment", segment, told.accepted, told.decided, "accepted / (accepted + rejected)"
        )
        yield share("accepted to customer by segment", segment, won, told.accepted, "customers / accepted SQLs")


def provider_of(scope: Scope, name: str) -> str:
    """Who runs a programme (R-090), and what of it sales has not signed off (R-033)."""
    found = sorted({each.rules.programme.provider for each in scope.campaigns.values() if each.programme == name})
    unsigned = sorted({each.unsigned for each in scope.campaigns.values() if each.programme == name})
    return joined(f"provider: {', '.join(found).replace('_', ' ')}", *unsigned)


def _heard(done: Effort, key: Callable[[int, str, str], str]) -> dict[str, Heard]:
    found: dict[str, Heard] = {}
    for whose, each in done.heard.items():
        name = key(*whose)
        now = found.get(name, Heard())
        found[name] = Heard(*(getattr(now, part) + getattr(each, part) for part in Heard.__struct_fields__))
    return found


def _activity(name: str, heard: Heard) -> Iterator[Measure]:
    """What callers did, by direction (R-044)."""
    note = "activity: by the time of the call; dials of one person are not independent"
    yield share("conversations per dial, outbound", name, min(heard.conversations, heard.dials), heard.dials, note)
    inbound = min(heard.inbound_conversations, heard.inbound)
    yield share("conversations per call, inbound", name, inbound, heard.inbound, "activity: by the time of the call")
    yield count("dials, outbound", name, heard.dials)
    yield count("calls, inbound", name, heard.inbound)
    yield ratio("dials per hour", name, heard.dials, heard.hours, "each", "hours of shifts, divided by time of calls")


def compared(rows: Sequence[Measure]) -> Iterator[Measure]:
    """Each pair of groups in the shares that tell a programme of quality from one of quantity."""
    for name in COMPARED:
        for one, other in combinations([each for each in rows if each.measure == name], 2):
            yield difference_of(one, other)


def in_order(names: Iterable[str]) -> list[str]:
    """Each name once, by the alphabet: never a ranking."""
    return sorted(set(names), key=lambda name: (name.casefold(), name))


def _margins(sqls: Sequence[SoldSql]) -> Iterator[str]:
    """Say that a return on investment is at least what it is, where the margin of some deals is not known."""
    won = [each for each in sqls if each.won]
    known = sum(each.margin is not None for each in won)
    if known < len(won):
        yield f"The margin is known of {known} of {len(won)} deals won: the others add nothing to return on investment."


def _told(
    title: str,
    scope: Scope,
    quality: tuple[Measure, ...],
    heard: Mapping[str, Heard],
    done: Effort,
    sqls: Sequence[SoldSql],
    weekly: tuple[tuple[str, tuple[int, ...]], ...] = (),
) -> Told:
    activity = [row for name in in_order(heard) for row in _activity(name, heard[name])]
    remarks = [f"{each.id}: {each.unsigned}." for each in scope.campaigns.values() if each.unsigned]
    if any(each.measure == "return on investment" for each in quality):
        remarks += _margins(sqls)
    idle = sum(done.labour.idle.values())
    if round(idle, 1):
        remarks.append(f"Hours without a call: {idle:.1f}. They count to no campaign.")
    if round(done.labour.unclocked, 1):
        remarks.append(f"Hours of calls on days without a shift: {done.labour.unclocked:.1f}. They count as labour.")
    return Told(title, scope.first, scope.last, scope.zone, quality, by_measure(activity), tuple(remarks), weekly)
