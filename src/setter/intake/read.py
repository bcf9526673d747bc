"""Open a list, whatever it is, and hand out every row of it: as a row, or as a bad row with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from setter.domain.errors import Wrong
from setter.intake.delimited import Records, find_delimiter, rows_of
from setter.intake.lines import Lines
from setter.intake.objects import columns_of, is_one_a_line, rows_of_lines, rows_of_list, whole_list
from setter.intake.rows import BadRow, Row, column_names, is_data
from setter.intake.sheets import Sheet
from setter.intake.sniff import Sniffed, sniff, unreadable

MOST_COLUMNS = 2000
_Rows = Iterator[Row | BadRow | None]


class RowSource:
    """An opened list. Each iteration reads it again from its start, in constant memory for text files.

    `format` is csv, tsv, json, ndjson, xlsx, xlsb, xls or ods; `total` and `position` (how far the last
    iteration came) are in `unit`s, "bytes" or "rows"; `blank` counts the blank rows that were passed over;
    `notes` are sentences for people, complete after an iteration; `headless` says that its first line is a person.
    """

    def __init__(self, path: Path, kind: str, encoding: str, columns: list[str], total: int, unit: str) -> None:
        if len(columns) > MOST_COLUMNS:
            raise Wrong("too_many_columns", f"The list has {len(columns)} columns.", str(path), "Is this a list?")
        self.path, self.format, self.encoding, self.columns = path, kind, encoding, columns
        self.total, self.unit = total, unit
        self.position = 0
        self.blank = 0
        self.headless = False
        self.notes: list[str] = []
        self._start: Callable[[], _Rows] = lambda: iter(())
        self._where: Callable[[], int] | None = None
        self._ended: Callable[[], None] = lambda: None

    def __iter__(self) -> Iterator[Row | BadRow]:
        """Hand out every data row in order; raises Wrong where the disk fails on the way."""
        self.blank = self.position = 0
        try:
            for row in self._start():
                self.position = self._where() if self._where else self.position + 1
                if row is None:
                    self.blank += 1
                else:
                    yield row
        except OSError as error:
            raise unreadable(self.path, error) from None
        self.position = self.total
        self._ended()

    def sample(self, limit: int = 200) -> list[Row]:
        """Read the first good rows, for guessing what the columns hold and for showing them."""
        return list(islice((row for row in self if isinstance(row, Row)), limit))


def open_rows(path: Path, encoding: str | None = None) -> RowSource:
    """Open a list by its content; raises Wrong for whatever cannot be a list (missing, empty, binary, damaged)."""
    file = sniff(path, encoding)
    try:
        if file.kind == "sheet":
            return _open_sheet(file)
        if file.kind == "json":
            return _open_json_lines(file) if is_one_a_line(file.sample) else _open_json(file)
        return _open_delimited(file)
    except OSError as error:
        raise unreadable(path, error) from None


def _open_sheet(file: Sniffed) -> RowSource:
    sheet = Sheet(file.path)
    headless = is_data(sheet.header)
    columns = column_names([""] * len(sheet.header) if headless else sheet.header)
    source = RowSource(file.path, sheet.format, "", columns, sheet.height + headless, "rows")
    source._start = lambda: sheet.rows(columns, from_first=headless)
    if headless:
        source.headless = True
        source.notes.append(NO_HEADER)
    if sheet.skipped:
        source.notes.append(f"Above the header stood: {' · '.join(sheet.skipped)[:200]}")
    if sheet.unread:
        source.notes.append(f"Only the sheet «{sheet.name}» was read, not: {', '.join(sheet.unread)}.")
    return source


def _open_json(file: Sniffed) -> RowSource:
    items = whole_list(file)
    columns = columns_of(rows_of_list(items))
    source = RowSource(file.path, "json", file.encoding, columns, len(items), "rows")
    source._start = lambda: rows_of_list(items)
    return source


def _open_json_lines(file: Sniffed) -> RowSource:
    lines = Lines(file.path, file.encoding, file.guessed, file.old_mac)
    columns = columns_of(rows_of_lines(lines))
    source = RowSource(file.path, "ndjson", file.encoding, columns, file.size, "bytes")
    _follow(source, lines, lambda: rows_of_lines(lines))
    return source


def _open_delimited(file: Sniffed) -> RowSource:
    delimiter, skip = _delimiter(file)
    lines = Lines(file.path, file.encoding, file.guessed, file.old_mac)

    def records() -> Records:
        return Records(islice(iter(lines), skip, None), delimiter)

    header = _header(records(), file.path)
    headless = is_data(header)
    columns = column_names([""] * len(header) if headless else header)
    name = "tsv" if delimiter == "\t" else "csv"
    source = RowSource(file.path, name, file.encoding, columns, file.size, "bytes")
    if headless:
        source.headless = True
        source.notes.append(NO_HEADER)
    _follow(source, lines, lambda: _under_header(records(), columns, headless))
    return source


def _follow(source: RowSource, lines: Lines, start: Callable[[], _Rows]) -> None:
    def restart() -> _Rows:
        lines.position = lines.fallbacks = 0
        return start()

    def note() -> None:
        some = (
            "1 line is not UTF-8 and was" if lines.fallbacks == 1 else f"{lines.fallbacks} lines are not UTF-8 and were"
        )
        sentence = f"{some} read as Windows-1252."
        if lines.fallbacks and sentence not in source.notes:
            source.notes.append(sentence)

    source._start = restart
    source._where = lambda: lines.position
    source._ended = note


def _delimiter(file: Sniffed) -> tuple[str, int]:
    """Find the delimiter, and how many lines stand before the header (Excel's `sep=;` line)."""
    lines = file.sample.splitlines(keepends=True)
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip("\r\n")) == 5:
        return lines[0][4], 1
    if len(lines) > 1 and file.size > len(file.sample.encode("utf-8", "replace")):
        lines = lines[:-1]
    return find_delimiter(lines[:100]), 0


def _header(records: Records, path: Path) -> list[str]:
    for cells in records:
        if isinstance(cells, BadRow):
            hint = "The first line must name the columns."
            raise Wrong("broken_header", f"The header cannot be read. {cells.reason}", f"{path}:{cells.number}", hint)
        if any(cell.strip() for cell in cells):
            return cells
    raise Wrong("empty_file", "The file is empty.", str(path), "")


def _under_header(records: Records, columns: list[str], headless: bool) -> _Rows:
    """Pass over the header, unless the first line is already a person, and read on."""
    first = next((cells for cells in records if isinstance(cells, list) and any(map(str.strip, cells))), None)
    return rows_of(records, columns, first if headless else None)


NO_HEADER = "The file seems to have no header row: its first line is a person, so the columns are numbered."
