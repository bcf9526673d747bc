"""Commands for campaign files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from setter.cli.speech import Manner, command, say
from setter.services import campaigns as service


@click.group()
def campaign() -> None:
    """Check, add, activate and list campaigns."""


@command()
@click.argument("file", type=click.Path(path_type=Path))
def check(manner: Manner, file: Path) -> tuple[Any, str]:
    """Check a campaign file: every error at once, with its line. Exits 2 when there is one."""
    problems = service.check_file(file)
    errors = [problem for problem in problems if problem.severity == "error"]
    warnings = [problem for problem in problems if problem.severity != "error"]
    document = {"errors": [_told(each) for each in errors], "warnings": [_told(each) for each in warnings]}
    lines = [f"{file}:{each.line}: {each.severity}: {each.field} {each.message}" for each in problems]
    words = "\n".join(lines) or f"{file}: no problem found."
    if errors:
        say(manner, document, words)
        raise click.exceptions.Exit(2)
    return document, words


def _told(problem: Any) -> dict[str, Any]:
    return {"line": problem.line, "field": problem.field, "message": problem.message}


@command()
@click.argument("file", type=click.Path(path_type=Path))
def add(manner: Manner, file: Path) -> tuple[Any, str]:
    """Add a campaign file as a new, immutable version; the same file again is the same version."""
    with manner.desk() as desk:
        added = service.add_file(desk, file)
    words = (
        f"Campaign {added.campaign}, version {added.version}. Activate it: setter campaign activate {added.campaign}"
    )
    return {"campaign": added.campaign, "version": added.version}, words


@command()
@click.argument("campaign_id", metavar="ID")
def activate(manner: Manner, campaign_id: str) -> tuple[Any, str]:
    """Put a campaign's newest version in force."""
    with manner.desk() as desk:
        active = service.activate(desk, campaign_id)
    document = {"campaign": active.campaign, "version": active.version, "status": "active"}
    return document, f"Campaign {active.campaign}, version {active.version}, is active."


@command("list")
def list_(manner: Manner) -> tuple[Any, str]:
    """List the campaigns, their standing and what sales has not signed off."""
    with manner.desk() as desk:
        lines = service.campaigns(desk)
    words = [
        f"{line.id}  {line.status}  version {line.version or line.newest}  {line.client}"
        + (f"  not signed off by sales: {', '.join(line.unsigned)}" if line.unsigned else "")
        for line in lines
    ]
    return lines, "\n".join(words) or "No campaign yet. Add one with: setter campaign add FILE"


for each in (check, add, activate, list_):
    campaign.add_command(each)

COMMANDS = {"campaign": campaign}
