"""Commands for the reps' calendars: how they stand, reading them, and bringing one in from a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from setter.cli.speech import Manner, command, in_columns, say, wall
from setter.services import calendars as service
from setter.services.campaigns import only_active
from setter.services.clock import iso

NOT_READ = 1
NONE_YET = "No rep has a calendar. Name one in the campaign, or bring one in: setter calendar import FILE --rep ID."


@click.group()
def calendar() -> None:
    """List the reps' calendars, read them, or bring one in from a file."""


@command("list")
def list_(manner: Manner) -> tuple[Any, str]:
    """List the reps' calendars: as of when, how many busy times lie ahead, and what is wrong."""
    with manner.desk() as desk:
        lines = service.calendars(desk)
    return _document(lines), in_columns(map(_cells, lines)) or NONE_YET


@command()
@click.argument("rep", default="")
def sync(manner: Manner, rep: str) -> tuple[Any, str]:
    """Read the reps' calendars now, or one REP's.

    Exits 1 where one of them cannot be read.
    """
    with manner.desk() as desk:
        begun = desk.now()
        lines = service.sync(desk, rep)
    document, words = _document(lines), in_columns(map(_cells, lines))
    if any((line.read_at or 0) < begun for line in lines):
        say(manner, document, words)
        raise click.exceptions.Exit(NOT_READ)
    return document, words


@command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--rep", required=True, metavar="ID", help="Whose calendar it is.")
@click.option("--campaign", "campaign_id", metavar="ID", default="")
def import_(manner: Manner, file: Path, rep: str, campaign_id: str) -> tuple[Any, str]:
    """Take a rep's busy times from a calendar FILE (.ics), in place of those known."""
    with manner.desk() as desk:
        if not campaign_id:
            knowing = list(service.campaigns_with(desk, rep))
            campaign_id = knowing[0] if knowing else only_active(desk)
        line = service.import_calendar(desk, file, rep, campaign_id)
    times = f"{line.busy} busy {'time' if line.busy == 1 else 'times'}"
    left = f" {line.problem}" if line.problem else ""
    return _document([line])[0], f"{line.name}: {times} ahead, known until {wall(line.covers_until)}.{left}"


def _document(lines: Iterable[service.CalendarLine]) -> list[dict[str, Any]]:
    return [
        {
            "client": line.client,
            "rep": line.rep,
            "origin": line.origin or None,
            "read_at": _instant(line.read_at) or None,
            "known_until": _instant(line.covers_until) or None,
            "busy": line.busy,
            "problem": line.problem or None,
        }
        for line in lines
    ]


def _cells(line: service.CalendarLine) -> list[str]:
    read = f"as of {wall(line.read_at)}" if line.read_at is not None else "never read"
    source = "from a file" if line.origin == "file" else ""
    return [line.rep, line.name, read, f"{line.busy} busy", source, line.problem]


def _instant(at: int | None) -> str:
    return "" if at is None else iso(at)


for each in (list_, sync, import_):
    calendar.add_command(each)

COMMANDS = {"calendar": calendar}
