"""What the models of a rule set make of a prospect, alone and together, and what no rules may upset (domain §3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.acted import NOW, act, of_acts
from setter.domain.acts import Act
from setter.domain.facts import Condition, Fact
from setter.domain.rule_set import Calibration, RuleSet, ScoringRule
from setter.domain.scoring import score, strengths
from setter.domain.units import DAY
from setter.domain.weigher import Weigher, counted

ONE_OF_EACH = (
    of_acts("demo_request", 40, id="intent"),
    ScoringRule("suitability", "Fits", Condition("fit", "known"), 60, "suitability"),
    of_acts("email_click", 30, model="activity", id="activity"),
    of_acts("not_interested", -10, model="negative", id="negative"),
)
ALL_ACTS = [act(kind, 0) for kind in ("demo_request", "email_click", "not_interested")]


class TestTheModels:
    @pytest.mark.parametrize(
        ("models", "points"),
        [
            ((), 0.45 * 40 + 0.55 * (0.5 * 90 - 0.25 * 30) - 10),
            (("intent",), 40),
            (("suitability",), 60),
            (("activity",), 30),
            (("suitability", "activity"), 0.5 * 90 - 0.25 * 30),
            (("intent", "negative"), 30),
            (("intent", "suitability"), 0.45 * 40 + 0.55 * 60),
            (("negative",), 0),
        ],
    )
    @pytest.mark.requirement("R-072")
    def test_each_runs_alone_and_with_the_others(self, models: tuple[str, ...], points: float) -> None:
        rules = RuleSet("chosen", ONE_OF_EACH, models=models)
        assert Weigher(rules).points({"fit": 1}, ALL_ACTS, NOW) == pytest.approx(points)
        assert score(rules, known(fit=1), ALL_ACTS, NOW).exact == pytest.approx(points)

    def test_a_campaign_may_weigh_them_otherwise_and_want_both_halves_alike(self) -> None:
        rules = RuleSet("own", ONE_OF_EACH, weights={"intent": 0.2, "balanced": 0.8}, balance_penalty=0.5)
        assert Weigher(rules).points({"fit": 1}, ALL_ACTS, NOW) == pytest.approx(0.2 * 40 + 0.8 * 30 - 10)

    def test_what_speaks_against_somebody_has_a_floor(self) -> None:
        rules = RuleSet("floor", (of_acts("not_interested", -30, model="negative"), *ONE_OF_EACH[:2]))
        no = [act("not_interested", 0)] * 4
        assert Weigher(rules).weigh({"fit": 1}, no, NOW).models.negative == -60
        assert score(rules, known(fit=1), no, NOW).lines[-2].label == "negative is held at -60"

    def test_a_card_is_added_up_from_its_base_on(self) -> None:
        card = RuleSet("card", (ScoringRule("a", "A", Condition("a", "unknown"), 7),), base=20)
        assert Weigher(card).points({}) == 27
        assert Weigher(card).points({"a": 1}) == 20
        assert [line.points for line in score(card, {}).lines] == [7, 20]

    def test_what_speaks_for_somebody_is_said_the_strongest_first(self) -> None:
        assert strengths(RuleSet("all", ONE_OF_EACH), {"fit": 1}, ALL_ACTS, NOW) == (
            "Demo_Request",
            "Fits",
            "Email_Click",
        )


def known(**facts: str | int) -> dict[str, Fact]:
    return {field: Fact(value, "list", NOW) for field, value in facts.items()}


KINDS = ("demo_request", "pricing_page", "blog", "email_click", "email_open", "no_answer", "info_request")
CONDITIONS = some.sampled_from(
    [
        Condition("vans", ">=", 5),
        Condition("vans", "unknown"),
        Condition("rank", "in", ("owner", "vp")),
        Condition("rank", "known"),
        Condition("timing", "<=", 180, {"0-3m": 90}),
        (Condition("vans", ">", 3), Condition("rank", "!=", "vp")),
        (),
    ]
)
KIND = some.sampled_from(KINDS)


@some.composite
def rules_of_any_kind(draw: some.DrawFn) -> ScoringRule:
    model = draw(some.sampled_from(["card", "intent", "suitability", "activity", "negative"]))
    points = draw(some.integers(1, 60)) * (-1 if model == "negative" else 1)
    days = some.sampled_from([0.0, 1.0, 7.0, 30.0])
    kinds = draw(some.lists(KIND, max_size=2).map(tuple))
    return ScoringRule(
        draw(some.uuids().map(str)),
        "",
        draw(CONDITIONS),
        points,
        model,
        acts=kinds,
        half_life_days=draw(days),
        cap=draw(some.sampled_from([0, 60, 90])),
        daily_cap=draw(some.sampled_from([0, 5, 70])),
        within_days=draw(days),
        after_first=draw(some.integers(0, 2)),
        again_within_days=draw(days),
        absent=() if kinds else draw(some.lists(KIND, max_size=2).map(tuple)),
        for_days=draw(days),
        lapses_days=draw(days),
        group=draw(some.sampled_from(["", "", "one"])),
    )


RULE_SETS = some.builds(
    RuleSet,
    some.just("any"),
    some.lists(rules_of_any_kind(), max_size=8).map(tuple),
    base=some.integers(-20, 40),
    models=some.sampled_from([(), ("intent",), ("suitability", "negative"), ("card", "activity")]),
    balance_penalty=some.floats(0, 0.5),
    weights=some.sampled_from([{}, {"intent": 0.9}, {"intent": 0.1, "balanced": 0.4}]),
)
ACTS = some.lists(some.builds(Act, KIND, some.none() | some.integers(NOW - 200 * DAY, NOW + DAY)), max_size=12)
VALUES = some.fixed_dictionaries(
    {},
    optional={
        "vans": some.integers(0, 9),
        "rank": some.sampled_from(["owner", "vp", "x"]),
        "timing": some.just("0-3m"),
    },
)


class TestWhateverTheRules:
    @pytest.mark.requirement("R-070")
    @given(RULE_SETS, VALUES, ACTS)
    def test_the_lines_sum_to_the_score(self, rules: RuleSet, values: dict[str, str | int], acts: list[Act]) -> None:
        scored, weighed = score(rules, known(**values), acts, NOW), Weigher(rules).weigh(values, acts, NOW)
        assert 0 <= scored.exact <= 100
        assert sum(line.points for line in scored.lines) == pytest.approx(scored.exact, abs=1e-9)
        assert (scored.exact, scored.points) == (weighed.exact, weighed.points)
        assert scored.points == round(scored.exact)

    @given(some.lists(some.lists(KIND, min_size=1, max_size=3).map(tuple), max_size=8), ACTS)
    def test_a_rule_on_acts_is_worth_something_just_where_it_counts_one(
        self, kinds: list[tuple[str, ...]], acts: list[Act]
    ) -> None:
        rules = tuple(ScoringRule(str(at), "", (), 7, "intent", acts=each) for at, each in enumerate(kinds))
        weighed = Weigher(RuleSet("of acts", rules)).weigh({}, acts, NOW)
        assert [worth != 0 for worth in weighed.worth] == [bool(counted(rule, acts, NOW)) for rule in rules]

    @given(RULE_SETS, VALUES, ACTS, some.randoms())
    def test_the_order_in_which_acts_are_read_changes_nothing(
        self, rules: RuleSet, values: dict[str, str | int], acts: list[Act], chance: object
    ) -> None:
        mixed = list(acts)
        chance.shuffle(mixed)  # type: ignore[attr-defined]
        weigher = Weigher(rules)
        assert weigher.points(values, mixed, NOW) == pytest.approx(weigher.points(values, acts, NOW), abs=1e-9)


class TestWhatAScoreMeans:
    def test_half_succeed_where_it_is_even_and_the_odds_double_from_there(self) -> None:
        meaning = Calibration(even_at=60, doubles_every=10)
        assert meaning.chance(60) == 0.5
        assert meaning.chance(70) == pytest.approx(2 / 3)
        assert meaning.chance(50) == pytest.approx(1 / 3)
        assert meaning.chance(-1e9) == 0.0
