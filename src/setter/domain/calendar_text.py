"""What tells a calendar's text from one that only keeps whoever reads it busy (RFC 5545)."""

from __future__ import annotations

import re

DEEPEST = 8
"""A calendar holds events, and an event alarms: nothing stands deeper than four."""
_ENDS = re.compile(rb"^(BEGIN|END):", re.IGNORECASE | re.MULTILINE)


def is_too_deep(text: bytes) -> bool:
    """Say whether parts stand within parts as in no calendar, which take for ever to read."""
    depth = 0
    for found in _ENDS.finditer(text):
        depth += 1 if found[1].upper() == b"BEGIN" else -1
        if depth > DEEPEST:
            return True
    return False
