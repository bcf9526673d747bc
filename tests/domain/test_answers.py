"""A caller types as he talks, and the answer is understood or asked for again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setter.domain.answers import is_email, parse_answer
from setter.domain.errors import Wrong
from setter.domain.facts import Value
from setter.domain.script import Capture

KINDS = ("text", "quote", "int", "money", "bool", "choice", "month", "phone", "email", "date")
CHOICE = Capture("role", "choice", "Role", options=("owner", "c_suite", "vp", "decides", "decides_with_others"))


def asked(kind: str, **more: int) -> Capture:
    return CHOICE if kind == "choice" else Capture("x", kind, "The question", **more)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("int", "12", 12),
        ("int", "1,200", 1200),
        ("int", "~12", 12),
        ("int", "about 12", 12),
        ("int", "roughly 40+", 40),
        ("money", "$1,200.50", 1200.5),
        ("money", "1200", 1200.0),
        ("money", "15k", 15000.0),
        ("money", "about $2.5k", 2500.0),
        ("money", "1200 USD", 1200.0),
        ("bool", "yes", True),
        ("bool", "Y", True),
        ("bool", "true", True),
        ("bool", "n", False),
        ("bool", "False", False),
        ("month", "mar 2027", "2027-03"),
        ("month", "March 2027", "2027-03"),
        ("month", "sept 2027", "2027-09"),
        ("month", "2027-03", "2027-03"),
        ("month", "3/2027", "2027-03"),
        ("phone", " 312 555 0142 x7 ", "312 555 0142 x7"),
        ("email", "dana.f@client.example", "dana.f@client.example"),
        ("date", "2026-11-24", "2026-11-24"),
        ("date", "24 nov 2026", "2026-11-24"),
        ("date", "Nov 24, 2026", "2026-11-24"),
        ("date", "1st march 2027", "2027-03-01"),
        ("choice", "2", "c_suite"),
        ("choice", "C suite", "c_suite"),
        ("choice", "own", "owner"),
        ("choice", "decides", "decides"),
        ("text", "  ask for Bo ", "ask for Bo"),
    ],
)
def test_it_is_understood(kind: str, typed: str, value: Value) -> None:
    parsed = parse_answer(asked(kind), typed)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("int", "a dozen"),
        ("int", "1,20"),
        ("int", "12.5"),
        ("int", "-3"),
        ("money", "lots"),
        ("money", "1.2.3"),
        ("bool", "maybe"),
        ("month", "2027"),
        ("month", "ma 2027"),
        ("month", "foo 2027"),
        ("month", "2027-13"),
        ("phone", "n/a"),
        ("email", "dana@client"),
        ("email", "dana@@client.example"),
        ("email", "da na@client.example"),
        ("email", ".dana@client.example"),
        ("date", "31 feb 2026"),
        ("date", "tomorrow"),
        ("choice", "9"),
        ("choice", "dec"),
        ("choice", "²"),
        ("text", "   "),
        ("text", "x" * 5000),
    ],
)
def test_what_is_not_understood_is_asked_again_with_an_example(kind: str, typed: str) -> None:
    with pytest.raises(Wrong) as refusal:
        parse_answer(asked(kind), typed)
    assert refusal.value.code == "wrong_answer"
    assert refusal.value.hint
    assert refusal.value.where == asked(kind).field


@pytest.mark.requirement("R-023")
def test_a_quote_must_be_long_enough_to_be_somebodys_words() -> None:
    with pytest.raises(Wrong, match="12 are needed"):
        parse_answer(asked("quote", min_chars=12), "yes")
    assert parse_answer(asked("quote", min_chars=12), "trucks wait two hours") == "trucks wait two hours"


@given(st.sampled_from(KINDS), st.text(max_size=60))
def test_any_text_is_a_value_or_a_sentence(kind: str, typed: str) -> None:
    try:
        value = parse_answer(asked(kind), typed)
    except Wrong as refusal:
        assert refusal.message
        assert len(typed) < 10 or typed not in refusal.message
    else:
        assert isinstance(value, (str, int, float, bool))


@given(st.integers(0, 10**12))
def test_a_number_is_read_with_and_without_commas(number: int) -> None:
    assert parse_answer(asked("int"), f"{number:,}") == parse_answer(asked("int"), str(number)) == number


@given(st.emails())
def test_no_address_is_accepted_that_breaks_a_header(address: str) -> None:
    if is_email(address):
        assert not set(address) & set(' \r\n\t,;<>"')
