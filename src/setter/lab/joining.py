"""Which parts of which columns a card tells apart: all at first, then fewer, those first that matter least.

One penalised logistic regression over all parts gives their log odds and how surely they differ. Joining two parts is
a linear constraint; in the quadratic neighbourhood of the regression its effect on everything else is known without
fitting again (a generalised Wald test), and after every few joins the regression is fitted anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from setter.lab.division import Division, Group
from setter.lab.table import Bools, Floats

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

LEAST_WALD = 1.5
"""Parts whose difference has a smaller Wald statistic are joined even where there is room for more lines."""
JOINS_A_FIT = 0.5
"""After so many joins, as a share of the lines, the regression is fitted anew."""


class Regression(Struct, frozen=True, eq=False):
    """Log odds of each column of a design, the intercept, and the covariance of the former."""

    odds: Floats
    intercept: float
    covariance: Floats


class Layout(Struct, frozen=True, eq=False):
    """Where a division's groups stand in the design: the columns that are 1 for each group."""

    division: Division
    places: dict[int, tuple[int, ...]]

    def of(self, group: Group) -> tuple[int, ...]:
        """The columns of one group."""
        return self.places[id(group)]


class _Join(Struct, frozen=True, eq=False):
    wald: float
    division: Division
    group: Group
    into: Group
    at: tuple[int, ...]
    signs: tuple[float, ...]


def lines_of(divisions: Sequence[Division]) -> int:
    """How many lines a card of these divisions has: every group but the usual one has its own."""
    count = 0
    for division in divisions:
        usual = division.usual
        count += sum(division.lines(group) for group in division.groups if group is not usual)
    return count


def joined(
    divisions: Sequence[Division], label: Bools, weights: Floats, firmness: float, most_lines: int
) -> tuple[Regression, list[Layout]] | None:
    """Join parts until a card has room for the rest; the last regression, or None where nothing tells anything."""
    while True:
        design, layouts = design_of(divisions)
        if not layouts:
            return None
        found = regression(design, label, weights, firmness)
        lines = lines_of(divisions)
        if not _join_some(layouts, found, lines - most_lines, max(3, int(lines * JOINS_A_FIT))):
            return found, layouts


def design_of(divisions: Sequence[Division]) -> tuple[Floats, list[Layout]]:
    """A column of ones and zeros for each group; for numbers one for each cut, so that neighbours stay alike."""
    columns: list[Bools] = []
    layouts = []
    for division in divisions:
        if len(division.groups) < 2:
            continue
        regular, alone = division.regular(), division.alone()
        place = division.placed(regular + alone)
        first = len(columns)
        places: dict[int, tuple[int, ...]] = {}
        if division.is_number:
            columns += [(place >= at) & (place < len(regular)) for at in range(1, len(regular))]
            places = {id(group): tuple(range(first, first + at)) for at, group in enumerate(regular)}
        else:
            columns += [place == at for at in range(len(regular))]
            places = {id(group): (first + at,) for at, group in enumerate(regular)}
        for group in alone:
            places[id(group)] = (len(columns),)
            columns.append(place == len(regular))
        layouts.append(Layout(division, places))
    design = np.column_stack(columns).astype(np.float64) if columns else np.empty((0, 0))
    return design, layouts


def regression(design: Floats, label: Bools, weights: Floats, firmness: float) -> Regression:
    """Fit log odds, held towards 0 the more firmly the greater `firmness` (the ridge penalty)."""
    model = ridge(design, label, weights, firmness)
    odds = np.asarray(model.coef_[0], dtype=np.float64)
    chance = model.predict_proba(design)[:, 1]
    with_ones = np.column_stack([design, np.ones(len(design))])
    curvature = (with_ones * (weights * chance * (1 - chance))[:, None]).T @ with_ones
    curvature[np.arange(len(odds)), np.arange(len(odds))] += firmness
    curvature[-1, -1] += 1e-9
    return Regression(odds, float(model.intercept_[0]), np.linalg.inv(curvature)[:-1, :-1])


def ridge(design: Floats, label: Bools, weights: Floats, firmness: float) -> LogisticRegression:
    """Fit a logistic regression with a ridge penalty."""
    from sklearn.linear_model import LogisticRegression as Model

    model = Model(C=1 / firmness, solver="newton-cholesky", max_iter=50)
    return model.fit(design, label, sample_weight=weights)


def _join_some(layouts: Sequence[Layout], found: Regression, excess: int, most: int) -> int:
    odds, covariance = found.odds.copy(), found.covariance.copy()
    done = 0
    while done < most:
        least = min(_joins(layouts, odds, covariance), key=lambda join: join.wald, default=None)
        if least is None or (done >= excess and least.wald >= LEAST_WALD):
            break
        at, signs = list(least.at), np.array(least.signs)
        along = covariance[:, at] @ signs
        across = float(along[at] @ signs)
        if across > 0:
            odds -= along * float(odds[at] @ signs) / across
            covariance -= np.outer(along, along) / across
        least.division.join(least.group, least.into)
        done += 1
    return done


def _joins(layouts: Sequence[Layout], odds: Floats, covariance: Floats) -> Iterator[_Join]:
    """Every join that leaves a card readable: neighbours of numbers, levels alike, "unknown" with the usual."""
    for layout in layouts:
        division = layout.division
        if len(division.groups) < 2:
            continue
        regular = division.regular()
        if not division.is_number:
            regular.sort(key=lambda group: float(odds[list(layout.of(group))].sum()))
        usual = division.usual
        pairs = [*pairwise(regular), *((group, usual) for group in division.alone())]
        for group, into in pairs:
            if group is into:
                continue
            at, signs = _difference(layout.of(group), layout.of(into))
            apart = sum(sign * float(odds[place]) for place, sign in zip(at, signs, strict=True))
            wald = apart * apart / max(_variance(covariance, at, signs), 1e-12)
            yield _Join(wald, division, group, into, at, signs)


def _variance(covariance: Floats, at: tuple[int, ...], signs: tuple[float, ...]) -> float:
    """How surely a difference is known; nearly all are of one or two columns, and there are very many."""
    if len(at) == 1:
        return float(covariance[at[0], at[0]])
    if len(at) == 2:
        one, two = at
        cross = signs[0] * signs[1] * float(covariance[one, two])
        return float(covariance[one, one]) + float(covariance[two, two]) + 2 * cross
    return float(np.array(signs) @ covariance[np.ix_(at, at)] @ np.array(signs))


def _difference(one: Sequence[int], other: Sequence[int]) -> tuple[tuple[int, ...], tuple[float, ...]]:
    more, fewer = set(one) - set(other), set(other) - set(one)
    return (*more, *fewer), (1.0,) * len(more) + (-1.0,) * len(fewer)
