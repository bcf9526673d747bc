"""Make a meeting-requested SQL: only from a full set of judged gates (R-020 to R-032)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import msgspec

from setter.domain.campaign import Campaign
from setter.domain.errors import Refused, Wrong
from setter.domain.gates import CompleteEvidence, Qualification, check_waivable
from setter.services.desk import COMPLIANCE, TEAM_LEAD, Desk
from setter.services.meeting_life import add_change
from setter.services.place import settle
from setter.services.qualify import qualification_of
from setter.store.ids import new_id
from setter.store.records import Enrolment, Handoff, Prospect, WaiverRow
from setter.store.unit import Unit


class Incomplete(Refused):
    """No SQL yet: `missing` names the open gates, none where something else stands in its way."""

    def __init__(self, refusal: Refused, missing: tuple[str, ...]) -> None:
        super().__init__(refusal.code, refusal.message, refusal.where, refusal.hint)
        self.missing = missing
        self.details = {"missing": list(missing)}


@dataclass(frozen=True, slots=True)
class Promoted:
    """The SQL that stands now, and the gates it stands on."""

    handoff: Handoff
    qualification: Qualification


def promote(desk: Desk, prospect_id: int, campaign_id: str, waive: Mapping[str, str] | None = None) -> Promoted:
    """Promote a prospect; again gives the same SQL. `waive` maps gates to a team lead's written reasons.

    Refused("incomplete") names what is missing; nothing is written then, not even a waiver.
    """

    def write(unit: Unit) -> Promoted:
        row = desk.campaign_row(unit, campaign_id)
        prospect = unit.prospects.get(prospect_id)
        enrolment = unit.prospects.enrolled(row.number, prospect_id) if prospect else None
        if prospect is None or enrolment is None:
            raise Wrong(
                "no_prospect",
                "There is no such prospect in this campaign.",
                "prospect",
                "Find one in the queue, or by name.",
            )
        campaign = desk.campaign(unit, row.number)
        for gate, reason in (waive or {}).items():
            _waive(desk, unit, campaign, enrolment, gate, reason)
        return promote_in(desk, unit, campaign, enrolment, prospect)

    return desk.store.write(write)


def promote_in(desk: Desk, unit: Unit, campaign: Campaign, enrolment: Enrolment, prospect: Prospect) -> Promoted:
    """Promote inside a write that does more; Incomplete while a gate is missing or something stands in the way."""
    qualification = qualification_of(desk, unit, campaign, enrolment, prospect)
    standing = unit.meetings.handoff_of_enrolment(enrolment.id)
    if standing is not None and unit.meetings.open_for(enrolment.id) is not None:
        return Promoted(standing, qualification)
    try:
        evidence = qualification.evidence()
    except Refused as refusal:
        raise Incomplete(refusal, qualification.missing) from None
    handoff = _make(desk, unit, campaign, enrolment, evidence)
    return Promoted(handoff, qualification)


def _make(desk: Desk, unit: Unit, campaign: Campaign, enrolment: Enrolment, evidence: CompleteEvidence) -> Handoff:
    """The one place where an SQL comes to be; only judged, complete evidence gets here."""
    now = desk.now()
    meeting = unit.meetings.get(evidence.meeting.meeting)
    if meeting is None:
        raise Refused("no_meeting", "This meeting is no longer here.", "promote")
    handoff = Handoff(
        id=new_id(now),
        campaign=enrolment.campaign,
        campaign_version=meeting.campaign_version,
        enrolment_id=enrolment.id,
        prospect_id=enrolment.prospect_id,
        meeting_id=meeting.id,
        call_id=meeting.call_id,
        state="submitted" if campaign.handoff.review == "none" else "pending_review",
        evidence=json.dumps(msgspec.to_builtins(evidence.gates), ensure_ascii=False),
        gates_required=evidence.gates_required,
        gates_met=evidence.gates_met,
        waived=evidence.waived,
        promoted_at=now,
        promoted_by=desk.caller,
    )
    unit.meetings.add_handoff(handoff)
    qualified = replace(meeting, status="confirmed" if meeting.confirmed_at else "booked")
    add_change(desk, unit, qualified, "qualified", {"sql": str(handoff.id), "waived": evidence.waived})
    enrolment = unit.prospects.enrolment(enrolment.id) or enrolment
    if enrolment.work_state != "in_call":
        hand_off_state(desk, unit, campaign, enrolment)
    desk.audit(unit, "promote", f"prospect/{enrolment.prospect_id}", {"sql": str(handoff.id)})
    return handoff


def hand_off_state(desk: Desk, unit: Unit, campaign: Campaign, enrolment: Enrolment) -> None:
    """Take a promoted prospect out of the queue: sales has the next word, the confirmation is a task."""
    prospect = unit.prospects.get(enrolment.prospect_id)
    handed = replace(enrolment, work_state="handed_off", state_reason="meeting_set", next_at=None, owner="", rung="SQL")
    unit.prospects.save_enrolment(handed)
    promise = unit.tasks.open_callback(enrolment.id)
    if promise is not None:
        unit.tasks.save_callback(replace(promise, state="cancelled", closed_at=desk.now()))
    if prospect is not None:
        settle(unit, handed, prospect, desk.now())


def check_waiver(gate: str, reason: str) -> None:
    """Wrong for a waiver without a written reason; Refused for a gate that no SQL can do without (R-032)."""
    if not reason.strip():
        raise Wrong("no_reason", "A waiver needs a written reason.", "--reason", "Say why it may pass without.")
    check_waivable(gate)


def may_waive(desk: Desk) -> bool:
    """Say whether whoever sits here may waive a gate."""
    return desk.store.read(desk.role) in (TEAM_LEAD, COMPLIANCE)


def _waive(desk: Desk, unit: Unit, campaign: Campaign, enrolment: Enrolment, gate: str, reason: str) -> None:
    if gate not in {each.id for each in campaign.gates.gates}:
        known = ", ".join(each.id for each in campaign.gates.gates)
        raise Wrong("no_gate", f"There is no gate {gate!r}.", "--waive", f"Gates: {known}.")
    if desk.role(unit) not in (TEAM_LEAD, COMPLIANCE):
        raise Refused("role", "Only a team lead may waive a gate.", "--waive", "Ask your team lead.")
    check_waiver(gate, reason)
    unit.prospects.add_waiver(WaiverRow(enrolment.id, gate, desk.caller, reason.strip(), desk.now()))
    desk.audit(unit, "waive", f"prospect/{enrolment.prospect_id}", {"gate": gate, "reason": reason.strip()})
