"""Examine a database: schema, audit chains, and that nobody open is without a next step."""

from __future__ import annotations

from dataclasses import dataclass

from setter.services.desk import Desk
from setter.store.records import CampaignRow
from setter.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was examined, whether it is sound, and what was found."""

    what: str
    sound: bool
    found: str


def examine(desk: Desk) -> list[Finding]:
    """Examine the house from its audit chains to its queue (R-086)."""

    def look(unit: Unit) -> list[Finding]:
        broken = unit.audit.broken()
        found = [Finding("audit chains", not broken, f"broken at {', '.join(broken)}" if broken else "verify")]
        for row in unit.campaigns.all():
            found += [_next_steps(unit, row), _places(unit, row)]
        return found

    return desk.store.read(look)


def _next_steps(unit: Unit, row: CampaignRow) -> Finding:
    strays = unit.queue.strays(row.number)
    words = ", ".join(f"{number} {state.replace('_', ' ')}" for state, number in strays.items())
    found = f"open prospects without a next step: {words}" if strays else "every open prospect has a next step"
    return Finding(f"campaign {row.id}", not strays, found)


def _places(unit: Unit, row: CampaignRow) -> Finding:
    """People whom nobody can dial yet are no fault of the database, and are not forgotten either."""
    waiting = unit.queue.unreachable(row.number)
    return Finding(f"campaign {row.id}, reach", True, f"{waiting} wait for a usable number or a known place")
