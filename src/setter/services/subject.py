"""Everything that is held on a person, as one document: the answer to whoever asks for it (GDPR art. 15)."""

from __future__ import annotations

import json
from typing import Any

from msgspec.structs import asdict

from setter.domain.errors import Wrong
from setter.services.acquaint import records_of
from setter.services.clock import iso
from setter.services.desk import Desk
from setter.services.suppress import reasons_for
from setter.store.records import Prospect
from setter.store.unit import Unit

JSON_TEXT = {
    "attributes",
    "flags",
    "verdict",
    "score_lines",
    "payload",
    "reply",
    "path",
    "attendees",
    "detail",
    "evidence",
}
INSTANTS = ("_at",)
LEFT_OUT = {"before", "salt", "commitment", "hash"}
"""What undoes an outcome, and what seals the audit, says nothing of a person that is not said beside it."""


def subject(desk: Desk, prospect_id: int) -> dict[str, Any]:
    """Gather all records of a person; Wrong when there is no such prospect. Instants are ISO 8601, ids strings."""

    def look(unit: Unit) -> dict[str, Any]:
        prospect = unit.prospects.get(prospect_id)
        if prospect is None or prospect.erased_at is not None:
            raise Wrong("no_prospect", "There is no such prospect.", "prospect", "Find one with: setter search TEXT.")
        records = [unit.prospects.get(each) for each in records_of(unit, prospect)]
        return {
            "held_on": prospect.full_name,
            "as_of": iso(desk.now()),
            "records": [_record(unit, each) for each in records if each is not None],
        }

    return desk.store.read(look)


def _record(unit: Unit, prospect: Prospect) -> dict[str, Any]:
    enrolments = unit.prospects.enrolments(prospect.id)
    calls = unit.calls.of_prospect(prospect.id)
    meetings = unit.meetings.with_prospect(prospect.id)
    subjects = [
        f"prospect/{prospect.id}",
        *(f"call/{call.id}" for call in calls),
        *(f"meeting/{m.id}" for m in meetings),
    ]
    return {
        "person": plain(prospect),
        "not_to_be_contacted": list(reasons_for(unit, prospect)),
        "numbers": plain(unit.prospects.phones(prospect.id)),
        "addresses": plain(unit.prospects.emails(prospect.id)),
        "consents": plain(unit.registries.consents(prospect.id)),
        "sources": plain(unit.prospects.acquisitions(prospect.id)),
        "files": [{"file": name, "brought_in": iso(at)} for name, at in unit.erasure.imports(prospect.id)],
        "campaigns": [_enrolment(unit, enrolment) for enrolment in enrolments],
        "answers": plain(unit.calls.answers(prospect.id)),
        "marks": plain(unit.prospects.fact_checks(prospect.id)),
        "calls": [_call(unit, call) for call in calls],
        "meetings": [_meeting(unit, meeting) for meeting in meetings],
        "handed_to_sales": [
            {"form": each.form, "file": each.path, "at": iso(each.exported_at)}
            for each in unit.erasure.exports(prospect.id)
        ],
        "audit": plain([entry for each in subjects for entry in unit.audit.about(each)]),
    }


def _enrolment(unit: Unit, enrolment: Any) -> dict[str, Any]:
    row = unit.campaigns.numbered(enrolment.campaign)
    return {
        "campaign_name": row.name if row else "",
        **plain(enrolment),
        "callbacks": plain(unit.tasks.callbacks_of(enrolment.id)),
        "duties": plain(unit.tasks.of_enrolment(enrolment.id)),
        "waivers": plain(unit.prospects.waivers(enrolment.id)),
    }


def _call(unit: Unit, call: Any) -> dict[str, Any]:
    outcomes = [unit.calls.outcome(call.id, number) for number in range(1, call.outcomes + 1)]
    return {
        **plain(call),
        "attempts": plain(unit.calls.attempts(call.id)),
        "outcomes": plain([each for each in outcomes if each is not None]),
    }


def _meeting(unit: Unit, meeting: Any) -> dict[str, Any]:
    handoff = unit.meetings.handoff_of(meeting.id)
    return {
        **plain(meeting),
        "changes": plain(unit.meetings.changes(meeting.id)),
        "sql": plain(handoff) if handoff else None,
    }


def plain(value: Any) -> Any:
    """A record as people read it: instants in ISO 8601, ids as strings, JSON opened."""
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return {name: _plain(name, each) for name, each in asdict(value).items() if name not in LEFT_OUT}


def _plain(name: str, value: Any) -> Any:
    if name in JSON_TEXT and isinstance(value, str) and value[:1] in ("{", "["):
        return json.loads(value)
    if name.endswith(INSTANTS) and isinstance(value, int):
        return iso(value)
    if isinstance(value, int) and abs(value) > 2**53:
        return str(value)
    return value
