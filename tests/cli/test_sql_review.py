"""The review of SQLs from the command line: what waits and until when, reject, samples, and what is late."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.terminal import ART, Terminal
from cli.test_meetings import booked
from setter.examples import example_campaign

LATER = "2026-12-02T10:00:00-06:00"


@pytest.fixture
def waiting(house: Terminal, lead: Terminal, tmp_path: Path) -> str:
    """Art's SQL, which waits for a team lead."""
    file = tmp_path / "campaign.toml"
    file.write_text(example_campaign().replace('review = "none"', 'review = "sample:0.2"'), encoding="utf-8")
    lead.done("campaign", "add", str(file))
    lead.done("campaign", "activate", "quaywise-us")
    sql: str = booked(house)["sql"]
    return sql


def test_what_waits_is_rejected_with_a_reason_that_whoever_set_it_reads(
    house: Terminal, lead: Terminal, waiting: str
) -> None:
    (told,) = lead.done("sql", "waiting")
    assert (told["sql"], told["name"], told["review_by"][:13]) == (waiting, ART, "2026-11-24T20")
    assert "to sales by itself Tue 24 Nov " in lead.words("sql", "waiting")
    listed = lead.words("meeting", "list")
    assert "waits for review" in listed and "missing" not in listed, "what it waits for is said once"
    assert house.refused("sql", "reject", waiting, "--why", "a student")["code"] == "role"
    done = lead.done("sql", "reject", waiting, "--why", "a student")
    assert done == {"sql": waiting, "state": "withdrawn", "review": "turned_down"}
    (duty,) = house.done("tasks")
    assert (duty["kind"], duty["words"]) == ("sql_turned_down", "a student")
    assert [each["status"] for each in house.done("meeting", "list")] == ["cancelled"]


def test_what_nobody_reviews_goes_to_sales_and_sales_is_chased(house: Terminal, lead: Terminal, waiting: str) -> None:
    assert house.words("chase").strip() == "Nothing is late."
    lead.done("init", "--sandbox", "--clock", LATER)
    assert house.done("chase") == {"submitted": 1, "sales": 0, "meetings": 0, "closed": 0}
    lead.done("init", "--sandbox", "--clock", "2026-12-07T10:00:00-06:00")
    assert house.words("chase").strip() == "1 to chase for sales' answer, 1 to ask what became of"
    assert (
        "nobody reviewed it in time"
        in house.done("meeting", "packet", house.done("meeting", "list")[0]["meeting"])["packet"]
    )


def test_samples_are_listed_by_caller(house: Terminal, lead: Terminal, waiting: str) -> None:
    assert "Sales has decided no SQL yet" in lead.words("sql", "sampling")
    lead.done("sql", "approve", waiting)
    lead.done("reply", "--sql", waiting, "--accept")
    assert lead.done("sql", "sampling")[0]["caller"] == "mira"
    assert " ".join(lead.words("sql", "sampling").split()) == "mira accepted 1 / 1 all read, not earned yet"
