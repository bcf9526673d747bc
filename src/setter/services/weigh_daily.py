"""Once a day everybody is weighed anew: acts age, records grow old, and time alone cools (R-065, domain §3.1)."""

from __future__ import annotations

from setter.domain.days import day_of
from setter.services.desk import Desk
from setter.services.here import own_zone
from setter.store.records import CampaignRow
from setter.store.unit import Unit


def have_aged(desk: Desk) -> bool:
    """Say whether some campaign in force has not been weighed today."""
    return bool(desk.store.read(lambda unit: _not_today(desk, unit)))


def make_aged_due(desk: Desk) -> None:
    """Remember that everybody of those campaigns is to be weighed; whoever finishes what is undone does it."""

    def write(unit: Unit) -> None:
        for row in _not_today(desk, unit):
            unit.rescore.make_due(row.number, row.version or 0, row.rules_version)
            keep_weighed(desk, unit, row.number)

    desk.store.write(write, durable=False)


def keep_weighed(desk: Desk, unit: Unit, number: int) -> None:
    """Remember that a campaign's people are, or are about to be, weighed today."""
    unit.settings.set(_named(number), day_of(desk.now(), own_zone()).isoformat())


def _not_today(desk: Desk, unit: Unit) -> list[CampaignRow]:
    today = day_of(desk.now(), own_zone()).isoformat()
    active = [row for row in unit.campaigns.all() if row.status == "active" and row.version]
    return [row for row in active if (unit.settings.get(_named(row.number)) or "") < today]


def _named(number: int) -> str:
    return f"weighed_on/{number}"
