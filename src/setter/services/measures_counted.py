"""Rows of the store as the measures see them: SQLs, meetings, hours, money, dials; by programme, source or caller."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.days import day_of, end_of
from setter.domain.dispositions import DISPOSITIONS
from setter.domain.measures_of_money import Labour, Spent, Talked, fixed_share, labour
from setter.domain.measures_of_sales import MetMeeting, SoldSql, standing_of
from setter.domain.units import HOUR
from setter.services import sales_follow, sql_review
from setter.services.attempts import NOT_A_DIAL
from setter.services.measures import Scope
from setter.store.unit import Unit

NO_SOURCE = "no source"
QUARTER_MS = 15 * 60_000
SEGMENTS = ("industry", "seniority", "market", "direction")
"""By what sources are divided further (R-044, R-046)."""


OUR_OWN = (sales_follow.CALLED_OFF, sql_review.CALLED_OFF)
"""Why a meeting was called off that its prospect would have come to."""


class Heard(Struct, frozen=True):
    """What callers did for one group: calls by direction, conversations by direction, hours."""

    dials: int = 0
    inbound: int = 0
    conversations: int = 0
    inbound_conversations: int = 0
    hours: float = 0.0


def sold_sqls(unit: Unit, scope: Scope) -> list[SoldSql]:
    """The SQLs submitted in the period."""
    return [_sold(scope, row) for row in unit.measures.sqls(scope.span())]


def _sold(scope: Scope, row: Mapping[str, Any]) -> SoldSql:
    counted = scope.campaigns[row["campaign"]]
    known = {
        **json.loads(row["attributes"]),
        "seniority": row["seniority"],
        "market": row["market"] or counted.rules.market_type,
        "direction": row["direction"],
    }
    return SoldSql(
        programme=counted.programme,
        source=row["source"] or NO_SOURCE,
        caller=row["caller"],
        campaign=row["campaign"],
        submitted_at=row["submitted_at"],
        standing=standing_of(row["state"], row["decision"], row["code"], row["appeal"]),
        code=row["code"],
        appeal=row["appeal"],
        gates=tuple(each["gate"] for each in json.loads(row["evidence"]) if each["status"] == "pass"),
        minutes=row["minutes"],
        held=row["meeting"] == "held",
        missed=row["meeting"] == "no_show",
        opportunity=row["opportunity"],
        amount=row["amount"],
        margin=row["margin"],
        currency=scope.currencies[row["campaign"]],
        segments=tuple((name, str(known[name])) for name in SEGMENTS if known.get(name)),
    )


def met_meetings(unit: Unit, scope: Scope, *, by_source: bool = False) -> list[MetMeeting]:
    """The meetings whose latest time lies in the period and is over.

    What was called off in its own call, by sales with its rejection or in review, is none: nobody stayed away.
    """
    return [
        MetMeeting(
            programme=scope.campaigns[row["campaign"]].programme,
            source=row["source"] or NO_SOURCE,
            caller=row["caller"],
            status=row["status"],
            starts_at=row["starts_at"],
            ends_at=row["ends_at"],
            cancelled_at=row["cancelled_at"],
            unsaid_ms=round(scope.campaigns[row["campaign"]].rules.handoff.unknown_after_hours * HOUR),
            currency=scope.currencies[row["campaign"]],
        )
        for row in unit.measures.meetings(scope.span(by_source=by_source), scope.now)
        if _stood(row)
    ]


def _stood(row: Mapping[str, Any]) -> bool:
    cancelled, closed = row["cancelled_at"], row["closed_at"]
    if row["status"] != "cancelled":
        return True
    if cancelled is None or closed is None or json.loads(row["cancelled_why"]).get("reason") in OUR_OWN:
        return False
    return bool(cancelled >= closed and row["outcome"] != "meeting_cancelled")


class Effort(Struct, frozen=True):
    """What was spent in the period: hours by campaign, source and caller, and what callers did in them."""

    labour: Labour
    heard: Mapping[tuple[int, str, str], Heard]


def effort(unit: Unit, scope: Scope, *, by_source: bool = False) -> Effort:
    """Divide the hours of shifts, and count dials and conversations, of the campaigns that are asked for."""
    spoken = unit.measures.spoken(scope.span(by_source=by_source))
    days = {quarter: day_of(quarter * QUARTER_MS, scope.zone) for quarter in {row["quarter"] for row in spoken}}
    talked = [
        Talked(row["caller"], days[row["quarter"]], row["campaign"], row["source"], row["spent"]) for row in spoken
    ]
    divided = labour(_clocked(unit, scope), talked)
    return Effort(divided, _heard(unit, scope, spoken, divided, by_source))


def _heard(
    unit: Unit, scope: Scope, spoken: list[Mapping[str, Any]], divided: Labour, by_source: bool
) -> dict[tuple[int, str, str], Heard]:
    found: Counter[tuple[tuple[int, str, str], str]] = Counter()
    for row in unit.measures.dials(scope.span(by_source=by_source)):
        if row["direction"] == "inbound" or _dials(row["counts_as"]):
            kind = "inbound" if row["direction"] == "inbound" else "dials"
            found[(row["campaign"], row["source"], row["caller"]), kind] += row["number"]
    for row in spoken:
        if row["campaign"] in scope.campaigns:
            kind = "inbound_conversations" if row["direction"] == "inbound" else "conversations"
            found[(row["campaign"], row["source"], row["caller"]), kind] += row["conversations"]
    whose = {key for key, _ in found} | {key for key in divided.hours if key[0] in scope.campaigns}
    kinds = ("dials", "inbound", "conversations", "inbound_conversations")
    return {
        key: replace(Heard(*(found[key, kind] for kind in kinds)), hours=divided.hours.get(key, 0.0))
        for key in whose
        if any(found[key, kind] for kind in kinds) or key in divided.hours
    }


def _dials(code: str) -> bool:
    known = DISPOSITIONS.get(code)
    return code != NOT_A_DIAL and (known is None or known.dial_counts)


def _clocked(unit: Unit, scope: Scope) -> dict[tuple[str, date], float]:
    """Hours of shifts by caller and day; a shift that nobody has ended counts to the end of the day it began on."""
    span = scope.span()
    hours: defaultdict[tuple[str, date], float] = defaultdict(float)
    for row in unit.measures.shifts(span):
        ended = row["ended_at"]
        if ended is None:
            ended = min(scope.now, end_of(day_of(row["started_at"], scope.zone), scope.zone))
        at, until = max(row["started_at"], span.since), min(ended, span.until)
        while at < until:
            day = day_of(at, scope.zone)
            stop = min(end_of(day, scope.zone), until)
            hours[row["caller"], day] += (stop - at) / HOUR
            at = stop
    return dict(hours)


Key = Callable[[int, str, str], str]
"""Names the group of a campaign, a source and a caller."""


def spent_by(unit: Unit, scope: Scope, done: Effort, key: Key) -> dict[tuple[str, str], Spent]:
    """What each group cost, by group and currency; a fixed cost goes where its campaign's hours or records went."""
    found: defaultdict[tuple[str, str], Spent] = defaultdict(Spent)
    weights: defaultdict[int, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for (number, source, caller), hours in done.labour.hours.items():
        if number in scope.campaigns:
            group = key(number, source or NO_SOURCE, caller)
            line = found[group, scope.currencies[number]]
            line.hours += hours
            line.labour += hours * scope.campaigns[number].rules.cost.caller_hour
            weights[number][group] += hours
    bought: defaultdict[int, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in unit.measures.records(tuple(scope.campaigns), scope.first_day.isoformat(), scope.last.isoformat()):
        group = key(row["campaign"], row["source"] or NO_SOURCE, "")
        line = found[group, scope.currencies[row["campaign"]]]
        line.records += row["number"]
        line.bought += row["cost"]
        bought[row["campaign"]][group] += row["number"]
    for number in scope.campaigns:
        for group, amount, how in _fixed(scope, number, weights[number] or bought[number], key):
            line = found[group, scope.currencies[number]]
            line.fixed += amount
            line.notes.add(how)
    return dict(found)


def _fixed(scope: Scope, number: int, weights: Mapping[str, float], key: Key) -> Iterator[tuple[str, float, str]]:
    rules = scope.campaigns[number].rules
    run = (rules.calling.first_day, rules.calling.last_day)
    amount, how = fixed_share(rules.cost.fixed, scope.first_day, scope.last, run)
    if not amount:
        return
    total = sum(weights.values())
    for group, weight in (weights or {key(number, NO_SOURCE, ""): 1}).items():
        yield group, amount * weight / total if total else amount / max(len(weights), 1), how


def days_of(scope: Scope, sqls: list[SoldSql]) -> list[date]:
    """The day on which each SQL was submitted."""
    return [day_of(each.submitted_at, scope.zone) for each in sqls]
