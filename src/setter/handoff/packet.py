"""The packet: one page with all that a sales representative needs before the meeting; never for the prospect."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from setter.handoff.meeting import SANDBOX_MARK, Compliance


class Header(Struct, frozen=True):
    """Whose meeting this is, and how far it is on its way; ids are decimal strings, `sql_id` empty until one."""

    client: str
    campaign: str
    meeting_id: str
    sql_id: str
    rung: str
    status: str
    change: str
    set_by: str
    set_on: str
    reviewer: str
    unsigned: str = ""


class Who(Struct, frozen=True):
    """The person, and who joins."""

    name: str
    title: str
    seniority: str
    company: str
    size: str
    industry: str
    site: str
    phones: tuple[str, ...]
    email: str
    email_confirmed: bool
    zone: str
    others: tuple[str, ...]


class Appointment(Struct, frozen=True):
    """When and where, on both clocks; `starts_utc` is ISO 8601."""

    starts_utc: str
    for_prospect: str
    for_rep: str
    minutes: int
    rep: str
    place: str
    agenda: str
    requested_how: str
    answered: tuple[str, ...] = ()


class GateLine(Struct, frozen=True):
    """How one gate stands, with the words it stands on; `why` says what is lacking or the waiver's reason."""

    gate: str
    label: str
    status: str
    quote: str
    when: str
    by: str
    why: str


class Said(Struct, frozen=True):
    """Something the prospect said, under the label of its question or objection."""

    label: str
    value: str


class HistoryLine(Struct, frozen=True):
    """One attempt; `when` is the rep's date."""

    when: str
    caller: str
    disposition: str
    note: str


class Score(Struct, frozen=True):
    """The score with its rule set and the lines that add up to it."""

    points: float
    rule_set: str
    temperature: str
    lines: tuple[str, ...]


class Reply(Struct, frozen=True):
    """What sales answers, by when, and the codes to reject with."""

    due: str
    codes: tuple[Said, ...]


class Packet(Struct, frozen=True):
    """Everything of domain §7.1, in the order of the page; texts are cleaned, times are already words."""

    sandbox: bool
    qualified: bool
    missing: tuple[str, ...]
    header: Header
    who: Who
    appointment: Appointment
    gates: tuple[GateLine, ...]
    need: tuple[Said, ...]
    process: tuple[Said, ...]
    decision: tuple[Said, ...]
    budget: tuple[Said, ...]
    timing: tuple[Said, ...]
    other: tuple[Said, ...]
    objections: tuple[Said, ...]
    notes: str
    history: tuple[HistoryLine, ...]
    sources: tuple[str, ...]
    engagement: tuple[str, ...]
    score: Score | None
    risks: tuple[str, ...]
    compliance: Compliance
    definitions: tuple[str, ...]
    reply: Reply


def as_json(packet: Packet) -> dict[str, Any]:
    """Turn a packet into plain JSON values; ids are decimal strings."""
    import msgspec

    plain: dict[str, Any] = msgspec.to_builtins(packet)
    if packet.sandbox:
        plain["mark"] = SANDBOX_MARK
    return plain
