"""What is known of a prospect: dated facts, and conditions a person can read that are held against them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as default

Value = str | int | float | bool
"""One fact's content: what a file column, a form or an answer can hold."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known of a prospect, and how we know it.

    `at` is UTC milliseconds; `source` is "answer", "list", "record", or "unheard" for an answer that was written down
    where nobody was reached; `call` names the call of an answer.
    """

    value: Value
    source: str
    at: int
    call: int | None = None
    by: str = ""


Facts = Mapping[str, Fact]
"""Field name to its newest fact."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A readable test of one field: `employees >= 40`, `seniority in [c_suite, owner]`.

    `scale` turns words into numbers before comparing: {"0-3m": 90} makes `timing <= 180` answerable.
    """

    field: str
    op: str
    value: Value | tuple[Value, ...] | None = None
    scale: Mapping[str, float] = default(default_factory=dict)


OPERATORS = ("=", "!=", ">", ">=", "<", "<=", "in", "not in", "contains", "known", "said")
"""Every operator a condition may use; "said" asks for at least `value` characters of a person's own words."""


def holds(condition: Condition, facts: Facts) -> bool | None:
    """Say whether a condition holds; None when the field is unknown, which is never a no (R-016)."""
    fact = facts.get(condition.field)
    if condition.op == "known":
        return fact is not None
    if fact is None:
        return None
    if condition.op == "said":
        return len(str(fact.value).strip()) >= _number(condition.value or 1)
    if condition.op in ("in", "not in"):
        options = condition.value if isinstance(condition.value, tuple) else (condition.value,)
        return (_word(fact.value) in {_word(option) for option in options}) is (condition.op == "in")
    if condition.op == "contains":
        return _word(condition.value) in _word(fact.value)
    if condition.op in ("=", "!="):
        return (_word(fact.value) == _word(condition.value)) is (condition.op == "=")
    return _compare(condition, fact.value)


def _compare(condition: Condition, value: Value) -> bool | None:
    scaled = condition.scale.get(str(value), value)
    try:
        left, right = _number(scaled), _number(condition.value)
    except (TypeError, ValueError):
        return None
    return {">": left > right, ">=": left >= right, "<": left < right, "<=": left <= right}[condition.op]


def _number(value: object) -> float:
    if isinstance(value, (int, float)):
        return float(value)
    return float(str(value).replace(",", "").strip())


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip().casefold()
