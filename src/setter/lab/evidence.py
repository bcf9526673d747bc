"""What outcomes say of each rule by itself, counted wherever the rule was worth something in the score."""

from __future__ import annotations

from setter.domain.metrics import Proportion
from setter.domain.rule_evidence import RuleEvidence
from setter.domain.rule_set import RuleSet
from setter.lab.table import Bools


def evidence_of(rule_set: RuleSet, fired: Bools, success: Bools) -> tuple[RuleEvidence, ...]:
    """The record of each rule; `fired` has a row for each case, and in it a column for each rule in their order."""
    told = []
    for at, rule in enumerate(rule_set.rules):
        sides = (fired[:, at], ~fired[:, at])
        with_it, without = (Proportion(int(success[side].sum()), int(side.sum())) for side in sides)
        told.append(RuleEvidence(rule.id, rule.label, rule.points, with_it, without))
    return tuple(told)
