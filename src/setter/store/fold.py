"""Text as a search compares it: without case and accents, the same on every engine and for every alphabet."""

from __future__ import annotations

import unicodedata

_PLAIN = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"})
"""Letters that Unicode does not take apart, as a keyboard without them writes them."""


def folded(text: str) -> str:
    """Fold a text: "Örjan Strøm" and "ORJAN  STROM" come out alike."""
    if text.isascii():
        return " ".join(text.lower().split())
    bare = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(letters.casefold().translate(_PLAIN).split())
