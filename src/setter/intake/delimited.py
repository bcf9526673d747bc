"""Rows of a CSV, TSV or semicolon file, streamed; a broken row never takes its neighbours with it."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator

from setter.intake.lines import LONGEST_LINE, Line
from setter.intake.rows import BadRow, Row, bad

DELIMITERS = (",", ";", "\t", "|")
MOST_LINES = 500
"""Lines that one quoted cell may span before its quotation mark is taken for a stray one."""


class _Unreadable(Exception):
    """The record that is being read holds a line that cannot be used."""


class _Feed:
    """Hands lines to the csv reader and remembers those of the record that is being read."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = iter(lines)
        self._returned: deque[Line] = deque()
        self.taken: list[Line] = []
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._lines)
        self.taken.append(line)
        self._size += len(line.text)
        if line.problem or len(self.taken) > MOST_LINES or self._size > LONGEST_LINE:
            raise _Unreadable
        return line.text

    def start_record(self) -> None:
        self.taken = []
        self._size = 0

    def return_all_but_first(self) -> None:
        self._returned.extendleft(reversed(self.taken[1:]))


class Records:
    """The records of a delimited file as lists of cells; `width` is the number of columns once it is known."""

    def __init__(self, lines: Iterable[Line], delimiter: str) -> None:
        self._feed = _Feed(lines)
        self._reader = csv.reader(self._feed, delimiter=delimiter, strict=True, skipinitialspace=True)
        self.width: int | None = None
        self.number = 0

    def __iter__(self) -> Iterator[list[str] | BadRow]:
        return self

    def __next__(self) -> list[str] | BadRow:
        """Read one record or say why it cannot be read; then reading goes on with the line after its first."""
        feed = self._feed
        feed.start_record()
        try:
            cells = next(self._reader)
        except _Unreadable:
            return self._bad(feed.taken[0].problem or _OPEN_QUOTE)
        except csv.Error as error:
            return self._bad(_reason(str(error)))
        self.number = feed.taken[0].number
        if len(feed.taken) > 1 and self.width is not None and len(cells) != self.width:
            return self._bad(_OPEN_QUOTE)
        return cells

    @property
    def raw(self) -> str:
        """The record that was read last, as it stands in the file."""
        return "".join(line.text for line in self._feed.taken).rstrip("\r\n")

    def _bad(self, reason: str) -> BadRow:
        first = self._feed.taken[0]
        self._feed.return_all_but_first()
        return bad(first.number, reason, first.text.rstrip("\r\n"))


_OPEN_QUOTE = "A quotation mark is opened and not closed."


def _reason(error: str) -> str:
    if "unexpected end" in error:
        return _OPEN_QUOTE
    if "field larger" in error:
        return "A cell is longer than 128 kB."
    if "new-line" in error:
        return "A cell has a line break and no quotation marks."
    return "The quotation marks are broken: text follows a closing one."


def rows_of(records: Records, columns: list[str], first: list[str] | None = None) -> Iterator[Row | BadRow | None]:
    """Turn records into rows by the columns; None for a blank line; `first` is a record that was already taken."""
    width = records.width = len(columns)
    for cells in _with_first(records, first):
        if isinstance(cells, BadRow):
            yield cells
        elif not any(cells) or not any(map(str.strip, cells)):
            yield None
        elif len(cells) > width and any(map(str.strip, cells[width:])):
            reason = f"The row has {len(cells)} cells where the header has {width}."
            yield bad(records.number, reason, records.raw)
        else:
            values: dict[str, str | int | float | bool | None] = dict(zip(columns, cells, strict=False))
            if len(cells) < width:
                values.update(dict.fromkeys(columns[len(cells) :]))
            yield Row(records.number, values)


def _with_first(records: Records, first: list[str] | None) -> Iterator[list[str] | BadRow]:
    if first is not None:
        yield first
    yield from records


def find_delimiter(lines: list[str]) -> str:
    """Choose the delimiter under which the first lines of a file agree best on many columns; a comma by default."""
    return max(DELIMITERS, key=lambda delimiter: _agreement(lines, delimiter))


def _agreement(lines: list[str], delimiter: str) -> float:
    widths: list[int] = []
    try:
        for cells in csv.reader(lines, delimiter=delimiter, skipinitialspace=True):
            if cells:
                widths.append(len(cells))
    except csv.Error:
        widths = widths[:1]
    if not widths:
        return 0.0
    return (widths[0] - 1) * sum(width == widths[0] for width in widths) / len(widths)
