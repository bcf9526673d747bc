"""Cells that a spreadsheet would run as a formula: how to make one harmless, and how to take it back."""

from __future__ import annotations

import re

_UNSEEN = r"[\s\x00-\x1f\u00ad\u200b-\u200f\u2060\ufeff]*"
"""What a spreadsheet passes over before a formula: any space, control characters, and what has no width."""
_TRIGGER = re.compile(rf"^'*{_UNSEEN}[=+\-@＝＋－＠\t\r]|[\r\n\v\f\x85\u2028\u2029]{_UNSEEN}[=+\-@＝＋－＠]")


def is_formula(cell: str) -> bool:
    """Say whether a spreadsheet could run this cell.

    It could when the cell starts with a trigger character, also a full-width one, after spaces or whatever nobody
    sees, or after a line break (domain §7.5).
    """
    return _TRIGGER.search(cell) is not None


def defanged(cell: str) -> str:
    """Put one `'` before a cell that a spreadsheet could run; every other cell stays as it is."""
    return f"'{cell}" if is_formula(cell) else cell


def undefanged(cell: str) -> str:
    """Take exactly one `'` off a cell that was defanged, so that a round trip loses nothing (domain §7.5)."""
    return cell[1:] if cell.startswith("'") and is_formula(cell[1:]) else cell
