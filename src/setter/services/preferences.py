"""What a caller likes at her desk: the look, and the campaign she worked last."""

from __future__ import annotations

from setter.services.desk import Desk

THEME, CAMPAIGN = "theme", "campaign"


def preferred(desk: Desk, what: str) -> str:
    """What this caller chose last; '' before she ever did."""
    return desk.store.read(lambda unit: unit.settings.get(f"{what}:{desk.caller}"))


def prefer(desk: Desk, what: str, value: str) -> None:
    """Remember what this caller chose."""
    desk.store.write(lambda unit: unit.settings.set(f"{what}:{desk.caller}", value), durable=False)
