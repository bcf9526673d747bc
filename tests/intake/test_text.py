"""Of a cell stays what a person would see."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setter.intake.text import is_placeholder, slug, visible, visible_lines, words, written


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("  James   Butt ", "James Butt"),
        ("\x1b[31mJames\x1b[0m", "James"),
        ("\x1b]0;owned\x07James", "James"),
        ("\x1b]8;;http://x.example\x1b\\James\x1b]8;;\x1b\\", "James"),
        ("\x9b31mJames", "James"),
        ("James\x1b", "James"),
        ("Ja\x00mes\x07", "James"),
        ("\u202eJames\u202c \u2066Butt\u2069", "James Butt"),
        ("Ja\u200bm\u200des\ufeff", "James"),
        ("James\r\nButt\tJr\u2028x", "James Butt Jr x"),
        ("[bold]James[/]", "[bold]James[/]"),
        ("[@click=app.quit]x[/]", "[@click=app.quit]x[/]"),
        ("u\u0308ber", "\u00fcber"),
        ("\ud800x", "x"),
        ("李小龙 محمد", "李小龙 محمد"),
    ],
)
def test_only_what_can_be_seen(typed, seen):
    assert visible(typed) == seen


def test_notes_keep_their_lines():
    assert visible_lines("first \x1b[1mline\r\n\r\n second\u202e") == "first line\nsecond"


@given(st.text())
def test_nothing_that_steers_a_terminal_gets_through(text):
    seen = visible(text)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") for char in seen)
    assert not any(char in seen for char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u200b")
    assert visible(seen) == seen


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x", "x"),
        (None, ""),
        (True, "true"),
        (5, "5"),
        (8014.0, "8014"),
        (1.5, "1.5"),
        ("'=1", "=1"),
        ("'t Hooft", "'t Hooft"),
    ],
)
def test_values_are_written_as_a_person_would(value, text):
    assert written(value) == text


@pytest.mark.parametrize("text", ["n/a", "N/A", "-", "unknown", "Not available", "#N/A", "TBD", "?"])
def test_words_that_only_say_nothing_is_known(text):
    assert is_placeholder(text)
    assert not is_placeholder("Nadia")


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("E-Mail", "e mail"),
        ("phone1", "phone 1"),
        ("FirstName", "first name"),
        ("Straße", "strasse"),
        ("PRÉNOM ", "prenom"),
    ],
)
def test_headers_are_laid_out_as_words(header, plain):
    assert words(header) == plain
    assert slug(header) == plain.replace(" ", "_")
