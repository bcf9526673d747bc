"""The command that reads what guests answered to their invitations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from setter.cli.speech import Manner, command, in_columns
from setter.services.guest_answers import AnswerLine, take_replies


@command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH...")
def replies(manner: Manner, paths: tuple[Path, ...]) -> tuple[Any, str]:
    """Read guests' answers to invitations: calendar files, mails, mailboxes, or folders of them.

    A yes of the prospect's confirms the meeting; a no or another time is a duty for whoever set it. Again changes
    nothing.
    """
    with manner.desk() as desk:
        lines = take_replies(desk, paths)
    return [_document(line) for line in lines], in_columns(map(_cells, lines)) or "No answer is there."


def _document(line: AnswerLine) -> dict[str, Any]:
    meeting = str(line.meeting) if line.meeting else None
    return {"where": line.where, "meeting": meeting, "code": line.code, "said": line.said}


def _cells(line: AnswerLine) -> list[str]:
    return [line.where, str(line.meeting or ""), line.code, line.said]
