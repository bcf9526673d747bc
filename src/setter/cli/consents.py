"""Commands for what people said of being called, and what registers answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click import DateTime

from setter.cli.bar import bar
from setter.cli.speech import ID, Manner, command
from setter.domain.errors import Wrong
from setter.services.ask_registry import bring_in
from setter.services.consent import KINDS, note_consent, withdraw

DAY = DateTime(["%Y-%m-%d"])


@command()
@click.argument("prospect", type=ID)
@click.option("--kind", default="consent", show_default=True, metavar="KIND", help=f"One of: {', '.join(KINDS)}.")
@click.option(
    "--note", default="", metavar="TEXT", help="Who agreed to what and where, or why the offer concerns them."
)
@click.option(
    "--on", "given_on", type=DAY, default=None, metavar="DATE", help="The day on which they did (default: today)."
)
@click.option("--withdraw", "withdrawn", is_flag=True, help="They take it back.")
def consent(manner: Manner, prospect: int, kind: str, note: str, given_on: Any, withdrawn: bool) -> tuple[Any, str]:
    """Keep that somebody agreed to be called, or why the offer concerns them; or that they take it back."""
    if withdrawn and note:
        raise Wrong("usage", "Either somebody agrees, or they take it back.", "--withdraw", "Leave one of them out.")
    with manner.desk() as desk:
        if withdrawn:
            ended = withdraw(desk, prospect)
            return {"prospect": str(prospect), "withdrawn": ended}, f"{ended} withdrawn."
        kept = note_consent(desk, prospect, kind, note, given_on.date() if given_on else None)
    document = {"prospect": str(prospect), "kind": kept.kind, "given_on": kept.given_on}
    return document, f"Kept: {kept.kind.replace('_', ' ')}, {kept.given_on}."


@command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--registry", "registry_id", required=True, metavar="ID", help="Which one, such as gb-ctps or us-dnc.")
@click.option("--as-of", "as_of", type=DAY, required=True, metavar="DATE", help="The day on which it was asked.")
@click.option("--empty", is_flag=True, help="None of our numbers stands in it: the file holds none.")
@click.option("--whole", is_flag=True, help="Keep all of its numbers, for those that are yet to land.")
def registry(manner: Manner, file: Path, registry_id: str, as_of: Any, empty: bool, whole: bool) -> tuple[Any, str]:
    """Bring in the numbers that stand in a do-not-call register; heeded at the next dial."""
    with manner.desk() as desk, bar(manner, "Reading") as tell:
        tell("Reading the register", 0.0)
        done = bring_in(desk, file, registry_id, as_of.date(), whole=whole, empty=empty)
    document = {
        "registry": done.registry,
        "as_of": done.as_of.isoformat(),
        "numbers": done.numbers,
        "kept": done.kept,
        "unread": done.unread,
        "placed": done.placed,
    }
    words = (
        f"{done.numbers:,} numbers of {done.registry} as of {done.as_of}: {done.kept:,} kept, {done.unread:,} unread."
    )
    return document, f"{words}\n{done.placed:,} people are in the queue again." if done.placed else words


COMMANDS = {"consent": consent, "registry": registry}
