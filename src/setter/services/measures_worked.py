"""Whom callers worked: how far up the ladder they came, and how many became accepted SQLs (R-103, R-106)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from setter.domain.ladder import RUNGS, Rung
from setter.domain.measures import Measure, joined, ratio, share
from setter.domain.units import DAY
from setter.services.desk import Desk
from setter.services.measures import Asked, Scope, Told, scope_of
from setter.store.unit import Unit

MATURE_DAYS = 30
"""Whoever was first called so long ago has had the time to become an SQL; the bands of scores wait as long."""


class Worked(Struct, frozen=True):
    """So many people alike: the highest rung they reached, what became of them, and the deals won of them together.

    `margin` and `amount` are hundredths of `currency`; the margin is known of `margins` of the deals.
    """

    reached: Rung
    accepted: bool
    mature: bool
    outside: bool
    number: int
    won: int
    margins: int
    margin: int
    amount: int
    currency: str


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
                won=row["won"],
                margins=row["margins"],
                margin=row["margin"],
                amount=row["amount"],
                currency=scope.currencies[row["campaign"]],
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
        rows = [*_steps(worked), *_worth(worked), *_in_money(worked)]
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


def _in_money(worked: Sequence[Worked]) -> Iterator[Measure]:
    """Margin (revenue, where no margin is known) of the deals won of these people, to each who reached a rung."""
    currencies = sorted({each.currency for each in worked})
    for currency in currencies:
        own = [each for each in worked if each.currency == currency]
        won, margins = sum(each.won for each in own), sum(each.margins for each in own)
        if margins:
            word, brought = "margin", sum(each.margin for each in own)
        else:
            word, brought = "revenue", sum(each.amount for each in own)
        if not brought:
            continue
        known = f", margin known of {margins}" if margins else ""
        note = f"{word} of {won} deals won{known} / reached this rung or above; cohort: by their first call"
        reached = _reached(own)
        for rung in RUNGS[:-1]:
            by = str(rung) if len(currencies) == 1 else f"{rung} ({currency})"
            yield ratio("worth of one more", by, brought / 100, reached[rung], "money", note, currency)
