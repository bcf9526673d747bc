"""What is known of a prospect held against the campaign's gates."""

from __future__ import annotations

from setter.domain.campaign import Campaign
from setter.domain.dispositions import Effect
from setter.domain.gate_evidence import MeetingEvidence
from setter.domain.gates import Qualification, Waiver, judge
from setter.services.attempts import dialled
from setter.services.desk import Desk
from setter.services.invited import confirmed_address
from setter.services.knowledge import heard_facts, silent_calls
from setter.services.left_alone import reasons_for
from setter.services.situation import effect_of
from setter.store.records import Enrolment, Meeting, Prospect
from setter.store.unit import Unit

AFFIRMS_A_MEETING = frozenset({Effect.MEETING_SET, Effect.MEETING_CONFIRMED, Effect.MEETING_RESCHEDULED})
"""Outcomes by which the prospect has spoken of the meeting."""


def qualification_of(
    desk: Desk,
    unit: Unit,
    campaign: Campaign,
    enrolment: Enrolment,
    prospect: Prospect,
    talking: bool = False,
    affirmed: bool = False,
) -> Qualification:
    """How a prospect stands to all gates now; `talking` counts the call in hand as a conversation.

    `affirmed` says that the call in hand ends with the meeting's own word. A meeting written down on a call that
    reached nobody was asked for by nobody, until a call does.
    A waiver belongs to the meeting it was given for: a later meeting begins without it.
    """
    meeting = unit.meetings.open_for(enrolment.id)
    return judge(
        campaign,
        heard_facts(unit, prospect),
        _waivers(unit, enrolment, meeting),
        evidence_of(unit, prospect, meeting, affirmed) if meeting else None,
        unit.calls.conversations(enrolment.id) + int(talking),
        desk.now(),
        suppressed=bool(reasons_for(unit, prospect)),
    )


def _waivers(unit: Unit, enrolment: Enrolment, meeting: Meeting | None) -> dict[str, Waiver]:
    return {
        row.gate: Waiver(row.waived_by, row.reason, row.waived_at)
        for row in unit.prospects.waivers(enrolment.id)
        if meeting is not None and row.waived_at >= meeting.booked_at
    }


def _asked_for(unit: Unit, prospect: Prospect, meeting: Meeting) -> bool:
    """Say whether a human was there when the meeting was booked, or has spoken of it since."""
    later = [each for each in unit.calls.outcomes_of(meeting.enrolment_id) if each.recorded_at >= meeting.booked_at]
    spoken = any(effect_of(outcome) in AFFIRMS_A_MEETING for outcome in later)
    return spoken or meeting.call_id not in silent_calls(unit, prospect)


def evidence_of(unit: Unit, prospect: Prospect, meeting: Meeting, affirmed: bool = False) -> MeetingEvidence:
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
        requested_how=meeting.requested_how if affirmed or _asked_for(unit, prospect, meeting) else "",
        call=meeting.call_id,
        by=meeting.booked_by,
        at=meeting.booked_at,
    )


def _confirmed_address(unit: Unit, prospect: Prospect, meeting: Meeting) -> str:
    if confirmed := confirmed_address(unit.prospects.emails(prospect.id)):
        return confirmed
    attempts = dialled(unit, meeting.call_id)
    return attempts[-1].e164 if attempts else ""
