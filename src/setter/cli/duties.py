"""Commands for what is owed: the duties and promises, ticked off and passed on."""

from __future__ import annotations

from typing import Any

import click

from setter.cli.speech import ID, Manner, command, in_columns, wall
from setter.services import tasks as duties
from setter.services.clock import iso
from setter.services.colleagues import colleague_named
from setter.services.duties import POOL
from setter.services.shift import pass_all
from setter.store.records import TaskLine


@command()
def tasks(manner: Manner) -> tuple[Any, str]:
    """List your promises and duties of today and before."""
    with manner.desk() as desk:
        lines = duties.strip(desk)
    return [_told(line) for line in lines], in_columns(map(_cells, lines)) or "Nothing is due."


def _told(line: TaskLine) -> dict[str, Any]:
    return {
        "task": str(line.id),
        "kind": line.kind,
        "due": iso(line.due_at),
        "prospect": str(line.prospect_id) if line.prospect_id else None,
        "name": line.full_name,
        "company": line.company_name,
        "meeting": str(line.meeting_id) if line.meeting_id else None,
        "owner": line.owner,
        "words": _words(line),
    }


def _cells(line: TaskLine) -> list[str]:
    return [str(line.id), wall(line.due_at), line.kind.replace("_", " "), line.full_name, _words(line)]


def _words(line: TaskLine) -> str:
    return "" if line.kind == "callback" else line.words


@click.group()
def duty() -> None:
    """Tick a duty off, or pass a promise on; `setter tasks` lists both."""


@command("done")
@click.argument("task", type=ID)
def done_(manner: Manner, task: int) -> tuple[Any, str]:
    """Tick a duty off; a promise is kept by calling, an SQL's review by its decision."""
    with manner.desk() as desk:
        duties.done(desk, task)
    return {"task": str(task), "state": "done"}, "Done."


@command("pass-all")
@click.argument("absent", metavar="NAME")
@click.argument("colleague", default="")
@click.option("--days", type=click.IntRange(0, 366), default=None, help="What is due in so many days (default: all).")
@click.option("--reason", default="", metavar="TEXT", help="Why they are not here.")
def pass_all_(manner: Manner, absent: str, colleague: str, days: int | None, reason: str) -> tuple[Any, str]:
    """Give all that an absent colleague has promised and owes to another, or to the pool (whoever leads the team)."""
    with manner.desk() as desk:
        name, owner = colleague_named(desk, absent), colleague_named(desk, colleague) if colleague else POOL
        passed = pass_all(desk, name, owner, reason, days)
    document = {"from": name, "to": owner, "passed_on": passed}
    return document, f"{passed} promises and duties of {name} are now {owner or 'the pool'}'s."


@command("pass")
@click.argument("task", type=ID)
@click.argument("colleague", default="")
def pass_(manner: Manner, task: int, colleague: str) -> tuple[Any, str]:
    """Give one promise to a colleague, or to the pool; the prospect's time stays as promised."""
    with manner.desk() as desk:
        owner = colleague_named(desk, colleague) if colleague else POOL
        duties.pass_callback(desk, task, owner)
    return {"task": str(task), "owner": owner}, f"The promise is now {owner or 'the pool'}'s."


for each in (done_, pass_, pass_all_):
    duty.add_command(each)

COMMANDS = {"tasks": tasks, "duty": duty}
