"""Scoring rules from the command line: added, compared, signed off, adopted, taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cli.terminal import Terminal
from setter.domain.rule_versions import Backtested
from setter.services.desk import open_desk
from setter.services.rule_sets import keep_test

NOTE = ("--note", "owners first")


@pytest.fixture
def file(lead: Terminal, tmp_path: Path) -> Path:
    """The rules in force with other points for whoever runs the firm."""
    path = tmp_path / "rules.toml"
    text = lead.done("rules", "show", "1")["text"]
    assert "points = 25" in text
    path.write_text(text.replace("points = 25", "points = 29", 1), encoding="utf-8")
    return path


def listed(lead: Terminal) -> list[tuple[Any, ...]]:
    """Version, origin, whether in force."""
    return [(each["version"], each["origin"], each["in_force"]) for each in lead.done("rules", "list")]


@pytest.mark.requirement("R-078")
class TestRules:
    def test_go_from_a_file_into_force_and_back(self, lead: Terminal, file: Path) -> None:
        added = lead.done("rules", "add", str(file), "--note", "spring")
        assert (added["campaign"], added["version"], added["fresh"]) == ("quaywise-us", 2, True)
        (changed,) = lead.done("rules", "diff", "1", "2")
        assert (changed["kind"], changed["old"], changed["new"]) == ("points", "+25", "+29")
        refused = lead.refused("rules", "adopt", "2", *NOTE)
        assert refused["code"] == "untested" and "setter backtest --rules-version 2" in refused["hint"]
        done = lead.done("rules", "adopt", "2", *NOTE, "--untested", "no history yet")
        assert (done["version"], done["before"], done["rescored"]["read"]) == (2, 1, 20)
        assert listed(lead) == [(1, "file", False), (2, "edit", True)]
        assert lead.done("rules", "back", "--note", "as it was")["version"] == 1
        log = lead.done("rules", "log")
        assert [each["what"] for each in log if each["old_version"]] == ["adopted", "rolled_back"]
        assert log[-2]["untested"] == "no history yet"

    def test_are_told_in_words(self, lead: Terminal, file: Path) -> None:
        lead.done("rules", "add", str(file), "--origin", "fit")
        told = lead.words("rules", "list").splitlines()
        assert len(told) == 2 and told[0].startswith("* 1") and "signed off by Tobe Abara, 2026-01-02" in told[0]
        assert "not tested" in told[1] and "not signed off by sales" in told[1] and "fitted" in told[1]
        assert "campaign file" in told[0] and max(map(len, told)) <= 140
        assert "points +25 → +29" in lead.words("rules", "diff", "1", "2")
        assert lead.words("rules", "diff", "2", "2") == "No difference.\n"
        said = lead.words("rules", "adopt", "2", *NOTE, "--untested", "no history yet")
        assert said.startswith("Version 2 is in force, not signed off by sales.\n20 prospects weighed")
        assert "(untested: no history yet)" in lead.words("rules", "log")
        assert lead.words("rules", "show", "2") == file.read_text(encoding="utf-8")

    def test_that_are_shown_are_a_rules_file_again(self, lead: Terminal, file: Path, tmp_path: Path) -> None:
        lead.done("rules", "add", str(file))
        again = tmp_path / "again.toml"
        again.write_text(lead.words("rules", "show", "2"), encoding="utf-8")
        added = lead.done("rules", "add", str(again))
        assert (added["version"], added["fresh"], added["strange"]) == (2, False, [])

    def test_are_listed_with_their_test_in_short_and_shown_with_all_of_it(self, lead: Terminal, file: Path) -> None:
        lead.done("rules", "add", str(file))
        found = Backtested("calls", 900, 90, 0.9091, (0.89, 0.92), 0.97, 3.1, 1, ("Few\nsucceeded.", "It drifts."))
        desk = open_desk(str(lead.database), lead.name)
        keep_test(desk, "quaywise-us", 2, found)
        desk.store.close()
        (listed,) = lead.words("rules", "list").splitlines()[1:]
        assert "AUC 0.909, top tenth 97 %" in listed and "added" in listed and "calls" not in listed
        told = lead.words("rules", "show", "2")
        assert told.splitlines()[1:3] == ["# Few succeeded.", "# It drifts."]
        assert told.startswith("# Tested: 90 of 900 in calls, AUC 0.909") and told.endswith(file.read_text("utf-8"))

    def test_that_are_no_rules_are_said(self, lead: Terminal, tmp_path: Path) -> None:
        path = tmp_path / "no.toml"
        assert lead.refused("rules", "add", str(path), exit_code=2)["code"] == "rules_file"
        path.write_text("format = 1\n[scoring]\n", encoding="utf-8")
        assert lead.refused("rules", "add", str(path), exit_code=2)["code"] == "rules_file"

    def test_are_changed_by_no_caller(self, house: Terminal, lead: Terminal, file: Path) -> None:
        lead.done("rules", "add", str(file))
        for words in (
            ("add", str(file)),
            ("adopt", "2", *NOTE),
            ("back", *NOTE),
            ("sign", "2", "--by", "Sal", "--on", "2026-11-20"),
        ):
            assert house.refused("rules", *words)["code"] == "role"
        assert [each["version"] for each in house.done("rules", "list")] == [1, 2]


@pytest.mark.requirement("R-033")
def test_sales_signs_a_version_off_and_the_list_of_campaigns_says_so(lead: Terminal, file: Path) -> None:
    lead.done("rules", "add", str(file))
    lead.done("rules", "adopt", "2", *NOTE, "--untested", "no history yet")
    (line,) = lead.done("campaign", "list")
    assert (line["unsigned"], line["rules_version"]) == (["scoring"], 2)
    assert "rules version 2" in lead.words("campaign", "list")
    signed = lead.done("rules", "sign", "2", "--by", "Sal Reyes", "--on", "2026-11-20")
    assert signed == {"version": 2, "signed_by": "Sal Reyes", "signed_on": "2026-11-20"}
    assert lead.done("campaign", "list")[0]["unsigned"] == []


def test_a_sign_off_without_a_day_is_of_today(lead: Terminal, file: Path) -> None:
    lead.done("rules", "add", str(file))
    assert lead.done("rules", "sign", "2", "--by", "Sal Reyes")["signed_on"] == "2026-11-24"


def test_the_bands_are_told_with_their_verdict(lead: Terminal) -> None:
    found = lead.done("rules", "bands", "--weeks", "2")
    assert (found["label"], found["overall"]["verdict"], found["weeks"]) == ("sql", "too_few", {})
    assert (found["first_day"], found["last_day"]) == ("2026-10-05", "2026-10-18")
    assert lead.words("rules", "bands") == "Too few to say whether the score is sorting.\n"
