"""What is different between two rule sets, line by line, as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from setter.domain.conditions import written
from setter.domain.facts import Condition
from setter.domain.rule_set import Calibration, RuleSet, ScoringRule

ADDED, REMOVED, POINTS, CONDITION, DETAIL, SETTING, ORDER = (
    "added", "removed", "points", "condition", "detail", "setting", "order",
)  # fmt: skip
_ASKED = ("condition", "acts", "where", "absent", "since")
"""The fields of a rule that say of whom it holds; all others but its points are details."""


class Difference(Struct, frozen=True):
    """One thing that is different: `old` and `new` as words, '' where there is nothing.

    `kind` is "added", "removed", "points", "condition" or "detail" of the rule `subject`; or "setting" of that name,
    for the whole rule set; or "order" of the same rules.
    """

    kind: str
    subject: str
    old: str
    new: str
    label: str = ""
    field: str = ""

    @property
    def words(self) -> str:
        """The difference on one line."""
        if self.kind == ADDED:
            return f"+ {self.label}: {self.new}"
        if self.kind == REMOVED:
            return f"- {self.label}: {self.old}"
        if self.kind == ORDER:
            return "~ the same rules in another order"
        what = self.subject if self.kind == SETTING else f"{self.label}: {self.field}"
        return f"~ {what} {self.old or 'none'} → {self.new or 'none'}"


def differences(before: RuleSet, after: RuleSet) -> tuple[Difference, ...]:
    """What is different between two rule sets: rules that came, went or changed, then the settings; none if the same.

    Rules are the same by their id; which version it is, and from which calls it learned, makes no difference.
    """
    old, new = {rule.id: rule for rule in before.rules}, {rule.id: rule for rule in after.rules}
    found = [Difference(ADDED, each, "", _whole(rule), rule.label) for each, rule in new.items() if each not in old]
    found += [Difference(REMOVED, each, _whole(rule), "", rule.label) for each, rule in old.items() if each not in new]
    found += [each for name, rule in new.items() if name in old for each in _of_rule(old[name], rule)]
    found += _of_settings(before, after)
    if not found and list(old) != list(new):
        found.append(Difference(ORDER, before.id, "", ""))
    return tuple(found)


def _of_rule(old: ScoringRule, new: ScoringRule) -> Iterator[Difference]:
    if old.points != new.points:
        yield Difference(POINTS, new.id, f"{old.points:+d}", f"{new.points:+d}", new.label, "points")
    for name in new.__struct_fields__:
        before, after = getattr(old, name), getattr(new, name)
        if name == "condition":
            before, after = old.conditions, new.conditions
        if name != "points" and before != after:
            kind = CONDITION if name in _ASKED else DETAIL
            yield Difference(kind, new.id, _told(before), _told(after), new.label, _named(name))


def _of_settings(before: RuleSet, after: RuleSet) -> Iterator[Difference]:
    for name in after.__struct_fields__:
        old, new = getattr(before, name), getattr(after, name)
        if name in ("rules", "version", "learned_until", "windows") or old == new:
            continue
        if isinstance(new, Mapping):
            yield from (
                Difference(SETTING, f"{_named(name)} {key}", _told(old.get(key)), _told(new.get(key)))
                for key in dict.fromkeys([*old, *new])
                if old.get(key) != new.get(key)
            )
        else:
            yield Difference(SETTING, _named(name), _told(old), _told(new))


def _whole(rule: ScoringRule) -> str:
    asked = "; ".join(
        f"{_named(name)} {_told(value)}"
        for name in _ASKED
        if (value := rule.conditions if name == "condition" else getattr(rule, name))
    )
    return f"{rule.points:+d} ({asked})" if asked else f"{rule.points:+d}"


def _named(field: str) -> str:
    return {"condition": "when"}.get(field, field.replace("_", " "))


def _told(value: Any) -> str:
    """A value as a person writes it; '' for none."""
    if isinstance(value, Condition):
        return written(value)
    if isinstance(value, Calibration):
        return f"even at {value.even_at:g}, odds double every {value.doubles_every:g}"
    if isinstance(value, tuple):
        joint = " and " if any(isinstance(each, Condition) for each in value) else ", "
        return joint.join(map(_told, value))
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
