"""Give a team lead the campaign's tables to look at elsewhere, without anybody who asked not to be contacted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from setter.domain.roles import LEADING
from setter.services.clock import iso
from setter.services.desk import Desk
from setter.services.enrol import ARRIVING
from setter.services.knowledge import facts_of
from setter.services.left_alone import reasons_for
from setter.store.extract import write_extract
from setter.store.records import Enrolment, Prospect
from setter.store.unit import Unit


def extract(desk: Desk, campaign_id: str, path: Path) -> dict[str, int]:
    """Write prospects, calls, answers, events and meetings of a campaign to a SQLite file; rows written by table.

    Whoever must not be contacted is left out, with everything about them (DESIGN §2, promise 2). Refused to anybody
    but a team lead; what leaves stands in the audit before it does.
    """

    def look(unit: Unit) -> dict[str, tuple[str, list[dict[str, Any]]]]:
        sentence = "Only a team lead may take a campaign's people elsewhere."
        desk.allow_only(unit, LEADING, sentence, "export", "Ask yours.")
        row = desk.campaign_row(unit, campaign_id)
        people: list[tuple[Prospect, Enrolment]] = []
        for enrolment in unit.prospects.enrolments_of(row.number):
            prospect = unit.prospects.get(enrolment.prospect_id)
            arrived = enrolment.work_state != ARRIVING
            if prospect is not None and arrived and not reasons_for(unit, prospect):
                people.append((prospect, enrolment))
        return {
            "prospects": ("id", [_prospect(unit, *each) for each in people]),
            "calls": ("id", [call for each, _ in people for call in _calls(unit, each, row.number)]),
            "answers": ("id", [answer for each, _ in people for answer in _answers(unit, each, row.number)]),
            "events": ("id", [event for each, _ in people for event in _events(unit, each)]),
            "meetings": ("id", [meeting for each, _ in people for meeting in _meetings(unit, each, row.number)]),
        }

    tables = desk.store.read(look)
    counted = {name: len(rows) for name, (_, rows) in tables.items()}
    detail = {"campaign": campaign_id, "file": path.name, "rows": counted}
    desk.store.write(lambda unit: desk.audit(unit, "extract", f"campaign/{campaign_id}", detail))
    searchable = {"prospects": ["name", "company", "title"], "calls": ["note"], "answers": ["value"]}
    return write_extract(path, tables, searchable)


def _prospect(unit: Unit, prospect: Prospect, enrolment: Enrolment) -> dict[str, Any]:
    known = {name: fact.value for name, fact in facts_of(unit, prospect).items()}
    return {
        "id": str(prospect.id),
        "name": prospect.full_name,
        "title": prospect.title,
        "company": prospect.company_name,
        "region": prospect.region,
        "rung": enrolment.rung,
        "work_state": enrolment.work_state,
        "score": enrolment.score,
        "temperature": enrolment.temperature,
        "attempts": enrolment.attempts,
        "last_outcome": enrolment.last_outcome,
        "facts": json.dumps(known, ensure_ascii=False, default=str),
    }


def _calls(unit: Unit, prospect: Prospect, campaign: int) -> list[dict[str, Any]]:
    return [
        {
            "id": str(call.id),
            "prospect": str(prospect.id),
            "caller": call.caller,
            "at": iso(call.taken_at),
            "outcome": call.outcome,
            "note": call.note,
            "minutes": call.minutes,
        }
        for call in unit.calls.of_prospect(prospect.id)
        if call.campaign == campaign and call.outcome
    ]


def _answers(unit: Unit, prospect: Prospect, campaign: int) -> list[dict[str, Any]]:
    return [
        {
            "id": str(answer.id),
            "prospect": str(prospect.id),
            "call": str(answer.call_id),
            "field": answer.field,
            "value": str(json.loads(answer.value)),
            "at": iso(answer.given_at),
        }
        for answer in unit.calls.answers(prospect.id)
        if answer.campaign == campaign
    ]


def _events(unit: Unit, prospect: Prospect) -> list[dict[str, Any]]:
    """What they did and when; not the pages and words that a file told besides."""
    return [
        {
            "id": str(event.id),
            "prospect": str(prospect.id),
            "kind": event.kind,
            "channel": event.channel,
            "at": None if event.happened_at is None else iso(event.happened_at),
            "flag": event.flag,
        }
        for event in unit.events.of_prospect(prospect.id)
    ]


def _meetings(unit: Unit, prospect: Prospect, campaign: int) -> list[dict[str, Any]]:
    return [
        {
            "id": str(meeting.id),
            "prospect": str(meeting.prospect_id),
            "rep": meeting.rep,
            "starts": iso(meeting.starts_at),
            "status": meeting.status,
        }
        for meeting in unit.meetings.with_prospect(prospect.id)
        if meeting.campaign == campaign
    ]
