"""A card fitted on outcomes: few lines, whole points, and the lines that made the outcomes."""

from __future__ import annotations

import numpy as np
import pytest

from histories import inquiries, read
from setter.domain.conditions import parse, written
from setter.domain.rule_set import RuleSet
from setter.lab.card import fitted, half_life_of
from setter.lab.firing import chance_of, fires, points_of, sums_of
from setter.lab.kinds import kinds_of
from setter.lab.measure import auc
from setter.lab.table import Bools, Table, column_of


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> tuple[Table, Bools]:
    read_in = read(inquiries(tmp_path_factory.mktemp("lab") / "inquiries.csv", 2000), ignore=("Sales note",))
    return read_in.table, read_in.success


@pytest.fixture(scope="module")
def card(history: tuple[Table, Bools]) -> RuleSet:
    return card_of(*history)


def card_of(table: Table, success: Bools, half_life: float = 0.0, most_lines: int = 30) -> RuleSet:
    return fitted(table, success, kinds_of(table), half_life, "card", most_lines)


class TestACard:
    def test_sorts_as_the_odds_that_made_the_outcomes(self, history: tuple[Table, Bools], card: RuleSet) -> None:
        table, success = history
        assert auc(points_of(card, table), success) > 0.82

    @pytest.mark.requirement("R-074")
    def test_takes_points_away_for_what_speaks_against(self, card: RuleSet) -> None:
        points = {rule.label: rule.points for rule in card.rules}
        assert points["Source: Bounced"] < -15 and points["Source: Referral"] > 10
        assert min(worth for label, worth in points.items() if label.startswith("Minutes on site up to")) < -15

    def test_makes_no_line_of_ids_and_little_of_what_means_nothing(self, card: RuleSet) -> None:
        worth: dict[str, int] = {}
        for rule in card.rules:
            field = rule.conditions[0].field
            worth[field] = max(worth.get(field, 0), abs(rule.points))
        assert set(worth) <= {"minutes_on_site", "source", "colour"}
        assert worth.get("colour", 0) < worth["source"] / 5 and worth["minutes_on_site"] > 15

    def test_keeps_everybody_it_was_fitted_on_between_0_and_100(
        self, history: tuple[Table, Bools], card: RuleSet
    ) -> None:
        sums = sums_of(card, history[0])
        assert 0 <= sums.min() < sums.max() <= 100

    def test_says_in_its_calibration_how_many_succeed(self, history: tuple[Table, Bools], card: RuleSet) -> None:
        table, success = history
        expected = chance_of(card, points_of(card, table))
        assert expected.mean() == pytest.approx(success.mean(), abs=0.01)
        high = expected > 0.7
        assert success[high].mean() == pytest.approx(expected[high].mean(), abs=0.06)

    def test_is_written_in_conditions_that_read_back_and_never_overlap_in_a_column(
        self, history: tuple[Table, Bools], card: RuleSet
    ) -> None:
        by_column: dict[str, list[Bools]] = {}
        for rule in card.rules:
            assert all(parse(written(condition)) == condition for condition in rule.conditions)
            by_column.setdefault(rule.conditions[0].field, []).append(fires(rule, history[0]))
        assert all(np.sum(fired, axis=0).max() == 1 for fired in by_column.values())

    def test_has_no_more_lines_than_it_may(self, history: tuple[Table, Bools]) -> None:
        assert len(card_of(*history, most_lines=5).rules) <= 5

    def test_is_the_same_each_time(self, history: tuple[Table, Bools], card: RuleSet) -> None:
        assert card_of(*history) == card


class TestTwoColumnsThatSayTheSame:
    def test_leave_one_line_that_says_it_whole(self) -> None:
        chance = np.random.default_rng(3)
        words = list(map(str, chance.choice(["a", "b"], 800)))
        success = chance.random(800) < np.where(np.array(words) == "a", 0.7, 0.3)
        once, twice = (column_of(name, name, words) for name in ("x", "z"))
        (alone,) = card_of(Table((once,), 800), success).rules
        (kept,) = card_of(Table((once, twice), 800), success, most_lines=1).rules
        assert kept.points == alone.points


class TestWhatIsMissing:
    def test_has_a_line_where_it_tells_something(self) -> None:
        known = np.arange(600) % 3 > 0
        success = known & (np.arange(600) % 7 > 2)
        column = column_of("budget", "Budget", [str(row % 5) if known[row] else None for row in range(600)])
        card = card_of(Table((column,), 600), success)
        assert {written(rule.conditions[0]): rule.points for rule in card.rules}["budget unknown"] < -20

    def test_and_what_was_never_seen_is_worth_nothing(self) -> None:
        chance = np.random.default_rng(1)
        words = chance.choice(["a", "b", "c"], 600)
        success = chance.random(600) < np.where(words == "a", 0.8, 0.2)
        card = card_of(Table((column_of("x", "X", list(map(str, words))),), 600), success)
        (rule,) = card.rules
        new = Table((column_of("x", "X", ["never seen", None, "A"]),), 3)
        assert list(points_of(card, new) - card.base) == [0, 0, rule.points]


class TestAHistoryOfOneSort:
    @pytest.mark.parametrize("success", [np.ones(100, dtype=bool), np.zeros(100, dtype=bool)])
    def test_has_a_card_without_lines_that_knows_how_likely_all_are(self, success: Bools) -> None:
        card = card_of(Table((column_of("x", "X", list("ab") * 50),), 100), success)
        assert card.rules == ()
        assert chance_of(card, np.zeros(1))[0] == pytest.approx(success.mean(), abs=0.01)


class TestRecentRows:
    def test_count_more_only_where_the_market_turned(self) -> None:
        chance = np.random.default_rng(2)
        words = chance.choice(["a", "b"], 3000)
        steady = chance.random(3000) < np.where(words == "a", 0.7, 0.3)
        turned = np.where(np.arange(3000) < 1200, steady, ~steady)
        table = Table((column_of("x", "X", list(map(str, words))),), 3000)
        assert half_life_of(table, steady, kinds_of(table)) == 0
        assert half_life_of(table, turned, kinds_of(table)) == 750
