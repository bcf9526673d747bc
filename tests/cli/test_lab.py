"""Fitting and testing rules from the command line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from cli.terminal import Terminal, speak
from histories import inquiries
from setter.cli.lab_words import bands_words
from setter.lab.measure import sorting


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lab")
    inquiries(folder / "inquiries.csv", 900)
    speak("fit", str(folder / "inquiries.csv"), "--label", "Won", "--out", str(folder / "r.toml"))
    return folder


def told(*arguments: object) -> Any:
    said = speak("--json", *map(str, arguments))
    assert (said.code, said.err) == (0, ""), said
    return said.document


class TestFit:
    def test_tells_rules_lines_and_doubts(self, folder: Path) -> None:
        done = told("fit", folder / "inquiries.csv", "--label", "won", "--ignore", "Colour")
        assert {"rules", "lines", "auc_fit", "auc_check", "warnings"} <= set(done)
        assert {"id", "label", "when", "points"} == set(done["rules"][0])
        line = done["lines"][0]
        assert {"line", "points", "n", "rate", "interval"} <= set(line)
        assert line["interval"][0] < line["rate"] < line["interval"][1]
        assert {"kind", "field", "message"} == set(done["warnings"][0])
        assert all(isinstance(rule["points"], int) for rule in done["rules"])

    def test_tells_it_in_words_and_writes_it_nowhere_unasked(self, folder: Path) -> None:
        before = sorted(folder.iterdir())
        words = speak("fit", str(folder / "inquiries.csv"), "--label", "Won").out.decode()
        assert (
            words.startswith("A card of ")
            and "Keep it with --out RULES.toml, then setter rules add RULES.toml." in words
        )
        assert "  leakage: «Sales note» may be known only afterwards" in words
        assert sorted(folder.iterdir()) == before

    def test_to_where_nothing_can_be_written_is_wrong(self, folder: Path) -> None:
        said = speak("fit", str(folder / "inquiries.csv"), "--label", "Won", "--out", str(folder / "no" / "r.toml"))
        assert said.code == 2 and said.err.startswith("setter: The rules cannot be written")


class TestBacktest:
    def test_tells_how_the_rules_sort(self, folder: Path) -> None:
        done = told("backtest", folder / "inquiries.csv", "--label", "Won", "--rules", folder / "r.toml", "--cost", 4)
        numbers = ("auc", "precision_at_10pct", "lift_at_10pct", "gains_area", "gains_at_half", "brier")
        assert all(isinstance(done[name], float) for name in numbers)
        assert done["n"] == 900 and sum(band["n"] for band in done["deciles"]) == 900
        assert {"line", "points", "n", "rate", "interval"} <= set(done["lines"][0])
        assert done["cost"]["first_tenth"] < done["cost"]["everybody"]
        assert [each["field"] for each in done["warnings"]] == ["sales_note"], "of which no rule asks"

    def test_tells_it_in_words(self, folder: Path) -> None:
        rules = str(folder / "r.toml")
        asked = ("backtest", str(folder / "inquiries.csv"), "--label", "Won", "--rules", rules, "--against", rules)
        words = speak(*asked).out.decode()
        assert words.startswith("900 rows, ") and "Tenths, the highest scores first" in words
        assert "no clear difference" in words and "Points weigh all lines together" in words

    @given(some.lists(some.integers(1, 40), min_size=2, max_size=30))
    def test_numbers_every_tenth_once_however_scores_stand_together(self, sizes: list[int]) -> None:
        scores = np.repeat(np.arange(len(sizes), dtype=np.float64), sizes)
        lines = bands_words(sorting(scores, np.arange(len(scores)) % 2 == 0)).splitlines()[1:]
        spans = [[int(place) for place in line.split()[0].split("–")] for line in lines]
        assert [place for span in spans for place in range(span[0], span[-1] + 1)] == list(range(1, 11))

    def test_doubts_a_column_and_says_where_no_rule_asks_for_it(self, folder: Path) -> None:
        rules = (folder / "r.toml").read_text()
        (folder / "noted.toml").write_text(re.sub(r'when = "source ', 'when = "sales_note ', rules))
        asked = ("backtest", folder / "inquiries.csv", "--label", "Won", "--rules")
        (idle,) = told(*asked, folder / "r.toml")["warnings"]
        (warned,) = told(*asked, folder / "noted.toml")["warnings"]
        assert (warned["kind"], warned["field"]) == (idle["kind"], idle["field"]) == ("leakage", "sales_note")
        assert idle["message"].endswith("No rule asks for it.") and "--ignore" in warned["message"]

    def test_numbers_tenths_that_equal_scores_join_so_that_none_looks_lost(self) -> None:
        scores = [9.0] * 10 + [5.0] * 50 + [1.2] * 40
        seen = sorting(np.array(scores), np.arange(100) % 3 == 0)
        assert [line.split()[:2] for line in bands_words(seen).splitlines()[1:]] == [
            ["1", "9"],
            ["2–6", "5"],
            ["7–10", "1.2"],
        ]

    def test_walks_forward(self, folder: Path) -> None:
        asked = ("--label", "Won", "--refit-every", "200", "--window", "500")
        done = told("backtest", folder / "inquiries.csv", *asked)
        assert (done["n"], done["refits"]) == (400, 2)
        assert "fitted anew 2 times" in (words := speak("backtest", str(folder / "inquiries.csv"), *asked).out.decode())
        assert "the highest chances first" in words and re.search(r"  1 +\d+\.\d % to \d+\.\d % ", words)

    @pytest.mark.parametrize(
        "asked",
        [[], ["--refit-every", "5"], ["--rules", "r.toml", "--window", "5"], ["--rules", "r", "--refit-every", "5"]],
    )
    def test_of_nothing_or_of_two_things_is_wrong_usage(self, folder: Path, asked: list[str]) -> None:
        said = speak("backtest", str(folder / "inquiries.csv"), "--label", "Won", *asked)
        assert said.code == 2 and said.err

    def test_of_points_that_overflow_is_wrong(self, folder: Path, tmp_path: Path) -> None:
        text = (folder / "r.toml").read_text(encoding="utf-8").replace("points = ", "points = 9999999999", 1)
        (tmp_path / "r.toml").write_text(text, encoding="utf-8")
        said = speak(
            "backtest", str(folder / "inquiries.csv"), "--label", "Won", "--rules", str(tmp_path / "r.toml"), "--json"
        )
        assert said.code == 2 and "at most 100" in said.error["message"] + said.error["hint"]


class TestAVersionOnAFile:
    """A new house has no calls of its own: it tests what it would adopt on a file of what it knows."""

    @pytest.fixture
    def second(self, lead: Terminal, folder: Path) -> Terminal:
        """The campaign with the fitted card as its second version."""
        lead.done("rules", "add", str(folder / "r.toml"), "--origin", "fit", "--note", "fitted")
        return lead

    @pytest.mark.requirement("R-078")
    def test_is_kept_with_it_so_that_it_may_be_adopted(self, second: Terminal, tmp_path: Path) -> None:
        assert second.refused("rules", "adopt", "2", "--note", "better")["code"] == "untested"
        later = inquiries(tmp_path / "later.csv", 600, seed=11)
        done = second.done("backtest", str(later), "--label", "Won", "--rules-version", "2")
        assert done["kept"] == {"campaign": "quaywise-us", "version": 2, "counts": True} and done["n"] == 600
        tested = second.done("rules", "list")[1]["test"]
        assert tested["source"] == "later.csv, Won" and tested["auc"] == done["auc"]
        assert second.done("rules", "adopt", "2", "--note", "better")["version"] == 2

    def test_says_so_in_words_and_takes_a_campaign(self, second: Terminal, folder: Path, tmp_path: Path) -> None:
        later = inquiries(tmp_path / "later.csv", 600, seed=11)
        asked = ("backtest", str(later), "--label", "Won", "--rules-version", "2")
        words = second.words(*asked, "--campaign", "quaywise-us", "--against", str(folder / "r.toml"))
        assert words.rstrip().endswith("Kept as a test of version 2 of quaywise-us.")
        assert "no clear difference" in words

    def test_of_a_handful_counts_as_none(self, second: Terminal, tmp_path: Path) -> None:
        few = inquiries(tmp_path / "few.csv", 7, seed=3)
        done = second.done("backtest", str(few), "--label", "Won", "--rules-version", "2")
        assert done["kept"]["counts"] is False
        assert second.refused("rules", "adopt", "2", "--note", "better")["code"] == "untested"

    def test_of_the_rows_that_it_was_fitted_on_is_said_to_be_none(self, second: Terminal, folder: Path) -> None:
        done = second.done("backtest", str(folder / "inquiries.csv"), "--label", "Won", "--rules-version", "2")
        assert "its rows are no test of them" in done["notes"][0]
        assert done["kept"]["counts"] is False
        assert "its rows are no test of them" in second.done("rules", "list")[1]["test"]["warnings"][-1]
        assert second.refused("rules", "adopt", "2", "--note", "better")["code"] == "untested"

    def test_of_a_version_that_is_not_there_is_refused(self, lead: Terminal, folder: Path) -> None:
        asked = ("backtest", str(folder / "inquiries.csv"), "--label", "Won", "--rules-version", "9")
        assert lead.refused(*asked, exit_code=2)["message"]


class TestTheOwnCalls:
    def test_are_tested_without_a_file_and_too_few_are_said_to_be_so(self, house: Terminal) -> None:
        told = house.done("backtest")
        assert (told["n"], told["positives"], told["auc"], told["gains_area"]) == (0, 0, None, None)
        assert [each["kind"] for each in told["warnings"]] == ["few_positives"]
        assert house.words("backtest").startswith("0 cycles, 0 of them became SQLs; rules quaywise-1, version 1")

    def test_of_a_version_are_kept_with_it(self, lead: Terminal, tmp_path: Path) -> None:
        path = tmp_path / "dearer.toml"
        text = lead.done("rules", "show", "1")["text"]
        path.write_text(text.replace("points = 25", "points = 29", 1), encoding="utf-8")
        lead.done("rules", "add", str(path), "--note", "dearer")
        lead.done("backtest", "--rules-version", "2")
        assert "0 of 0 in calls of quaywise-us, sql" in lead.words("rules", "log")
        assert lead.refused("rules", "adopt", "2", "--note", "owners first")["code"] == "untested", "of nothing"

    @pytest.mark.parametrize("words", [("--label", "Converted"), ("--order", "when"), ("--refit-every", "5")])
    def test_have_no_columns(self, house: Terminal, words: tuple[str, ...]) -> None:
        assert house.refused("backtest", *words, exit_code=2)["code"] == "usage"

    def test_are_walked_through_once_there_are_enough(self, house: Terminal) -> None:
        said = house.refused("backtest", "--refit-every", "50", "--window", "100", exit_code=2)
        assert said["message"] == "0 rows are too few for a window of 100 and 50 after it."

    def test_fit_no_card_while_they_are_few(self, house: Terminal) -> None:
        assert house.refused("fit", exit_code=2)["code"] == "too_few"
