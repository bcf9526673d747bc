"""After a complaint the record is evidence: only compliance touches it."""

from __future__ import annotations

from setter.domain.dispositions import Effect
from setter.domain.errors import Refused
from setter.services.desk import COMPLIANCE, Desk
from setter.services.situation import effect_of
from setter.store.records import Prospect
from setter.store.unit import Unit


def check_not_frozen(desk: Desk, unit: Unit, prospect: Prospect, where: str) -> None:
    """Refuse a change to the record of somebody who complained, whoever took the complaint (domain §5)."""
    outcomes = unit.calls.outcomes_for_client(prospect.client_id, prospect.id)
    if any(effect_of(outcome) is Effect.COMPLAINT for outcome in outcomes) and desk.role(unit) != COMPLIANCE:
        sentence = "They have complained: their record is frozen."
        raise Refused("frozen", sentence, where, "Compliance can change it; tell them what is wrong.")
