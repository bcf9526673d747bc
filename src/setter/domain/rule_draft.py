"""Scoring rules as somebody changes them on trial, step by step and back, while others stay in force."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import Wrong
from setter.domain.rule_diff import Difference, differences
from setter.domain.rule_set import ACTIVITY, INTENT, NEGATIVE, SUITABILITY, RuleSet, ScoringRule
from setter.domain.weigher import HIGHEST

_ADDING = (INTENT, SUITABILITY, ACTIVITY)


class Step(Struct, frozen=True):
    """The lines of a draft at one moment, which of them are switched off, and until when it has learned from calls."""

    rules: tuple[ScoringRule, ...]
    off: frozenset[str] = frozenset()
    learned_until: int = 0


class Draft(Struct, frozen=True):
    """Changes of the rules `before`, which stay as they are; each step can be taken back, the last one first."""

    before: RuleSet
    steps: tuple[Step, ...]

    @property
    def rules(self) -> tuple[ScoringRule, ...]:
        """Every line, those switched off too."""
        return self.steps[-1].rules

    @property
    def off(self) -> frozenset[str]:
        """The ids of the lines switched off."""
        return self.steps[-1].off

    @property
    def rule_set(self) -> RuleSet:
        """The rules as they would be in force."""
        rules = tuple(each for each in self.rules if each.id not in self.off)
        until = max(self.before.learned_until, self.steps[-1].learned_until)
        return replace(self.before, rules=rules, learned_until=until, version=0)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """What is different from the rules in force."""
        return differences(self.before, self.rule_set)

    def points_before(self, rule_id: str) -> int | None:
        """What a line is worth in force; None for a new one."""
        return next((each.points for each in self.before.rules if each.id == rule_id), None)

    def with_points(self, rule_id: str, points: int) -> Draft:
        """A line worth so many points, and switched on; Wrong where its model, or the scale, has no room for them.

        Its cap gives way where a single act would be worth more.
        """
        (rule,) = [each for each in self.rules if each.id == rule_id]
        if problem := _no_room(rule, points):
            raise Wrong("points", problem, rule.label, "Switch the line off to make it worth nothing.")
        cap = next((each.cap for each in self.before.rules if each.id == rule_id), rule.cap)
        changed = replace(rule, points=points, cap=max(cap, abs(points)) if cap else 0)
        return self._then(Step(self._with(changed), self.off - {rule_id}))

    def switched(self, rule_id: str) -> Draft:
        """A line off, or on again; Wrong for the last one that is on."""
        off = self.off ^ {rule_id}
        if all(each.id in off for each in self.rules):
            raise Wrong("rules", "A rule set needs a line.", "draft", "Change its points instead.")
        return self._then(Step(self.rules, off))

    def with_rule(self, rule: ScoringRule) -> Draft:
        """A line as suggested: in the place of the one of that id, or as a new one."""
        known = any(each.id == rule.id for each in self.rules)
        return self._then(Step(self._with(rule) if known else (*self.rules, rule), self.off - {rule.id}))

    def learned(self, until: int) -> Draft:
        """The draft as one that calls begun until an instant (UTC milliseconds) have taught its last step."""
        last = replace(self.steps[-1], learned_until=max(until, self.steps[-1].learned_until))
        return replace(self, steps=(*self.steps[:-1], last))

    def without(self, rule_id: str) -> Draft:
        """The draft without a line that was added to it."""
        return self._then(Step(tuple(each for each in self.rules if each.id != rule_id), self.off - {rule_id}))

    def back(self) -> Draft:
        """The draft before its last step; itself where there was none."""
        return replace(self, steps=self.steps[:-1]) if len(self.steps) > 1 else self

    def _with(self, rule: ScoringRule) -> tuple[ScoringRule, ...]:
        return tuple(rule if each.id == rule.id else each for each in self.rules)

    def _then(self, step: Step) -> Draft:
        step = replace(step, learned_until=self.steps[-1].learned_until)
        return self if step == self.steps[-1] else replace(self, steps=(*self.steps, step))


def draft_of(rule_set: RuleSet) -> Draft:
    """A draft in which nothing is changed yet."""
    return Draft(rule_set, (Step(rule_set.rules),))


def _no_room(rule: ScoringRule, points: int) -> str:
    if not -HIGHEST <= points <= HIGHEST:
        return f"A line is worth between −{HIGHEST} and {HIGHEST} points."
    if rule.model == NEGATIVE and points > 0:
        return "A line of the negative model takes points away."
    if rule.model in _ADDING and points < 0:
        return "What takes points away belongs in the negative model."
    return ""
