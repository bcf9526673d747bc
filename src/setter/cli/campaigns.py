"""Commands for campaigns: their files, and what sales has signed off of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from msgspec.structs import asdict

from setter.cli.bar import bar
from setter.cli.speech import Manner, command, say
from setter.domain.rule_versions import UNSIGNED
from setter.domain.signed_parts import SIGNED_PARTS
from setter.services import campaigns as service
from setter.services import sign_off as signing
from setter.services.rescore import Progress, Rescored, rescore

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def campaign() -> None:
    """Check, add, activate, sign off and list campaigns."""


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
@click.option("--note", default="", metavar="TEXT", help="Why the rules change, for the audit.")
def activate(manner: Manner, campaign_id: str, note: str) -> tuple[Any, str]:
    """Put a campaign's newest version in force, and weigh everybody by it while callers go on."""
    with manner.desk() as desk, weighing(manner) as tell:
        active = service.activate(desk, campaign_id, tell, note)
    document = {"campaign": active.campaign, "version": active.version, "status": "active", "rescored": active.rescored}
    words = [f"Campaign {active.campaign}, version {active.version}, is active."]
    words += [weighed(active.rescored)] if active.rescored else []
    words += [_unsigned(active.campaign, active.unsigned)] if active.unsigned else []
    return document | {"unsigned": active.unsigned}, "\n".join(words)


@command("sign-off")
@click.argument("campaign_id", metavar="ID")
@click.option("--part", required=True, type=click.Choice(SIGNED_PARTS), help="What they signed off.")
@click.option("--by", required=True, metavar="NAME", help="Who of sales signed it off.")
@click.option("--on", type=DAY, metavar="DATE", help="When; left out: today.")
@click.option("--version", type=int, metavar="N", help="Of which version; left out: the one in force.")
def sign_off(
    manner: Manner, campaign_id: str, part: str, by: str, on: datetime | None, version: int | None
) -> tuple[Any, str]:
    """Keep that sales has signed a part of a campaign off (team lead, admin or sales); it holds until it is changed."""
    with manner.desk() as desk:
        done = signing.sign_off(desk, campaign_id, part, by, on.date() if on else None, version)
    words = f"{_named(done.part)}, version {done.version}, is signed off by {done.signed_by}, {done.signed_on}."
    document = asdict(done) | {"signed_on": done.signed_on.isoformat()}
    return document, f"{words}\n{UNSIGNED.capitalize()}: {_list(done.unsigned)}." if done.unsigned else words


def _unsigned(campaign_id: str, parts: Sequence[str]) -> str:
    """Say what is not signed off, and how it is."""
    way = f"setter campaign sign-off {campaign_id} --part {parts[0]} --by NAME"
    return f"{UNSIGNED.capitalize()}: {_list(parts)}. Once they have: {way}"


def _list(parts: Sequence[str]) -> str:
    return ", ".join(part.replace("_", " ") for part in parts)


def _named(part: str) -> str:
    return part.replace("_", " ").capitalize()


@command()
@click.option("--campaign", "campaign_id", metavar="ID", default="")
@click.option("--dry-run", is_flag=True, help="Count who would stand elsewhere; write nothing.")
def score(manner: Manner, campaign_id: str, dry_run: bool) -> tuple[Any, str]:
    """Weigh everybody of a campaign anew by its rules and by the time it is, while callers go on."""
    with manner.desk() as desk, weighing(manner) as tell:
        done = rescore(desk, campaign_id or service.only_active(desk), tell, dry_run)
    return done, weighed(done)


@contextmanager
def weighing(manner: Manner) -> Iterator[Progress]:
    """Show how many have been weighed."""
    with bar(manner, "Weighing") as tell:
        yield lambda done, total: tell(f"Weighing {done:,} of {total:,}", done / max(1, total))


def weighed(done: Rescored) -> str:
    """What a rescore came to, in words."""
    moved = "would stand elsewhere (dry run, nothing written)" if done.dry_run else "stand elsewhere now"
    return f"{done.read:,} prospects weighed in {done.seconds:.1f} s: {done.changed:,} {moved}."


@command("list")
def list_(manner: Manner) -> tuple[Any, str]:
    """List the campaigns, their standing and what sales has not signed off."""
    with manner.desk() as desk:
        lines = service.campaigns(desk)
    words = [
        f"{line.id}  {line.status}  version {line.version or line.newest}"
        + (f", rules version {line.rules_version}  {line.client}" if line.rules_version else f"  {line.client}")
        + (f"  {UNSIGNED}: {_list(line.unsigned)}" if line.unsigned else "")
        for line in lines
    ]
    return lines, "\n".join(words) or "No campaign yet. Add one with: setter campaign add FILE"


for each in (check, add, activate, sign_off, list_):
    campaign.add_command(each)

COMMANDS = {"campaign": campaign, "score": score}
