"""What comes out of a list file: rows that could be read, rows that could not, and the names of the columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

Cell = str | int | float | bool | None

_ADDRESS = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
_NUMBER = re.compile(r"[+(]?\d[\d\s().\-/]{5,}\d")
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}( .*)?")
KEPT_RAW = 10_000


class Row(NamedTuple):
    """One row of a list; `number` is its first line in a text file, its row in a sheet, its place in JSON (from 1)."""

    number: int
    values: dict[str, Cell]


class BadRow(NamedTuple):
    """A row that cannot be read, why, and the beginning of what stands there."""

    number: int
    reason: str
    raw: str


def bad(number: int, reason: str, raw: str) -> BadRow:
    """Make a bad row whose raw text is kept short enough to write back."""
    return BadRow(number, reason, raw if len(raw) <= KEPT_RAW else raw[:KEPT_RAW] + "…")


def column_names(header: Sequence[str]) -> list[str]:
    """Give every column a name of its own: an empty header is "column 6", a second "phone" is "phone (2)"."""
    seen: Counter[str] = Counter()
    names: list[str] = []
    for place, text in enumerate(header, start=1):
        name = base = " ".join(text.replace("\ufeff", "").split()) or f"column {place}"
        while name in names:
            seen[base] += 1
            name = f"{base} ({seen[base] + 1})"
        names.append(name)
    return names


def looks_like_email(text: str) -> bool:
    """Say whether a text has the outline of an e-mail address."""
    return _ADDRESS.fullmatch(text) is not None


def looks_like_phone(text: str) -> bool:
    """Say whether a text has the outline of a phone number: seven digits or more, and no date."""
    if _NUMBER.fullmatch(text) is None or _DATE.fullmatch(text) is not None:
        return False
    return 7 <= sum(char.isdigit() for char in text) <= 15


def is_data(cells: Sequence[str]) -> bool:
    """Say whether a first line is already a person, not a header: it holds an e-mail address or a phone number."""
    texts = [cell.strip() for cell in cells]
    return any(looks_like_email(text) or looks_like_phone(text) for text in texts)
