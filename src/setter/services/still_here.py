"""A prospect looked up anew inside a write: since a screen showed them they may have been erased or withdrawn."""

from __future__ import annotations

from setter.domain.errors import Refused, Wrong
from setter.services.desk import Desk
from setter.store.records import Call, Enrolment, Meeting, Prospect
from setter.store.unit import Unit


def who(unit: Unit, about: Call | Meeting) -> tuple[Prospect, Enrolment]:
    """Whom a call or a meeting is with; Refused where they are no longer here."""
    prospect, enrolment = unit.prospects.get(about.prospect_id), unit.prospects.enrolment(about.enrolment_id)
    if prospect is None or enrolment is None or prospect.erased_at is not None:
        raise gone("call" if isinstance(about, Call) else "meeting")
    return prospect, enrolment


def enrolled(desk: Desk, unit: Unit, campaign_id: str, prospect_id: int) -> tuple[Prospect, Enrolment]:
    """A prospect of a campaign; Wrong where it has no such one."""
    prospect = unit.prospects.get(prospect_id)
    enrolment = unit.prospects.enrolled(desk.campaign_row(unit, campaign_id).number, prospect_id)
    if prospect is None or enrolment is None:
        hint = "Find one with: setter search TEXT."
        raise Wrong("no_prospect", "There is no such prospect in this campaign.", "prospect", hint)
    return prospect, enrolment


def gone(where: str) -> Refused:
    """The refusal for somebody who has been erased or withdrawn meanwhile."""
    return Refused("gone", "This prospect is no longer here.", where, "They were erased or withdrawn: take the next.")


def in_hand(unit: Unit, enrolment: Enrolment) -> Call | None:
    """The live call that an enrolment is in, if it is in one."""
    return unit.calls.live_for(enrolment.id) if enrolment.work_state == "in_call" else None
