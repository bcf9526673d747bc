"""Walking forward: a card fitted anew again and again on what had happened by then, tested on what came next."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from msgspec import Struct

from setter.domain.rule_set import RuleSet
from setter.lab.card import RECENCY, fitted
from setter.lab.firing import chance_of, points_of
from setter.lab.kinds import kinds_of
from setter.lab.table import Bools, Floats, Table

Tell = Callable[[float], None]
"""Told which share is done, from 0 to 1."""


class Walked(Struct, frozen=True, eq=False):
    """What was expected of each row from `first` on by the card of then, and the newest card with its own rows."""

    first: int
    expected: Floats
    card: RuleSet
    fitted_on: slice
    refits: int


def walked(table: Table, label: Bools, window: int, every: int, tell: Tell = lambda share: None) -> Walked:
    """Fit a card on each window of rows and let it foretell the next `every` rows, to the end.

    Whoever walks expects the market to move: a row counts half when a quarter of the window has come after it. Cards
    differ in what a point means, so that rows of several cards are put in order by the chance their points stand for.
    """
    expected = []
    card, past = RuleSet("walk", ()), slice(0, 0)
    starts = range(window, table.rows, every)
    for at, start in enumerate(starts):
        past, next_rows = slice(start - window, start), slice(start, min(start + every, table.rows))
        card = _card(table.part(past), label[past])
        coming = table.part(next_rows)
        expected.append(chance_of(card, points_of(card, coming)))
        tell((at + 1) / len(starts))
    return Walked(window, np.concatenate(expected), card, past, len(starts))


def _card(table: Table, label: Bools) -> RuleSet:
    return fitted(table, label, kinds_of(table), RECENCY * table.rows, "walk")
