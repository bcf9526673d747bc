"""A rule set makes points of facts and acts: the tables and vectors of domain §3, and what no prospect may upset."""

from __future__ import annotations

import pytest

from domain.acted import NOW, act, of_acts, worth
from setter.domain.acts import Act
from setter.domain.facts import Condition
from setter.domain.rule_set import RuleSet, ScoringRule
from setter.domain.temperature import Windows
from setter.domain.units import DAY, MINUTE
from setter.domain.weigher import Weigher, balance, decayed


class TestTheVectorsOfTheDomain:
    @pytest.mark.requirement("R-073")
    @pytest.mark.parametrize(
        ("fit", "engaged", "points"),
        [(100, 0, 25), (60, 60, 60), (100, 20, 40), (80, 50, 57.5), (40, 90, 52.5), (0, 100, 25)],
    )
    def test_balance_holds_back_whoever_is_one_sided(self, fit: float, engaged: float, points: float) -> None:
        assert balance(fit, engaged) == points

    def test_an_act_is_worth_half_after_its_half_life(self) -> None:
        assert decayed(12, 7, 14) == pytest.approx(8.4853, abs=5e-5)
        assert worth(of_acts("demo_request", 40, half_life_days=30.0), act("demo_request", 30)) == 20

    @pytest.mark.requirement("R-071")
    def test_the_worked_prospect(self) -> None:
        rules = (
            ScoringRule("fit", "Fit", Condition("fit", "=", True), 84, "suitability"),
            of_acts("email_click", 5, model="activity", half_life_days=21.0, cap=15),
            of_acts("event_card", 10, model="activity", half_life_days=45.0),
            of_acts("linkedin_connection", 6, model="activity", half_life_days=60.0),
            of_acts("pricing_page", 12, half_life_days=14.0, daily_cap=12, cap=24),
            of_acts("case_study", 6, half_life_days=21.0, cap=12),
            ScoringRule("stage", "Considers", Condition("stage", "=", "consideration"), 15, "intent", lapses_days=90.0),
            of_acts("no_answer", -2, model="negative", after_first=3, cap=12),
        )
        acts = [
            act("email_click", 3), act("event_card", 20), act("linkedin_connection", 40),
            act("pricing_page", 2), act("pricing_page", 6), act("case_study", 2),
            *(act("no_answer", days) for days in (9, 8, 7, 1)),
        ]  # fmt: skip
        values = {"fit": True, "stage": "consideration"}
        weighed = Weigher(RuleSet("worked", rules)).weigh(values, acts, NOW)
        models = weighed.models
        assert models.suitability == 84
        assert models.activity == pytest.approx(15.657, abs=5e-4)
        assert models.intent == pytest.approx(40.401, abs=5e-4)
        assert models.negative == -2
        assert balance(84, models.activity) == pytest.approx(32.743, abs=5e-4)
        assert weighed.exact == pytest.approx(34.189, abs=5e-4)
        assert weighed.points == 34


