"""Who may become an SQL: a prospect's facts held against the campaign's target market (R-020, R-030, R-035)."""

from __future__ import annotations

from msgspec import Struct

from setter.domain.campaign import TargetMarket, TargetRule
from setter.domain.facts import Facts, holds


class TargetVerdict(Struct, frozen=True):
    """How a prospect stands to the target market.

    `status` is "pass", "fail" or "unknown"; `failed` are the rules that say no, `open_rules` those to ask about.
    """

    status: str
    failed: tuple[TargetRule, ...] = ()
    open_rules: tuple[TargetRule, ...] = ()

    @property
    def reason(self) -> str:
        """Say why this is no pass; empty where it is one."""
        if self.failed:
            return "; ".join(rule.reason for rule in self.failed)
        if self.open_rules:
            return "not known yet: " + ", ".join(fields_of(self.open_rules))
        return "the campaign has no target market" if self.status == "unknown" else ""


def judge_target(target: TargetMarket | None, facts: Facts) -> TargetVerdict:
    """Hold facts against a target market: every `must` holds, no `exclude` does.

    An unknown field is a question, a pass or a fail, as its rule says; without a target nothing passes (R-020).
    """
    if target is None or not (target.must or target.exclude):
        return TargetVerdict("unknown")
    verdicts = [(rule, _must(rule, facts)) for rule in target.must]
    verdicts += [(rule, _not_excluded(rule, facts)) for rule in target.exclude]
    failed = tuple(rule for rule, verdict in verdicts if verdict is False)
    open_rules = tuple(rule for rule, verdict in verdicts if verdict is None)
    status = "fail" if failed else "unknown" if open_rules else "pass"
    return TargetVerdict(status, failed, open_rules)


def fields_of(rules: tuple[TargetRule, ...]) -> tuple[str, ...]:
    """List the fields that rules look at, each once, in order."""
    return tuple(dict.fromkeys(rule.condition.field for rule in rules))


def _must(rule: TargetRule, facts: Facts) -> bool | None:
    known = rule.condition.field in facts
    verdict = holds(rule.condition, facts) if known else None
    return _unknown(rule) if verdict is None else verdict


def _not_excluded(rule: TargetRule, facts: Facts) -> bool | None:
    verdict = holds(rule.condition, facts)
    return _unknown(rule) if verdict is None else not verdict


def _unknown(rule: TargetRule) -> bool | None:
    return {"pass": True, "fail": False}.get(rule.unknown)
