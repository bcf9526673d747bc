"""The sheet goes out to sales and comes back filled in: what is right lands once, what is not is said row by row."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest

from hands import DAY, booked, enrolment_of
from houses import ADA, CLEO, advance, second_campaign
from services.sales_told import as_sales, refusal, the_sql
from setter.domain.answer_columns import COLUMNS
from setter.services.desk import Desk
from setter.services.sales_answers_file import Replied, answer_sheet, reply_file
from setter.store.records import SalesWord

CLEOS = {"email": "cleo@elm.example"}


@pytest.fixture
def asked(small_desk: Desk) -> Desk:
    """Sales at a desk, with Ada's and Cleo's SQL, both meetings over."""
    booked(small_desk, ADA, when="wed 3pm")
    booked(small_desk, CLEO, when="wed 10am", **CLEOS)
    advance(small_desk, 3 * DAY)
    return as_sales(small_desk)


def rows_of(desk: Desk) -> dict[str, dict[str, Any]]:
    """The sheet's rows by name."""
    return {row["name"]: row for row in json.loads(answer_sheet(desk, "json").content)}


def as_csv(rows: list[dict[str, Any]], path: Path, delimiter: str = ",", bom: str = "") -> Path:
    text = StringIO()
    table = csv.DictWriter(text, [each.name for each in COLUMNS], delimiter=delimiter)
    table.writeheader()
    table.writerows(rows)
    path.write_text(bom + text.getvalue(), encoding="utf-8")
    return path


def as_json(rows: list[dict[str, Any]], path: Path) -> Path:
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def as_excel(rows: list[dict[str, Any]], path: Path) -> Path:
    """As a spreadsheet program saves it: numbers as numbers, days as days."""
    from datetime import date

    from xlsxwriter import Workbook

    book = Workbook(str(path), {"strings_to_formulas": False})
    sheet, day = book.add_worksheet(), book.add_format({"num_format": "d/m/yy"})
    for place, column in enumerate(COLUMNS):
        sheet.write(0, place, column.name)
        for line, row in enumerate(rows, start=1):
            value = row[column.name]
            if column.field in ("opportunity_on", "closed_on") and value:
                sheet.write_datetime(line, place, date.fromisoformat(value), day)
            else:
                sheet.write(line, place, float(value) if column.field == "amount" and value else value)
    book.close()
    return path


WRITTEN: dict[str, Callable[[list[dict[str, Any]], Path], Path]] = {
    "answers.csv": lambda rows, path: as_csv(rows, path, ";", "\ufeff"),
    "answers.json": as_json,
    "answers.xlsx": as_excel,
}


def words_of(desk: Desk) -> list[SalesWord]:
    sqls = desk.store.read(lambda unit: unit.sales.to_answer(None))
    found = desk.store.read(lambda unit: [unit.sales.word(each.id) for each in sqls])
    return [each for each in found if each is not None]


def counts(done: Replied) -> tuple[int, int, int, int]:
    """Answered, known, silent, refused."""
    return done.answered, done.known, done.silent, done.refused


@pytest.mark.requirement("R-082")
@pytest.mark.parametrize("name", WRITTEN)
def test_a_filled_in_sheet_lands_and_lands_once(asked: Desk, tmp_path: Path, name: str) -> None:
    rows = rows_of(asked)
    assert list(rows) == [CLEO, ADA] or set(rows) == {ADA, CLEO}
    rows[ADA] |= {"decision": "Accept", "quality": 5, "minutes": 40, "met": "Held", "opportunity": "open"}
    rows[ADA] |= {"opportunity_since": "2026-11-26", "amount": "12500.50", "what_was_missing": "=who else decides"}
    path = WRITTEN[name](list(rows.values()), tmp_path / name)
    foreseen = reply_file(asked, path, dry_run=True)
    assert counts(foreseen) == (1, 0, 1, 0) and words_of(asked) == []
    assert counts(reply_file(asked, path)) == (1, 0, 1, 0)
    (word,) = words_of(asked)
    assert (word.decision, word.quality, word.minutes, word.amount) == ("accepted", 5, 40, 1_250_050)
    assert (word.opportunity, word.opportunity_on, word.lacked) == ("open", "2026-11-26", "=who else decides")
    assert counts(reply_file(asked, path)) == (0, 1, 1, 0) and words_of(asked) == [word]
    assert rows_of(asked)[ADA]["amount"] == 12500.5
    again = tmp_path / f"again-{name}"
    form = name.partition(".")[2]
    again.write_bytes(answer_sheet(asked, form).content)
    assert counts(reply_file(asked, again)) == (0, 1, 1, 0), "what setter wrote itself says nothing new"


