"""What is known of a prospect held against the campaign's gates."""

from __future__ import annotations

from setter.domain.campaign import Campaign
from setter.domain.gate_evidence import MeetingEvidence
from setter.domain.gates import Qualification, Waiver, judge
from setter.services.desk import Desk
from setter.services.knowledge import facts_of
from setter.services.suppress import reasons_for
from setter.store.records import Enrolment, Meeting, Prospect
from setter.store.unit import Unit


def qualification_of(
    desk: Desk, unit: Unit, campaign: Campaign, enrolment: Enrolment, prospect: Prospect, talking: bool = False
) -> Qualification:
    """How a prospect stands to all gates now; `talking` counts the call in hand as a conversation."""
    meeting = unit.meetings.open_for(enrolment.id)
    waivers = {
        row.gate: Waiver(row.waived_by, row.reason, row.waived_at) for row in unit.prospects.waivers(enrolment.id)
    }
    return judge(
        campaign,
        facts_of(unit, prospect),
        waivers,
        evidence_of(unit, prospect, meeting) if meeting else None,
        unit.calls.conversations(enrolment.id) + int(talking),
        desk.now(),
        suppressed=bool(reasons_for(unit, prospect)),
    )


def evidence_of(unit: Unit, prospect: Prospect, meeting: Meeting) -> MeetingEvidence:
    """A standing meeting as the gate wants it; its confirmed address is an e-mail, or the number they spoke on."""
    return MeetingEvidence(
        meeting=meeting.id,
        prospect=prospect.id,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        wall=meeting.wall,
        zone=meeting.zone,
        rep=meeting.rep,
        place=meeting.place,
        address=_confirmed_address(unit, prospect, meeting),
        requested_how=meeting.requested_how,
        call=meeting.call_id,
        by=meeting.booked_by,
        at=meeting.booked_at,
    )


def _confirmed_address(unit: Unit, prospect: Prospect, meeting: Meeting) -> str:
    confirmed = [email.address for email in unit.prospects.emails(prospect.id) if email.confirmed_at is not None]
    if confirmed:
        return confirmed[0]
    attempts = unit.calls.attempts(meeting.call_id)
    return attempts[-1].e164 if attempts else ""
