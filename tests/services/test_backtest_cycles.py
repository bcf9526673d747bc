"""Rules are tested on the campaign's own calls, and their outcomes suggest changes, each with its record (§3.7)."""

from __future__ import annotations

from random import Random

import pytest
from msgspec.structs import replace

from hands import DAY, as_lead, booked, ended
from houses import ADA, CAMPAIGN, DOV, MORNING, advance
from setter.domain.acts import Act
from setter.domain.errors import Refused, Wrong
from setter.domain.facts import Condition, Value
from setter.domain.rule_draft import draft_of
from setter.domain.rule_set import RuleSet, ScoringRule
from setter.intake.rules_file import rules_text
from setter.services.adopt import adopt
from setter.services.backtest_cycles import Cycles, as_kept, backtest_cycles, compare_cycles, measured
from setter.services.desk import Desk
from setter.services.past_cycles import PastCycle
from setter.services.rule_sets import add_rules, keep_test
from setter.services.suggest import DROP, NEW, POINTS, fit_cycles, suggested_by

OWNER = ScoringRule("owner", "Runs the firm", Condition("rank", "=", "owner"), 20, "suitability")
CLICKS = ScoringRule("clicks", "Clicks", (), 10, "activity", acts=("email_click",))
NOISE = ScoringRule("noise", "Even street", Condition("street", "=", "even"), 30, "suitability")
CAREERS = ScoringRule("job", "Looks for a job", (), -20, "negative", acts=("careers_page",))


def a_cycle(dice: Random, at: int) -> PastCycle:
    """Owners who click become SQLs far more often, job seekers never; the street says nothing."""
    rank, vans = dice.choice(["owner", "clerk"]), dice.choice([2, 30])
    clicked, job = dice.random() < 0.4, dice.random() < 0.3
    chance = 0.02 + 0.25 * (rank == "owner") + 0.3 * clicked + 0.25 * (vans == 30)
    values: dict[str, Value] = {"rank": rank, "street": dice.choice(["even", "odd"]), "vans": vans}
    when = MORNING + at * DAY // 10
    acts = [Act("email_click", when - DAY)] * clicked + [Act("careers_page", when - DAY)] * job
    success = not job and dice.random() < chance
    return PastCycle(at, at, when, values, tuple(acts), success, 0, 1, dice.random() < 0.1)


@pytest.fixture(scope="module")
def cycles() -> Cycles:
    dice = Random(3)
    return Cycles([a_cycle(dice, at) for at in range(900)], "sql", 1.5)


class TestATest:
    def test_says_how_well_the_rules_sort_and_what_a_success_costs(self, cycles: Cycles) -> None:
        found = measured(cycles, RuleSet("good", (OWNER, CLICKS, CAREERS)))
        assert found.sorting is not None and found.priced is not None
        assert found.sorting.auc > 0.7 and found.sorting.n == 900
        assert found.priced.first_tenth == pytest.approx(1.5 / found.sorting.precision_at_10pct)
        assert found.brier is not None and found.brier < 0.2

    @pytest.mark.requirement("R-076", "R-077")
    def test_says_it_of_each_model_alone(self, cycles: Cycles) -> None:
        found = measured(cycles, RuleSet("good", (OWNER, CLICKS, CAREERS)))
        alone = {each.model: each.sorting.auc for each in found.alone}
        assert set(alone) == {"suitability", "activity", "negative"} and min(alone.values()) > 0.55
        assert found.sorting is not None and found.sorting.auc > max(alone.values())

    def test_tells_those_apart_whom_chance_chose(self, cycles: Cycles) -> None:
        found = measured(cycles, RuleSet("good", (OWNER, CLICKS)))
        chosen = int(cycles.explored.sum())
        assert found.explored is not None and found.explored.n == chosen
        assert f"{chosen} of 900 cycles were chosen by chance" in found.notes[0]

    def test_that_sorts_no_better_than_chance_says_so(self, cycles: Cycles) -> None:
        found = measured(cycles, RuleSet("bad", (NOISE,)))
        assert "not_sorting" in {each.kind for each in found.warnings}

    def test_counts_an_act_by_its_age_at_the_dial(self, cycles: Cycles) -> None:
        fresh = ScoringRule("fresh", "Just clicked", (), 10, "activity", acts=("email_click",), within_days=0.5)
        (record,) = cycles.evidence(RuleSet("fresh", (fresh,)))
        assert record.with_it.denominator == 0, "every click was a day before its dial"


