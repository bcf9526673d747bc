"""Everything that is held on a person, as one document: the answer to whoever asks for it (GDPR art. 15)."""

from __future__ import annotations

import json
from typing import Any

from msgspec.structs import asdict

from setter.domain.errors import Wrong
from setter.domain.roles import DECIDING
from setter.services.acquaint import certain_records_of
from setter.services.clock import iso
from setter.services.desk import Desk
from setter.services.left_alone import acts_against, listed_of, reasons_for
from setter.store.records import Call, Enrolment, Handoff, Meeting, Prospect
from setter.store.unit import Unit

JSON_TEXT = frozenset(
    (
        *("attributes", "flags", "verdict", "score_lines", "payload", "reply", "path", "attendees", "detail"),
        *("evidence", "value", "details", "said"),
    )
)
LEFT_OUT = frozenset(("before", "salt", "commitment", "hash", "digest", "gatekeeper"))
"""What undoes an outcome and what seals the audit says nothing new; who else picks up there is somebody else."""


def subject(desk: Desk, prospect_id: int) -> dict[str, Any]:
    """Gather all records that are certainly a person's, and name those that may be. Instants are ISO 8601, ids strings.

    Refused for whoever neither leads nor is compliance: it holds the numbers of people whom nobody may ring. That
    somebody asked stands in the audit.
    """

    def look(unit: Unit) -> dict[str, Any]:
        sentence = "Only a team lead or compliance gathers what is held on a person."
        desk.allow_only(unit, DECIDING, sentence, "subject", "Ask your lead.", in_sandbox=True)
        prospect = unit.prospects.get(prospect_id)
        if prospect is None or prospect.erased_at is not None:
            raise Wrong("no_prospect", "There is no such prospect.", "prospect", "Find one with: setter search TEXT.")
        certain, doubtful = certain_records_of(unit, prospect)
        records = [each for each in map(unit.prospects.get, certain) if each is not None]
        document = {
            "held_on": prospect.full_name,
            "client": prospect.client_id,
            "as_of": iso(desk.now()),
            "records": [_record(unit, each) for each in records],
            "may_be_theirs": [str(each) for each in doubtful],
        }
        desk.audit(unit, "subject", f"prospect/{prospect.id}", {"records": len(records)})
        return document

    return desk.store.write(look)


def _record(unit: Unit, prospect: Prospect) -> dict[str, Any]:
    calls, meetings = unit.calls.of_prospect(prospect.id), unit.meetings.with_prospect(prospect.id)
    subjects = [f"prospect/{prospect.id}", *(f"call/{call.id}" for call in calls)]
    subjects += [f"meeting/{meeting.id}" for meeting in meetings]
    emails = unit.prospects.emails(prospect.id)
    guest_at = [unit.erasure.meetings_joined(prospect.client_id, mail.address) for mail in emails]
    joined = {meeting for found in guest_at for meeting, _ in found}
    listed = listed_of(unit, prospect)
    return {
        "person": plain(prospect),
        "not_to_be_contacted": list(reasons_for(unit, prospect)),
        "suppressions": plain(acts_against(unit, prospect)),
        "numbers": plain(unit.prospects.phones(prospect.id)),
        "addresses": plain(emails),
        "registers": {number: sorted({name for name, _ in found}) for number, found in listed.items()},
        "consents": plain(unit.registries.consents(prospect.id)),
        "sources": plain(unit.prospects.acquisitions(prospect.id)),
        "inquiries": plain(unit.inquiries.of_prospect(prospect.id)),
        "events": plain(unit.events.of_prospect(prospect.id)),
        "files": [{"file": name, "brought_in": iso(at)} for name, at in unit.erasure.imports(prospect.id)],
        "campaigns": [_enrolment(unit, enrolment) for enrolment in unit.prospects.enrolments(prospect.id)],
        "answers": plain(unit.calls.answers(prospect.id)),
        "marks": plain(unit.prospects.fact_checks(prospect.id)),
        "calls": [_call(unit, call) for call in calls],
        "meetings": [_meeting(unit, meeting, {mail.address.casefold() for mail in emails}) for meeting in meetings],
        "joins_meetings_of_others": sorted(str(each) for each in joined - {meeting.id for meeting in meetings}),
        "sqls": [_sql(unit, each) for each in unit.erasure.handoffs(prospect.id)],
        "handed_to_sales": [
            {"form": each.form, "file": each.path, "at": iso(each.exported_at)}
            for each in unit.erasure.exports(prospect.id)
        ],
        "delivered": [
            {"channel": each.channel, "to": each.receiver, "rep": each.rep, "at": iso(each.handed_over_at)}
            for meeting in meetings
            for each in unit.deliveries.of_meeting(meeting.id)
            if each.handed_over_at is not None
        ],
        "audit": plain([entry for each in subjects for entry in unit.audit.about(each)]),
    }


def _enrolment(unit: Unit, enrolment: Enrolment) -> dict[str, Any]:
    row = unit.campaigns.numbered(enrolment.campaign)
    return {
        "campaign_name": row.name if row else "",
        **plain(enrolment),
        "callbacks": plain(unit.tasks.callbacks_of(enrolment.id)),
        "duties": plain(unit.tasks.of_enrolment(enrolment.id)),
        "waivers": plain(unit.prospects.waivers(enrolment.id)),
        "known_at_dials": unit.cycles.known_of(enrolment.id),
    }


def _call(unit: Unit, call: Call) -> dict[str, Any]:
    outcomes = [unit.calls.outcome(call.id, number) for number in range(1, call.outcomes + 1)]
    return {
        **plain(call),
        "attempts": plain(unit.calls.attempts(call.id)),
        "outcomes": plain([each for each in outcomes if each is not None]),
    }


def _sql(unit: Unit, handoff: Handoff) -> dict[str, Any]:
    word, appeal = unit.sales.word(handoff.id), unit.sales.appeal(handoff.id)
    return {
        **plain(handoff),
        "sales": plain(word) if word else None,
        "sales_answers": plain(unit.sales.answers(handoff.id)),
        "appeal": plain(appeal) if appeal else None,
    }


def _meeting(unit: Unit, meeting: Meeting, addresses: set[str]) -> dict[str, Any]:
    """A meeting and its life; of those who join, and what they answered, only what is the person's own."""
    told = plain(meeting)
    return {
        **told,
        "attendees": f"{len(told['attendees'])} people",
        "changes": [{**plain(each), "detail": each.kind} for each in unit.meetings.changes(meeting.id)],
        "answered": plain([each for each in unit.calendars.answers(meeting.id) if each.address in addresses]),
    }


def plain(value: Any) -> Any:
    """A record as people read it: instants in ISO 8601, ids as strings, JSON opened."""
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return {name: _plain(name, each) for name, each in asdict(value).items() if name not in LEFT_OUT}


def _plain(name: str, value: Any) -> Any:
    if name in JSON_TEXT and isinstance(value, str) and value[:1] in ("{", "["):
        return json.loads(value)
    if name.endswith("_at") and isinstance(value, int):
        return iso(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
        return str(value)
    return value