class TestWhatARuleAsksOfActs:
    def test_what_has_no_time_or_is_yet_to_come_is_worth_nothing(self) -> None:
        rule = of_acts("demo_request", 40)
        assert worth(rule, Act("demo_request", None), act("demo_request", -0.01)) == 0
        assert worth(rule, act("demo_request", 0)) == 40

    def test_a_day_is_worth_no_more_than_its_cap_however_old(self) -> None:
        rule = of_acts("pricing_page", 12, half_life_days=14.0, daily_cap=12)
        same_day = [act("pricing_page", 14), act("pricing_page", 14.001)]
        assert worth(rule, *same_day) == pytest.approx(6, abs=1e-3)
        assert worth(rule, *same_day, act("pricing_page", 0)) == pytest.approx(18, abs=1e-3)

    def test_all_together_are_worth_no_more_than_the_cap(self) -> None:
        assert worth(of_acts("download", 8, cap=16), *(act("download", day) for day in range(5))) == 16
        assert worth(of_acts("no_answer", -2, model="negative", cap=12), *[act("no_answer", 1)] * 9) == -12

    def test_the_first_few_may_count_for_nothing(self) -> None:
        rule = of_acts("no_answer", -2, model="negative", after_first=3)
        assert [worth(rule, *[act("no_answer", 1)] * times) for times in (2, 3, 4, 6)] == [0, 0, -2, -6]

    def test_only_lately(self) -> None:
        rule = of_acts("blog", 1, within_days=7.0)
        assert worth(rule, act("blog", 6), act("blog", 8)) == 1

    def test_only_where_the_details_say_so(self) -> None:
        rule = of_acts("page_view", 5, where=(Condition("page", "contains", "pric"),))
        assert (
            worth(rule, act("page_view", 1, page="/Pricing"), act("page_view", 1, page="/jobs"), act("page_view", 1))
            == 5
        )

    def test_a_return_is_another_visit_soon_after_one(self) -> None:
        rule = of_acts("blog", 5, again_within_days=7.0)
        same_visit = [act("blog", 3), Act("blog", NOW - 3 * DAY + 10 * MINUTE)]
        assert worth(rule, *same_visit) == 0
        assert worth(rule, *same_visit, act("blog", 1)) == 5
        assert worth(rule, act("blog", 20), act("blog", 1)) == 0

    @pytest.mark.requirement("R-074")
    def test_an_absence_counts_once_it_has_lasted(self) -> None:
        silent = ScoringRule(
            "silent", "Silent", (), -5, "negative", absent=("email_click",), since=("info_request",), for_days=14
        )
        assert worth(silent, act("info_request", 13)) == 0
        assert worth(silent, act("info_request", 14)) == -5
        assert worth(silent, act("info_request", 20), act("email_click", 3)) == 0
        assert worth(silent, act("info_request", 20), act("email_click", 25)) == -5
        assert worth(silent, act("email_click", 3)) == 0

    def test_an_absence_may_be_of_the_last_days(self) -> None:
        rule = ScoringRule("gone", "Gone", (), -3, "negative", absent=("blog",), for_days=30)
        assert worth(rule) == -3
        assert worth(rule, act("blog", 40)) == -3
        assert worth(rule, act("blog", 29)) == 0

    def test_facts_and_acts_can_both_be_asked_for(self) -> None:
        rule = of_acts("demo_request", 10)
        both = ScoringRule("both", "Both", Condition("vans", ">=", 5), 10, "intent", acts=rule.acts)
        assert worth(both, act("demo_request", 1), vans=5) == 10
        assert worth(both, act("demo_request", 1), vans=4) == 0
        assert worth(both, act("demo_request", 1)) == 0
        assert worth(both, vans=5) == 0

    def test_a_claim_lapses_without_any_interest(self) -> None:
        rule = ScoringRule("stage", "Decides", Condition("stage", "=", "decision"), 30, "intent", lapses_days=90)
        assert worth(rule, act("blog", 89), stage="decision") == 30
        assert worth(rule, act("blog", 91), stage="decision") == 0
        assert worth(rule, act("email_open", 1), stage="decision") == 0

    @pytest.mark.requirement("R-062")
    def test_consistent_reading_of_mails_is_an_act_too(self) -> None:
        rule = of_acts("email_steady", 5, model="activity")
        assert worth(rule, act("email_open", 1), act("email_open", 2)) == 0
        assert worth(rule, act("email_open", 1), act("email_open", 2), act("email_open", 3)) == 5

    def test_by_the_windows_of_the_campaign_alone(self) -> None:
        rule = of_acts("email_steady", 5, model="activity")
        opens = [act("email_open", days) for days in (1, 2, 3)]
        strict = RuleSet("strict", (rule,), windows=Windows(mails_opened=4))
        assert Weigher(strict).points({}, opens, NOW) == 0 < Weigher(RuleSet("usual", (rule,))).points({}, opens, NOW)
        assert worth(rule, *(act("email_open", days) for days in (1, 200, 400))) == 0, "not within half a year"

    def test_only_the_highest_of_a_group_counts(self) -> None:
        rules = (
            ScoringRule("some", "Some", Condition("vans", ">=", 5), 8, "suitability", group="size"),
            ScoringRule("many", "Many", Condition("vans", ">=", 20), 20, "suitability", group="size"),
        )
        assert Weigher(RuleSet("size", rules)).weigh({"vans": 30}).worth == (0, 20)
        assert Weigher(RuleSet("size", rules)).weigh({"vans": 7}).worth == (8, 0)
