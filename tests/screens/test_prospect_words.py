"""What the card beside the queue says, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from hands import enrolment_of, land
from setter.domain.callable import RULES
from setter.screens.prospect_words import PASSED, fact_rows
from setter.services.desk import Desk
from setter.services.prospect_card import card_of


@pytest.mark.parametrize(
    ("source", "said"),
    [("markup", "markup"), ("national-list", "national list"), ("Lists by Anne-Marie Roe", "Lists by Anne-Marie Roe")],
)
def test_a_source_is_read_out_with_its_whole_date(small_desk: Desk, tmp_path: Path, source: str, said: str) -> None:
    land(small_desk, tmp_path, "Gil Nash,Ivy Works,+13125550999,Owner,,IL,US", source=source)
    rows = fact_rows(card_of(small_desk, enrolment_of(small_desk, "Gil Nash").id), small_desk.now())
    assert [row.value for row in rows if row.label == "source"] == [f"{said}, 2026-11-24"]


def test_every_rule_of_the_gate_says_in_words_what_a_pass_means() -> None:
    assert tuple(PASSED) == RULES
