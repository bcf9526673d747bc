"""Bring back somebody who was disqualified: a team lead's decision, with a reason (domain §2.7)."""

from __future__ import annotations

from msgspec.structs import replace

from setter.domain.errors import Refused, Wrong
from setter.domain.roles import DECIDING
from setter.services.callability import check_contact
from setter.services.desk import Desk
from setter.services.standing import stand
from setter.services.still_here import enrolled
from setter.store.records import Enrolment
from setter.store.unit import Unit


def reopen(desk: Desk, prospect_id: int, campaign_id: str, reason: str) -> Enrolment:
    """Queue a disqualified prospect again; their attempts and answers stay. Reopened again, nothing changes.

    Wrong without a reason; Refused("role") for whoever does not lead, Refused("work_state") for somebody who was not
    disqualified, and for whoever must not be contacted.
    """
    if not reason.strip():
        raise Wrong("no_reason", "A prospect is reopened for a reason.", "--reason", "Say what has changed.")

    def write(unit: Unit) -> Enrolment:
        prospect, enrolment = enrolled(desk, unit, campaign_id, prospect_id)
        sentence = "Only a team lead or compliance may reopen a prospect."
        desk.allow_only(unit, DECIDING, sentence, "reopen", "Ask your lead.")
        if enrolment.work_state == "queued":
            return enrolment
        campaign = desk.campaign(unit, enrolment.campaign)
        check_contact(unit, campaign, enrolment, prospect, desk.now(), "reopen", "Nobody may contact them any more.")
        if enrolment.work_state != "disqualified":
            sentence = f"This prospect is {enrolment.work_state.replace('_', ' ')}, not disqualified."
            raise Refused("work_state", sentence, "reopen", "See where they stand with: setter why PROSPECT.")
        opened = replace(enrolment, work_state="queued", state_reason="reopened", next_at=None, owner="")
        subject, detail, old = f"prospect/{prospect.id}", {"was": enrolment.state_reason}, enrolment.work_state
        desk.audit(unit, "reopen", subject, detail, old=old, new=opened.work_state, why=reason.strip())
        return stand(desk, unit, campaign, opened, prospect)

    return desk.store.write(write)
