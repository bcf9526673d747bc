"""What sales answers, from the command line: a sheet out and in, one answer, an appeal; the page that explains it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

from cli.terminal import ART, Terminal, speak
from cli.test_meetings import booked
from setter.domain.answer_columns import explained

REASON = "their budget is frozen until the summer"
SALES_PAGE = Path(__file__).resolve().parents[2] / "docs" / "sales.md"


def test_a_sheet_goes_out_and_comes_back_once(house: Terminal, lead: Terminal, tmp_path: Path) -> None:
    sql = booked(house)["sql"]
    assert house.refused("export", "answers", "--as", "csv", exit_code=1)["code"] == "role"
    lead.refused("export", "answers", "--as", "xlsx", exit_code=2)
    path = tmp_path / "answers.csv"
    assert lead.done("export", "answers", "--as", "csv", "--out", str(path)) == {"path": str(path), "rows": 1}
    (row,) = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    assert (row["sql"], row["name"]) == (f"SQL-{sql}", ART)
    filled = path.read_text(encoding="utf-8-sig").replace(",,,,,,,,,,,,,", f",rejected,r04,{REASON},20,,,,,,,,,", 1)
    path.write_text(filled, encoding="utf-8")
    assert lead.done("reply", str(path), "--dry-run")["answered"] == 1
    first, again = lead.done("reply", str(path)), lead.done("reply", str(path))
    assert (first["answered"], first["refused"], again["answered"], again["known"]) == (1, 0, 0, 1)
    duties = {each["kind"]: each["words"] for each in house.done("tasks")}
    assert duties["sales_rejected"] == f"R04, no budget or means (gate: budget). {REASON}"


def test_one_answer_its_appeal_and_what_became_of_it(house: Terminal, lead: Terminal) -> None:
    reply: dict[str, Any] = booked(house)
    sql = reply["sql"]
    error = lead.refused("reply", "--sql", sql, "--reject", "R99", "--why", "no", "--quality", "9", exit_code=2)
    assert (error["code"], error["where"]) == ("quality", "quality")
    lead.refused("reply", "--sql", sql, "--accept", "--reject", "R04", exit_code=2)
    lead.refused("reply", exit_code=2)
    told = lead.done("reply", "--sql", sql, "--reject", "R04", "--why", REASON, "--minutes", "20")
    assert (told["decision"], told["code"], told["minutes"]) == ("rejected", "R04", 20)
    assert house.done("sql", "appeal", sql, "--why", "he named one") == {"sql": sql, "appeal": "open"}
    (waiting,) = lead.done("sql", "appeals")
    assert (waiting["name"], waiting["why"]) == (ART, "he named one")
    assert lead.done("sql", "overturn", sql, "--note", "so he did")["counts_as_accepted"] is True
    words = speak("--db", lead.database, "--as", lead.name, "sql", "appeals").out.decode()
    assert words == "No appeal waits.\n"


def test_the_page_has_every_column_and_code_as_the_program_tells_them() -> None:
    said = speak("export", "answers", "--explain")
    assert said.code == 0 and said.out.decode().rstrip("\n") == explained()
    assert explained() in SALES_PAGE.read_text(encoding="utf-8")
    assert json.loads(speak("export", "answers", "--explain", "--json").out)["columns"] == explained()