def test_what_cannot_be_stands_beside_it_with_its_reasons_and_is_mended(asked: Desk, tmp_path: Path) -> None:
    rows = rows_of(asked)
    ada, cleo = rows[ADA] | {"decision": "accepted", "met": "held"}, rows[CLEO]
    bad = [
        (ada | {"sql": "SQL-77"}, "sql: There is no such SQL."),
        (ada | {"sql": "1.79554E+18"}, "a spreadsheet has rounded it"),
        (ada | {"meeting": cleo["meeting"]}, "not about this meeting"),
        (ada | {"decision": "maybe"}, "Allowed: accepted, rejected"),
        (ada | {"decision": "rejected", "code": "R15", "why": "no"}, "'R15' is none of what may be said here"),
        (ada | {"decision": "rejected", "code": "R99", "why": "no"}, "20 characters or more"),
        (ada | {"decision": "rejected", "code": "R04"}, "why: A rejection needs a reason in words."),
        (ada | {"minutes": "700"}, "0 to 600"),
        (ada | {"amount": "much"}, "'much' is no amount"),
        (ada | {"opportunity": "won"}, "A deal that is won has an amount."),
        (ada | {"opportunity": "open", "opportunity_since": "2027-01-01"}, "is in the future"),
        (ada | {"opportunity": "open", "opportunity_since": "2026-11-20"}, "before the meeting"),
        (ada | {"opportunity": "open", "opportunity_since": "1/2/2026"}, "whether the day or the month"),
        (
            ada | {"opportunity": "lost", "opportunity_since": "2026-11-27", "closed_on": "2026-11-26"},
            "closed before it was an opportunity",
        ),
        (cleo | {"opportunity": "open", "opportunity_since": "2026-11-26"}, "follows sales' acceptance"),
    ]
    for number, (row, reason) in enumerate(bad):
        path = as_csv([row], tmp_path / f"bad{number}.csv")
        done = reply_file(asked, path)
        assert (counts(done), done.reasons[0][1]) == ((0, 0, 0, 1), 1)
        assert done.rejects_file is not None and reason in Path(done.rejects_file).read_text(encoding="utf-8-sig")
    assert words_of(asked) == []
    mended = Path(str(tmp_path / "bad7.csv.rejects.csv"))
    mended.write_text(mended.read_text(encoding="utf-8-sig").replace(",700,", ",70,"), encoding="utf-8")
    assert counts(reply_file(asked, mended)) == (1, 0, 0, 0)


def test_rows_that_contradict_each_other_are_both_refused_and_twins_are_one(asked: Desk, tmp_path: Path) -> None:
    rows = rows_of(asked)
    ada, cleo = rows[ADA] | {"decision": "accepted"}, rows[CLEO] | {"decision": "accepted"}
    path = as_csv(
        [ada, cleo, ada | {"decision": "rejected", "code": "R03", "why": "no need"}, cleo], tmp_path / "a.csv"
    )
    done = reply_file(asked, path)
    assert counts(done) == (1, 1, 0, 2)
    assert "Rows 2, 4 say otherwise of one SQL." in [reason for reason, _ in done.reasons]
    assert enrolment_of(asked, ADA).work_state == "handed_off"


def test_whoever_left_may_have_answered_and_is_named_and_other_clients_wait(asked: Desk, tmp_path: Path) -> None:
    rows = rows_of(asked)
    path = as_csv([rows[ADA] | {"decision": "accepted", "answered_by": "dana"}], tmp_path / "a.csv")
    done = reply_file(asked, path)
    assert done.notes[-1] == "1 row is answered by dana, who is no rep of the campaign."
    assert [each.answered_by for each in asked.store.read(lambda u: u.sales.answers(the_sql(asked).id))] == ["dana"]
    other = as_csv([rows[CLEO] | {"decision": "accepted"}], tmp_path / "b.csv")
    assert reply_file(asked, other, client_id="someone-else").reasons[0][0].startswith("This SQL is of another client")


def test_a_caller_neither_fetches_nor_answers_and_what_is_no_sheet_is_said(small_desk: Desk, tmp_path: Path) -> None:
    second_campaign(small_desk)
    path = tmp_path / "a.csv"
    path.write_text("name,phone\nAda,1\n", encoding="utf-8")
    assert refusal(lambda: answer_sheet(small_desk, "csv")).code == "role"
    assert refusal(lambda: reply_file(small_desk, path)).code == "role"
    assert refusal(lambda: reply_file(as_sales(small_desk), path)).code == "no_column"
    assert answer_sheet(as_sales(small_desk), "csv", campaign_id="second").rows == 0


def test_the_spreadsheet_lets_a_rep_choose_only_what_is_allowed(asked: Desk) -> None:
    import zipfile

    book = zipfile.ZipFile(BytesIO(answer_sheet(asked, "xlsx").content))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "accepted,rejected" in sheet and "R01,R02" in sheet and 'state="frozen"' in sheet
    assert "<f>" not in sheet, "nothing in it is a formula"
