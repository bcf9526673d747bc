"""A meeting's record laid out as the packet: sorted, cleaned, and with its times in words."""

from __future__ import annotations

import re

from setter.domain.gate_evidence import GateResult
from setter.domain.rejections import REJECTIONS
from setter.domain.signed_parts import unsigned_words
from setter.handoff.meeting import NINE_GATES, Compliance, MeetingRecord, PublicMeeting
from setter.handoff.packet import Appointment, GateLine, Header, HistoryLine, Packet, Reply, Said, Score, Who
from setter.handoff.words import day, instant, line, lines, spoken, wall

SECTION_OF_GATE = {
    "need": "need",
    "ability_to_use": "process",
    "authority": "decision",
    "budget": "budget",
    "timing": "timing",
}
"""Where an answer is shown by the gate it is evidence for."""
_TIME_ASKED = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d \S+), ")
"""How the evidence for the meeting begins: with its wall time and zone."""
GUESTS_SAID = {
    "accepted": "accepts",
    "declined": "declines",
    "tentative": "may come",
    "countered": "asks for another time",
}
"""What a guest's answer to the invitation is called."""


def packet_of(record: MeetingRecord) -> Packet:
    """Lay a meeting's record out as the packet that sales reads."""
    public, zone = record.public, record.public.rep.zone
    said, known = _sections(record), record.compliance
    return Packet(
        sandbox=public.sandbox,
        qualified=record.qualified,
        missing=tuple(NINE_GATES.get(gate, gate) for gate in record.missing),
        header=_header(record),
        who=_who(record),
        appointment=_appointment(public, record.requested_how, guests_words(record)),
        gates=tuple(_gate(record.gate(gate), label, record) for gate, label in NINE_GATES.items()),
        **{name: said.get(name, ()) for name in ("need", "process", "decision", "budget", "timing", "other")},
        objections=tuple(Said(line(each.said), line(each.answered)) for each in record.objections),
        notes=lines(record.notes),
        history=tuple(
            HistoryLine(day(each.at, zone), line(each.caller), each.disposition, line(each.note))
            for each in sorted(record.attempts, key=lambda each: each.at)
        ),
        sources=tuple(
            ", ".join(filter(None, map(line, (each.kind, each.name, each.acquired_on)))) for each in record.sources
        ),
        engagement=tuple(map(line, record.engagement)),
        score=_score(record),
        risks=_risks(record),
        compliance=Compliance(*map(line, (known.lawful_basis, known.opt_outs, known.recording))),
        definitions=_definitions(record),
        reply=_reply(record),
    )


def _header(record: MeetingRecord) -> Header:
    return Header(
        client=line(record.public.client),
        campaign=line(record.campaign),
        meeting_id=str(record.public.meeting),
        sql_id="" if record.sql is None else str(record.sql),
        rung=record.rung,
        status=record.status,
        change=f"{record.change} ({record.change_kind})",
        set_by=line(record.caller),
        set_on=day(record.set_at, record.public.rep.zone),
        reviewer=line(record.reviewer),
        unsigned=unsigned_words(record.unsigned),
    )


def _who(record: MeetingRecord) -> Who:
    public, details = record.public, record.details
    others = (f"{line(guest.name)} {line(guest.email)}".strip() for guest in public.guests)
    return Who(
        name=line(public.prospect.name),
        title=line(details.title),
        seniority=line(details.seniority),
        company=line(public.company),
        size=line(details.size),
        industry=line(details.industry),
        site=line(details.site),
        phones=tuple(map(line, details.phones)),
        email=line(public.prospect.email),
        email_confirmed=details.email_confirmed,
        zone=public.prospect_zone,
        others=tuple(filter(None, others)),
    )


