"""Commands that make, fill and check a database."""

from __future__ import annotations

from typing import Any

import click

from setter.cli.speech import Manner, command, in_columns, need_terminal, plain, say, wall
from setter.domain.errors import Wrong
from setter.domain.roles import ROLES
from setter.services.clock import iso, parse_instant
from setter.services.colleagues import Colleague, assign, set_role, team
from setter.services.desk import bring_up_to_date, make_database
from setter.store.address import shown

UNSOUND = 3
"""As when the database cannot be used: what is in it cannot be trusted."""


@command()
@click.option("--sandbox", is_flag=True, help="A database with a clock of its own, from which nothing is sent.")
@click.option("--clock", metavar="ISO8601", help="The sandbox's time, such as 2026-11-24T09:00:00-06:00.")
def init(manner: Manner, sandbox: bool, clock: str | None) -> tuple[Any, str]:
    """Make the database, or bring it up to date; in a sandbox, set its clock forward."""
    if clock and not sandbox:
        raise Wrong("clock", "Only a sandbox has a clock of its own.", "--clock", "Add --sandbox.")
    anchor = parse_instant(clock, "--clock") if clock else None
    desk = make_database(manner.database, sandbox=sandbox, anchor=anchor, as_name=manner.as_name)
    now, campaigns = iso(desk.now()), desk.store.read(lambda unit: unit.campaigns.all())
    told = f" Its clock stands at {wall(desk.now(), year=True)}." if sandbox else ""
    desk.store.close()
    kind = "sandbox" if sandbox else "database"
    document = {"database": shown(manner.database), "sandbox": sandbox, "clock": now}
    words = f"The {kind} is ready: {shown(manner.database)}{'.' if told else ''}{told}"
    then = "" if campaigns else "\nNext: setter campaign add FILE, then setter campaign activate ID."
    return document, words + then


@command()
def migrate(manner: Manner) -> tuple[Any, str]:
    """Bring the database to this setter's schema, as its first start would; a file is copied beside itself first."""
    before, now = bring_up_to_date(manner.database)
    words = f"Brought from schema {before} to {now}." if before < now else f"Up to date: schema {now}."
    return {"database": shown(manner.database), "schema_before": before, "schema": now}, words


@command()
@click.option("--no-tui", is_flag=True, help="Only make and fill the sandbox.")
def demo(manner: Manner, no_tui: bool) -> tuple[Any, str]:
    """Open the screens on a sandbox full of made-up prospects; playable at any hour, nothing is ever sent."""
    from setter.services.campaigns import prospects_in
    from setter.services.sandbox import open_sandbox, sandbox_beside

    to_show = not no_tui and not manner.as_json
    if to_show:
        need_terminal("with --no-tui the sandbox is only made and filled.")
    named = _named(click.get_current_context())
    database = manner.database if named else sandbox_beside(manner.database)
    desk, campaign = open_sandbox(database)
    document = {
        "database": shown(database),
        "sandbox": True,
        "clock": iso(desk.now()),
        "campaign": campaign,
        "prospects": prospects_in(desk, campaign),
    }
    desk.store.close()
    if to_show:
        click.get_current_context().exit(manner.screens(database, manner.as_name))
    return document, f"The sandbox is ready: {shown(database)}\nOpen it with: setter --db {shown(database)}"


def _named(context: click.Context) -> bool:
    import os

    root = context.find_root()
    return bool(root.params.get("database") or os.environ.get("SETTER_DATABASE"))


@command()
def doctor(manner: Manner) -> tuple[Any, str]:
    """Check the database: schema, suppression key, audit chains, the reports' counts, and that all have a next step.

    Exits 3 when anything is not as it must be.
    """
    from setter.services.doctor import examine

    with manner.desk() as desk:
        findings = examine(desk)
    sound = all(finding.sound for finding in findings)
    words = "\n".join(f"{'ok  ' if each.sound else 'BAD '} {each.what}: {each.found}" for each in findings)
    document = {"sound": sound, "findings": findings}
    if not sound:
        say(manner, document, words)
        raise click.exceptions.Exit(UNSOUND)
    return document, words


@command()
@click.argument("name", default="")
@click.option("--role", type=click.Choice(ROLES), default=None, help="What they may decide.")
@click.option("--campaign", "campaigns", multiple=True, metavar="ID", help="They call for these alone; 'all' for all.")
@click.option("--language", "languages", multiple=True, metavar="CODE", help="They speak these alone; 'all' for any.")
def colleague(
    manner: Manner, name: str, role: str | None, campaigns: tuple[str, ...], languages: tuple[str, ...]
) -> tuple[Any, str]:
    """Give a colleague a role, campaigns and languages; without NAME, list who works here."""
    with manner.desk() as desk:
        known = set_role(desk, name, role) if name and role else True
        if campaigns or languages:
            assign(desk, name, _all_or(campaigns), _all_or(languages))
        people = [each for each in team(desk) if name in ("", each.name)]
    if not name:
        return people, in_columns(map(_colleague_cells, people)) or "Nobody works here yet."
    words = ", ".join(filter(None, _colleague_cells(people[0]))) if people else f"{name} is a caller."
    if not known:
        words += f"\nThe server has no user {name} yet: make one (CREATE ROLE), then give the role again."
    return {**plain(people[0] if people else Colleague(name, "caller")), "known_to_server": known}, words


def _all_or(chosen: tuple[str, ...]) -> list[str] | None:
    return None if not chosen else [each for each in chosen if each != "all"]


def _colleague_cells(each: Colleague) -> list[str]:
    return [each.name, each.role.replace("_", " "), " ".join(each.campaigns), " ".join(each.languages)]


COMMANDS = {"init": init, "migrate": migrate, "demo": demo, "doctor": doctor, "colleague": colleague}
