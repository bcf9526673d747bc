"""A card is suggested from a file of outcomes, with what speaks for it and what gives cause to doubt."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from histories import file_of, inquiries, read
from setter.domain.errors import Wrong
from setter.intake.rules_file import read_rules, rules_text
from setter.lab.firing import fires
from setter.services.backtest_file import backtest_file, walk_forward
from setter.services.fit import Fit, fit
from setter.services.history import Asked


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return inquiries(tmp_path_factory.mktemp("fit") / "First inquiries.csv", 1500)


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return inquiries(tmp_path_factory.mktemp("fit") / "later.csv", 900, seed=8)


@pytest.fixture(scope="module")
def done(file: Path) -> Fit:
    return fit(Asked(file, "Won"))


def turned(folder: Path, at: float) -> Path:
    """A market in which `a` succeeds four times in five and `b` once, and the other way round from some row on."""
    chance = random.Random(1)
    rows = []
    for row in range(3000):
        word = chance.choice("ab")
        rows.append([word, int(chance.random() < (0.8 if (word == "a") == (row < at * 3000) else 0.2))])
    return file_of(folder / "turned.csv", ["x", "y"], rows)


class TestFit:
    @pytest.mark.requirement("R-078")
    def test_is_checked_on_the_latest_third(self, done: Fit) -> None:
        assert (done.rows, done.fit.n, done.check.n) == (1500, 1000, 500)
        assert done.check.auc > 0.8 and done.rate.denominator == 1500

    def test_says_of_each_line_on_what_it_stands(self, done: Fit) -> None:
        for each, rule in zip(done.evidence, done.rule_set.rules, strict=True):
            assert (each.rule, each.points) == (rule.id, rule.points)
            assert each.with_it.denominator + each.without.denominator == 1500
            assert each.with_it.interval is not None

    def test_raises_what_sales_filled_in_afterwards_and_keeps_it_out(self, done: Fit) -> None:
        (leak,) = [each for each in done.warnings if each.kind == "leakage"]
        assert leak.field == "sales_note" and "kept out" in leak.message
        assert "sales_note" not in {rule.conditions[0].field for rule in done.rule_set.rules}

    def test_but_uses_it_where_somebody_knows_better(self, file: Path) -> None:
        forced = fit(Asked(file, "Won"), keep=("Sales note",))
        assert "sales_note" in {rule.conditions[0].field for rule in forced.rule_set.rules}
        assert [each.field for each in forced.warnings if each.kind == "leakage"] == ["sales_note"]

    def test_and_asks_nothing_of_a_column_that_is_ignored(self, file: Path) -> None:
        assert not [each for each in fit(Asked(file, "Won", ignore=("Sales note",))).warnings if each.kind == "leakage"]

    def test_says_which_columns_no_line_is_made_of(self, done: Fit) -> None:
        assert {each.field for each in done.left_out} == {"id", "sales_note"}

    @pytest.mark.requirement("R-078")
    def test_is_written_as_rules_that_test_on_later_outcomes_as_they_were_fitted(
        self, done: Fit, later: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "r.toml").write_text(rules_text(done.rule_set), encoding="utf-8")
        rules = read_rules(tmp_path / "r.toml")
        assert rules.id == "fit-first-inquiries" and rules.rules == done.rule_set.rules
        tested = backtest_file(Asked(later, "Won"), rules)
        assert tested.sorting.n == 900 and tested.sorting.auc > 0.8 and tested.sorting.lift_at_10pct > 1.5
        assert tested.brier is not None and tested.brier < 0.2

    @pytest.mark.requirement("R-078")
    def test_checks_a_card_on_rows_that_it_never_saw(self, tmp_path: Path) -> None:
        done = fit(Asked(turned(tmp_path, at=0.45), "y"))
        assert done.check.auc < 0.4 and "not_sorting" in {each.kind for each in done.warnings}
        assert "drift" in {each.kind for each in done.warnings}

    def test_follows_a_market_that_turned_early_enough_to_see(self, tmp_path: Path) -> None:
        done = fit(Asked(turned(tmp_path, at=0.25), "y"))
        assert done.half_life_rows == 750 and done.check.auc > 0.7
        (rule,) = [each for each in done.rule_set.rules if each.conditions[0].field == "x"]
        calibration = done.rule_set.calibration
        assert calibration is not None
        assert abs(rule.points) / calibration.doubles_every > 3, "four doublings now; two where all rows count alike"

    @pytest.mark.parametrize(
        ("rows", "code"),
        [
            ([[row % 3, row % 2] for row in range(40)], "too_few"),
            ([[row % 3, int(row < 5)] for row in range(400)], "too_few"),
            ([[row % 3, int(row < 100)] for row in range(400)], "bad_order"),
            ([[f"a{row} b", row % 2] for row in range(400)], "nothing_to_fit"),
        ],
    )
    def test_of_too_little_is_wrong(self, tmp_path: Path, rows: list[list[object]], code: str) -> None:
        file = file_of(tmp_path / "h.csv", ["a", "y"], rows)
        with pytest.raises(Wrong) as refused:
            fit(Asked(file, "y"))
        assert refused.value.code == code and refused.value.hint


class TestBacktest:
    RULES = (
        'format = 1\n[scoring]\nid = "{}"\nbase = 10\nrule = [\n'
        '{{ id = "m", label = "Minutes", when = "{}", points = 30 }},\n'
        '{{ id = "r", label = "Referral", when = "source = referral", points = 20 }},\n'
        '{{ id = "d", label = "Demo", model = "intent", event = "demo_request", points = 40 }},\n]\n'
    )

    def rules(self, folder: Path, name: str, when: str) -> Path:
        path = folder / f"{name}.toml"
        path.write_text(self.RULES.format(name, when), encoding="utf-8")
        return path

    def test_says_of_each_rule_how_many_succeed_with_and_without_it(self, later: Path, tmp_path: Path) -> None:
        done = backtest_file(Asked(later, "Won"), read_rules(self.rules(tmp_path, "r", "minutes_on_site > 30")))
        minutes, referral, demo = done.evidence
        assert minutes.difference is not None and minutes.difference[1] > 0 and minutes.suggested
        assert referral.with_it.value is not None and demo.few and demo.with_it.denominator == 0
        assert "knows of no events" in done.notes[-1] and done.calibrated_on == "first half"

    @pytest.mark.requirement("R-076")
    def test_of_two_rule_sets_says_which_is_better_at_what_it_puts_first(self, later: Path, tmp_path: Path) -> None:
        good = read_rules(self.rules(tmp_path, "good", "minutes_on_site > 45"))
        bad = read_rules(self.rules(tmp_path, "bad", "minutes_on_site < 15"))
        done = backtest_file(Asked(later, "Won"), good, bad)
        assert done.compared is not None and done.compared.clear and done.compared.difference > 0
        same = backtest_file(Asked(later, "Won"), good, good)
        assert same.compared is not None and not same.compared.clear

    @pytest.mark.requirement("R-077")
    def test_says_what_a_success_costs_among_those_put_first(self, later: Path, tmp_path: Path) -> None:
        rules = read_rules(self.rules(tmp_path, "r", "minutes_on_site > 45"))
        done = backtest_file(Asked(later, "Won"), rules, cost=6.0)
        assert done.priced is not None and done.priced.first_tenth is not None and done.priced.everybody is not None
        assert done.priced.first_tenth == pytest.approx(6.0 / done.sorting.precision_at_10pct)
        assert done.priced.first_tenth < done.priced.everybody

    @pytest.mark.parametrize(
        ("when", "ignore", "said"),
        [
            ("minutes_on_sight > 3", (), "Did you mean minutes_on_site?"),
            ("doors > 3", (), "The file's columns are"),
            ("minutes_on_site > 3", ("Minutes on site",), "Do not ignore it"),
        ],
    )
    def test_of_a_rule_on_what_the_file_has_not_is_wrong(
        self, later: Path, tmp_path: Path, when: str, ignore: tuple[str, ...], said: str
    ) -> None:
        rules = read_rules(self.rules(tmp_path, "r", when))
        with pytest.raises(Wrong) as refused:
            backtest_file(Asked(later, "Won", ignore=ignore), rules)
        assert said in refused.value.hint and "Rule «m»" in refused.value.message

    def test_a_rule_on_an_absence_changes_nothing_of_a_file(self, later: Path, tmp_path: Path) -> None:
        plain = self.rules(tmp_path, "plain", "minutes_on_site > 30")
        quiet = (
            '{ id = "q", label = "Q", model = "negative", absent = "pricing_page", for_days = 60, points = -40 },\n]'
        )
        text = plain.read_text(encoding="utf-8").removesuffix("]\n")
        (tmp_path / "quiet.toml").write_text(text + quiet, encoding="utf-8")
        one, other = (
            backtest_file(Asked(later, "Won"), read_rules(tmp_path / f"{each}.toml")) for each in ("plain", "quiet")
        )
        assert one.sorting == other.sorting and other.evidence[-1].with_it.denominator == 0
        assert other.notes[-1].endswith("counts nothing: d, q.")

    def test_says_so_when_the_score_does_not_sort(self, later: Path, tmp_path: Path) -> None:
        text = 'format = 1\n[scoring]\nid = "c"\nrule = [{ id = "c", label = "C", when = "colour = r", points = 9 }]\n'
        (tmp_path / "c.toml").write_text(text, encoding="utf-8")
        done = backtest_file(Asked(later, "Won"), read_rules(tmp_path / "c.toml"))
        assert "not_sorting" in {each.kind for each in done.warnings}


class TestWalkingForward:
    def test_scores_every_row_after_the_first_window(self, file: Path) -> None:
        done = walk_forward(Asked(file, "Won"), window=800, every=250)
        assert (done.sorting.n, done.refits) == (700, 3) and done.sorting.auc > 0.78
        assert "sales_note" not in {rule.conditions[0].field for rule in done.rule_set.rules}

    def test_says_of_which_rows_the_lines_are(self, file: Path) -> None:
        done = walk_forward(Asked(file, "Won"), window=800, every=250)
        assert done.notes == ("The lines are of the newest card, on the 800 rows that it was fitted on.",)
        fitted_on = read(file).table.part(slice(500, 1300))
        for each, rule in zip(done.evidence, done.rule_set.rules, strict=True):
            assert each.with_it.denominator == int(fires(rule, fitted_on).sum())
            assert each.with_it.denominator + each.without.denominator == 800

    def test_leaves_out_what_the_first_window_gives_cause_to_suspect_and_only_says_so_of_the_rest(
        self, tmp_path: Path
    ) -> None:
        chance = random.Random(3)
        won = [int(chance.random() < 0.4) for _ in range(1200)]
        told = ["open" if at < 500 else "signed" if each else "lost" for at, each in enumerate(won)]
        rows = [[chance.randrange(9), told[at], won[at]] for at in range(1200)]
        file = file_of(tmp_path / "h.csv", ["Doors", "State", "Won"], rows)
        done = walk_forward(Asked(file, "Won"), window=500, every=350)
        (leak,) = [each for each in done.warnings if each.kind == "leakage"]
        assert leak.field == "state" and "Leave it out with --ignore" in leak.message
        assert "state" in {rule.conditions[0].field for rule in done.rule_set.rules}

    def test_needs_room(self, file: Path) -> None:
        with pytest.raises(Wrong, match="too few for a window of 2,000"):
            walk_forward(Asked(file, "Won"), window=2000, every=250)
