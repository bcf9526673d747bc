"""Commands for what people said of being called, and what registers answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click import DateTime

from setter.cli.bar import bar
from setter.cli.speech import ID, Manner, command, in_columns, wall
from setter.domain.errors import Wrong
from setter.services import lift as lifting
from setter.services.ask_registry import bring_in
from setter.services.clock import iso
from setter.services.consent import KINDS, note_consent, withdraw
from setter.services.lift import AS_MISTAKE, BY_CONSENT, acts_about
from setter.store.records import SuppressionAct

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


@command()
@click.argument("who", metavar="PROSPECT-OR-NUMBER-OR-EMAIL")
@click.argument("act", type=ID, required=False)
@click.option("--consent", "how", flag_value=BY_CONSENT, help="They have agreed to be called since (setter consent).")
@click.option("--mistake", "how", flag_value=AS_MISTAKE, help="It was never asked for.")
@click.option("--reason", default="", metavar="TEXT", help="What they agreed to and how, or what went wrong.")
def lift(manner: Manner, who: str, act: int | None, how: str | None, reason: str) -> tuple[Any, str]:
    """Lift one suppression, by new consent or as a mistake (compliance only); without ACT, list those that stand."""
    with manner.desk() as desk:
        if act is None:
            acts = acts_about(desk, who)[1]
            words = in_columns(map(_act_cells, acts)) or "Nothing stands against them."
            return [_act_told(each) for each in acts], words
        done = lifting.lift(desk, who, act, how or "", reason)
    out = f" {len(done.still_out)} are still kept out by something else." if done.still_out else ""
    words = f"Lifted: {done.act.reason.replace('_', ' ')}. People who may be called again: {len(done.free)}.{out}"
    document = {"act": str(act), "free": list(map(str, done.free)), "still_out": list(map(str, done.still_out))}
    return document, words


def _act_told(act: SuppressionAct) -> dict[str, Any]:
    return {
        "act": str(act.id),
        "about": act.about,
        "reason": act.reason,
        "made_at": iso(act.made_at),
        "made_by": act.made_by,
        "call": str(act.call_id) if act.call_id else None,
    }


def _act_cells(act: SuppressionAct) -> list[str]:
    on = f"call {act.call_id}" if act.call_id else "this number or address" if act.about == "value" else "no call"
    return [str(act.id), wall(act.made_at, year=True), act.made_by, act.reason.replace("_", " "), on]


COMMANDS = {"consent": consent, "registry": registry, "lift": lift}
