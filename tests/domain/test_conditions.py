"""Conditions are written as a person would say them, and read back as they were meant."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from setter.domain.conditions import flaw, parse
from setter.domain.facts import OPERATORS, Condition, Fact, holds


class TestReadingACondition:
    @pytest.mark.parametrize(
        ("text", "condition"),
        [
            ("dock_doors >= 6", Condition("dock_doors", ">=", 6)),
            ("  dock_doors>=6 ", Condition("dock_doors", ">=", 6)),
            ("share < 0.25", Condition("share", "<", 0.25)),
            ("balance > -5", Condition("balance", ">", -5)),
            ("is_customer = true", Condition("is_customer", "=", True)),
            ("is_customer == false", Condition("is_customer", "=", False)),
            ("seniority in [c_suite, owner, vp]", Condition("seniority", "in", ("c_suite", "owner", "vp"))),
            ("seniority in[owner]", Condition("seniority", "in", ("owner",))),
            ("state not  in [CA, NY]", Condition("state", "not in", ("CA", "NY"))),
            ("company.state = CA", Condition("company.state", "=", "CA")),
            ("title contains vice president", Condition("title", "contains", "vice president")),
            ('title = "a, b [c] where d = 1"', Condition("title", "=", "a, b [c] where d = 1")),
            ('zip = "01234"', Condition("zip", "=", "01234")),
            ("email known", Condition("email", "known")),
            ("need_quote said 12", Condition("need_quote", "said", 12)),
            ("need_quote said", Condition("need_quote", "said")),
            ("domain in [a.example, b-c.example]", Condition("domain", "in", ("a.example", "b-c.example"))),
            (
                "timing <= 180 where 0-3m = 90, 3-6m = 180",
                Condition("timing", "<=", 180, {"0-3m": 90.0, "3-6m": 180.0}),
            ),
        ],
    )
    def test_it_is_understood(self, text: str, condition: Condition) -> None:
        assert parse(text) == condition

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("", "starts with the name of a field"),
            (">= 6", "starts with the name of a field"),
            ("Docks >= 6", "starts with the name of a field"),
            ("dock_doors", "must be followed by one of"),
            ("dock_doors at least 6", "must be followed by one of"),
            ("dock_doors >= ", "needs a value"),
            ("dock_doors >= six", "compares with a number"),
            ("dock_doors >= true", "compares with a number"),
            ("seniority in owner", "brackets"),
            ("seniority in [owner", "brackets"),
            ("seniority in []", "needs a list"),
            ("seniority in [owner; vp = 1]", "cannot read the list"),
            ("seniority = [owner, vp]", "takes one value"),
            ("email known yes", "takes nothing after it"),
            ("need_quote said much", "number of characters"),
            ("need_quote said 0", "number of characters"),
            ("inside 3", "must be followed by"),
            ('title = "open', "do not close"),
            ("timing <= 180 where soon", "words and their numbers"),
            ("timing <= 180 where soon = later", "words and their numbers"),
        ],
    )
    def test_a_slip_is_answered_with_a_sentence(self, text: str, says: str) -> None:
        with pytest.raises(ValueError, match=re.escape(says)):
            parse(text)

    def test_a_scale_makes_words_comparable(self) -> None:
        condition = parse("timing <= 180 where 0-3m = 90, 6-12m = 365")
        assert holds(condition, {"timing": Fact("0-3m", "answer", 0)}) is True
        assert holds(condition, {"timing": Fact("6-12m", "answer", 0)}) is False

    @pytest.mark.requirement("R-016")
    def test_what_is_unknown_is_never_a_no(self) -> None:
        assert holds(parse("dock_doors >= 6"), {}) is None


SCALARS = st.one_of(
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: round(number, 3)),
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=20),
    st.sampled_from(
        ["true", "12", "1.5", "a where b = 1", "a where b", 'say "x"', "back\\slash", "[x]", "a, b", "in", "1e5", " x "]
    ),
)
FIELDS = st.from_regex(r"[a-z][a-z0-9_]{0,10}(\.[a-z0-9_]{1,5})?", fullmatch=True)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=8)
NUMBERS = st.integers(-(10**6), 10**6).map(float)
CONDITIONS = st.one_of(
    st.builds(Condition, FIELDS, st.sampled_from(["=", "!=", "contains"]), SCALARS),
    st.builds(
        Condition,
        FIELDS,
        st.sampled_from([">", ">=", "<", "<="]),
        st.one_of(st.integers(-(10**14), 10**14), st.floats(-1e9, 1e9).map(lambda number: round(number, 3))),
        st.dictionaries(WORDS, NUMBERS, max_size=3),
    ),
    st.builds(
        Condition, FIELDS, st.sampled_from(["in", "not in"]), st.lists(SCALARS, min_size=1, max_size=4).map(tuple)
    ),
    st.builds(Condition, FIELDS, st.just("known")),
    st.builds(Condition, FIELDS, st.just("said"), st.integers(1, 500)),
)


class TestAnyCondition:
    @given(CONDITIONS)
    def test_a_condition_survives_being_stored(self, condition: Condition) -> None:
        assert msgspec.json.decode(msgspec.json.encode(condition), type=Condition) == condition

    @given(
        st.one_of(
            st.text(max_size=60),
            st.sampled_from(OPERATORS).flatmap(lambda op: st.text(max_size=20).map(lambda rest: f"x {op} {rest}")),
        )
    )
    def test_any_text_is_a_usable_condition_or_a_sentence(self, text: str) -> None:
        try:
            condition = parse(text)
        except ValueError as refusal:
            assert str(refusal)
        else:
            assert flaw(condition) == ""
