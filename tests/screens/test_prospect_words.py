"""What the card beside the queue says, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from hands import ended, enrolment_of, land, phones_of, prospect_named
from houses import ADA, CAMPAIGN, wait_until
from services.telling import NOW, told
from setter.domain.callable import RULES
from setter.screens.prospect_words import PASSED, fact_rows, history_rows, why_rows
from setter.services.desk import Desk
from setter.services.prospect_card import card_of
from setter.services.why import why_prospect
from setter.widgets.facts_card import FactRow


@pytest.mark.parametrize(
    ("source", "said"),
    [("markup", "markup"), ("national-list", "national list"), ("Lists by Anne-Marie Roe", "Lists by Anne-Marie Roe")],
)
def test_a_source_is_read_out_with_its_whole_date(small_desk: Desk, tmp_path: Path, source: str, said: str) -> None:
    land(small_desk, tmp_path, "Gil Nash,Ivy Works,+13125550999,Owner,,IL,US", source=source)
    rows = fact_rows(card_of(small_desk, enrolment_of(small_desk, "Gil Nash").id), small_desk.now())
    assert [row.value for row in rows if row.label == "source"] == [f"{said}, 2026-11-24"]


@pytest.mark.requirement("R-010", "R-011")
def test_the_card_says_the_rung_what_the_next_lacks_and_what_a_list_claims(small_desk: Desk, tmp_path: Path) -> None:
    header = "full_name,company,phone,email,stage"
    land(small_desk, tmp_path, "Gil Nash,Birch Foods,+13125550999,gil@birch.example,MQL", header=header)
    told(small_desk, tmp_path, f"ada@birch.example,demo request,{NOW}")
    rows = {row.label: row.value for row in rows_of(small_desk, "Gil Nash")}
    assert rows["stands"] == "cold · prospect · company hot"
    assert rows["next"] == "subscriber: needs an opt-in"
    assert rows["claim"] == "claimed MQL, evidence: prospect"
    assert {row.label: row.value for row in rows_of(small_desk, ADA)}["stands"] == "hot · lead"


def rows_of(desk: Desk, name: str) -> list[FactRow]:
    return fact_rows(card_of(desk, enrolment_of(desk, name).id), desk.now())


def test_the_history_tells_what_they_did_elsewhere_between_the_calls(small_desk: Desk, tmp_path: Path) -> None:
    told(small_desk, tmp_path, "ada@birch.example,pricing,2026-11-23T16:30:00Z", "ada@birch.example,blog,")
    ended(small_desk, "no_answer", ADA)
    rows = history_rows(card_of(small_desk, enrolment_of(small_desk, ADA).id), small_desk.now())
    assert [row.text for row in rows] == [
        "No answer · mira",
        "Looked at the prices · web",
        "Read the blog · web",
    ]
    assert rows[2].label == "no sure time"


def test_every_rule_of_the_gate_says_in_words_what_a_pass_means() -> None:
    assert tuple(PASSED) == RULES


def test_why_somebody_may_not_be_dialled_says_when_they_may_on_their_own_clock(small_desk: Desk) -> None:
    wait_until(small_desk, "2026-11-25T02:00:00Z")
    told = why_prospect(small_desk, prospect_named(small_desk, ADA).id, CAMPAIGN)
    rows = why_rows(told, small_desk.now())
    opens = next(place for place, row in enumerate(rows) if row.label == "opens")
    assert rows[opens].text == "Wed 25 Nov 08:30 CST, in 12 h"
    assert (rows[opens + 1].label, rows[opens + 1].sign) == ("hours there", "no"), "what refuses is read first"


def test_why_somebody_has_only_left_one_number_says_so_by_its_place_and_kind(small_desk: Desk, tmp_path: Path) -> None:
    header = "full_name,company,phone,mobile,title,region,country"
    land(small_desk, tmp_path, "Gil Nash,Ivy Mill,+13125550701,+13125550702,Owner,IL,US", header=header)
    first = phones_of(small_desk, "Gil Nash")[0]
    small_desk.store.write(lambda unit: unit.prospects.save_phone(replace(first, standing="bad")))
    told = why_prospect(small_desk, prospect_named(small_desk, "Gil Nash").id, CAMPAIGN)
    rows = why_rows(told, small_desk.now())
    labels = [row.label for row in rows]
    one, two = (next(n for n, label in enumerate(labels) if label.startswith(f"Number {place}")) for place in (1, 2))
    assert [(row.label, row.sign) for row in rows[one + 1 : two]] == [("number", "no")]
    assert [(row.label, row.sign) for row in rows[two + 1 :]] == [("number", "yes")]
    assert labels.count("objection") == 1 and "55507" not in str(rows)


def test_why_somebody_without_a_number_is_not_dialled_says_just_that(small_desk: Desk, tmp_path: Path) -> None:
    land(small_desk, tmp_path, "Gil Nash,Ivy Mill,,Owner,gil@ivy.example,IL,US")
    told = why_prospect(small_desk, prospect_named(small_desk, "Gil Nash").id, CAMPAIGN)
    rows = {row.label: row for row in why_rows(told, small_desk.now())}
    assert (rows["number"].text, rows["number"].sign) == ("none on record", "no")
    assert rows["opens"].text == "not by waiting alone"
