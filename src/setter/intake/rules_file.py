"""A rule set in a file of its own: `format = 1` and the `[scoring]` table of a campaign file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from setter.domain.conditions import written
from setter.domain.facts import Condition
from setter.domain.rule_set import RuleSet, ScoringRule
from setter.intake.campaign_problems import Finding, Problem
from setter.intake.campaign_types import Table, needed
from setter.intake.scoring_schema import Scoring, built, scoring_findings
from setter.intake.toml_file import WrongFile, examine, text_of, untold

RULES = "rules"
_SETTINGS = (
    "attempt_penalty", "base", "models", "balance_penalty", "negative_floor", "freshness", "exploration",
)  # fmt: skip
_NUMBERS = (
    "half_life_days", "cap", "daily_cap", "within_days", "after_first", "again_within_days", "for_days", "lapses_days",
)  # fmt: skip
_UNWRITABLE = re.compile(r"[\x7f-\x9f]")
"""Control characters that JSON lets stand in a text, and TOML or a terminal does not."""
_LISTS = (("event", "acts"), ("absent", "absent"), ("since", "since"))


class RulesFile(Table):
    """The whole file."""

    format: Literal[1] = 1
    scoring: Scoring = needed(Scoring)


def read_rules(path: Path) -> RuleSet:
    """The rule set in a file; WrongFile with all its problems when it has an error."""
    return rules_in(text_of(path, RULES))


def rules_in(text: str) -> RuleSet:
    """The rule set in a file's text; WrongFile with all its problems when it has an error."""
    problems, rule_set = examine(text, _findings, RULES)
    if rule_set is None or any(problem.severity == "error" for problem in problems):
        raise WrongFile(problems, RULES)
    return rule_set


def check_rules(text: str) -> list[Problem]:
    """Every error and warning of a rules file, in the order of its lines."""
    return examine(text, _findings, RULES)[0]


def rules_text(rule_set: RuleSet) -> str:
    """A rule set as such a file, one line a rule; reading it gives the same rule set again, unkept."""
    usual = RuleSet("", ())
    lines = ["format = 1", "", "[scoring]", f"id = {_toml(rule_set.id)}"]
    lines += [
        f"{name} = {_toml(value)}" for name in _SETTINGS if (value := getattr(rule_set, name)) != getattr(usual, name)
    ]
    if rule_set.weights:
        lines.append(f"weights = {_toml(dict(rule_set.weights))}")
    if fitted := rule_set.calibration:
        lines.append(f"calibration = {_toml({'even_at': fitted.even_at, 'doubles_every': fitted.doubles_every})}")
    if rule_set.learned_until:
        lines.append(f"learned_until = {_instant(rule_set.learned_until)}")
    rules = [f"  {_toml(dict(_keys(rule)))}," for rule in rule_set.rules]
    return "\n".join([*lines, "rule = [", *rules, "]", ""])


def _instant(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def rule_keys(rule: ScoringRule) -> dict[str, Any]:
    """A rule as the file has it, by key."""
    return dict(_keys(rule))


def _keys(rule: ScoringRule) -> Iterator[tuple[str, Any]]:
    yield "id", rule.id
    yield "label", rule.label
    if rule.model != "card":
        yield "model", rule.model
    if rule.conditions:
        yield "when", _when(rule.conditions)
    for key, name in _LISTS:
        if kinds := getattr(rule, name):
            yield key, kinds[0] if len(kinds) == 1 else list(kinds)
    if rule.where:
        yield "where", _when(rule.where)
    for key in _NUMBERS:
        if number := getattr(rule, key):
            yield key, number
    if rule.group:
        yield "group", rule.group
    yield "points", rule.points


def _when(conditions: tuple[Condition, ...]) -> str | list[str]:
    """Conditions joined by `and`, unless one ends in a list of steps that would swallow what follows."""
    told = [written(each) for each in conditions]
    return told if len(told) > 1 and any(each.scale for each in conditions) else " and ".join(told)


def _toml(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _UNWRITABLE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False))
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
    return str(value)


def _findings(data: dict[str, Any]) -> tuple[list[Finding], RuleSet | None]:
    from setter.intake.campaign_mend import mended, missing

    findings, file = mended(data, RulesFile)
    if file is None:
        return findings, None
    findings += untold(findings, [Finding(path, "is missing and cannot be left out") for path in missing(file)])
    return findings + untold(findings, list(scoring_findings(file.scoring))), built(file.scoring)
