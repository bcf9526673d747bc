"""Who may decide what."""

from __future__ import annotations

from setter.domain.errors import Refused
from setter.services.desk import Desk
from setter.store.unit import Unit


def set_role(desk: Desk, name: str, role: str) -> None:
    """Give a colleague a role; Refused unless a team lead or compliance asks."""

    def write(unit: Unit) -> None:
        if not desk.leads(unit):
            raise Refused("role", "Only a team lead may give roles.", "colleague", "Ask your team lead.")
        before = unit.settings.role(name)
        unit.settings.set_role(name, role)
        desk.audit(unit, "role", f"caller/{name}", {"from": before, "to": role})

    desk.store.write(write)


def colleagues(desk: Desk) -> tuple[str, ...]:
    """The names of everybody else who works here."""
    return desk.store.read(lambda unit: tuple(name for name, _ in unit.settings.colleagues() if name != desk.caller))
