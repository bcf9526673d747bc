"""Amounts as people and spreadsheets write them."""

from __future__ import annotations

from pathlib import Path

import pytest
from xlsxwriter import Workbook

from setter.domain.errors import Wrong
from setter.intake.answer_sheet import money_of, open_answers

ONE = 123_456


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [
        *(
            (text, ONE)
            for text in ("1234.56", "1,234.56", "1.234,56", "1 234,56", "1'234.56", "$1,234.56", "1234,56 EUR")
        ),
        *((text, 1_234_00) for text in ("1234", "1,234", "1.234", "€ 1 234", "1234.0", "1,234.00")),
        ("1,234,567.5", 123_456_750),
        ("-12.30", -1_230),
        ("0", 0),
    ],
)
def test_an_amount_is_read_however_its_thousands_are_set_apart(text: str, hundredths: int) -> None:
    assert money_of(text) == hundredths


@pytest.mark.parametrize("text", ["much", "1.2.3", "12,34,56", "1e9", "", "--3", "1.234.56,7", "9" * 30])
def test_what_is_no_amount_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="is no amount"):
        money_of(text)


def workbook(path: Path, **sheets: list[list[str | float]]) -> Path:
    """A file with some sheets, as a rep saves it."""
    book = Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    book.close()
    return path


def test_a_number_in_a_spreadsheet_is_that_number_whatever_its_point_looks_like(tmp_path: Path) -> None:
    header: list[str | float] = ["sql", "minutes", "quality", "amount", "margin", "my own notes"]
    row: list[str | float] = ["SQL-5", 20.0, "4,0", 123.456, 4375.0000000001, "call again"]
    source, (read,) = open_answers(workbook(tmp_path / "won.xlsx", Answers=[header, row]))
    says = read.says
    assert (says.minutes, says.quality, says.amount, says.margin, read.amiss) == (20, 4, 123_46, 4375_00, ())
    assert source.notes == ["Nothing was read of these columns: my own notes."]


def test_an_id_that_no_database_has_is_none_and_the_sheet_that_was_read_is_named(tmp_path: Path) -> None:
    rows: list[list[str | float]] = [["sql", "decision"], ["SQL-9999999999999999999", "accepted"]]
    _, (read,) = open_answers(workbook(tmp_path / "rounded.xlsx", Answers=rows))
    assert read.sql is None and [each.code for each in read.amiss] == ["no_sql"]
    with pytest.raises(Wrong, match="No column") as refused:
        open_answers(workbook(tmp_path / "two.xlsx", Mine=[["remember this"], ["and that"]], Answers=rows))
    assert "Only the sheet «Mine» was read, not: Answers." in refused.value.hint
