"""A file of past outcomes as the lab reads it: columns named as an import names them, and who succeeded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from setter.domain.errors import Wrong
from setter.domain.facts import Value, word_of
from setter.domain.rule_set import RuleSet
from setter.intake.mapping import attribute_names
from setter.intake.order import places_of
from setter.intake.read import open_rows
from setter.intake.rows import Cell, Row, looks_like_phone
from setter.intake.text import visible, written
from setter.services.imported_names import imported_names, said_of_imports

if TYPE_CHECKING:
    from setter.lab.table import Bools, Column, Table

YES = ("1", "1.0", "yes", "true", "y", "won", "converted", "accepted", "held", "success", "positive")
MOST_SHOWN, LONGEST_SHOWN, FEWEST_OF_A_KIND = 6, 24, 3
"""So many values at most are told, of so many characters, and where on average so many rows at least have each."""


class Asked(Struct, frozen=True):
    """Which file, and which of its columns mean what; `positive` "" leaves it to the label's own words."""

    path: Path
    label: str
    positive: str = ""
    order: str = ""
    ignore: tuple[str, ...] = ()


class History(Struct, frozen=True, eq=False):
    """Rows oldest first, without label, order and ignored columns; `success` says who succeeded.

    `positive` is the label's value that counts. `ignored` are the names of the columns left out by request. `notes`
    are sentences about rows that could not be used. `known_before` says that nothing in it became known afterwards.
    `imported` has the columns that are called otherwise in a campaign, as `imported_names` tells them.
    """

    path: Path
    table: Table
    success: Bools
    positive: str
    ignored: frozenset[str]
    notes: tuple[str, ...]
    known_before: bool = False
    imported: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def said_of_imports(self, rule_set: RuleSet) -> list[str]:
        """A sentence for each column of the rules that is called otherwise in a campaign."""
        headers = {column.name: column.header for column in self.table.columns}
        return list(said_of_imports(rule_set, headers, self.imported))


def read_history(asked: Asked) -> History:
    """Read a file of outcomes; Wrong where the label, the order or a named column cannot be used."""
    need_lab()
    import numpy as np

    from setter.lab.table import Table

    source = open_rows(asked.path)
    label = _column(source.columns, asked.label, "--label", asked.path)
    ignored = [_column(source.columns, each, "--ignore", asked.path) for each in asked.ignore]
    order = _column(source.columns, asked.order, "--order", asked.path) if asked.order else ""
    if label in (*ignored, order):
        raise Wrong(
            "bad_label", f"«{label}» is the label; it cannot be ignored or give the order.", str(asked.path), ""
        )
    rows = list(source)
    read = [row for row in rows if isinstance(row, Row)]
    told = [row for row in read if _known(row.values.get(label)) is not None]
    positive = _positive([_known(row.values[label]) for row in told], asked, label)
    if order:
        told = _in_order(told, order, asked.path)
    names = attribute_names(source.columns)
    kept = [column for column in source.columns if column not in (label, order, *ignored)]
    success = np.array([word_of(_known(row.values[label])) == word_of(positive) for row in told], dtype=bool)
    table = Table(tuple(_laid_out(column, names[column], told) for column in kept), len(told))
    notes = [*source.notes, *_left_out(len(rows) - len(read), len(read) - len(told), label)]
    return History(
        asked.path,
        table,
        success,
        positive,
        frozenset(names[each] for each in ignored),
        tuple(notes),
        imported=imported_names(source.columns, read, names),
    )


def need_lab() -> None:
    """Raise Wrong where the libraries of the lab are not installed."""
    from importlib.util import find_spec

    if any(find_spec(library) is None for library in ("numpy", "sklearn")):
        raise Wrong(
            "no_lab",
            "Fitting and testing rules needs numpy and scikit-learn, which are not installed.",
            "",
            "Install them with: pip install 'setter[lab]'.",
        )


def _column(columns: Sequence[str], said: str, option: str, path: Path) -> str:
    """The column of that name, however its letters are written; Wrong with the nearest name where there is none."""
    from difflib import get_close_matches

    if said in columns:
        return said
    by_fold = {column.casefold(): column for column in columns}
    if said.strip().casefold() in by_fold:
        return by_fold[said.strip().casefold()]
    near = get_close_matches(said.casefold(), by_fold, n=1)
    listed = ", ".join(f"«{column}»" for column in columns[:20])
    hint = f"Did you mean «{by_fold[near[0]]}»?" if near else f"Its columns: {listed}."
    raise Wrong("no_column", f"The file has no column «{said[:80]}», which {option} names.", str(path), hint)


def _known(cell: Cell) -> Value | None:
    value: Value | None = visible(written(cell)) if isinstance(cell, str) or cell is None else cell
    return None if value == "" else value


def _positive(values: Sequence[Value | None], asked: Asked, label: str) -> str:
    """Which of the label's values counts as a success; Wrong where nobody could tell."""
    spelt: dict[str, str] = {}
    for value in values:
        if value is not None:
            spelt.setdefault(word_of(value), written(value))
    words, place = list(spelt), str(asked.path)
    if not words:
        hint = "Name the column that says who succeeded."
        raise Wrong("bad_label", f"The label «{label}» holds nothing.", place, hint)
    named = kinds_named(list(spelt.values()), len(values))
    many = f"{len(words):,} different values{named}"
    if asked.positive and word_of(asked.positive) not in words:
        raise Wrong("bad_label", f"No row has «{asked.positive}» in «{label}».", place, f"It holds {many}.")
    if len(words) == 1:
        hint = "A history needs rows that succeeded and rows that did not."
        sentence = f"Every row has the same value in «{label}»{named}, so nothing can be told apart."
        raise Wrong("bad_label", sentence, place, hint)
    if asked.positive:
        return spelt[word_of(asked.positive)]
    found = [word for word in words if word in YES]
    if len(words) > 2 or len(found) != 1:
        hint = "Say which of them is a success: --positive VALUE."
        raise Wrong("bad_label", f"«{label}» holds {many}, and none of them plainly means a success.", place, hint)
    return spelt[found[0]]


def kinds_named(values: Sequence[str], rows: int) -> str:
    """A column's values in brackets, where they are few, short and kinds of thing, of so many rows; "" otherwise.

    What may say who somebody is (unlike in most rows, an address, a number to call) is not told.
    """
    few = len(values) <= MOST_SHOWN and rows >= FEWEST_OF_A_KIND * len(values)
    if not few or any(len(value) > LONGEST_SHOWN or "@" in value or looks_like_phone(value) for value in values):
        return ""
    return f" ({', '.join(f'«{value}»' for value in values)})"


def _in_order(rows: list[Row], order: str, path: Path) -> list[Row]:
    """Rows by what a column says of when they came to be; those of which it says nothing come first."""
    keys = {written(value): value for row in rows if (value := _known(row.values.get(order))) is not None}
    if len(keys) < 2:
        raise Wrong("bad_order", f"«{order}» does not tell any two rows apart.", str(path), "Name another column.")
    places = places_of(keys, order, str(path))
    return sorted(rows, key=lambda row: places.get(written(_known(row.values.get(order))), float("-inf")))


def _laid_out(column: str, name: str, rows: Sequence[Row]) -> Column:
    from setter.lab.table import column_of

    return column_of(name, column, [_known(row.values.get(column)) for row in rows])


def _left_out(broken: int, untold: int, label: str) -> list[str]:
    notes = [f"{broken:,} rows cannot be read and are left out."] if broken else []
    return notes + ([f"{untold:,} rows say nothing in «{label}» and are left out."] if untold else [])
