"""Find anybody of a campaign's client as you type: name, company, e-mail, number or its last digits."""

from __future__ import annotations

from setter.services.desk import Desk
from setter.store.records import Found
from setter.store.unit import Unit

__all__ = ["Found", "search"]

SHORTEST = 2
"""Letters or digits that begin a search."""


def search(desk: Desk, campaign_id: str, text: str, most: int = 20) -> list[Found]:
    """The people whose words begin with all that was typed, the best first; nobody for fewer than two characters."""
    if len(text.strip()) < SHORTEST:
        return []

    def look(unit: Unit) -> list[Found]:
        row = desk.campaign_row(unit, campaign_id)
        return unit.search.find(row.client_id, row.number, text, most)

    return desk.store.read(look)
