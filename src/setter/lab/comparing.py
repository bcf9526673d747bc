"""Two scores of the same rows: is one better at what it puts first, or is that chance?"""

from __future__ import annotations

from math import ceil

import numpy as np
from msgspec import Struct

from setter.lab.table import Bools, Floats, Wholes

DRAWS = 1000
AT_ONCE = 50
SEED = 20_261_127
SURELY = 8.0
"""So many standard errors off, no draw in the age of the world puts a score on the other side of the cut."""


class Compared(Struct, frozen=True):
    """By how much the first score's precision in the top tenth is higher, and the 95 % interval of that.

    `clear` says that the interval leaves 0 out.
    """

    difference: float
    interval: tuple[float, float]
    clear: bool


def compared(one: Floats, other: Floats, label: Bools) -> Compared:
    """Compare by paired bootstrap: the same rows are drawn for both, a thousand times, always the same thousand.

    Rows that no draw could tell apart are drawn together, by how many of them there are.
    """
    draw = np.random.default_rng(SEED)
    rows, first = len(label), ceil(len(label) / 10)
    places = [_levels(one, first), _levels(other, first)]
    alike, held = np.unique(np.column_stack([*places, label]), axis=0, return_counts=True)
    ways, won = [alike[:, 0], alike[:, 1]], alike[:, 2].astype(np.float64)

    def differences(times: Floats) -> Floats:
        return _precision(ways[0], times, won, first) - _precision(ways[1], times, won, first)

    parts = [
        differences(draw.multinomial(rows, held / rows, AT_ONCE).astype(np.float64)) for _ in range(DRAWS // AT_ONCE)
    ]
    seen = float(differences(held[None, :].astype(np.float64))[0])
    low, high = (float(each) for each in np.quantile(np.concatenate(parts), (0.025, 0.975)))
    return Compared(seen, (low, high), low > 0 or high < 0)


def _levels(scores: Floats, first: int) -> Wholes:
    """The place of each row's score among the distinct ones, 0 for the highest.

    Those that are among the first in every draw share a place, and so do those that are in none.
    """
    _, place, counts = np.unique(-scores, return_inverse=True, return_counts=True)
    upto = np.cumsum(counts)
    before = upto - counts
    ahead = int((upto + SURELY * (np.sqrt(upto) + 1) <= first).sum())
    within = int((before - SURELY * (np.sqrt(before) + 1) < first).sum())
    return np.asarray(np.clip(place, max(0, ahead - 1), within), dtype=np.int64)


def _precision(places: Wholes, times: Floats, won: Floats, first: int) -> Floats:
    """The share of successes among the first rows of each draw; ties at the cut count in part.

    `times` has a draw in each row, and how often each sort of row came in it.
    """
    order = np.argsort(places, kind="stable")
    starts = np.flatnonzero(np.diff(places[order], prepend=-1))
    held = np.add.reduceat(times[:, order], starts, axis=1)
    hits = np.add.reduceat((times * won)[:, order], starts, axis=1)
    taken = np.clip(first - (np.cumsum(held, axis=1) - held), 0, held)
    return np.asarray((taken * hits / np.maximum(held, 1)).sum(axis=1) / first)
