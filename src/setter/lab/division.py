"""A column divided into what lines of a card can be made of: bins of numbers, levels of words, and "unknown"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from setter.domain.facts import Condition, Value, word_of
from setter.lab.cuts import cuts_of
from setter.lab.kinds import FEWEST_OF_A_VALUE, NUMBER, Kind, shown
from setter.lab.table import Column, Floats, Wholes

BINS = 20
FEWEST_SHARE = 0.001
MOST_LEVELS = 20
"""A category's commonest values are told apart, all others are taken together."""
LONGEST_LABEL = 200
MOST_WORDS = 4
"""So many values a label tells one by one."""
Group = list[int]
"""The parts that a line treats alike, in order."""


class Division:
    """One column in its finest parts (`codes`: the part of each row), and the `groups` they are joined to.

    Parts of a number column are bins from low to high, of a category its levels and then all others; the last is
    "unknown". `held` counts the rows of each part; bins hold about equal shares of the rows' `weights`.
    """

    def __init__(self, column: Column, kind: Kind, weights: Floats) -> None:
        self.column = column
        self.is_number = kind.sort == NUMBER
        least = max(FEWEST_OF_A_VALUE, int(FEWEST_SHARE * len(column.codes)))
        self.cuts = _cuts(column, weights) if self.is_number else []
        self.levels = [] if self.is_number else _levels(column, least)
        self.unknown = (len(self.cuts) if self.is_number else len(self.levels)) + 1
        self.codes = self._codes()
        self.held: Wholes = np.bincount(self.codes, minlength=self.unknown + 1).astype(np.int64)
        self.groups: list[Group] = [[part] for part in range(self.unknown + 1) if self.held[part]]
        for group in [each for each in self.groups if self.held[each].sum() < least]:
            self._join_small(group)

    def regular(self) -> list[Group]:
        """The groups but for an "unknown" that stands alone; of numbers from low to high."""
        return sorted((group for group in self.groups if group != [self.unknown]), key=min)

    def alone(self) -> list[Group]:
        """The group that is "unknown" and nothing else, where there is one."""
        return [group for group in self.groups if group == [self.unknown]]

    @property
    def usual(self) -> Group:
        """The group that most rows are of, other than unknown: it is worth no points, and what is new falls to it."""
        return max(self.regular() or self.groups, key=lambda group: self.held[group].sum())

    def join(self, group: Group, into: Group) -> None:
        """Treat two groups alike from now on."""
        self.groups.remove(group)
        into.extend(group)
        into.sort()

    def placed(self, groups: Sequence[Group]) -> Wholes:
        """The place of each row's group among `groups`, -1 where it is of none."""
        places = np.full(self.unknown + 1, -1, dtype=np.int64)
        for place, group in enumerate(groups):
            places[group] = place
        return np.asarray(places[self.codes])

    def conditions(self, group: Group) -> list[tuple[Condition, ...]]:
        """What holds of the rows of a group and of no other: each of these is a line of its own."""
        found: list[tuple[Condition, ...]] = []
        parts = [part for part in group if part != self.unknown]
        if parts:
            found.append(self._range(parts) if self.is_number else (self._listed(parts),))
        if self.unknown in group:
            found.append((Condition(self.column.name, "unknown"),))
        return found

    def lines(self, group: Group) -> int:
        """How many lines a group needs: "unknown" is asked for in a line of its own."""
        return (self.unknown in group) + (group != [self.unknown])

    def label(self, conditions: Sequence[Condition]) -> str:
        """A line's words for people."""
        return "".join(filter(str.isprintable, f"{self.column.header}{_told(conditions)}"))[:LONGEST_LABEL].strip()

    def _codes(self) -> Wholes:
        column = self.column
        if self.is_number:
            figures = column.figures
            part_of: Wholes = np.searchsorted(np.array(self.cuts), figures, side="left").astype(np.int64)
            fallback = np.bincount(part_of[column.codes[column.known]]).argmax()
            part_of[np.isnan(figures)] = fallback
        else:
            places = {word: place for place, word in enumerate(self.levels)}
            part_of = np.array([places.get(word_of(value), len(places)) for value in column.values], dtype=np.int64)
        return np.asarray(np.append(part_of, self.unknown)[column.codes])

    def _join_small(self, group: Group) -> None:
        others = [each for each in self.groups if each is not group and each != [self.unknown]]
        if not others or group not in self.groups:
            return
        if self.is_number and group != [self.unknown]:
            into = min(others, key=lambda each: min(abs(part - group[0]) for part in each if part != self.unknown))
        else:
            into = max(others, key=lambda each: self.held[each].sum())
        self.join(group, into)

    def _range(self, parts: Sequence[int]) -> tuple[Condition, ...]:
        name, low, high = self.column.name, min(parts) - 1, max(parts)
        above = [Condition(name, ">", _plain(self.cuts[low]))] if low >= 0 else []
        upto = [Condition(name, "<=", _plain(self.cuts[high]))] if high < len(self.cuts) else []
        return (*above, *upto)

    def _listed(self, parts: Sequence[int]) -> Condition:
        others = len(self.levels)
        if others in parts:
            named = tuple(self._spelt(part) for part in range(others) if part not in parts)
            return Condition(self.column.name, "not in", named)
        named = tuple(self._spelt(part) for part in parts)
        return (
            Condition(self.column.name, "=", named[0]) if len(named) == 1 else Condition(self.column.name, "in", named)
        )

    def _spelt(self, part: int) -> Value:
        """A level as most rows write it."""
        spellings = [at for at, value in enumerate(self.column.values) if word_of(value) == self.levels[part]]
        return self.column.values[max(spellings, key=lambda at: int(self.column.counts[at]))]


def _cuts(column: Column, weights: Floats) -> list[float]:
    weighed = np.bincount(column.codes[column.known], weights[column.known], minlength=len(column.values))
    held = (column.counts > 0) & ~np.isnan(column.figures)
    figures, place = np.unique(column.figures[held], return_inverse=True)
    return cuts_of(figures, np.bincount(place, weighed[held]).astype(np.float64), BINS)


def _levels(column: Column, least: int) -> list[str]:
    """The words that enough rows have, the commonest first."""
    held: Counter[str] = Counter()
    for value, count in zip(column.values, column.counts, strict=True):
        held[word_of(value)] += int(count)
    common = sorted(held.items(), key=lambda each: (-each[1], each[0]))[:MOST_LEVELS]
    return [word for word, count in common if count >= least]


def _plain(figure: float) -> Value:
    return int(figure) if figure.is_integer() and abs(figure) < 1e15 else figure


def _told(conditions: Sequence[Condition]) -> str:
    first, last = conditions[0], conditions[-1]
    if first.op == "unknown":
        return " unknown"
    if first.op == ">":
        upto = f" up to {shown(_one(last))}" if last.op == "<=" else ""
        return f" above {shown(_one(first))}{upto}"
    if first.op == "<=":
        return f" up to {shown(_one(first))}"
    values = first.value if isinstance(first.value, tuple) else (_one(first),)
    listed = ", ".join(map(shown, values[:MOST_WORDS]))
    more = f" and {len(values) - MOST_WORDS} more" if len(values) > MOST_WORDS else ""
    return f": none of {listed}{more}" if first.op == "not in" else f": {listed}{more}"


def _one(condition: Condition) -> Value:
    value = condition.value
    return "" if value is None or isinstance(value, tuple) else value
