"""What sales reads of a meeting inside its CRM, in plain words: what the packet says, never for the prospect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from setter.handoff.meeting import SANDBOX_MARK, MeetingRecord
from setter.handoff.packet import GateLine, Said
from setter.handoff.packing import packet_of
from setter.handoff.words import requested


def internal_notes(record: MeetingRecord) -> str:
    """The packet's main lines as plain text, for a field of the CRM that only its users see."""
    packet = packet_of(record)
    said: tuple[tuple[str, tuple[Said, ...]], ...] = (
        ("Need", packet.need),
        ("Today", packet.process),
        ("Decision", packet.decision),
        ("Budget", packet.budget),
        ("Timing", packet.timing),
        ("Also said", packet.other),
    )
    return "\n".join(
        (
            *([SANDBOX_MARK] if packet.sandbox else []),
            f"{packet.header.client}, {packet.header.campaign}: set by {packet.header.set_by}, {packet.header.set_on}",
            f"{packet.appointment.for_rep}, with {packet.appointment.rep}",
            *_line("How it was requested", [requested(packet.appointment.requested_how)]),
            *_line("Missing", packet.missing),
            *map(_gate, packet.gates),
            *(written for label, each in said for written in _line(label, map(_said, each))),
            *_line("Objections", map(_said, packet.objections)),
            *_line("Risks", packet.risks),
            *_line("Notes", [packet.notes]),
        )
    )


def _line(label: str, values: Iterable[str]) -> Iterator[str]:
    """One line of words, or none where there are none."""
    known = "; ".join(each for each in values if each)
    if known:
        yield f"{label}: {known}"


def _said(said: Said) -> str:
    return ": ".join(each for each in (said.label, said.value) if each)


def _gate(gate: GateLine) -> str:
    words = " ".join(each for each in (f"“{gate.quote}”" if gate.quote else "", gate.why) if each)
    return f"{gate.label}: {gate.status}" + (f", {words}" if words else "")
