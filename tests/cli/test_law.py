"""Compliance sees the law, narrows it, closes places; everybody else is told who may."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.terminal import Terminal
from compliance import ILLINOIS

ROW = {
    *("place", "name", "hours", "holidays", "binds", "consent", "registries", "caps"),
    *("rest_days", "source", "as_of", "confidence"),
    *("stale", "note"),
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "law.toml"
    path.write_text(ILLINOIS, encoding="utf-8")
    return path


class TestShow:
    def test_tells_a_places_rows_with_their_source(self, house: Terminal) -> None:
        told = house.done("law", "show", "US-LA")
        assert [row["place"] for row in told["rows"]] == ["US", "US-LA"]
        assert set(told["rows"][1]) == ROW
        assert told["rows"][1]["hours"]["sat"] == ["08:00-20:00"] and "sun" not in told["rows"][1]["hours"]
        words = house.words("law", "show", "us-la")
        assert "La. R.S. 45:811" in words and words.endswith("This is not legal advice.\n")

    def test_says_whose_word_and_which_registers_are_wanted(self, house: Terminal) -> None:
        words = house.words("law", "show", "DE", "GB")
        assert "DE wants consent (b2c), why the offer concerns them (b2b) on record before the first call." in words
        assert "gb-ctps: the Corporate Telephone Preference Service, never asked, needed for businesses." in words
        (first, *_) = house.done("law", "show", "GB")["registries"]
        assert first == {
            "id": "gb-tps",
            "name": "the Telephone Preference Service",
            "needed": "both",
            "max_age_days": 28,
            "asked": None,
        }

    def test_of_all_places_is_one_line_each(self, house: Terminal) -> None:
        lines = house.words("law", "show").splitlines()
        assert len(lines) > 35
        assert all(len(line) <= 100 for line in lines)

    def test_of_no_place_is_wrong(self, house: Terminal) -> None:
        assert house.say("law", "show", "Atlantis").code == 2


class TestAFile:
    def test_is_checked_whole(self, house: Terminal, file: Path) -> None:
        assert house.done("law", "check", str(file)) == {"faults": []}
        file.write_text(ILLINOIS.replace("12:00", "noon").replace("everybody", "us"), encoding="utf-8")
        said = house.say("law", "check", str(file))
        assert said.code == 2
        assert [fault["where"] for fault in said.document["faults"]] == ["places.US-IL.binds", "places.US-IL.weekdays"]

    def test_binds_from_the_next_dial_on(self, house: Terminal, file: Path) -> None:
        assert house.done("law", "add", str(file)) == {"places": ["US-IL"]}
        call = house.done("next", "--campaign", "quaywise-us")
        assert call["call"] is None


class TestADecision:
    def test_closes_a_place_and_is_taken_back(self, house: Terminal) -> None:
        days = ("--from", "2026-11-24", "--to", "2026-11-25")
        made = house.done("law", "blackout", "us-il", *days, "--reason", "State of emergency, EO 47")
        assert (made["place"], made["first"], made["last"]) == ("US-IL", "2026-11-24", "2026-11-25")
        assert house.done("next", "--campaign", "quaywise-us")["call"] is None
        assert "State of emergency, EO 47" in house.words("law", "show", "US-IL")
        assert house.done("law", "end", made["decision"], "--reason", "The emergency is over")["kind"] == "blackout"
        assert house.done("next", "--campaign", "quaywise-us")["call"] is not None

    def test_relaxes_a_law_for_businesses_with_its_reason(self, house: Terminal) -> None:
        told = house.done("law", "relax", "US-KY", "--reason", "KRS 367.46951 excludes merchants")
        assert (told["place"], told["market"]) == ("US-KY", "b2b")
        assert house.say("law", "relax", "US-OK", "--reason", "we are told that we may").code == 1

    def test_that_is_none_is_wrong(self, house: Terminal) -> None:
        assert house.say("law", "end", "7", "--reason", "The emergency is over").code == 2
        assert house.say("law", "blackout", "US-IL", "--from", "soon", "--to", "later", "--reason", "x").code == 2
