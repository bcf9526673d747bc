"""The command that delivers to reps and prospects what is on its way, and shows the outbox."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import click
from msgspec.structs import replace

from setter.cli.speech import ID, Manner, command, in_columns, say, wall
from setter.domain.errors import Refused, SetterError
from setter.services import deliver as delivery
from setter.services.chase import chase
from setter.services.clock import iso
from setter.services.desk import Desk
from setter.store.records import Delivery

People = Mapping[int, tuple[str, str]]
"""Whom deliveries are about: (name, company) by meeting."""
WITHHELD = {
    "sandbox": "nothing leaves a sandbox",
    "nothing_new": "nothing of this change is for there",
    "channel_off": "the campaign does not deliver this way any more",
}
"""Why something is withheld, beside what speaks against contacting its prospect."""


@command()
@click.option("--now", "at_once", is_flag=True, help="Send also what changed in the last two minutes.")
@click.option("--list", "listed", is_flag=True, help="Show the outbox of the last 30 days, and send nothing.")
@click.option(
    "--again", type=ID, multiple=True, metavar="ID", help="Try one now that waits or was given up; may be repeated."
)
@click.option("--watch", type=click.IntRange(5, 86_400), metavar="SECONDS", help="Go on, a pass every so many seconds.")
def deliver(manner: Manner, at_once: bool, listed: bool, again: tuple[int, ...], watch: int | None) -> tuple[Any, str]:
    """Deliver each change of a meeting to its rep and prospect, and say what left, what waits and why.

    Each leaves once for each channel that the campaign names. What cannot be delivered now is tried again for three
    days; see docs/delivery.md.
    """
    with manner.desk() as desk:
        if listed:
            rows = delivery.outbox(desk)
            people = delivery.people_of(desk, rows)
            words = _table(desk, rows, people) or f"Nothing was ever on its way.{_stays(desk)}"
            return [_told(row, people) for row in rows], words
        for each in again:
            delivery.again(desk, each)
        while watch is not None:
            _watched(manner, desk, at_once)
            time.sleep(watch)
        return _pass(desk, at_once)


def _watched(manner: Manner, desk: Desk, at_once: bool) -> None:
    """One pass of many: says what it did, and goes on where a database is away for a while."""
    try:
        document, words = _pass(desk, at_once)
    except SetterError as error:
        click.echo(f"setter: {error.message}", err=True)
        return
    if document["passed"]:
        say(manner, document, words)


def _pass(desk: Desk, at_once: bool) -> tuple[dict[str, Any], str]:
    """One pass, as a document and in words."""
    with suppress(Refused):  # whoever may deliver and not chase
        chase(desk)
    ways = delivery.deliver(desk, at_once)
    looked_at = {way.row.id for way in ways}
    later = [row for row in delivery.waiting(desk) if row.id not in looked_at]
    rows = [*(replace(way.row, problem=way.row.problem or way.why) for way in ways), *later]
    sent = sum(way.row.state == "sent" for way in ways)
    waits = sum(row.state in ("waiting", "sending") for row in rows)
    lost = sum(way.row.state == "given_up" for way in ways)
    told = f"{sent} sent, {waits} waiting" + (f", {lost} given up" if lost else "") + "."
    people = delivery.people_of(desk, rows)
    words = "\n".join(filter(None, (_table(desk, rows, people), told))) if rows else "Nothing is due."
    document = {"passed": [_told(way.row, people) for way in ways], "waiting": [_told(row, people) for row in later]}
    return document, words + _stays(desk)


def _stays(desk: Desk) -> str:
    return " Nothing ever leaves a sandbox." if desk.sandbox else ""


def _table(desk: Desk, rows: list[Delivery], people: People) -> str:
    return in_columns(_cells(row, people, desk.now()) for row in rows)


def _cells(row: Delivery, people: People, now: int) -> list[str]:
    what, who = f"meeting {row.meeting_id}, change {row.change}", people.get(row.meeting_id, ())
    way, state = f"{row.channel} to {row.receiver}", f"{row.state.replace('_', ' ')} {wall(row.sent_at)}".rstrip()
    return [str(row.id), what, ", ".join(filter(None, who)), way, row.rep, state, _why(row, now)]


def _why(row: Delivery, now: int) -> str:
    """What somebody should know of a delivery beside its state."""
    if row.state == "withheld":
        barred = f"the prospect must not be contacted: {row.problem.replace('_', ' ')}"
        return WITHHELD.get(row.problem, barred)
    parts = [row.problem] if row.problem else []
    if row.state in ("waiting", "sending") and row.due_at > now:
        parts.append(f"next {wall(row.due_at)}" if row.tries else f"leaves {wall(row.due_at)}: changed just now")
    if row.state != "sent" and row.handed_over_at is not None:
        parts.append("may have arrived: it goes again as the same" if row.state != "given_up" else "may have arrived")
    if row.tries > 1 or (row.tries and row.state != "sent"):
        parts.append(f"{row.tries} {'try' if row.tries == 1 else 'tries'}")
    return "; ".join(part.rstrip(".") for part in parts)


def _told(row: Delivery, people: People) -> dict[str, Any]:
    name, company = people.get(row.meeting_id, (None, None))
    moments = {name: getattr(row, name) for name in ("due_at", "handed_over_at", "made_at", "sent_at")}
    return {
        "delivery": str(row.id),
        "meeting": str(row.meeting_id),
        "change": row.change,
        "name": name,
        "company": company,
        "channel": row.channel,
        "receiver": row.receiver,
        "rep": row.rep,
        "state": row.state,
        "problem": row.problem or None,
        "tries": row.tries,
        "reference": row.reference or None,
        **{name: None if at is None else iso(at) for name, at in moments.items()},
    }


COMMANDS = {"deliver": deliver}
