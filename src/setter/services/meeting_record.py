"""Gather everything that sales may know of a meeting from the rooms of the store."""

from __future__ import annotations

import json
from collections.abc import Sequence

from setter.domain.campaign import Campaign
from setter.domain.deadlines import reschedule_risk
from setter.domain.facts import Fact
from setter.domain.gate_evidence import GateResult
from setter.domain.rule_versions import UNSIGNED
from setter.domain.subject import subject_of
from setter.handoff.meeting import (
    AnswerGiven,
    AttemptMade,
    Compliance,
    Guest,
    Host,
    MeetingRecord,
    ObjectionRaised,
    ProspectDetails,
    PublicMeeting,
    ScoreGiven,
    SourceKnown,
)
from setter.services.desk import Desk
from setter.services.guests_said import guests_said
from setter.services.invited import address_of, told_of
from setter.services.knowledge import facts_of
from setter.services.left_alone import reasons_for
from setter.services.qualify import qualification_of
from setter.services.rep_time import rep_of
from setter.services.sign_off import unsigned_in
from setter.services.sql_review import returned_note
from setter.services.sql_risk import evidence_of_sql
from setter.store.records import AWAITS_REVIEW, Attempt, Enrolment, Handoff, Meeting, MeetingChange, Prospect
from setter.store.unit import Unit

AGENDA_FIELD = "agenda"
"""The one answer that the prospect gives to be read by everybody: what they want to see in the meeting."""
QUALIFIED = ("booked", "confirmed")
"""The states of a meeting that say it is an SQL: while its review is open, nobody is told so."""
LEADS_REVIEW = "team lead's review"
REVIEWED_BY = {
    "waits": "nobody yet: a team lead reads it first",
    "passed": "nobody, not reviewed: earned sampling",
    "overdue": "nobody reviewed it in time",
}
"""Who read an SQL, where no one person did, by how its review went."""


def record_of(desk: Desk, unit: Unit, meeting: Meeting) -> MeetingRecord:
    """A meeting with everything that sales may know of it, as it stands now."""
    campaign = desk.campaign(unit, meeting.campaign, meeting.campaign_version)
    prospect = unit.prospects.get(meeting.prospect_id)
    enrolment = unit.prospects.enrolment(meeting.enrolment_id)
    assert prospect is not None and enrolment is not None
    handoff = unit.meetings.handoff_of(meeting.id)
    waits = handoff is not None and handoff.state == AWAITS_REVIEW
    is_sql = handoff is not None and not waits
    changes = unit.meetings.changes(meeting.id)
    gates, missing, risks = _gates(desk, unit, campaign, enrolment, prospect, handoff)
    facts = facts_of(unit, prospect)
    return MeetingRecord(
        public=_public(desk, unit, campaign, meeting, prospect),
        status=meeting.status if is_sql or meeting.status not in QUALIFIED else "booked_not_qualified",
        change=meeting.change,
        change_kind=changes[-1].kind if changes else "booked",
        qualified=is_sql,
        missing=lacking(unit, meeting, missing, waits=waits),
        campaign=campaign.name,
        caller=meeting.booked_by,
        set_at=meeting.booked_at,
        requested_how=meeting.requested_how,
        details=_details(unit, prospect, facts),
        gates=gates,
        risks=(*risks, *filter(None, (reschedule_risk(meeting.reschedules),))),
        rung="SQL" if is_sql else ("MQL" if enrolment.rung == "SQL" else enrolment.rung),
        lead_definition=campaign.goal.lead_definition if campaign.goal else "meeting_requested",
        sql=handoff.id if handoff is not None and is_sql else None,
        reviewer=_reviewer(changes, handoff),
        reply_due=handoff.reply_by if is_sql and handoff is not None else None,
        guests_said=guests_said(unit, meeting),
        unsigned=unsigned_in(desk, unit, meeting.campaign, meeting.campaign_version),
        told_sequence=_told_sequence(unit, meeting),
        answers=_answers(unit, campaign, prospect),
        objections=_objections(unit, campaign, meeting),
        attempts=_attempts(unit, enrolment),
        sources=_sources(unit, prospect),
        notes=_notes(unit, enrolment),
        score=_score(unit, meeting, enrolment),
        compliance=Compliance(_text(facts.get("provenance")), ", ".join(reasons_for(unit, prospect))),
    )


def lacking(unit: Unit, meeting: Meeting, missing: tuple[str, ...], *, waits: bool) -> tuple[str, ...]:
    """What a meeting lacks to be an SQL: its gates; where they are met, the review that it waits for."""
    return missing or ((LEADS_REVIEW,) if waits or returned_note(unit, meeting.id) else ())


def _sources(unit: Unit, prospect: Prospect) -> tuple[SourceKnown, ...]:
    known = unit.prospects.acquisitions(prospect.id)
    return tuple(SourceKnown(each.kind, each.source, each.acquired_on) for each in known)


def _reviewer(changes: Sequence[MeetingChange], handoff: Handoff | None) -> str:
    """Who let sales have it, or why nobody did; "" where the campaign asks nobody."""
    if handoff is None:
        reviewed = [each for each in changes if each.kind in ("approved", "returned", "overdue")]
        last = reviewed[-1] if reviewed else None
        words = {"returned": REVIEWED_BY["waits"], "overdue": REVIEWED_BY["overdue"]}
        return words.get(last.kind, last.changed_by) if last else ""
    return handoff.reviewer or REVIEWED_BY.get(handoff.review, "")


