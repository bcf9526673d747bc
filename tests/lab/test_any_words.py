"""Whatever words a file's cells hold, the card made of them is written, read back and fires as it did."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from setter.intake.rules_file import rules_in, rules_text
from setter.intake.text import visible
from setter.lab.card import fitted
from setter.lab.firing import points_of
from setter.lab.kinds import kinds_of
from setter.lab.table import Table, column_of

HARD = [
    "a and b",
    "x, y",
    '"quoted"',
    "[z]",
    "in [a]",
    "where = 3",
    "true",
    "12",
    "1,200",
    "'",
    "\\",
    "a = b",
    "naïve",
    "# no",
]
WORDS = some.one_of(some.sampled_from(HARD), some.text(max_size=8)).map(visible).filter(bool)


@settings(max_examples=15, deadline=None)
@given(some.lists(WORDS, min_size=3, max_size=6, unique_by=str.casefold), some.randoms(use_true_random=False))
def test_written_and_read_back(words: list[str], chance) -> None:  # type: ignore[no-untyped-def]
    cells = [words[chance.randrange(len(words))] for _ in range(240)]
    label = np.array([chance.random() < (0.85 if cell == words[0] else 0.2) for cell in cells])
    assume(0 < label.sum() < 240)
    table = Table((column_of("x", "X", cells),), 240)
    card = fitted(table, label, kinds_of(table), 0.0, "card")
    again = rules_in(rules_text(card))
    assert again == card
    assert np.array_equal(points_of(again, table), points_of(card, table))
