"""Where a column of numbers is cut into bins: about equally many rows in each, at figures a person would choose."""

from __future__ import annotations

from math import ceil

import numpy as np

from setter.lab.table import Floats

SLACK = 0.15
"""A cut may take so much of a bin's rows from its neighbour, if the figure is rounder for it."""
EARLY = 0.25
"""Before a single figure that fills a bin by itself, a bin is closed from this share on."""


def cuts_of(figures: Floats, weights: Floats, bins: int) -> list[float]:
    """Choose the figures up to which each bin reaches, lowest first; the last bin goes on without end.

    `figures` are distinct and in order, `weights` are how many rows have each.
    """
    if len(figures) < 2:
        return []
    full = weights.sum() / bins
    cuts: list[float] = []
    held = 0.0
    for at in range(len(figures) - 1):
        held += weights[at]
        if held >= full or (weights[at + 1] >= full and held >= EARLY * full):
            low, high = _leeway(figures, weights, at, SLACK * full)
            cut = roundest(low, high)
            if not cuts or cut > cuts[-1]:
                cuts.append(cut)
            held = 0.0
    return cuts


def _leeway(figures: Floats, weights: Floats, at: int, slack: float) -> tuple[float, float]:
    """From which figure on, and up to below which, a cut after place `at` may stand."""
    first, last = at, at + 1
    moved = 0.0
    while last + 1 < len(figures) and moved + weights[last] <= slack:
        moved += weights[last]
        last += 1
    moved = 0.0
    while first > 0 and moved + weights[first] <= slack:
        moved += weights[first]
        first -= 1
    return float(figures[first]), float(figures[last])


def roundest(low: float, high: float) -> float:
    """The figure with the fewest digits that is at least `low` and below `high`."""
    if low <= 0 < high:
        return 0.0
    size = max(abs(low), abs(high))
    power = int(np.floor(np.log10(size))) + 1
    for exponent in range(power, power - 13, -1):
        for multiple in (10, 5, 2, 1):
            step = multiple * 10.0 ** (exponent - 1)
            figure = ceil(low / step - 1e-9) * step
            if low <= figure < high:
                return float(f"{figure:.12g}")
    return low
