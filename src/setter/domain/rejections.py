"""Why sales rejects an SQL: each code with the gate that should have caught it, and what follows (domain §7.6)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from setter.domain.gate_names import gates_in_words

Follows = Literal["return", "rebook", "nurture", "close", "wrong_data"]


class Rejection(Struct, frozen=True):
    """One reason; `gates` should have caught it, `against` is whom it counts against.

    `counts` is False for what is no rejection: a packet returned, a rep's own trouble, a repeated no-show. `follows`:
    the SQL goes back to be completed (return), the meeting goes to another rep (rebook), the prospect comes back
    later (nurture) or never (close), or somebody finds the right data first (wrong_data).
    """

    code: str
    words: str
    gates: tuple[str, ...]
    against: str
    follows: Follows = "nurture"
    counts: bool = True


_ALL = (
    Rejection("R01", "outside target market", ("target_market",), "rules and source", "close"),
    Rejection("R02", "already customer, open deal or duplicate", (), "data", "close"),
    Rejection("R03", "no need", ("need",), "caller"),
    Rejection("R04", "no budget or means", ("budget",), "caller"),
    Rejection("R05", "no authority or wrong person", ("authority",), "caller"),
    Rejection("R06", "timing too far", ("timing",), "caller"),
    Rejection("R07", "did not know who we are or why we met", ("knows_who", "knows_what"), "caller"),
    Rejection("R08", "did not really ask for a meeting", ("meeting_requested",), "caller"),
    Rejection("R09", "wrong contact data", (), "source", "wrong_data"),
    Rejection("R10", "cannot use the product", ("ability_to_use",), "caller and rules", "close"),
    Rejection("R11", "competitor, vendor, student or job-seeker", ("target_market",), "source", "close"),
    Rejection("R12", "packet too thin (returned, not rejected)", (), "caller", "return", counts=False),
    Rejection("R13", "rep, territory or capacity (excused)", (), "nobody", "rebook", counts=False),
    Rejection("R14", "repeated no-show", (), "its own measure", counts=False),
    Rejection("R99", "other, in 20 characters or more", (), "review"),
)
REJECTIONS: Mapping[str, Rejection] = MappingProxyType({each.code: each for each in _ALL})
"""Sales' reasons to reject, by code."""
RETURNED = "R12"
"""The code with which sales returns an SQL before its meeting, to be completed."""
MISSED = "R14"
"""The code with which sales gives up whoever did not come, again."""
OTHER, SHORTEST_OTHER = "R99", 20
"""The code that says nothing by itself, and how many characters its reason must have."""


def stands_rejected(code: str) -> bool:
    """Say whether an SQL is none any more by sales' code; a rep's own trouble takes nothing from it (R-009)."""
    return bool(code) and REJECTIONS[code].follows != "rebook"


def counts_against(code: str) -> bool:
    """Say whether a code is a rejection as it is counted: nothing returned, nothing excused, no repeated no-show."""
    return bool(code) and REJECTIONS[code].counts


def words_of(code: str) -> str:
    """Say a code in words, with the gate that should have caught it."""
    rejection = REJECTIONS[code]
    gates = gates_in_words(rejection.gates, " and ")
    return f"{code}, {rejection.words}" + (f" (gate: {gates})" if gates else "")
