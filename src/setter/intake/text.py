"""What a person would see of a cell: no control characters, no escapes, nothing that hides or reorders text."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from setter.domain.formulas import undefanged
from setter.intake.rows import Cell

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # colours, cursor moves
    r"|\x1b[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # titles, links, device strings
    r"|\x1b[ -/]*[0-~]"
    r"|\x9b[0-?]*[ -/]*[@-~]"
)
_BREAKS = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_SPACES = re.compile(r"\s+")
_SLUG = re.compile(r"[^a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)")

_PLACEHOLDER_WORDS = """
n/a #n/a n.a. n.a n\\a none nil null na unknown unbekannt inconnu desconocido - -- --- – — . .. ? ?? ???
x xx xxx tbd tba #ref! #value! #name? nan undefined (none) (unknown) (blank) keine
"""
PLACEHOLDERS = frozenset(_PLACEHOLDER_WORDS.split()) | {
    "not available",
    "not provided",
    "no number",
    "no phone",
    "no email",
    "keine angabe",
}
"""Words that people and exports write into a cell to say that they know nothing."""


def visible(value: str) -> str:
    """Reduce a text to one line of what can be seen; markup stays, as text."""
    if value.isascii() and value.isprintable():
        return " ".join(value.split()) if "  " in value else value.strip()
    return _SPACES.sub(" ", _seen(_BREAKS.sub(" ", value))).strip()


def visible_lines(value: str) -> str:
    """Reduce a text to what can be seen and keep its lines."""
    return "\n".join(line for part in _BREAKS.split(value) if (line := visible(part)))


def _seen(value: str) -> str:
    if "\x1b" in value or "\x9b" in value:
        value = _ESCAPES.sub("", value)
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", value))


def written(value: Cell) -> str:
    """Write a cell's value as text, as a person would have typed it; a defanged formula gets its own face back."""
    if type(value) is str:
        return undefanged(value) if value.startswith("'") else value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def is_placeholder(text: str) -> bool:
    """Say whether a text only says that nothing is known ("n/a", "-", "unknown")."""
    return text.casefold() in PLACEHOLDERS


@lru_cache(maxsize=32768)
def known_text(text: str) -> str:
    """The visible part of a text, "" where it only says that nothing is known; lists repeat their cells."""
    seen = visible(text)
    return "" if is_placeholder(seen) else seen


@lru_cache(maxsize=4096)
def words(header: str) -> str:
    """Lay a column's header out as plain lower-case words: "E-Mail" is "e mail", "phone1" is "phone 1"."""
    spaced = _CAMEL.sub(" ", visible(header)).casefold()
    return " ".join(_SLUG.sub(" ", without_accents(spaced)).split())


def slug(header: str) -> str:
    """Name an attribute after its column, in snake case; "" where the header has no Latin letter or digit."""
    return words(header).replace(" ", "_")


def without_accents(text: str) -> str:
    """Strip marks from letters, so that "Müller" and "Muller" compare equal."""
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
