"""Who may decide what."""

from __future__ import annotations

from setter.domain.errors import Refused, Wrong
from setter.services.desk import TEAM_LEAD, Desk
from setter.store.unit import Unit


def set_role(desk: Desk, name: str, role: str) -> None:
    """Give a colleague a role; Refused unless a team lead or compliance asks, and to leave a team without a lead."""

    def write(unit: Unit) -> None:
        if not desk.leads(unit):
            raise Refused("role", "Only a team lead or compliance may give roles.", "colleague", "Ask your team lead.")
        before = unit.settings.role(name)
        if before == TEAM_LEAD and role != TEAM_LEAD and len(_leads(unit)) == 1:
            hint = "Name another first: setter colleague NAME --role team_lead."
            raise Refused("last_lead", f"{name} is the only team lead.", "colleague", hint)
        unit.settings.set_role(name, role)
        desk.audit(unit, "role", f"caller/{name}", {"from": before, "to": role})

    desk.store.write(write)


def colleagues(desk: Desk) -> tuple[str, ...]:
    """The names of everybody else who has a role here, or ever had a shift or a call."""
    return desk.store.read(lambda unit: tuple(name for name in unit.settings.who_worked() if name != desk.caller))


def colleague_named(desk: Desk, name: str) -> str:
    """The name, where somebody who works here has it; Wrong for anybody else's."""
    if name != desk.caller and name not in colleagues(desk):
        known = ", ".join(colleagues(desk)) or "nobody else yet"
        hint = f"Known: {known}. Somebody new: setter colleague NAME --role caller."
        raise Wrong("no_colleague", f"Nobody called {name!r} works here.", "colleague", hint)
    return name


def _leads(unit: Unit) -> list[str]:
    return [name for name, role in unit.settings.colleagues() if role == TEAM_LEAD]
