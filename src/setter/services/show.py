"""Everything known of a prospect, as one document."""

from __future__ import annotations

import json
import re
from typing import Any

from msgspec import to_builtins

from setter.domain.acts import words_of
from setter.domain.errors import Wrong
from setter.services.clock import iso
from setter.services.company_warmth import company_warmth
from setter.services.desk import Desk
from setter.services.knowledge import facts_of
from setter.services.left_alone import reasons_for
from setter.services.qualify import qualification_of
from setter.services.standing import standing_of
from setter.store.records import Call, Enrolment, Prospect
from setter.store.unit import Unit

REACH_NAME = re.compile(r"phone|mobile|cell|fax|tel(?:$|_|\d)|e_?mail|line$|number", re.IGNORECASE)
REACH = re.compile(r"\S+@\S+|(?<!\d)(?!\d{4}-\d\d-\d\d\b)\+?\(?\d(?:[\s().\-/]{0,3}\d){6,}")
"""An address, or seven figures and more with what people write between them; a day is none."""


def show(desk: Desk, prospect_id: int) -> dict[str, Any]:
    """A prospect's facts, numbers, campaigns, calls, answers and meetings; Wrong when there is no such prospect.

    Somebody who must not be contacted is shown without numbers and addresses, in whatever words they were kept.
    """

    def look(unit: Unit) -> dict[str, Any]:
        prospect = unit.prospects.get(prospect_id)
        if prospect is None:
            raise Wrong("no_prospect", "There is no such prospect.", "prospect", "Find one with: setter search TEXT.")
        barred = reasons_for(unit, prospect)
        return {
            "prospect": str(prospect.id),
            "name": prospect.full_name,
            "title": prospect.title,
            "company": prospect.company_name,
            "contactability": {"callable": not barred, "reasons": list(barred)},
            "phones": [] if barred else _phones(unit, prospect),
            "emails": [] if barred else [email.address for email in unit.prospects.emails(prospect.id)],
            "facts": _facts(unit, prospect, bool(barred)),
            "sources": [
                {"kind": each.kind, "source": each.source, "acquired_on": each.acquired_on, "cost": each.cost}
                for each in unit.prospects.acquisitions(prospect.id)
            ],
            "enrolments": [
                _enrolment(desk, unit, each, prospect, bool(barred)) for each in unit.prospects.enrolments(prospect.id)
            ],
            "calls": [_call(unit, call, bool(barred)) for call in unit.calls.of_prospect(prospect.id)],
            "meetings": _meetings(unit, prospect),
            "events": events_of(unit, prospect.id, bool(barred)),
        }

    return desk.store.read(look)


def _phones(unit: Unit, prospect: Prospect) -> list[dict[str, Any]]:
    return [
        {"number": phone.e164, "extension": phone.extension, "kind": phone.kind, "standing": phone.standing}
        for phone in unit.prospects.phones(prospect.id)
    ]


def _facts(unit: Unit, prospect: Prospect, barred: bool) -> dict[str, Any]:
    return {
        name: {"value": fact.value, "source": fact.source, "at": iso(fact.at)}
        for name, fact in facts_of(unit, prospect).items()
        if not (barred and (tells_reach(name, fact.value)))
    }


def tells_reach(name: str, value: Any) -> bool:
    """Say whether a fact is a way to reach somebody: by its name, or because a number or an address is in it."""
    return bool(REACH_NAME.search(name)) or hidden(str(value)) != str(value)


def hidden(text: str) -> str:
    """A text with every number and address in it struck out."""
    return REACH.sub("[hidden]", text)


def _veiled(text: str, barred: bool) -> str:
    return hidden(text) if barred else text


def _enrolment(desk: Desk, unit: Unit, enrolment: Enrolment, prospect: Prospect, barred: bool) -> dict[str, Any]:
    row = unit.campaigns.numbered(enrolment.campaign)
    campaign = desk.campaign(unit, enrolment.campaign)
    standing = standing_of(unit, campaign, enrolment, prospect, desk.now())
    qualification = qualification_of(desk, unit, campaign, enrolment, prospect)
    handoff = unit.meetings.handoff_of_enrolment(enrolment.id)
    return {
        "campaign": row.id if row else "",
        "work_state": enrolment.work_state,
        "state_reason": enrolment.state_reason,
        "rung": str(standing.rung.rung),
        "sub_stage": standing.rung.stage,
        "rung_because": standing.rung.because,
        "next_rung": standing.rung.next,
        "next_rung_lacks": list(standing.rung.lacks),
        "claim": standing.rung.claim,
        "temperature": str(standing.temperature.level),
        "company_temperature": company_warmth(unit, prospect, desk.now(), campaign.temperature),
        "score": standing.score.points,
        "score_exact": standing.score.exact,
        "rule_set": campaign.scoring.name,
        "score_lines": [
            {**to_builtins(line), "evidence": _veiled(str(line.evidence), barred)} for line in standing.score.lines
        ],
        "attempts": enrolment.attempts,
        "cycle": enrolment.cycle,
        "next_at": iso(enrolment.next_at) if enrolment.next_at else None,
        "owner": enrolment.owner,
        "gates": [
            {
                "gate": gate.gate,
                "status": gate.status,
                "quote": _veiled(gate.quote, barred),
                "by": gate.by,
                "lacks": gate.lacks,
            }
            for gate in qualification.gates
        ],
        "missing": list(qualification.missing),
        "sql": str(handoff.id) if handoff else None,
        "sql_state": handoff.state if handoff else None,
    }


def _call(unit: Unit, call: Call, barred: bool) -> dict[str, Any]:
    return {
        "call": str(call.id),
        "at": iso(call.taken_at),
        "caller": call.caller,
        "state": call.state,
        "outcome": call.outcome,
        "note": _veiled(call.note, barred),
        "path": json.loads(call.path),
        "attempts": [
            {"attempt": str(each.id), "at": iso(each.started_at), "disposition": each.disposition}
            for each in unit.calls.attempts(call.id)
        ],
        "answers": {
            each.field: json.loads(each.value)
            for each in unit.calls.answers_of_call(call.id)
            if not (barred and tells_reach(each.field, json.loads(each.value)))
        },
    }


def events_of(unit: Unit, prospect_id: int, barred: bool = False) -> list[dict[str, Any]]:
    """What is on record that a prospect did elsewhere, the newest first; without its details where they are barred."""
    events = sorted(unit.events.of_prospect(prospect_id), key=lambda each: (each.happened_at or 0, each.id))
    return [
        {
            "event": each.kind,
            "words": words_of(each.kind),
            "at": None if each.happened_at is None else iso(each.happened_at),
            "channel": each.channel,
            "flag": each.flag,
            "details": {} if barred else json.loads(each.details),
        }
        for each in reversed(events)
    ]


def _meetings(unit: Unit, prospect: Prospect) -> list[dict[str, Any]]:
    return [
        {
            "meeting": str(meeting.id),
            "starts": iso(meeting.starts_at),
            "zone": meeting.zone,
            "rep": meeting.rep,
            "status": meeting.status,
            "sequence": meeting.sequence,
            "changes": [change.kind for change in unit.meetings.changes(meeting.id)],
        }
        for meeting in unit.meetings.with_prospect(prospect.id)
    ]
