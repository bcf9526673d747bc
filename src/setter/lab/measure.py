"""How well a score puts those first who succeed: all that is measured of scores and outcomes, however ties stand."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, sqrt

import numpy as np
from msgspec import Struct

from setter.domain.metrics import Z_95, Proportion
from setter.lab.table import Bools, Floats, Wholes

BANDS = 10
BISECTIONS = 40


class Band(Struct, frozen=True):
    """A tenth of the rows, the highest scores first; equal scores are never parted, so a band may be longer.

    `expected` is the mean of what the rules say of these rows, None where they say nothing.
    """

    place: int
    lowest: float
    highest: float
    rate: Proportion
    expected: float | None


class Sorting(Struct, frozen=True):
    """What a score is worth in sorting; `gains` is the cumulative share of successes at each twentieth of the rows.

    Shares are of the successes, from 0 to 1. Where the cut falls among equal scores, each of them counts in part.
    """

    n: int
    positives: int
    auc: float
    auc_interval: tuple[float, float]
    precision_at_10pct: float
    lift_at_10pct: float
    gains_area: float
    gains_at_half: float
    gains: tuple[float, ...]
    bands: tuple[Band, ...]

    @property
    def sorts(self) -> bool:
        """Say whether those put first surely succeed more often than chance would have it."""
        return self.auc_interval[0] > 0.5


def sorting(scores: Floats, label: Bools, expected: Floats | None = None) -> Sorting:
    """Measure a score on rows of which at least one succeeded and one did not."""
    area = auc(scores, label)
    gains = cumulative_gains(scores, label)
    base = float(label.mean())
    precision = precision_at(scores, label, ceil(len(label) / 10))
    steps = [max(1, round(len(gains) * step / 20)) - 1 for step in range(1, 21)]
    return Sorting(
        n=len(label),
        positives=int(label.sum()),
        auc=area,
        auc_interval=auc_interval(area, int(label.sum()), int((~label).sum())),
        precision_at_10pct=precision,
        lift_at_10pct=precision / base,
        gains_area=float(gains.mean()),
        gains_at_half=float(gains[max(1, len(gains) // 2) - 1]),
        gains=tuple(float(gains[step]) for step in steps),
        bands=bands(scores, label, expected),
    )


def auc(scores: Floats, label: Bools) -> float:
    """How often a row that succeeded scores higher than one that did not, ties counting half (domain §3.7)."""
    ranks = midranks(scores)
    hits, misses = int(label.sum()), int((~label).sum())
    return float((ranks[label].sum() - hits * (hits + 1) / 2) / (hits * misses))


def midranks(scores: Floats) -> Floats:
    """Ranks from 1 for the lowest, equal scores sharing theirs."""
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    before = np.cumsum(counts) - counts
    return np.asarray((before + (counts + 1) / 2)[place], dtype=np.float64)


def auc_interval(area: float, hits: int, misses: int) -> tuple[float, float]:
    """The 95 % interval of an AUC: every value that lies no further off than chance, as it would be there, reaches.

    The spread is that of Hanley & McNeil 1982, solved for the bounds as Newcombe 2006 does, with half a pair of rows
    as correction for continuity: so that a few rows in perfect order are no proof.
    """
    half_a_pair = 0.5 / (hits * misses)

    def too_far(bound: float) -> bool:
        return abs(area - bound) - half_a_pair > Z_95 * _spread(bound, hits, misses)

    return _nearest(0.0, area, too_far), _nearest(1.0, area, too_far)


def _spread(area: float, hits: int, misses: int) -> float:
    """The standard error of an AUC that is truly so large."""
    first, second = area / (2 - area), 2 * area * area / (1 + area)
    summed = area * (1 - area) + (hits - 1) * (first - area * area) + (misses - 1) * (second - area * area)
    return sqrt(max(summed, 0.0) / (hits * misses))


def _nearest(outside: float, inside: float, too_far: Callable[[float], bool]) -> float:
    """The bound between what is too far off and what is not; the end itself where even that is not too far."""
    if not too_far(outside):
        return outside
    for _ in range(BISECTIONS):
        middle = (outside + inside) / 2
        outside, inside = (middle, inside) if too_far(middle) else (outside, middle)
    return (outside + inside) / 2


def cumulative_gains(scores: Floats, label: Bools) -> Floats:
    """The share of all successes reached by the first row, the first two, and so on to all of them."""
    reached = np.cumsum(shared(scores, label))
    return np.asarray(reached / reached[-1], dtype=np.float64)


def precision_at(scores: Floats, label: Bools, first: int) -> float:
    """The share of successes among so many put first."""
    return float(shared(scores, label)[:first].mean())


def shared(scores: Floats, label: Bools) -> Floats:
    """What each place in the order of the scores is worth: equal scores share their successes evenly."""
    _, place, counts = np.unique(-scores, return_inverse=True, return_counts=True)
    rates = np.bincount(place, label.astype(np.float64)) / counts
    return np.asarray(np.repeat(rates, counts), dtype=np.float64)


def band_of(scores: Floats) -> Wholes:
    """The tenth that each row is of, 0 for the highest scores; equal scores are of one."""
    share = (midranks(-scores) - 0.5) / len(scores)
    return np.minimum((share * BANDS).astype(np.int64), BANDS - 1)


def bands(scores: Floats, label: Bools, expected: Floats | None) -> tuple[Band, ...]:
    """Each tenth with its rate of success; one that equal scores left empty is not told."""
    places = band_of(scores)
    told = []
    for place in range(BANDS):
        mine = places == place
        if not mine.any():
            continue
        rate = Proportion(int(label[mine].sum()), int(mine.sum()))
        mean = None if expected is None else float(expected[mine].mean())
        told.append(Band(place + 1, float(scores[mine].min()), float(scores[mine].max()), rate, mean))
    return tuple(told)


def brier(expected: Floats, label: Bools) -> float:
    """The mean squared distance of what was expected from what came (Brier 1950)."""
    return float(((expected - label) ** 2).mean())
