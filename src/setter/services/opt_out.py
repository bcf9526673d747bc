"""Somebody asked, on any screen, never to be contacted again."""

from __future__ import annotations

from setter.domain.errors import Wrong
from setter.services.desk import Desk
from setter.services.draft import end_call
from setter.services.record_outcome import Given, Reply
from setter.services.suppress import suppress_person
from setter.store.unit import Unit

REASON = "do_not_call"


def opt_out(desk: Desk, prospect_id: int, company_wide: bool = False) -> Reply | None:
    """Suppress a person at once; on the caller's live call with them it is the call's outcome, whose reply comes back.

    Effective before anybody can claim them again, in every campaign of the client.
    """
    live = desk.store.read(lambda unit: unit.calls.live(desk.caller))
    if live is not None and live.prospect_id == prospect_id:
        return end_call(desk, live.id, Given(REASON, company_wide=company_wide))

    def write(unit: Unit) -> None:
        prospect = unit.prospects.get(prospect_id)
        if prospect is None:
            raise Wrong("no_prospect", "There is no such prospect.", "opt-out", "Find one with: setter search TEXT.")
        suppress_person(desk, unit, prospect, REASON, None, company_wide, asked=True)

    desk.store.write(write)
    return None
