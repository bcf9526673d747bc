"""The packet as one page of Markdown: lists only, for tables break on a phone; every word of a person is plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from setter.handoff.meeting import SANDBOX_MARK
from setter.handoff.packet import GateLine, HistoryLine, Packet, Said
from setter.handoff.words import markdown, requested

_MARKED = re.compile(r"\\(.)|\*|  $", re.MULTILINE)
"""A sign that is marked to be shown as it is; or what only Markdown reads: emphasis, and a break at a line's end."""
MOST_CHARACTERS = 240
"""A longer text is cut on the page; the JSON packet has it whole."""
MOST_LINES = 6
"""Of a longer list the newest lines are on the page; the JSON packet has them all."""


def render_markdown(packet: Packet) -> str:
    """Write the packet as a page that prints on one sheet and shows hostile text as text."""
    blocks = (
        _top(packet),
        _block("Who", _who(packet)),
        _block("Meeting", _appointment(packet)),
        _block("Gates", map(_gate, packet.gates)),
        _block("What was said", _said(packet)),
        _block("Objections", _newest([_bullet(f"“{_text(each.label)}”", each.value) for each in packet.objections])),
        _block("History", _history(packet)),
        _block("Risks", [f"- {_text(risk)}" for risk in packet.risks] or ["- none noted"]),
        _block("Compliance", _compliance(packet)),
        _block("Your answer", _reply(packet)),
        "\n".join(f"*{markdown(each)}*  " for each in packet.definitions),
    )
    return "\n\n".join(block for block in blocks if block) + "\n"


def render_plain(packet: Packet) -> str:
    """Write the same page for whoever reads it as plain text: every sign as it was typed, and none of emphasis."""
    return _MARKED.sub(lambda found: found[1] or "", render_markdown(packet))


def _text(value: str) -> str:
    return markdown(value, MOST_CHARACTERS)


def _bullet(label: str, *values: str) -> str:
    """Write one line of a list; unknown where nothing is known."""
    known = ", ".join(_text(value) for value in values if value)
    return f"- {label}: {known or 'unknown'}"


def _block(title: str, items: Iterable[str]) -> str:
    found = list(items)
    return "\n".join([f"## {title}", *found]) if found else ""


def _newest(items: Sequence[str]) -> list[str]:
    left = len(items) - MOST_LINES
    return [f"- {left} earlier, in the JSON packet", *items[-MOST_LINES:]] if left > 0 else list(items)


def _top(packet: Packet) -> str:
    head = packet.header
    notices = [
        f"**{SANDBOX_MARK}**" if packet.sandbox else "",
        "**CANCELLED**" if head.status == "cancelled" else "",
        ""
        if packet.qualified or head.status == "cancelled"
        else f"**BOOKED, NOT YET QUALIFIED** – missing: {_text(', '.join(packet.missing))}",
    ]
    ids = f"meeting {head.meeting_id}" + (f", SQL {head.sql_id}" if head.sql_id else "")
    lines = [
        f"# {_text(packet.who.name) or 'Name unknown'}, {_text(packet.who.company) or 'company unknown'}",
        *(f"\n{notice}" for notice in notices if notice),
        "",
        _bullet("For", head.client, head.campaign),
        _bullet("Record", ids, f"rung {head.rung}", _spaced(head.status), f"change {_spaced(head.change)}"),
        _bullet("Set by", head.set_by, head.set_on),
        _bullet("Reviewed by", head.reviewer or "nobody: this campaign hands off without review"),
        *([f"- **{_text(head.unsigned.upper())}**"] if head.unsigned else []),
    ]
    return "\n".join(lines)


def _who(packet: Packet) -> list[str]:
    who = packet.who
    confirmed = "confirmed" if who.email_confirmed else "not confirmed"
    return [
        _bullet("Person", who.name, who.title, who.seniority),
        _bullet("Company", who.company, who.industry, who.size, who.site),
        _bullet("Phone", *who.phones),
        _bullet("E-mail", *((who.email, confirmed) if who.email else ())),
        _bullet("Zone", who.zone),
        _bullet("Also there", *(who.others or ("nobody else",))),
    ]


def _appointment(packet: Packet) -> list[str]:
    meeting = packet.appointment
    return [
        _bullet("Prospect's time", meeting.for_prospect),
        _bullet("Your time", meeting.for_rep),
        _bullet("With", meeting.rep, f"{meeting.minutes} minutes", meeting.place),
        _bullet("Agenda in the prospect's words", meeting.agenda),
        _bullet("How it was requested", requested(meeting.requested_how)),
        *([_bullet("Answered the invitation", *meeting.answered)] if meeting.answered else []),
    ]


def _gate(gate: GateLine) -> str:
    told = ", ".join(_text(each) for each in (gate.when, gate.by) if each)
    if gate.status == "waived":
        return (
            f"- **WAIVED: {gate.label.upper()}, BY {_text(gate.by.upper())}** – {_text(gate.why)} ({_text(gate.when)})"
        )
    words = " – ".join(each for each in (f"“{_text(gate.quote)}”" if gate.quote else "", _text(gate.why)) if each)
    return f"- {gate.label}: {gate.status}" + (f" – {words}" if words else "") + (f" ({told})" if told else "")


def _said(packet: Packet) -> list[str]:
    sections: tuple[tuple[str, tuple[Said, ...]], ...] = (
        ("Need and its cost", packet.need),
        ("Process and tools today", packet.process),
        ("Decision and who else decides", packet.decision),
        ("Budget", packet.budget),
        ("Timing and trigger", packet.timing),
        ("Other answers", packet.other),
    )
    always = [name for name, _ in sections[:-1]]
    found = [
        _bullet(name, *(f"{each.label} – {each.value}" for each in said[:MOST_LINES]))
        for name, said in sections
        if said or name in always
    ]
    return [*found, *([_bullet("Notes", packet.notes)] if packet.notes else [])]


def _history(packet: Packet) -> list[str]:
    score = packet.score
    scored = (f"{score.points:g} by {score.rule_set}", score.temperature, *score.lines[:MOST_LINES]) if score else ()
    return [
        *_newest([_attempt(each) for each in packet.history]),
        _bullet("Sources", *packet.sources[-MOST_LINES:]),
        _bullet("Engagement", *(packet.engagement[-MOST_LINES:] or ("none known",))),
        _bullet("Score", *scored),
    ]


def _attempt(each: HistoryLine) -> str:
    return _bullet(_text(each.when), _spaced(each.disposition), each.caller, each.note)


def _spaced(code: str) -> str:
    """Write a code as words."""
    return code.replace("_", " ")


def _compliance(packet: Packet) -> list[str]:
    known = packet.compliance
    return [
        _bullet("Lawful basis", known.lawful_basis),
        _bullet("Opt-outs", known.opt_outs or "none on record"),
        _bullet("Recording", known.recording or "off"),
    ]


def _reply(packet: Packet) -> list[str]:
    if packet.header.status == "cancelled" and not packet.header.sql_id:
        return []
    codes = "; ".join(f"{each.label} {markdown(each.value)}" for each in packet.reply.codes)
    return [
        f"- Due: {_text(packet.reply.due) or 'no time set'}",
        "- [ ] accept",
        "- [ ] reject, code: ____ and why: ____",
        f"- Codes: {codes}",
        "- How: in the sheet of answers that you get, or by word to whoever set it",
    ]
