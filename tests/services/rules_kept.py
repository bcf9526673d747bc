"""Versions of the example campaign's scoring rules, for tests that add, adopt and take them back."""

from __future__ import annotations

from typing import Any

from msgspec.structs import replace

from hands import as_lead
from houses import CAMPAIGN
from setter.domain.rule_set import RuleSet
from setter.domain.rule_versions import Backtested
from setter.intake.rules_file import rules_text
from setter.services.adopt import Adopted, adopt
from setter.services.desk import Desk
from setter.services.rule_sets import add_rules, keep_test

FOUND = Backtested("history.csv", 1200, 84, 0.73, (0.68, 0.78), 0.214, 3.06, 1)


def rules_in_force(desk: Desk) -> RuleSet:
    """The rules by which the example campaign scores."""
    return desk.store.read(lambda unit: desk.campaign(unit, 1)).scoring


def dearer(desk: Desk, points: int = 29) -> RuleSet:
    """The rules in force with other points for whoever runs the firm, as Ada does."""
    rules = [replace(each, points=points) if each.id == "owner" else each for each in rules_in_force(desk).rules]
    return replace(rules_in_force(desk), rules=tuple(rules), version=0)


def added(desk: Desk, points: int = 29, **settings: Any) -> int:
    """Add a version with other points; its number."""
    return add_rules(as_lead(desk), CAMPAIGN, rules_text(replace(dearer(desk, points), **settings))).version


def tried(desk: Desk, points: int = 29, **settings: Any) -> int:
    """Add a version and keep a test of it; its number."""
    version = added(desk, points, **settings)
    keep_test(as_lead(desk), CAMPAIGN, version, FOUND)
    return version


def adopted(desk: Desk, version: int, note: str = "it puts owners first") -> Adopted:
    """Put a version in force."""
    return adopt(as_lead(desk), CAMPAIGN, version, note)