def guests_words(record: MeetingRecord) -> tuple[str, ...]:
    """What the guests answered to the invitation, in words."""
    words, zone = [], record.public.rep.zone
    for each in record.guests_said:
        said = GUESTS_SAID.get(each.answer, each.answer)
        older = "" if each.stands else " (the time before this one)"
        words.append(f"{line(each.name)} {said} on {day(each.at, zone)}{older}")
    return tuple(words)


def _appointment(public: PublicMeeting, requested_how: str, answered: tuple[str, ...]) -> Appointment:
    return Appointment(
        starts_utc=instant(public.starts),
        for_prospect=spoken(public.starts, public.prospect_zone),
        for_rep=spoken(public.starts, public.rep.zone),
        minutes=public.minutes,
        rep=line(public.rep.name),
        place=line(public.place),
        agenda=line(public.agenda),
        requested_how=line(requested_how),
        answered=answered,
    )


def _gate(gate: GateResult, label: str, record: MeetingRecord) -> GateLine:
    waived, zone = gate.status == "waived", record.public.rep.zone
    doubts = (gate.lacks, gate.doubt, _moved(gate, record.public))
    return GateLine(
        gate=gate.gate,
        label=label,
        status=gate.status,
        quote="" if waived else line(gate.quote),
        when="" if gate.at is None else day(gate.at, zone),
        by=line(gate.by),
        why=line(gate.quote if waived else "; ".join(filter(None, doubts))),
    )


def _moved(gate: GateResult, public: PublicMeeting) -> str:
    """Say of the time that was asked for that it is no longer the meeting's: what was evidence stays as it was."""
    asked = _TIME_ASKED.match(gate.quote) if gate.gate == "meeting_requested" else None
    now = f"{wall(public.starts, public.prospect_zone).replace('T', ' ')} {public.prospect_zone}"
    return "moved since, as said above" if asked and asked[1] != now else ""


def _sections(record: MeetingRecord) -> dict[str, tuple[Said, ...]]:
    """Sort the answers by where they are shown; one that only proves a gate already stands on that gate's line."""
    quoted = {line(gate.quote) for gate in record.gates}
    sections: dict[str, tuple[Said, ...]] = {}
    for answer in record.answers:
        by_gate = next((SECTION_OF_GATE[gate] for gate in answer.gates if gate in SECTION_OF_GATE), "other")
        section = answer.section or by_gate
        if section == "other" and answer.gates and line(answer.value) in quoted:
            continue
        sections[section] = (*sections.get(section, ()), Said(line(answer.label), line(answer.value)))
    return sections


def _score(record: MeetingRecord) -> Score | None:
    if record.score is None:
        return None
    score = record.score
    return Score(score.points, line(score.rule_set), score.temperature, tuple(map(line, score.lines)))


def _risks(record: MeetingRecord) -> tuple[str, ...]:
    """What the caller knows to be doubtful, and what the record shows to be."""
    found = list(map(line, record.risks))
    found += [f"{label} was waived" for gate, label in NINE_GATES.items() if record.gate(gate).status == "waived"]
    found += [f"{each.label}: {each.doubt}" for each in map(record.gate, NINE_GATES) if each.doubt]
    if not record.public.invited:
        found.append("nobody on the prospect's side has an e-mail address: no invitation went out")
    return tuple(found)


NOT_YET = "Booked, not yet qualified: a slot is held, gates are open; it is not counted as an SQL."


def _definitions(record: MeetingRecord) -> tuple[str, ...]:
    return (
        "SQL here means a meeting-requested SQL: the prospect is in the target market and asked for this meeting,"
        " and the gates above have their evidence.",
        *(() if record.qualified or record.cancelled else (NOT_YET,)),
        f"This campaign counts by the definition “{record.lead_definition}”; every count names its rung.",
    )


def _reply(record: MeetingRecord) -> Reply:
    due = "" if record.reply_due is None else spoken(record.reply_due, record.public.rep.zone)
    return Reply(
        due, tuple(Said(code, reason) for code, reason in ((each.code, each.words) for each in REJECTIONS.values()))
    )
