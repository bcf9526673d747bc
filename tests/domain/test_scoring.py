"""The queue has an order, and every place in it can be explained."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from setter.domain.acts import Act
from setter.domain.facts import Condition, Fact
from setter.domain.rule_set import RuleSet, ScoringRule
from setter.domain.scoring import FRESH_WEEK, ScoreLine, place_words, priority, score, tier, why_first
from setter.domain.temperature import Temperature, temperature

NOW = 1_764_000_000_000


def rule(name: str, points: int, field: str = "employees", op: str = ">=", value: object = 100) -> ScoringRule:
    return ScoringRule(name, name.title(), Condition(field, op, value), points)  # type: ignore[arg-type]


def known(**facts: str | int | float | bool) -> dict[str, Fact]:
    return {field: Fact(value, "list", NOW) for field, value in facts.items()}


RULES = RuleSet(
    "qt-1",
    (
        rule("size", 20),
        rule("rank", 25, "seniority", "in", ("c_suite", "owner")),
        rule("scraped", -20, "provenance", "=", "scraped"),
    ),
)


class TestAScoreIsTheSumOfItsLines:
    @pytest.mark.requirement("R-070")
    def test_each_rule_has_its_line_with_the_fact_it_stands_on(self) -> None:
        assert score(RULES, known(employees=1200, seniority="owner", provenance="purchased")).lines == (
            ScoreLine("size", "Size", 20, "employees 1,200", worth=20),
            ScoreLine("rank", "Rank", 25, "seniority owner", worth=25),
            ScoreLine("scraped", "Scraped", 0, "provenance purchased"),
        )

    @pytest.mark.requirement("R-070")
    def test_what_is_unknown_is_worth_nothing_and_says_so(self) -> None:
        scored = score(RULES, {})
        assert scored.points == 0
        assert [line.evidence for line in scored.lines] == [
            "employees unknown",
            "seniority unknown",
            "provenance unknown",
        ]

    @pytest.mark.requirement("R-070")
    @given(
        some.lists(some.integers(-200, 200), max_size=8),
        some.dictionaries(some.sampled_from(["employees", "seniority"]), some.integers(0, 200)),
    )
    def test_always_also_when_clipped(self, points: list[int], values: dict[str, int]) -> None:
        rules = RuleSet("any", tuple(rule(f"rule_{at}", each) for at, each in enumerate(points)))
        scored = score(rules, known(**values))
        assert 0 <= scored.points <= 100
        assert sum(line.points for line in scored.lines) == scored.points

    def test_a_clip_is_a_line_of_its_own(self) -> None:
        scored = score(RuleSet("big", (rule("size", 130),)), known(employees=100))
        assert scored.lines[-1] == ScoreLine("clip", "kept between 0 and 100", -30, "the rules sum to 130")

    def test_what_balance_takes_is_told_in_tenths_at_most(self) -> None:
        fits = ScoringRule("fits", "Fits", Condition("employees", ">=", 10), 87, model="suitability")
        seen = ScoringRule("seen", "Seen", (), 8, model="activity", acts=("pricing_page",), half_life_days=30)
        acts = [Act("pricing_page", NOW - FRESH_WEEK)]
        rules = RuleSet("two", (fits, seen), models=("suitability", "activity"))
        scored = score(rules, known(employees=100), acts, NOW)
        assert scored.lines[-1].evidence == "suitability 87, activity 6.8"

    @pytest.mark.requirement("R-074")
    def test_a_bad_source_takes_points_away(self) -> None:
        assert score(RULES, known(employees=100, provenance="scraped")).points == 0
        assert score(RULES, known(employees=100, seniority="owner", provenance="scraped")).points == 25


class TestTheOrderOfTheQueue:
    def test_attempts_made_cost_a_little(self) -> None:
        assert priority(72, 0, RULES) == 7200
        assert priority(72, 3, RULES) == 6750
        assert priority(0, 8, RULES) == -1200

    @pytest.mark.parametrize(
        ("promise", "inquiry", "level", "cycle", "place"),
        [
            ("hard", True, Temperature.HOT, 3, 0),
            (None, True, Temperature.HOT, 3, 1),
            ("soft", False, Temperature.COLD, 1, 1),
            (None, False, Temperature.HOT, 3, 2),
            (None, False, Temperature.WARM, 1, 3),
            (None, False, Temperature.COLD, 1, 3),
            (None, False, Temperature.WARM, 2, 4),
        ],
    )
    def test_promises_come_before_inquiries_before_hot_before_the_rest_before_recycled(
        self, promise: str | None, inquiry: bool, level: Temperature, cycle: int, place: int
    ) -> None:
        assert tier(promise=promise, inquiry=inquiry, temperature=level, cycle=cycle) == place

    @pytest.mark.requirement("R-034")
    def test_a_cold_prospect_who_fits_is_in_the_queue_by_score(self) -> None:
        assert tier(promise=None, inquiry=False, temperature=Temperature.COLD, cycle=1) == 3


class TestWhyThisOneFirst:
    def test_is_told_in_sentences_that_add_up(self) -> None:
        scored = score(RULES, known(employees=120, provenance="scraped", seniority="owner"))
        reading = temperature([Act("demo_request", NOW - 86_400_000)], NOW)
        assert why_first(2, scored, 2, RULES, reading) == (
            "Tier 2: hot.",
            "Hot: demo request yesterday.",
            "Score 25: +25 Rank (seniority owner), +20 Size (employees 120), -20 Scraped (provenance scraped).",
            "Place: 25.0 − 3 for 2 attempts = 22.0.",
        )

    def test_says_what_is_not_known(self) -> None:
        reasons = why_first(3, score(RULES, {}), 0, RULES, temperature([], NOW))
        assert reasons[-2:] == ("Score 0: no rule has fired.", "Not known: employees, seniority, provenance.")

    @pytest.mark.requirement("R-070")
    def test_closes_with_the_sum_that_gives_the_place(self) -> None:
        fresh = RuleSet("new", RULES.rules, freshness=5)
        assert place_words(15.2, 5, fresh, 0) == "15.2 + 5 new − 7.5 for 5 attempts = 12.7"
        assert place_words(0.04, 1, fresh, 20 * FRESH_WEEK) == "0.0 − 1.5 for 1 attempt = −1.5"
        assert place_words(15.2, 0, RULES) == ""

    def test_says_no_sum_where_promises_and_inquiries_go_by_their_time(self) -> None:
        told = [why_first(place, score(RULES, {}), 2, RULES, temperature([], NOW))[-1] for place in (1, 2)]
        assert told[0].startswith("Not known") and told[1] == "Place: 0.0 − 3 for 2 attempts = −3.0."
