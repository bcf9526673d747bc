"""The sheet that sales fills in: one SQL a row, with what is known of it and room for the answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from setter.domain.answer_columns import COLUMNS, DAYS, MONEY, WHOLE, AnswerColumn
from setter.domain.gate_names import gates_in_words
from setter.domain.rejections import REJECTIONS
from setter.domain.sales_answer import MOST_MINUTES
from setter.handoff.dialects import write_csv

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

FORMS = ("csv", "xlsx", "json")
MORE_ROWS = 200
"""So many rows below the filled ones take only what is allowed, too."""
WIDEST = 40
SheetRow = Mapping[str, str | int | None]
"""One row by column: ids as marked text, days as ISO 8601, money in hundredths, '' and None where nothing is said."""


def write_sheet(rows: Sequence[SheetRow], form: str) -> bytes:
    """Write the sheet: csv (safe to open, with a byte order mark), json (a list), or xlsx (with words to choose)."""
    if form == "csv":
        cells = [[_cell(column, row) for column in COLUMNS] for row in rows]
        return write_csv([each.name for each in COLUMNS], cells, "spreadsheet")
    if form == "json":
        found = [{each.name: _plain(each, row) for each in COLUMNS} for row in rows]
        return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()
    return _workbook(rows)


def _cell(column: AnswerColumn, row: SheetRow) -> str:
    value = row[column.name]
    if value in ("", None):
        return ""
    return money_words(int(value)) if column.field in MONEY else str(value)


def money_words(hundredths: int) -> str:
    """Money as a number with a point, such as -1234.50."""
    whole, rest = divmod(abs(hundredths), 100)
    return f"{'-' if hundredths < 0 else ''}{whole}.{rest:02}"


def _plain(column: AnswerColumn, row: SheetRow) -> str | int | float | None:
    value = row[column.name]
    if column.field in MONEY and isinstance(value, int):
        return value / 100
    return value


def _workbook(rows: Sequence[SheetRow]) -> bytes:
    from xlsxwriter import Workbook

    content = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(content, options)
    _answers(book, rows)
    _allowed(book)
    book.close()
    return content.getvalue()


def _answers(book: Workbook, rows: Sequence[SheetRow]) -> None:
    sheet, bold = book.add_worksheet("Answers"), book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    known, day = book.add_format({"font_color": "#666666"}), book.add_format({"num_format": "yyyy-mm-dd"})
    text, money = book.add_format({"num_format": "@"}), book.add_format({"num_format": "0.00"})
    number = book.add_format({"num_format": "0"})
    sheet.freeze_panes(1, 3)
    for place, column in enumerate(COLUMNS):
        sheet.write_string(0, place, column.name, bold)
        form = day if column.field in DAYS else money if column.field in MONEY else text
        form = number if column.field in WHOLE else form if column.field or column.allowed else known
        cells = [_cell(column, row) for row in rows]
        widest = max(map(len, (column.name, *cells)))
        sheet.set_column(place, place, min(max(widest + 2, 12), WIDEST), form)
        for line, row in enumerate(rows, start=1):
            _write(sheet, line, place, column, row, form)
        _limit(sheet, place, column, len(rows) + MORE_ROWS)


def _write(sheet: Worksheet, line: int, place: int, column: AnswerColumn, row: SheetRow, form: Any) -> None:
    value = row[column.name]
    if value in ("", None):
        sheet.write_blank(line, place, None, form)
    elif column.field in DAYS:
        sheet.write_datetime(line, place, date.fromisoformat(str(value)), form)
    elif isinstance(value, int):
        sheet.write_number(line, place, value / 100 if column.field in MONEY else value, form)
    else:
        sheet.write_string(line, place, str(value), form)


def _limit(sheet: Worksheet, place: int, column: AnswerColumn, last: int) -> None:
    """Have the spreadsheet itself turn away what cannot be said."""
    told = {"error_title": column.name, "error_message": f"Allowed: {column.allowed}."[:255]}
    if column.one_of:
        rule: dict[str, Any] = {"validate": "list", "source": list(column.one_of)}
    elif column.field == "minutes":
        rule = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": MOST_MINUTES}
    elif column.field in DAYS:
        rule = {"validate": "date", "criteria": ">", "value": date(2000, 1, 1)}
    elif column.field in MONEY:
        rule = {"validate": "decimal", "criteria": "between", "minimum": -(10**13), "maximum": 10**13}
    else:
        return
    sheet.data_validation(1, place, last, place, {**rule, **told})


def _allowed(book: Workbook) -> None:
    sheet, bold = book.add_worksheet("What may stand there"), book.add_format({"bold": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    lines: list[tuple[str, ...]] = [("column", "what it says", "what may stand in it")]
    lines += [(each.name, each.words, each.allowed or "filled in already") for each in COLUMNS]
    codes = [("code", "why", "gate that should have caught it")]
    codes += [(each.code, each.words, gates_in_words(each.gates) or "–") for each in REJECTIONS.values()]
    for line, cells in enumerate([*lines, ("", "", ""), *codes]):
        for place, cell in enumerate(cells):
            sheet.write_string(
                line, place, cell, bold if cells[0] in ("column", "code") and line in (0, len(lines) + 1) else wrapped
            )
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 2, 60)
    sheet.freeze_panes(1, 0)
