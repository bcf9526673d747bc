"""A history laid out in columns, so that a rule can be asked of all rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from setter.domain.facts import Value, number_or_none

Floats = NDArray[np.float64]
Wholes = NDArray[np.int64]
Bools = NDArray[np.bool_]
UNKNOWN = -1


class Column(Struct, frozen=True, dict=True, eq=False):
    """A column: its distinct `values`, and for each row the place of its value among them, -1 where unknown."""

    name: str
    header: str
    values: tuple[Value, ...]
    codes: Wholes

    @cached_property
    def known(self) -> Bools:
        """Whether each row's value is known."""
        return np.asarray(self.codes != UNKNOWN, dtype=np.bool_)

    @cached_property
    def counts(self) -> Wholes:
        """How many rows have each distinct value."""
        return np.bincount(self.codes[self.known], minlength=len(self.values)).astype(np.int64)

    @cached_property
    def figures(self) -> Floats:
        """Each distinct value as a condition compares it with numbers; NaN where it is none."""
        read = (number_or_none(value) for value in self.values)
        found = np.array([np.nan if each is None else each for each in read], dtype=np.float64)
        found[~np.isfinite(found)] = np.nan
        return found

    def of_rows(self, by_value: Bools, unknown: bool) -> Bools:
        """Spread what holds of each distinct value, and of an unknown one, over the rows."""
        return np.append(by_value, unknown)[self.codes]

    def part(self, rows: slice | Wholes) -> Column:
        """The same column of some of the rows."""
        return Column(self.name, self.header, self.values, self.codes[rows])


class Table(Struct, frozen=True, dict=True, eq=False):
    """Columns of equal length, in the order in which the rows came to be."""

    columns: tuple[Column, ...]
    rows: int

    @cached_property
    def by_name(self) -> dict[str, Column]:
        """Each column by the name that a condition calls it."""
        return {column.name: column for column in self.columns}

    def part(self, rows: slice | Wholes) -> Table:
        """Some of the rows."""
        return Table(tuple(column.part(rows) for column in self.columns), len(np.arange(self.rows)[rows]))

    def without(self, names: Iterable[str]) -> Table:
        """The same rows with some columns left out."""
        left = set(names)
        return Table(tuple(column for column in self.columns if column.name not in left), self.rows)

    def values(self, row: int) -> dict[str, Value]:
        """What is known of one row, as the domain weighs it."""
        codes = ((column, int(column.codes[row])) for column in self.columns)
        return {column.name: column.values[code] for column, code in codes if code != UNKNOWN}


def column_of(name: str, header: str, cells: Sequence[Value | None]) -> Column:
    """Lay one column out; None is unknown. True and 1 stay two values, for a condition tells them apart."""
    places: dict[tuple[bool, Value], int] = {}
    codes = np.empty(len(cells), dtype=np.int64)
    for row, cell in enumerate(cells):
        codes[row] = UNKNOWN if cell is None else places.setdefault((isinstance(cell, bool), cell), len(places))
    return Column(name, header, tuple(value for _, value in places), codes)
