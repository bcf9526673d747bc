"""CSV in two dialects: `crm` keeps phones and numbers raw for an import, `spreadsheet` is safe to open."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from setter.domain.errors import Wrong
from setter.domain.formulas import defanged

Dialect = Literal["crm", "spreadsheet"]
"""How a table is written."""
DIALECTS: tuple[Dialect, ...] = get_args(Dialect)

_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")
_NEGATIVE = re.compile(r"-[0-9]+(?:\.[0-9]+)?")
_BOM = "\ufeff"


def dialect_named(name: str) -> Dialect:
    """Find a dialect by its name; Wrong with the names there are."""
    for dialect in DIALECTS:
        if dialect == name:
            return dialect
    hint = f"Known dialects: {', '.join(DIALECTS)}."
    raise Wrong("unknown_dialect", f"There is no CSV dialect {name!r}.", "dialect", hint)


def defang(cell: str, dialect: Dialect) -> str:
    """Make a cell harmless: one `'` before whatever a spreadsheet could run (domain §7.5).

    In `crm` an E.164 phone and a negative number stay raw: they hold digits only, so no formula can hide there.
    `domain.formulas.undefanged` takes either dialect back.
    """
    if dialect == "crm" and (_PHONE.fullmatch(cell) or _NEGATIVE.fullmatch(cell)):
        return cell
    return defanged(cell)


class Sheet:
    """A table that grows row by row: RFC 4180 CSV in UTF-8 with CRLF, each cell made harmless for its dialect."""

    def __init__(self, columns: Sequence[str], dialect: Dialect, bom: bool | None = None) -> None:
        self._text = io.StringIO(newline="")
        self._dialect = dialect
        if dialect == "spreadsheet" if bom is None else bom:
            self._text.write(_BOM)
        self._writer = csv.writer(self._text, lineterminator="\r\n")
        self._writer.writerow(columns)

    def add(self, row: Iterable[str]) -> None:
        """Write one more row."""
        self._writer.writerow([defang(cell, self._dialect) for cell in row])

    def content(self) -> bytes:
        """The table so far."""
        return self._text.getvalue().encode("utf-8", "replace")


def write_csv(
    columns: Sequence[str], rows: Iterable[Sequence[str]], dialect: Dialect, bom: bool | None = None
) -> bytes:
    """Write RFC 4180 CSV in UTF-8 with CRLF.

    A byte order mark tells a spreadsheet the encoding; it is there for `spreadsheet` unless `bom` says otherwise.
    """
    sheet = Sheet(columns, dialect, bom)
    for row in rows:
        sheet.add(row)
    return sheet.content()
