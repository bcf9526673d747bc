"""After a complaint the record is evidence: only compliance touches it."""

from __future__ import annotations

from setter.domain.dispositions import Effect
from setter.domain.errors import Refused
from setter.domain.roles import COMPLIANCE
from setter.services.desk import Desk
from setter.services.situation import effect_of
from setter.store.records import Prospect
from setter.store.unit import Unit


def check_not_frozen(desk: Desk, unit: Unit, prospect: Prospect, where: str) -> None:
    """Refuse a change to the record of somebody who complained, whoever took the complaint (domain §5).

    A complaint that compliance lifted was none.
    """
    outcomes = unit.calls.outcomes_for_client(prospect.client_id, prospect.id)
    complained = {each.call_id for each in outcomes if effect_of(each) is Effect.COMPLAINT}
    if not complained or desk.role(unit) == COMPLIANCE:
        return
    if complained - unit.suppressions.lifted_calls(prospect.id):
        sentence = "They have complained: their record is frozen."
        raise Refused("frozen", sentence, where, "Compliance can change it; tell them what is wrong.")
