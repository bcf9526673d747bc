"""The nine gates of an SQL by their names, wherever they are told to people (domain §2.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable

NINE_GATES = {
    "target_market": "Target market",
    "ability_to_use": "Can use it",
    "knows_who": "Knows who we are",
    "knows_what": "Knows what we do",
    "need": "Need",
    "budget": "Budget",
    "authority": "Authority",
    "timing": "Timing",
    "meeting_requested": "Meeting requested",
}
"""The gates of an SQL in the order they are told, with their names."""
_GATE = re.compile(r"\b(?:" + "|".join(NINE_GATES) + r")$")


def gates_in_words(gates: Iterable[str], between: str = ", ") -> str:
    """Name gates within a sentence: "knows who we are, knows what we do"."""
    return between.join(_within(gate) for gate in gates)


def with_gate_named(measure: str) -> str:
    """The name of a measure as people read it: that of a gate at its end in words, not by its id."""
    return _GATE.sub(lambda found: _within(found[0]), measure) if measure.startswith("gate ") else measure


def _within(gate: str) -> str:
    name = NINE_GATES.get(gate, gate.replace("_", " "))
    return name[:1].lower() + name[1:]
