"""Bring a prospect whose meeting fell through back to be called."""

from __future__ import annotations

from dataclasses import replace

from setter.services.desk import Desk
from setter.services.place import settle
from setter.store.unit import Unit


def return_to_pool(desk: Desk, unit: Unit, enrolment_id: int, reason: str) -> None:
    """Queue a prospect again, answers kept; somebody in a live call or not to be contacted stays as he is."""
    enrolment = unit.prospects.enrolment(enrolment_id)
    prospect = unit.prospects.get(enrolment.prospect_id) if enrolment else None
    if enrolment is None or prospect is None or enrolment.work_state == "in_call":
        return
    state = "closed" if prospect.blocked else "queued"
    enrolment = replace(enrolment, work_state=state, state_reason=reason, next_at=None, owner="")
    unit.prospects.save_enrolment(enrolment)
    settle(unit, enrolment, prospect, desk.now())
