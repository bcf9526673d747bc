"""Rules of any model over the rows of a file: what rests on acts, or on their absence, is left out of it all."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from setter.domain.facts import Condition
from setter.domain.rule_set import ACTIVITY, INTENT, NEGATIVE, SUITABILITY, RuleSet, ScoringRule
from setter.domain.weigher import weigher_of
from setter.lab.evidence import evidence_of
from setter.lab.table import Table, column_of
from setter.lab.weighing import weighed_rows

TABLE = Table((column_of("n", "n", [1, 6, 9, 2]),), 4)
SUCCESS = np.array([False, True, True, False])
BIG = ScoringRule("big", "Big", Condition("n", ">", 5), 10, model=SUITABILITY)
QUIET = ScoringRule("quiet", "Quiet", (), -10, model=NEGATIVE, absent=("pricing_page",), for_days=30)
LAPSED = ScoringRule("lapsed", "Lapsed", Condition("n", ">", 5), 10, model=SUITABILITY, lapses_days=30)
ASKED = ScoringRule("asked", "Asked", (), 40, model=INTENT, acts=("demo_request",))


def firings(rule_set: RuleSet, table: Table = TABLE) -> dict[str, int]:
    """Of how many rows each rule holds."""
    told = evidence_of(rule_set, weighed_rows(rule_set, table).fired, SUCCESS)
    return {each.rule: each.with_it.denominator for each in told}


@pytest.mark.parametrize("left_out", [QUIET, LAPSED, ASKED])
def test_a_rule_on_acts_or_on_their_absence_counts_nothing(left_out: ScoringRule) -> None:
    rules = RuleSet("r", (BIG, left_out), base=50)
    assert firings(rules) == {"big": 2, left_out.id: 0}
    silent = replace(rules, rules=(BIG, replace(left_out, points=0)))
    assert list(weighed_rows(rules, TABLE).scores) == list(weighed_rows(silent, TABLE).scores)
    assert len(set(weighed_rows(rules, TABLE).scores)) == 2


def test_and_the_models_keep_their_shares_as_of_anybody_who_did_nothing() -> None:
    visits = ScoringRule("visits", "Visits", (), 4, model=ACTIVITY, acts=("visit",))
    rules = RuleSet("r", (BIG, ASKED, visits), base=20)
    weigher = weigher_of(rules)
    assert list(weighed_rows(rules, TABLE).scores) == [weigher.points(TABLE.values(row)) for row in range(4)]


def test_of_a_group_only_the_rule_that_counts_is_on_record() -> None:
    low, high = (
        ScoringRule(f"over-{n}", f"Over {n}", Condition("n", ">", n), points, group="size")
        for n, points in ((1, 10), (5, 20))
    )
    assert firings(RuleSet("r", (low, high))) == {"over-1": 1, "over-5": 2}


def test_of_a_model_that_does_not_count_nothing_is_on_record() -> None:
    card = ScoringRule("card", "Card", Condition("n", ">", 1), 10)
    assert firings(RuleSet("r", (card, BIG), models=("card",))) == {"card": 3, "big": 0}


def test_a_record_tells_the_points_that_the_rule_has() -> None:
    rules = RuleSet("r", (BIG, QUIET))
    told = evidence_of(rules, weighed_rows(rules, TABLE).fired, SUCCESS)
    assert [(each.points, each.with_it.numerator) for each in told] == [(10, 2), (-10, 0)]
