"""Text as a search compares it: without case and accents, the same on every engine and for every alphabet."""

from __future__ import annotations

import unicodedata


def folded(*texts: str) -> str:
    """Fold some texts into one, line by line: "Örjan" and "ORJAN" come out alike."""
    return "\n".join(_fold(text) for text in texts)


def _fold(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(letters.casefold().split())
