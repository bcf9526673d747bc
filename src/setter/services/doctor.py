"""Examine a database: schema, audit chains, and that nobody open is without a next step."""

from __future__ import annotations

from dataclasses import dataclass

from setter.services.desk import Desk
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
            orphans = _orphans(unit, row.number)
            words = (
                f"{orphans} open prospects without a next step" if orphans else "every open prospect has a next step"
            )
            found.append(Finding(f"campaign {row.id}", not orphans, words))
        return found

    return desk.store.read(look)


def _orphans(unit: Unit, campaign: int) -> int:
    """Open, callable prospects that stand in no queue although somebody knows where to reach them."""
    return sum(
        int(row["number"])
        for row in unit.queue.waterfall(campaign)
        if row["slot"] == -1 and not row["blocked"] and row["work_state"] in ("cooling", "callback", "nurture")
    )
