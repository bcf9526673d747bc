"""Make a meeting-requested SQL: only from a full set of judged gates (R-020 to R-032)."""

from __future__ import annotations

import json
from collections.abc import Mapping

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from setter.domain.campaign import Campaign
from setter.domain.errors import Refused, Wrong
from setter.domain.gates import CompleteEvidence, Qualification, check_waivable
from setter.domain.roles import DECIDING
from setter.domain.work_state import step, step_by_call
from setter.services.deadlines import to_review, to_sales
from setter.services.desk import Desk
from setter.services.duties import COMPLETE, REVIEW, close_duties, judge_of, meeting_task
from setter.services.meeting_life import add_change
from setter.services.place import settle
from setter.services.qualify import qualification_of
from setter.services.review_sampling import must_review
from setter.services.standing import audit_rung
from setter.services.standing_sql import standing_sql
from setter.services.still_here import enrolled, in_hand
from setter.store.ids import new_id
from setter.store.records import AWAITS_REVIEW, SUBMITTED, Call, Enrolment, Handoff, Meeting, Prospect, WaiverRow
from setter.store.unit import Unit


class Incomplete(Refused):
    """No SQL yet: `missing` names the open gates, none where something else stands in its way."""

    def __init__(self, refusal: Refused, missing: tuple[str, ...]) -> None:
        super().__init__(refusal.code, refusal.message, refusal.where, refusal.hint)
        self.missing = missing
        self.details = {"missing": list(missing)}


class Promoted(Struct, frozen=True):
    """The SQL that stands now, and the gates it stands on."""

    handoff: Handoff
    qualification: Qualification

    @property
    def submitted(self) -> bool:
        """Whether sales has it, or a team lead reads it first."""
        return self.handoff.state == SUBMITTED


def promote(desk: Desk, prospect_id: int, campaign_id: str, waive: Mapping[str, str] | None = None) -> Promoted:
    """Promote a prospect; again gives the same SQL. `waive` maps gates to a team lead's written reasons.

    Refused("incomplete") names what is missing, Refused("work_state") is for somebody who said no; nothing is
    written then, not even a waiver. A waiver holds for the meeting that stands, and for no later one.
    """

    def write(unit: Unit) -> Promoted:
        prospect, enrolment = enrolled(desk, unit, campaign_id, prospect_id)
        campaign = desk.campaign(unit, enrolment.campaign)
        for gate, reason in (waive or {}).items():
            _waive(desk, unit, campaign, enrolment, prospect, gate, reason)
        return promote_in(desk, unit, campaign, enrolment, prospect)

    return desk.store.write(write)


def promote_in(
    desk: Desk,
    unit: Unit,
    campaign: Campaign,
    enrolment: Enrolment,
    prospect: Prospect,
    qualification: Qualification | None = None,
) -> Promoted:
    """Promote inside a write that does more, from gates it has judged already or, without, from what is stored.

    Incomplete while a gate is missing or something stands in the way; Refused("work_state") for somebody who said no.
    """
    judged = qualification or qualification_of(desk, unit, campaign, enrolment, prospect)
    standing = standing_sql(unit, enrolment.id, prospect.id)
    if standing is not None and unit.meetings.open_for(enrolment.id) is not None:
        return Promoted(standing, judged)
    live = in_hand(unit, enrolment)
    if "suppressed" not in judged.obstacles:
        _check_step(enrolment, live)
    try:
        evidence = judged.evidence()
    except Refused as refusal:
        raise Incomplete(refusal, judged.missing) from None
    return Promoted(_make(desk, unit, campaign, enrolment, evidence, live), judged)


def _check_step(enrolment: Enrolment, live: Call | None) -> None:
    """Refused for somebody who said no; whoever may not be contacted at all is told so by the evidence."""
    if live is not None:
        step_by_call(live.state_before, "handed_off", suppressed=False)
    else:
        step(enrolment.work_state, "handed_off")


