"""Measures from the command line: every number can be checked, as JSON, as a table, as a page."""

from __future__ import annotations

import csv
import io

import pytest

from cli.terminal import ART, BEA, Terminal, speak
from hands import QUALIFIED

REPORTS = ("programmes", "sources", "callers", "accuracy", "funnel")


@pytest.mark.requirement("R-044", "R-049", "R-102", "R-103", "R-106")
def test_every_number_can_be_checked(house: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    call = house.dialled(ART)
    house.done("fact", call, "company_name", "verified")
    house.done("book", call, "thu 3 dec 10:30")
    given = [word for name, value in QUALIFIED.items() for word in ("--answer", f"{name}={value}")]
    house.done("outcome", call, "meeting_set", "--minutes", "6", *given)
    house.done("outcome", house.dialled(BEA), "no_answer")
    for name in REPORTS:
        rows = house.done("report", name)
        for row in rows:
            assert set(row) == {"measure", "by", "numerator", "denominator", "value", "interval", "note"}
            if row["value"] is None:
                assert row["denominator"] < 5 and row["interval"] is None
            else:
                assert row["value"] == pytest.approx(row["numerator"] / row["denominator"], rel=1e-9)
            low, high = row["interval"] or (row["value"], row["value"])
            assert row["value"] is None or low <= row["value"] <= high
            listed = [row["numerator"], row["denominator"]].count(20)
            assert not listed or row["measure"] == "cost per record", "nobody is told how long the list is"
        measures = [row["measure"] for row in rows]
        if "dials, outbound" in measures:
            assert measures.index("dials, outbound") > measures.index("SQL acceptance")
        table = speak("--db", house.database, "--as", "mira", "report", name, "--as", "csv").out.decode("utf-8")
        assert [each["measure"] for each in csv.DictReader(io.StringIO(table))] == measures
        monkeypatch.setenv("COLUMNS", "80")
        words = house.words("report", name, "--notes")
        assert "\x1b" not in words and "What each number means" in words
    sqls = next(row for row in house.done("report", "callers") if row["measure"] == "SQLs submitted per week")
    assert (sqls["by"], sqls["numerator"], sqls["denominator"]) == ("mira", 1, pytest.approx(1 / 7))
    before = house.done("report", "programmes", "--to", "2026-11-20", "--from", "2026-11-02")
    assert {row["numerator"] for row in before if row["measure"] == "SQLs submitted per week"} == {0}


def test_what_cannot_be_counted_is_refused(house: Terminal) -> None:
    assert house.refused("report", "sources", "--client", "nobody", exit_code=2)["code"] == "no_client"
    assert house.refused("report", "sources", "--campaign", "nobody", exit_code=2)["code"] == "no_campaign"
    backwards = ("report", "callers", "--from", "2026-09-02", "--to", "2026-09-01")
    assert house.refused(*backwards, exit_code=2)["code"] == "period"
    assert house.refused("report", "today", "--as", "csv", exit_code=2)["code"] == "usage"
