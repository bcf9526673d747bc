"""Acts of some days ago, and rules on them, for tests of what they are worth."""

from __future__ import annotations

from setter.domain.acts import Act
from setter.domain.rule_set import RuleSet, ScoringRule
from setter.domain.units import DAY
from setter.domain.weigher import Weigher

NOW = 1_764_000_000_000
WEB = {"model": "intent"}


def act(kind: str, days_ago: float, **details: str | int) -> Act:
    return Act(kind, round(NOW - days_ago * DAY), details)


def of_acts(kind: str, points: int, **more: object) -> ScoringRule:
    asked = {"model": "intent", "acts": (kind,), **more}
    return ScoringRule(
        str(more.get("id", kind)), kind.title(), (), points, **{k: v for k, v in asked.items() if k != "id"}
    )  # type: ignore[arg-type]


def worth(rule: ScoringRule, *acts: Act, **values: str | int) -> float:
    return Weigher(RuleSet("one", (rule,))).weigh(values, acts, NOW).worth[0]
