"""Rows of a spreadsheet (xlsx, xlsb, xls, ods): the first visible sheet that holds anything."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from setter.domain.errors import Wrong
from setter.intake.rows import Cell, Row

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

Raw = int | float | str | bool | time | date | datetime | timedelta
LARGEST_UNPACKED = 2 << 30
"""Bytes that a spreadsheet may unpack to."""
_TITLE_ROWS = 20
_T = TypeVar("_T")


class Sheet:
    """One sheet's rows; `first` is the header's row number, `height` the number of rows under it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        sheet, self.unread = _guarded(path, lambda: _first_filled(path))
        if sheet is None:
            raise Wrong("empty_file", "The spreadsheet has no filled sheet.", str(path), "Fill it, or give another.")
        self.format = _format(path)
        self.name = sheet.name
        self._sheet = sheet
        blank, _ = sheet.start or (0, 0)
        top = list(islice(sheet.iter_rows(), blank, blank + _TITLE_ROWS))
        titles = _titles(top)
        self.skipped = [str(cell) for cells in top[:titles] for cell in cells if cell != ""]
        self.first = blank + titles + 1
        self.header = [_header_text(cell) for cell in top[titles]]
        self.height = sheet.height - titles - 1

    def rows(self, columns: list[str], from_first: bool = False) -> Iterator[Row | None]:
        """Read the rows under the header (or, `from_first`, with it); None for a blank one."""
        first = self.first if from_first else self.first + 1
        for number, cells in enumerate(islice(self._sheet.iter_rows(), first - 1, None), start=first):
            if all(cell == "" for cell in cells):
                yield None
            else:
                yield Row(number, dict(zip(columns, map(_cell, cells), strict=False)))


def _check_size(path: Path) -> None:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST_UNPACKED:
                raise Wrong("too_large", "The spreadsheet unpacks to more than 2 GB.", str(path), "Save it as CSV.")


def _guarded(path: Path, read: Callable[[], _T]) -> _T:
    """Turn whatever a damaged spreadsheet makes the reader raise, a Rust panic included, into one sentence."""
    from python_calamine import CalamineError, PasswordError

    hint = "Open it in a spreadsheet program and save it again, or save it as CSV."
    try:
        return read()
    except PasswordError:
        raise Wrong("locked_sheet", "The spreadsheet has a password.", str(path), "Save it without one.") from None
    except (CalamineError, zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        raise Wrong("broken_sheet", "The spreadsheet is damaged, or no spreadsheet.", str(path), hint) from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Wrong("broken_sheet", "The spreadsheet is damaged.", str(path), hint) from None


def _first_filled(path: Path) -> tuple[CalamineSheet | None, list[str]]:
    """Find the first visible sheet with content, and name the other visible ones with content."""
    from python_calamine import CalamineWorkbook

    _check_size(path)
    with path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
        return _choose(book)


def _choose(book: CalamineWorkbook) -> tuple[CalamineSheet | None, list[str]]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    found: CalamineSheet | None = None
    unread: list[str] = []
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet or about.visible != SheetVisibleEnum.Visible:
            continue
        sheet = book.get_sheet_by_name(about.name)
        if sheet.height == 0 or sheet.width == 0:
            continue
        if found is None:
            found = sheet
        else:
            unread.append(sheet.name)
    return found, unread


def _format(path: Path) -> str:
    if not zipfile.is_zipfile(path):
        return "xls"
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
    return "xlsb" if "xl/workbook.bin" in names else "ods" if "content.xml" in names else "xlsx"


def _titles(top: list[list[Raw]]) -> int:
    """Count the rows above the header that hold one cell only, such as the list's title."""
    filled = [sum(cell != "" for cell in cells) for cells in top]
    header = next((place for place, count in enumerate(filled) if count > 1), 0)
    return header if all(count <= 1 for count in filled[:header]) else 0


def _header_text(cell: Raw) -> str:
    return str(_cell(cell) if cell != "" else "")


def _cell(cell: Raw) -> Cell:
    if isinstance(cell, (str, bool, int)):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)
