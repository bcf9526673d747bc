"""Two scores of the same rows: is one better at what it puts first, or is that chance?"""

from __future__ import annotations

from math import ceil

import numpy as np
from msgspec import Struct

from setter.lab.table import Bools, Floats, Wholes

DRAWS = 1000
SEED = 20_261_127


class Compared(Struct, frozen=True):
    """By how much the first score's precision in the top tenth is higher, and the 95 % interval of that.

    `clear` says that the interval leaves 0 out.
    """

    difference: float
    interval: tuple[float, float]
    clear: bool


def compared(one: Floats, other: Floats, label: Bools) -> Compared:
    """Compare by paired bootstrap: the same rows are drawn for both, a thousand times, always the same thousand."""
    draw = np.random.default_rng(SEED)
    rows, first = len(label), ceil(len(label) / 10)
    orders = [_levels(one), _levels(other)]
    hits = label.astype(np.float64)
    everyone = np.ones(rows)
    seen = _precision(orders[0], everyone, hits, first) - _precision(orders[1], everyone, hits, first)
    drawn = np.empty(DRAWS)
    for at in range(DRAWS):
        times = np.bincount(draw.integers(0, rows, rows), minlength=rows).astype(np.float64)
        drawn[at] = _precision(orders[0], times, hits, first) - _precision(orders[1], times, hits, first)
    low, high = (float(each) for each in np.quantile(drawn, (0.025, 0.975)))
    return Compared(seen, (low, high), low > 0 or high < 0)


def _levels(scores: Floats) -> Wholes:
    """The place of each row's score among the distinct ones, 0 for the highest."""
    return np.asarray(np.unique(-scores, return_inverse=True)[1], dtype=np.int64)


def _precision(places: Wholes, times: Floats, hits: Floats, first: int) -> float:
    """The share of successes among the first rows, each row counted so many times; ties at the cut count in part."""
    held = np.bincount(places, times)
    won = np.bincount(places, times * hits)
    before = np.cumsum(held) - held
    taken = np.clip(first - before, 0, held)
    return float((taken * won / np.maximum(held, 1)).sum() / first)
