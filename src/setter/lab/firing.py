"""Which rows a rule holds of, and what a plain card makes of each: the domain's own tests, asked once a value."""

from __future__ import annotations

import numpy as np

from setter.domain.facts import Condition
from setter.domain.rule_set import RuleSet, ScoringRule
from setter.domain.weigher import HIGHEST
from setter.lab.table import Bools, Floats, Table


def rows_where(condition: Condition, table: Table) -> Bools:
    """Say of each row whether a condition holds; what is unknown is never a yes, save where that is asked."""
    column = table.by_name.get(condition.field)
    unknown = bool(condition.if_unknown)
    if column is None:
        return np.full(table.rows, unknown)
    return column.of_rows(np.array([bool(condition.test(value)) for value in column.values], dtype=bool), unknown)


def fires(rule: ScoringRule, table: Table) -> Bools:
    """Say of each row whether a line of a plain card gives its points; one that asks for acts gives none."""
    if rule.dated:
        return np.zeros(table.rows, dtype=bool)
    fired = np.ones(table.rows, dtype=bool)
    for condition in rule.conditions:
        fired &= rows_where(condition, table)
    return fired


def sums_of(card: RuleSet, table: Table) -> Floats:
    """What the lines of a plain card sum to for each row, before that is kept between 0 and 100."""
    total = np.full(table.rows, float(card.base))
    for rule in card.rules:
        total[fires(rule, table)] += rule.points
    return total


def points_of(card: RuleSet, table: Table) -> Floats:
    """The score that a plain card gives each row, 0 to 100; the same as the domain's `Weigher` says one by one."""
    return np.clip(sums_of(card, table), 0.0, float(HIGHEST))


def chance_of(card: RuleSet, points: Floats) -> Floats:
    """The share that a card expects to succeed at so many points, by its calibration."""
    if card.calibration is None:
        raise ValueError("the card is not calibrated")
    halvings = (card.calibration.even_at - points) / card.calibration.doubles_every
    return np.asarray(1.0 / (1.0 + np.exp2(np.clip(halvings, -1000, 1000))), dtype=np.float64)
