"""Who works here, who may decide what, and what each of them calls."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct

from setter.domain.errors import Refused, Wrong
from setter.domain.roles import DECIDING, LEADING, ROLES, SALES
from setter.intake.languages import language_code
from setter.services.desk import Desk
from setter.store.unit import Unit


class Colleague(Struct, frozen=True):
    """Somebody who works here: their role, the campaigns they call for and the languages they speak; none means all."""

    name: str
    role: str
    campaigns: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


def set_role(desk: Desk, name: str, role: str) -> bool:
    """Give a colleague a role, on a server to the database user of this name: False where it has no such user yet.

    Refused unless a team lead, compliance or an admin asks, on a server the owner of the database; and to leave a team
    without anybody who leads it.
    """

    def write(unit: Unit) -> bool:
        sentence = "Only a team lead or compliance may give roles."
        desk.allow_only(unit, DECIDING, sentence, "colleague", "Ask your team lead.")
        if role not in ROLES:
            raise Wrong("no_role", f"{role!r} is no role.", "--role", f"One of: {', '.join(ROLES)}.")
        if not unit.colleagues.owned():
            sentence = "On a server its owner alone gives roles."
            raise Refused("role", sentence, "colleague", "Ask your admin, whose user owns the database.")
        before = unit.settings.role(name)
        if before in LEADING and role not in LEADING and _leads(unit) == [name]:
            hint = "Name another first: setter colleague NAME --role team_lead."
            raise Refused("last_lead", f"{name} is the only one who leads the team.", "colleague", hint)
        unit.settings.set_role(name, role)
        desk.audit(unit, "role", f"caller/{name}", old=before, new=role)
        return unit.colleagues.grant(name, role, before)

    return desk.store.write(write)


def assign(
    desk: Desk, name: str, campaigns: Collection[str] | None = None, languages: Collection[str] | None = None
) -> Colleague:
    """Say for which campaigns a colleague calls, or which languages they speak (ISO 639-1); none named means all.

    None leaves one of them as it is. Refused unless a team lead or an admin asks; Wrong for what nobody knows.
    """

    def write(unit: Unit) -> Colleague:
        desk.allow_only(unit, LEADING, "Only a team lead gives out the work.", "colleague", "Ask your team lead.")
        if name not in unit.settings.who_worked():
            hint = f"Name them first: setter colleague {name} --role caller."
            raise Wrong("no_colleague", f"Nobody called {name!r} works here.", "colleague", hint)
        before = _colleague(unit, name)
        if campaigns is not None:
            unit.colleagues.call_for(name, sorted({desk.campaign_row(unit, each).number for each in campaigns}))
        if languages is not None:
            unit.colleagues.speak(name, sorted({_language(each) for each in languages}))
        after = _colleague(unit, name)
        if after != before:
            old, new = (f"{' '.join(each.campaigns)} {' '.join(each.languages)}".strip() for each in (before, after))
            desk.audit(unit, "assign", f"caller/{name}", old=old or "all", new=new or "all")
        return after

    return desk.store.write(write)


def team(desk: Desk) -> list[Colleague]:
    """Everybody who has a role here, ever had a shift or a call, by name."""

    def look(unit: Unit) -> list[Colleague]:
        return [_colleague(unit, name) for name in unit.settings.who_worked()]

    return desk.store.read(look)


def _colleague(unit: Unit, name: str) -> Colleague:
    rows = {row.number: row.id for row in unit.campaigns.all()}
    role, campaigns, languages = unit.colleagues.assignment(name)
    return Colleague(name, role, tuple(rows[each] for each in campaigns if each in rows), languages)


def _language(text: str) -> str:
    code = language_code(text)
    if not code:
        raise Wrong("language", f"{text!r} is no language.", "--language", "Write two letters: en, es, fr.")
    return code


def check_on_the_phone(desk: Desk, unit: Unit, where: str) -> None:
    """Refuse a call, whoever began it, to sales."""
    if unit.colleagues.assignment(desk.caller)[0] == SALES:
        hint = "Leave them to a caller; whoever wants no more calls is kept out with F9, or setter suppress."
        raise Refused("role", "Sales takes no calls.", where, hint)


def check_calls_for(desk: Desk, unit: Unit, campaign: int, where: str) -> None:
    """Refuse a call to whoever calls for other campaigns alone."""
    campaigns = unit.colleagues.assignment(desk.caller)[1]
    if campaigns and campaign not in campaigns:
        hint = "Take another campaign's, or ask your team lead."
        raise Refused("campaign_not_yours", "You do not call for this campaign.", where, hint)


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
    return [name for name, role in unit.settings.colleagues() if role in LEADING]
