"""Walking forward: no row is foretold by what came after it."""

from __future__ import annotations

import numpy as np

from setter.lab.measure import auc
from setter.lab.table import Table, column_of
from setter.lab.walking import walked

ROWS = 1500
CHANCE = np.random.default_rng(5)
WORDS = CHANCE.choice(["a", "b", "c"], ROWS)
TURNED = CHANCE.random(ROWS) < np.where((WORDS == "a") == (np.arange(ROWS) < 700), 0.7, 0.2)


def table_of(words: object) -> Table:
    return Table((column_of("x", "X", [str(word) for word in words]),), ROWS)  # type: ignore[attr-defined]


def test_each_row_after_the_first_window_is_foretold_once() -> None:
    shares: list[float] = []
    done = walked(table_of(WORDS), TURNED, 400, 150, shares.append)
    assert (done.first, len(done.expected), done.refits) == (400, 1100, 8)
    assert shares[-1] == 1.0 and done.fitted_on == slice(1050, 1450)


def test_by_a_card_that_follows_a_market_that_turned() -> None:
    done = walked(table_of(WORDS), TURNED, 400, 50)
    late = slice(-500, None)
    assert auc(done.expected[late], TURNED[late]) > 0.7


def test_and_never_by_what_came_later() -> None:
    other = TURNED.copy()
    other[930:] = ~other[930:]
    one, two = (walked(table_of(WORDS), label, 400, 150).expected for label in (TURNED, other))
    assert np.array_equal(one[:600], two[:600]) and not np.array_equal(one, two)
