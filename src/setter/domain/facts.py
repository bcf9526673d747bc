"""What is known of a prospect: dated facts, and conditions a person can read that are held against them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import cached_property

from msgspec import Struct
from msgspec import field as default

Value = str | int | float | bool
"""One fact's content: what a file column, a form or an answer can hold."""
Test = Callable[[Value], bool | None]
"""What a condition asks of a field's value, where the field is known; None where the value cannot be compared."""


class Fact(Struct, frozen=True):
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


class Condition(Struct, frozen=True, dict=True):
    """A readable test of one field: `employees >= 40`, `seniority in [c_suite, owner]`.

    `scale` turns words into numbers before comparing: {"0-3m": 90} makes `timing <= 180` answerable.
    """

    field: str
    op: str
    value: Value | tuple[Value, ...] | None = None
    scale: Mapping[str, float] = default(default_factory=dict)

    @property
    def if_unknown(self) -> bool | None:
        """What the condition says of a field of which nothing is known; None: that is neither a yes nor a no."""
        return {"known": False, "unknown": True}.get(self.op)

    @cached_property
    def test(self) -> Test:
        """What is asked of a known value; made once, for it is asked of many."""
        return _test_of(self)


OPERATORS = ("=", "!=", ">", ">=", "<", "<=", "in", "not in", "contains", "known", "unknown", "said")
"""Every operator a condition may use; "said" asks for at least `value` characters of a person's own words."""


_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


def holds(condition: Condition, facts: Facts) -> bool | None:
    """Say whether a condition holds; None when the field is unknown, which is never a no (R-016)."""
    fact = facts.get(condition.field)
    if fact is None:
        return condition.if_unknown
    return condition.test(fact.value)


def _test_of(condition: Condition) -> Test:
    wanted = condition.value
    if condition.op in ("known", "unknown"):
        known = condition.op == "known"
        return lambda value: known
    if condition.op == "said":
        least = _number(wanted or 1)
        return lambda value: len(str(value).strip()) >= least
    if condition.op in ("in", "not in"):
        each, listed = wanted if isinstance(wanted, tuple) else (wanted,), condition.op == "in"
        words = frozenset(map(word_of, each))
        return lambda value: (word_of(value) in words) is listed
    word = word_of(wanted)
    if condition.op == "contains":
        return lambda value: word in word_of(value)
    if condition.op in ("=", "!="):
        same = condition.op == "="
        return lambda value: (word_of(value) == word) is same
    compare, bound, scale = _COMPARE[condition.op], number_or_none(wanted), condition.scale

    def compared(value: Value) -> bool | None:
        number = number_or_none(scale.get(str(value), value) if scale else value)
        return None if number is None or bound is None else compare(number, bound)

    return compared


def number_or_none(value: object) -> float | None:
    """A value as a condition compares it with a number; None where it is none."""
    try:
        return _number(value)
    except (TypeError, ValueError):
        return None


def _number(value: object) -> float:
    if isinstance(value, (int, float)):
        return float(value)
    return float(str(value).replace(",", "").strip())


def word_of(value: object) -> str:
    """A value as a condition compares it with words."""
    if isinstance(value, str):
        return value.strip().casefold()
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value) if isinstance(value, float) and value.is_integer() else value).strip().casefold()
