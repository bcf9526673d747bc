"""Commands for the audit: whether it is as it was written, and what was done to somebody or something."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from setter.cli.house import UNSOUND
from setter.cli.speech import Manner, command, in_columns, plain, say
from setter.services.audit_trail import Step, trail
from setter.services.clock import iso


@click.group()
def audit() -> None:
    """See who did what, when, and why; see that nobody changed the record of it."""


@command()
@click.option("--since", type=click.Path(path_type=Path), metavar="BACKUP", help="A backup from which it must lead on.")
def verify(manner: Manner, since: Path | None) -> tuple[Any, str]:
    """Read every chain of the audit and hold each against its end, and against what the others saw of it.

    Exits 3 when an entry was altered, cut off, or emptied without anybody's having been erased.
    """
    from setter.services.audit_trail import verify as verify_audit
    from setter.services.backup import heads_in

    known = heads_in(since) if since else ()
    with manner.desk() as desk:
        found = verify_audit(desk, known)
    document = {
        "sound": not found.faults,
        "chains": found.writers,
        "entries": found.entries,
        "faults": [{"writer": each.writer, "number": each.number, "what": each.what} for each in found.faults],
    }
    words = "\n".join(each.words for each in found.faults)
    if found.faults:
        say(manner, document, words)
        raise click.exceptions.Exit(UNSOUND)
    return document, f"{found.entries:,} entries in {found.writers:,} chains, all as they were written."


@command()
@click.argument("subject")
def show(manner: Manner, subject: str) -> tuple[Any, str]:
    """Show what was done to a SUBJECT, oldest first: prospect/ID (with their calls and meetings), campaign/ID …"""
    with manner.desk() as desk:
        steps = trail(desk, subject)
    document = [{**plain(each), "at": iso(each.at)} for each in steps]
    return document, in_columns(map(_cells, steps)) or f"Nothing is on record of {subject}."


def _cells(step: Step) -> list[str]:
    told = [f"{name}={_said(value)}" for name, value in step.detail.items()]
    change = f"{_said(step.old)} -> {_said(step.new)}" if step.new is not None else _said(step.old)
    told = ["erased"] if step.erased else [*([change] if change else []), *told, *([step.why] if step.why else [])]
    return [iso(step.at), step.who, step.what, step.subject, "; ".join(told)]


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{name}={_said(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ",".join(map(_said, value)) or "none"
    return "" if value is None else str(value)


for each in (verify, show):
    audit.add_command(each)

COMMANDS = {"audit": audit}
