"""A market that moves: shares of success, columns and lines that are not what they were in the earlier half."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log, sqrt

import numpy as np

from setter.domain.metrics import Proportion, percent
from setter.domain.rule_evidence import difference
from setter.domain.rule_set import ScoringRule
from setter.lab.division import Division
from setter.lab.kinds import CATEGORY, NUMBER, Kind
from setter.lab.table import Bools, Column, Table
from setter.lab.warning import DRIFT, NOT_SORTING, Warned

MOVED_ODDS = 1.35
"""The odds of success have moved where they are so many times what they were, or a so manieth of it."""
MOVED_SHARE = 0.4
"""A column has moved where so large a share of its values would have to change to look as before."""
TURNED = 2.6
"""A line has turned where its log odds are so many standard errors from 0, to the other side than before."""
FEWEST_EACH = 20
COLLAPSE = 0.1
"""So much less AUC than the rules were fitted with, and they sort no more as they did."""
HARDLY = 0.6
"""From an AUC below this the order is little better than chance."""


def base_rate_drift(label: Bools) -> list[Warned]:
    """Say so where the share that succeeds is another in the later half."""
    half = len(label) // 2
    early, late = _rate(label[:half]), _rate(label[half:])
    apart = difference(late, early)
    if apart is None or apart[1] <= 0 <= apart[2] or abs(_log_odds(late) - _log_odds(early)) < log(MOVED_ODDS):
        return []
    return [
        Warned(DRIFT, "", f"The market moved: {early.words()} succeeded in the earlier half, {late.words()} later.")
    ]


def column_drift(table: Table, kinds: dict[str, Kind]) -> Iterator[Warned]:
    """Say so of every column whose values differ in the last third from those in the first."""
    for column in table.columns:
        if column.name in kinds and kinds[column.name].sort in (NUMBER, CATEGORY):
            moved = _moved(column, kinds[column.name])
            if moved >= MOVED_SHARE:
                differ = f"{percent(moved)} of its values differ in the last third"
                yield Warned(DRIFT, column.name, f"«{column.header}» moves with time: {differ}.")


def turned_rules(rules: Sequence[ScoringRule], fired: Bools, label: Bools) -> Iterator[Warned]:
    """Say so of every line that spoke for success in one half and against it in the other.

    `fired` has a row for each case, and in it a column for each rule.
    """
    half = len(label) // 2
    for at, rule in enumerate(rules):
        early, late = _leaning(fired[:half, at], label[:half]), _leaning(fired[half:, at], label[half:])
        if early is None or late is None or early * late > 0 or min(abs(early), abs(late)) < TURNED:
            continue
        was, now = ("for", "against") if early > 0 else ("against", "for")
        message = f"«{rule.label}» turned: it spoke {was} success in the earlier half, and speaks {now} it now."
        yield Warned(DRIFT, rule.id, message)


def not_sorting(auc: float, interval: tuple[float, float], before: float | None = None) -> list[Warned]:
    """Say so where a score puts nobody first who deserves it, or no more as it did when it was fitted."""
    if interval[0] <= 0.5:
        verdict = "is worse than chance" if interval[1] < 0.5 else "may be chance"
        message = f"The score is not sorting: AUC {auc:.3f} ({interval[0]:.3f} to {interval[1]:.3f}) {verdict}."
        return [Warned(NOT_SORTING, "", message)]
    if before is not None and before - auc >= COLLAPSE:
        message = (
            f"The score no longer sorts as it did: AUC {auc:.3f} on the latest rows, {before:.3f} where it was fitted."
        )
        return [Warned(NOT_SORTING, "", message)]
    if auc < HARDLY:
        return [Warned(NOT_SORTING, "", f"The score is hardly sorting: AUC {auc:.3f} on these rows.")]
    return []


def _rate(label: Bools) -> Proportion:
    return Proportion(int(label.sum()), len(label))


def _log_odds(rate: Proportion) -> float:
    return log((rate.numerator + 0.5) / (rate.denominator - rate.numerator + 0.5))


def _moved(column: Column, kind: Kind) -> float:
    """Half the summed differences of the shares of each part, first third against last."""
    parts = Division(column, kind, np.ones(len(column.codes)))
    third = max(1, len(column.codes) // 3)
    first, last = (
        np.bincount(codes, minlength=len(parts.held)) / len(codes)
        for codes in (parts.codes[:third], parts.codes[-third:])
    )
    return float(np.abs(first - last).sum() / 2)


def _leaning(fired: Bools, label: Bools) -> float | None:
    """The log odds ratio of a line in standard errors; None where too few rows have it, or have it not."""
    if min(int(fired.sum()), int((~fired).sum())) < FEWEST_EACH:
        return None
    counts = [int((fired & label).sum()), int((fired & ~label).sum())]
    counts += [int((~fired & label).sum()), int((~fired & ~label).sum())]
    hits, misses, other_hits, other_misses = (count + 0.5 for count in counts)
    spread = sqrt(1 / hits + 1 / misses + 1 / other_hits + 1 / other_misses)
    return log(hits * other_misses / (misses * other_hits)) / spread