class TestSuggestions:
    def test_move_points_to_where_the_record_puts_them(self, cycles: Cycles) -> None:
        shy = RuleSet("shy", (ScoringRule("owner", "Runs the firm", OWNER.condition, 2, "suitability"), CLICKS))
        found = {each.rule.id: each for each in suggested_by(cycles, CAMPAIGN, shy)}
        assert found["owner"].kind == POINTS and found["owner"].rule.points > 8 > found["owner"].old == 2
        assert found["owner"].rule.points == found["owner"].evidence.suggested

    def test_bring_a_line_that_no_rule_asks_for(self, cycles: Cycles) -> None:
        found = suggested_by(cycles, CAMPAIGN, RuleSet("good", (OWNER, CLICKS)))
        new = [each.rule for each in found if each.kind == NEW]
        assert new and {condition.field for rule in new for condition in rule.conditions} == {"vans"}
        assert all(rule.model == ("suitability" if rule.points > 0 else "negative") for rule in new)

    def test_suspect_no_field_of_having_been_known_afterwards(self, cycles: Cycles) -> None:
        told = [replace(each, values={**each.values, "last_word": str(each.success)}) for each in cycles.cycles]
        found = suggested_by(Cycles(told, "sql", None), CAMPAIGN, RuleSet("good", (OWNER, CLICKS)))
        fields = {condition.field for each in found if each.kind == NEW for condition in each.rule.conditions}
        assert "last_word" in fields, "it was on record at the dial"

    def test_do_without_a_line_whose_record_says_the_contrary(self, cycles: Cycles) -> None:
        wrong = ScoringRule("clerk", "No owner", Condition("rank", "=", "clerk"), 15, "suitability")
        found = {each.rule.id: each.kind for each in suggested_by(cycles, CAMPAIGN, RuleSet("wrong", (wrong, CLICKS)))}
        assert found["clerk"] == DROP

    def test_are_tested_on_the_calls_that_they_did_not_learn_from(self, cycles: Cycles) -> None:
        shy = RuleSet("shy", (ScoringRule("owner", "Runs the firm", OWNER.condition, 2, "suitability"), CLICKS))
        (points,) = [each for each in suggested_by(cycles, CAMPAIGN, shy) if each.rule.id == "owner"]
        draft = draft_of(shy).with_rule(points.rule).learned(points.learned_until).rule_set
        fresh = cycles.unlearned(draft, shy)
        taught = len(cycles.earlier().cycles)
        assert 500 < taught <= 600, "two thirds of them, or until two thirds of the SQLs"
        assert points.evidence.with_it.denominator + points.evidence.without.denominator == taught
        assert (len(fresh.cycles), fresh.cycles[0].at) == (900 - taught, cycles.cycles[taught].at)
        found = measured(fresh, draft)
        assert found.rate.denominator == 900 - taught and "the rules learned from those before" in found.notes[0]

    def test_keep_a_third_of_the_sqls_for_the_test_where_the_best_were_called_first(self, cycles: Cycles) -> None:
        best_first = sorted(cycles.cycles, key=lambda each: not each.success)
        told = [replace(each, at=MORNING + at) for at, each in enumerate(best_first)]
        early = Cycles(told, "sql", None).earlier()
        assert early.rate.numerator == cycles.rate.numerator * 2 // 3

    def test_of_noise_do_not_look_good_in_their_own_test(self) -> None:
        dice = Random(9)
        told = [replace(a_cycle(dice, at), success=dice.random() < 0.15) for at in range(900)]
        noise = Cycles(told, "sql", None)
        draft = draft_of(RuleSet("none", (NOISE, CLICKS)))
        for each in suggested_by(noise, CAMPAIGN, draft.rule_set):
            draft = draft.with_rule(each.rule).learned(each.learned_until)
        seen = measured(noise.unlearned(draft.rule_set), draft.rule_set).sorting
        assert seen is not None and seen.auc_interval[0] < 0.5

    def test_leave_out_later_calls_of_companies_that_were_met(self, cycles: Cycles) -> None:
        again = [replace(each, company=cycles.cycles[0].company) for each in cycles.cycles[-5:]]
        all_of_them = Cycles([*cycles.cycles[:-5], *again], "sql", None)
        taught = RuleSet("taught", (OWNER,), learned_until=cycles.cycles[599].at)
        assert len(all_of_them.unlearned(taught).cycles) == 295

    def test_are_none_where_too_few_succeeded(self, cycles: Cycles) -> None:
        few = Cycles(cycles.cycles[:40], "sql", None)
        few.success[:] = False
        few.success[:4] = True
        assert suggested_by(few, CAMPAIGN, RuleSet("good", (OWNER,))) == ()


class TestTheStoresOwnCalls:
    def test_are_too_few_at_first_and_that_is_said(self, desk: Desk) -> None:
        booked(desk, ADA)
        ended(desk, "no_answer", DOV)
        advance(desk, 31 * DAY)
        rules: RuleSet = desk.store.read(lambda unit: desk.campaign(unit, 1).scoring)
        found = backtest_cycles(desk, CAMPAIGN, rules)
        assert (found.rate.numerator, found.rate.denominator, found.sorting) == (1, 2, None)
        assert found.warnings[0].message == "2 cycles are final, and 1 of them succeeded: too few to say anything."
        both = compare_cycles(desk, CAMPAIGN, rules, rules)
        assert both.compared is None and both.draft.rate == both.in_force.rate

    def test_that_say_nothing_are_no_test_of_a_version(self, desk: Desk) -> None:
        rules: RuleSet = desk.store.read(lambda unit: desk.campaign(unit, 1).scoring)
        text = rules_text(replace(rules, version=0, attempt_penalty=2.0))
        version = add_rules(as_lead(desk), CAMPAIGN, text).version
        keep_test(as_lead(desk), CAMPAIGN, version, as_kept(backtest_cycles(desk, CAMPAIGN, rules), CAMPAIGN))
        with pytest.raises(Refused) as refused:
            adopt(as_lead(desk), CAMPAIGN, version, "go")
        assert refused.value.code == "untested"

    def test_fit_no_card_while_they_are_few(self, desk: Desk) -> None:
        with pytest.raises(Wrong, match="0 rows are too few to fit a card"):
            fit_cycles(desk, CAMPAIGN)
