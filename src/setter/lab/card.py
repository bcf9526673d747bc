"""A point card made of a history: integer points for lines that a person can read, kept between 0 and 100."""

from __future__ import annotations

from collections.abc import Sequence
from math import log, log2

import numpy as np
from msgspec.structs import replace

from setter.domain.rule_set import Calibration, RuleSet, ScoringRule
from setter.domain.weigher import HIGHEST
from setter.lab.division import Division, Group
from setter.lab.firing import sums_of
from setter.lab.joining import Layout, design_of, joined, regression, ridge
from setter.lab.kinds import Kind
from setter.lab.table import Bools, Floats, Table

MOST_LINES = 30
"""More lines sort no better on later rows, neither in the tests of real inquiries nor of real calls."""
MARGIN = 1
"""The lowest and the highest score of the fitted rows stay so far from 0 and 100, so that few are cut off."""
MOST_A_DOUBLING = 10.0
"""No more points than this double the odds, however little there is to tell."""
LOOSER = 0.1
"""Lines are chosen under a firm penalty and then weighed under this share of it."""
FIRMNESS = 3.0
"""The ridge penalty under which lines are chosen."""
RECENCY = 0.25
"""In a market that moves a row counts half when so much of the rows has come after it."""
WORTH_MORE = 0.02
"""Recent rows count more only where that foretells later ones better by so much, and surely so."""


def weights_of(rows: int, half_life: float) -> Floats:
    """What each row counts: the last one whole, one `half_life` rows before it half; 0 lets all count alike."""
    if not half_life:
        return np.ones(rows)
    return np.asarray(0.5 ** (np.arange(rows - 1, -1, -1) / half_life), dtype=np.float64)


def fitted(
    table: Table, label: Bools, kinds: dict[str, Kind], half_life: float, name: str, most_lines: int = MOST_LINES
) -> RuleSet:
    """Fit a card; one without a line where nothing tells anything."""
    weights = weights_of(table.rows, half_life)
    divisions = _divided(table, kinds, weights)
    alike = bool(label.all() or not label.any())
    found = None if alike else joined(divisions, label, weights, FIRMNESS, most_lines)
    if found is None:
        odds = (float(weights[label].sum()) + 0.5) / (float(weights[~label].sum()) + 0.5)
        return RuleSet(name, (), calibration=Calibration(-MOST_A_DOUBLING * log2(odds), MOST_A_DOUBLING))
    design, layouts = design_of(divisions)
    loose = regression(design, label, weights, FIRMNESS * LOOSER)
    return _calibrated(_card(layouts, loose.odds, name), table, label, weights)


def half_life_of(table: Table, label: Bools, kinds: dict[str, Kind]) -> float:
    """Say after how many rows a row should count half, 0 for never.

    Recent rows count more where that foretells the last third of the rows better (by log loss, whatever the share of
    successes in all) when it is fitted on those before.
    """
    cut = table.rows * 2 // 3
    design, layouts = design_of(_divided(table, kinds, np.ones(table.rows)))
    if not layouts or label[:cut].all() or not label[:cut].any():
        return 0.0
    alike, recent = (_losses(design, label, cut, half_life) for half_life in (0.0, RECENCY * cut))
    gain = alike - recent
    sure = gain.mean() > 2 * gain.std() / np.sqrt(len(gain))
    return RECENCY * table.rows if sure and gain.mean() > WORTH_MORE * alike.mean() else 0.0


def _divided(table: Table, kinds: dict[str, Kind], weights: Floats) -> list[Division]:
    return [
        Division(column, kinds[column.name], weights)
        for column in table.columns
        if column.name in kinds and not kinds[column.name].why_not
    ]


def _losses(design: Floats, label: Bools, cut: int, half_life: float) -> Floats:
    """The log loss on each row after the cut of what was fitted on those before, but for how many succeed in all."""
    found = ridge(design[:cut], label[:cut], weights_of(cut, half_life), FIRMNESS)
    expected = found.decision_function(design[cut:])
    for _ in range(20):
        chance = 1 / (1 + np.exp(-expected))
        expected = expected + (label[cut:] - chance).sum() / max(float((chance * (1 - chance)).sum()), 1e-9)
    return np.asarray(np.logaddexp(0, np.where(label[cut:], -expected, expected)), dtype=np.float64)


def _card(layouts: Sequence[Layout], odds: Floats, name: str) -> RuleSet:
    """Turn log odds into points: the usual group of each column is worth none, the others what sets them apart."""
    worth: list[tuple[Division, Group, float]] = []
    for layout in layouts:
        usual = layout.division.usual
        of_usual = float(odds[list(layout.of(usual))].sum())
        worth += [
            (layout.division, group, float(odds[list(layout.of(group))].sum()) - of_usual)
            for group in layout.division.groups
            if group is not usual
        ]
    sums = sum(_spread(layout, odds) for layout in layouts)
    low, high = float(np.min(sums)), float(np.max(sums))
    a_unit = min(MOST_A_DOUBLING / log(2), (HIGHEST - 2 * MARGIN) / max(high - low, 1e-9))
    begin = round(HIGHEST / 2 - (low + high) / 2 * a_unit)
    return RuleSet(name, tuple(_rules(worth, a_unit)), base=max(0, min(HIGHEST, begin)))


def _spread(layout: Layout, odds: Floats) -> Floats:
    """What a column adds to each row's log odds, the usual group being 0."""
    division = layout.division
    of = np.array([float(odds[list(layout.of(group))].sum()) for group in division.groups])
    usual = division.groups.index(division.usual)
    return np.asarray((of - of[usual])[division.placed(division.groups)])


def _rules(worth: Sequence[tuple[Division, Group, float]], a_unit: float) -> list[ScoringRule]:
    rules: list[ScoringRule] = []
    counted: dict[str, int] = {}
    for division, group, odds in worth:
        points = max(-HIGHEST, min(HIGHEST, round(odds * a_unit)))
        if not points:
            continue
        for conditions in division.conditions(group):
            column = division.column.name
            counted[column] = counted.get(column, 0) + 1
            name = f"{column.replace('_', '-')[:72]}-{counted[column]}"
            condition = conditions[0] if len(conditions) == 1 else conditions
            rules.append(ScoringRule(name, division.label(conditions), condition, points))
    return rules


def _calibrated(card: RuleSet, table: Table, label: Bools, weights: Floats) -> RuleSet:
    """Say what the points of a card mean: at which half succeed, and how many double the odds."""
    sums = sums_of(card, table)
    found = regression((sums[:, None] - 50.0) / 10.0, label, weights, 1e-3)
    slope = max(float(found.odds[0]), 1e-3)
    even_at, doubles = 50.0 - 10.0 * found.intercept / slope, 10.0 * log(2) / slope
    bounded = Calibration(round(max(-1000.0, min(1000.0, even_at)), 2), round(max(0.01, min(1000.0, doubles)), 3))
    return replace(card, calibration=bounded)
