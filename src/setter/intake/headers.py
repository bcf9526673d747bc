"""Which field a column's header means, by its words alone."""

from __future__ import annotations

from functools import lru_cache

from setter.intake.fields import (
    BESIDE,
    EMAIL_WORDS,
    FIELDS,
    HEADERS,
    OPT_OUT,
    PHONE_WORDS,
    QUALIFIERS,
    SECOND_CHOICE,
)
from setter.intake.text import words

_KNOWN = {header: field for field in reversed(FIELDS) for header in HEADERS[field]}
SECOND = 0.7
"""How sure a header is that gives way to any other of its field."""


@lru_cache(maxsize=1024)
def by_header(column: str) -> tuple[str, float]:
    """The field that a header means, and how surely; "" and 0 for none."""
    plain = words(column).replace("linked in", "linkedin")
    if any(f" {phrase} " in f" {plain} " or plain.startswith(phrase) for phrase in OPT_OUT):
        return "opted_out", 1.0
    bare = plain.rstrip(" 0123456789")
    for text, confidence in ((plain, 1.0), (bare, 0.95)):
        if text in _KNOWN:
            return _KNOWN[text], SECOND if text in SECOND_CHOICE else confidence
    if reached := _reached_by(frozenset(plain.split())):
        return reached, 0.9
    parts = bare.split()
    while len(parts) > 1 and parts[0] in QUALIFIERS:
        parts = parts[1:]
        if " ".join(parts) in _KNOWN:
            return _KNOWN[" ".join(parts)], 0.8
    return "", 0.0


def _reached_by(said: frozenset[str]) -> str:
    """Say whether nothing but words about a number, or about an address, stands in a header."""
    plain = frozenset(word for word in said if not word.isdigit())
    for field, nouns in (("email", EMAIL_WORDS), ("phone", PHONE_WORDS)):
        if plain & nouns and plain <= nouns | BESIDE:
            return field
    dialled = {"direct", "office", "work", "hq", "main"} & plain and {"number", "line", "dial"} & plain
    return "phone" if dialled and plain <= BESIDE else ""
