"""Whom callers worked: how far up the ladder they came, and how many became accepted SQLs (R-103, R-106)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from setter.domain.ladder import RUNGS, Rung
from setter.domain.measures import Measure, joined, ratio, share
from setter.domain.measures_of_sales import SoldSql
from setter.domain.units import DAY
from setter.services.desk import Desk
from setter.services.measures import Asked, Scope, Told, scope_of
from setter.services.measures_counted import sold_sqls
from setter.store.unit import Unit

MATURE_DAYS = 30
"""Whoever was first called so long ago has had the time to become an SQL; the bands of scores wait as long."""


class Worked(Struct, frozen=True):
    """So many people alike: the highest rung they reached, and what became of them."""

    reached: Rung
    accepted: bool
    mature: bool
    outside: bool
    number: int


def worked_by(
    unit: Unit, scope: Scope, key: Callable[[int, str], str], *, by_source: bool = False
) -> defaultdict[str, list[Worked]]:
    """Who was first called in the period, by group: `key` names that of a campaign and a source."""
    found: defaultdict[str, list[Worked]] = defaultdict(list)
    for row in unit.measures.worked(scope.span(by_source=by_source), scope.now - MATURE_DAYS * DAY):
        found[key(row["campaign"], row["source"])].append(
            Worked(
                reached=Rung(row["reached"]),
                accepted=bool(row["accepted"]),
                mature=bool(row["mature"]),
                outside=bool(row["outside"]),
                number=row["number"],
            )
        )
    return found


def yields(name: str, worked: Sequence[Worked]) -> Iterator[Measure]:
    """Accepted SQLs of the people worked, once they have had the time: the honest rate of quality."""
    old = [each for each in worked if each.mature]
    young = people(worked) - people(old)
    note = joined(
        "accepted SQLs / people with at least one call; cohort: by their first call",
        f"first called {MATURE_DAYS} days ago or longer; {young} younger ones left out",
    )
    yield share("SQL yield", name, people(each for each in old if each.accepted), people(old), note)


def out_of_target(name: str, worked: Sequence[Worked]) -> Measure:
    """People worked who turned out to be outside the target market: waste of their source (R-035)."""
    note = "found outside the target market on a call or by sales (R01, R11); in the cost, in no accepted SQL"
    return share(
        "outside the target market", name, people(each for each in worked if each.outside), people(worked), note
    )


def people(worked: Iterator[Worked] | Sequence[Worked]) -> int:
    """How many they are."""
    return sum(each.number for each in worked)


def funnel(desk: Desk, asked: Asked) -> Told:
    """From rung to rung, of those first called in the period, and what one more on each rung is worth (R-106)."""

    def look(unit: Unit) -> Told:
        scope = scope_of(desk, unit, asked)
        worked = worked_by(unit, scope, lambda number, source: "")[""]
        sqls = sold_sqls(unit, scope)
        rows = [*_steps(worked), *_worth(worked), *_in_money(scope, worked, sqls)]
        remark = "Whoever was never called is not in it; a rung counts once it was reached, also where it fell later."
        return Told("Funnel", scope.first, scope.last, scope.zone, tuple(rows), remarks=(remark,))

    return desk.store.read(look)


def _reached(worked: Sequence[Worked]) -> Mapping[Rung, int]:
    return {
        rung: people(each for each in worked if RUNGS.index(each.reached) >= place) for place, rung in enumerate(RUNGS)
    }


def _steps(worked: Sequence[Worked]) -> Iterator[Measure]:
    reached = _reached(worked)
    young = people(each for each in worked if not each.mature)
    for below, above in pairwise(RUNGS):
        note = joined(
            f"reached {above} or above / reached {below} or above; cohort: by their first call",
            f"{young} of {people(worked)} first called less than {MATURE_DAYS} days ago",
        )
        yield share("conversion to the next rung", str(below), reached[above], reached[below], note)


def _worth(worked: Sequence[Worked]) -> Iterator[Measure]:
    reached = _reached(worked)
    for rung in RUNGS[:-1]:
        note = "customers / reached this rung or above: what one more brings closer"
        yield share("to customer in the end", str(rung), reached[Rung.CUSTOMER], reached[rung], note)


def _in_money(scope: Scope, worked: Sequence[Worked], sqls: Sequence[SoldSql]) -> Iterator[Measure]:
    """Margin (revenue, where no margin is known) of deals won, to each person who reached a rung."""
    reached = _reached(worked)
    for currency in sorted(set(scope.currencies.values())):
        won = [each for each in sqls if each.won and each.currency == currency]
        margins = [each.margin for each in won if each.margin is not None]
        amounts = [each.amount for each in won if each.amount is not None]
        word, brought = ("margin", sum(margins)) if margins else ("revenue", sum(amounts))
        if not won or not (margins or amounts):
            continue
        for rung in RUNGS[:-1]:
            note = f"{word} of {len(won)} deals won of SQLs submitted in the period / reached this rung or above"
            yield ratio("worth of one more", str(rung), brought / 100, reached[rung], "money", note, currency)