def _make(
    desk: Desk, unit: Unit, campaign: Campaign, enrolment: Enrolment, evidence: CompleteEvidence, live: Call | None
) -> Handoff:
    """The one place where an SQL comes to be; only judged, complete evidence gets here."""
    now = desk.now()
    meeting = unit.meetings.get(evidence.meeting.meeting)
    if meeting is None:
        raise Refused("no_meeting", "This meeting is no longer here.", "promote", "Book a new one.")
    handoff = Handoff(
        id=new_id(now),
        campaign=enrolment.campaign,
        campaign_version=meeting.campaign_version,
        enrolment_id=enrolment.id,
        prospect_id=enrolment.prospect_id,
        meeting_id=meeting.id,
        call_id=meeting.call_id,
        state=AWAITS_REVIEW,
        evidence=json.dumps(msgspec.to_builtins(evidence.gates), ensure_ascii=False),
        gates_required=evidence.gates_required,
        gates_met=evidence.gates_met,
        waived=evidence.waived,
        promoted_at=now,
        promoted_by=desk.caller,
    )
    handoff = _on_its_way(desk, unit, campaign, handoff, meeting)
    unit.meetings.add_handoff(handoff)
    qualified = replace(meeting, status="confirmed" if meeting.confirmed_at else "booked")
    add_change(desk, unit, qualified, "qualified", {"sql": str(handoff.id), "waived": evidence.waived})
    _hand_off(desk, unit, enrolment, meeting, handoff, live)
    close_duties(unit, enrolment.id, (COMPLETE,), "done", now)
    if handoff.state == AWAITS_REVIEW:
        judge = judge_of(unit, (handoff.promoted_by, meeting.booked_by))
        unit.tasks.add(meeting_task(meeting, REVIEW, judge, now, now))
    detail = {"sql": str(handoff.id), "meeting": str(meeting.id), "waived": evidence.waived}
    desk.audit(unit, "promote", f"prospect/{enrolment.prospect_id}", detail, new=handoff.state)
    return handoff


def _on_its_way(desk: Desk, unit: Unit, campaign: Campaign, handoff: Handoff, meeting: Meeting) -> Handoff:
    """To sales, or to a team lead first: as the campaign has it, and as whoever set it has earned."""
    if must_review(unit, campaign, meeting):
        return to_review(desk, unit, handoff, meeting)
    return to_sales(desk, unit, handoff, meeting, "" if campaign.handoff.review == "none" else "passed")


def _hand_off(
    desk: Desk, unit: Unit, enrolment: Enrolment, meeting: Meeting, handoff: Handoff, live: Call | None
) -> None:
    """Take a promoted prospect out of the queue: sales has the next word, the confirmation is a duty.

    Whoever is on the line goes there once the call is over, with an outcome or without.
    """
    now, promise = desk.now(), unit.tasks.open_callback(enrolment.id)
    rung = "SQL" if handoff.state == SUBMITTED else enrolment.rung
    if promise is not None:
        kept = "kept" if live else "cancelled"
        closed_by = live.id if live else None
        unit.tasks.save_callback(replace(promise, state=kept, closed_at=now, closed_by_call=closed_by))
    handed = replace(enrolment, state_reason="meeting_set", next_at=meeting.starts_at, owner="", rung=rung)
    audit_rung(desk, unit, enrolment, rung)
    if live is not None:
        unit.calls.save(replace(live, state_before="handed_off"))
        unit.prospects.save_enrolment(handed)
        return
    handed = replace(handed, work_state="handed_off")
    unit.prospects.save_enrolment(handed)
    prospect = unit.prospects.get(enrolment.prospect_id)
    if prospect is not None:
        settle(unit, handed, prospect, now)


def check_waiver(gate: str, reason: str) -> None:
    """Wrong for a waiver without a written reason; Refused for a gate that no SQL can do without (R-032)."""
    if not reason.strip():
        raise Wrong("no_reason", "A waiver needs a written reason.", "--reason", "Say why it may pass without.")
    check_waivable(gate)


def may_waive(desk: Desk) -> bool:
    """Say whether whoever sits here may waive a gate."""
    return desk.store.read(desk.leads)


def _waive(
    desk: Desk, unit: Unit, campaign: Campaign, enrolment: Enrolment, prospect: Prospect, gate: str, reason: str
) -> None:
    if gate not in {each.id for each in campaign.gates.gates}:
        known = ", ".join(each.id for each in campaign.gates.gates)
        raise Wrong("no_gate", f"There is no gate {gate!r}.", "--waive", f"Gates: {known}.")
    sentence = "Only a team lead or compliance may waive a gate."
    desk.allow_only(unit, DECIDING, sentence, "--waive", "Ask your team lead.")
    check_waiver(gate, reason)
    stands = qualification_of(desk, unit, campaign, enrolment, prospect).gate(gate)
    check_waivable(gate, stands.status)
    if stands.met:
        return
    before = [each for each in unit.prospects.waivers(enrolment.id) if each.gate == gate]
    old = {"by": before[0].waived_by, "why": before[0].reason} if before else None
    unit.prospects.add_waiver(WaiverRow(enrolment.id, gate, desk.caller, reason.strip(), desk.now()))
    subject, detail = f"prospect/{prospect.id}", {"gate": gate}
    desk.audit(unit, "waive", subject, detail, old=old or stands.status, new="waived", why=reason.strip())