def _details(unit: Unit, prospect: Prospect, facts: dict[str, Fact]) -> ProspectDetails:
    return ProspectDetails(
        title=prospect.title,
        seniority=_text(facts.get("seniority")),
        industry=_text(facts.get("industry")),
        size=_text(facts.get("employees")),
        site=", ".join(part for part in (prospect.city, prospect.region, prospect.country) if part),
        phones=tuple(phone.e164 for phone in unit.prospects.phones(prospect.id) if phone.standing == "ok"),
        email_confirmed=any(email.confirmed_at for email in unit.prospects.emails(prospect.id)),
    )


def _public(desk: Desk, unit: Unit, campaign: Campaign, meeting: Meeting, prospect: Prospect) -> PublicMeeting:
    rep = rep_of(desk, unit, meeting)
    return PublicMeeting(
        meeting=meeting.id,
        uid=meeting.uid,
        sequence=meeting.sequence,
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        prospect_zone=meeting.zone,
        rep=Host(rep.id, rep.name, rep.email, rep.zone),
        prospect=Guest(prospect.full_name, address_of(unit, prospect.id)),
        company=prospect.company_name,
        client=campaign.client.name,
        place=meeting.place,
        subject=subject_of(campaign.handoff.subject, _public_words(campaign, prospect)),
        agenda=_text(facts_of(unit, prospect).get(AGENDA_FIELD)),
        guests=tuple(Guest(name, email) for name, email in json.loads(meeting.attendees)),
        told=told_of(unit, meeting.id),
        sandbox=desk.sandbox,
    )


def _public_words(campaign: Campaign, prospect: Prospect) -> dict[str, str]:
    """What a subject may be filled with: from the record and the campaign, never from an answer."""
    client = campaign.client
    return {
        "company.name": prospect.company_name,
        "prospect.name": prospect.full_name,
        "prospect.full_name": prospect.full_name,
        "prospect.first_name": prospect.first_name or prospect.full_name,
        "prospect.last_name": prospect.last_name,
        "client.name": client.name,
        "client.legal_name": client.legal_name,
        "agency": campaign.agency,
        "product": campaign.product,
    }


def _gates(
    desk: Desk,
    unit: Unit,
    campaign: Campaign,
    enrolment: Enrolment,
    prospect: Prospect,
    handoff: Handoff | None,
) -> tuple[tuple[GateResult, ...], tuple[str, ...], tuple[str, ...]]:
    """The evidence an SQL was made from, for good, and what fails of it now; while it is none, how the gates stand."""
    qualification = qualification_of(desk, unit, campaign, enrolment, prospect)
    if handoff is not None:
        gates, risks = evidence_of_sql(handoff, qualification)
        return gates, (), risks
    return qualification.gates, qualification.missing, ()


def _told_sequence(unit: Unit, meeting: Meeting) -> int | None:
    told = unit.meetings.exported_change(meeting.id, "ics")
    return next((each.sequence for each in unit.meetings.changes(meeting.id) if each.change == told), None)


def _answers(unit: Unit, campaign: Campaign, prospect: Prospect) -> tuple[AnswerGiven, ...]:
    captures = campaign.script.captures()
    newest = {answer.field: json.loads(answer.value) for answer in unit.calls.answers(prospect.id)}
    return tuple(
        AnswerGiven(name, capture.label, str(newest[name]), capture.gates)
        for name, capture in captures.items()
        if name in newest
    )


def _objections(unit: Unit, campaign: Campaign, meeting: Meeting) -> tuple[ObjectionRaised, ...]:
    call = unit.calls.get(meeting.call_id)
    path = json.loads(call.path) if call else []
    nodes = {node.id: node for node in campaign.script.nodes}
    raised = [nodes[step] for step in path if step in nodes and nodes[step].kind == "objection"]
    return tuple(ObjectionRaised(node.label or node.id) for node in dict.fromkeys(raised))


def _attempts(unit: Unit, enrolment: Enrolment) -> tuple[AttemptMade, ...]:
    return tuple(
        AttemptMade(attempt.started_at, attempt.caller, attempt.disposition)
        for attempt in unit.calls.attempts_of_enrolment(enrolment.id)
    )


def _notes(unit: Unit, enrolment: Enrolment) -> str:
    calls = [call for call in unit.calls.of_prospect(enrolment.prospect_id) if call.enrolment_id == enrolment.id]
    return "\n".join(call.note for call in reversed(calls) if call.note)


def _score(unit: Unit, meeting: Meeting, enrolment: Enrolment) -> ScoreGiven | None:
    attempts = unit.calls.attempts(meeting.call_id)
    if not attempts:
        return None
    lines = tuple(
        f"{label} {round(points, 1):+g}" for label, points, *_ in json.loads(attempts[-1].score_lines) if points
    )
    return ScoreGiven(attempts[-1].score, _rules_of(unit, attempts[-1]), lines, enrolment.temperature)


def _rules_of(unit: Unit, attempt: Attempt) -> str:
    """By which rules an attempt was scored, and that sales has not signed them off where it has not (R-033)."""
    if not attempt.rules_version:
        return attempt.rule_set
    signed = attempt.rules_version in unit.rule_sets.sign_offs(attempt.campaign)
    return f"{attempt.rule_set}, version {attempt.rules_version}" + ("" if signed else f", {UNSIGNED}")


def _text(fact: object) -> str:
    value = getattr(fact, "value", "")
    return str(value)
