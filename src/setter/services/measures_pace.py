"""How each quota is going, in the period of its goal and in the quarter; accepted SQLs only (R-085, R-105)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from setter.domain.measures import Measure
from setter.domain.measures_of_pace import IN_A_QUARTER, pacing, period_of
from setter.domain.measures_of_sales import ACCEPTED
from setter.law.business_days import is_business_day
from setter.services.measures import Scope
from setter.services.measures_counted import sold_sqls
from setter.store.unit import Unit


def paces(unit: Unit, scope: Scope, name: str) -> Iterator[Measure]:
    """A programme's pace in the period of its goals in which the report ends, and in that quarter."""
    goals: defaultdict[str, dict[int, int]] = defaultdict(dict)
    for number, each in scope.campaigns.items():
        if each.programme == name and each.rules.goal is not None:
            goals[each.rules.goal.period][number] = each.rules.goal.target_accepted_sqls
    for period, targets in sorted(goals.items()):
        by = name if len(goals) == 1 else f"{name}, by {period}"
        target = sum(targets.values())
        yield _pace(unit, scope, by, list(targets), target, period)
        if period != "quarter":
            yield _pace(unit, scope, by, list(targets), target * IN_A_QUARTER[period], "quarter")


def _pace(unit: Unit, scope: Scope, by: str, numbers: Sequence[int], target: int, period: str) -> Measure:
    until = min(scope.last, scope.today)
    span = period_of(until, period)
    own = Scope({number: scope.campaigns[number] for number in numbers}, span[0], until, False, scope.zone, scope.now)
    accepted = sum(each.standing == ACCEPTED for each in sold_sqls(unit, own))
    works = partial(is_business_day, scope.campaigns[numbers[0]].rules.default_region, "")
    return pacing(f"pace of the {period}", by, accepted, target, until, span, works)
