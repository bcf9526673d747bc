"""Commands for people who ask what is held on them, or want it gone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from setter.cli.speech import ID, Manner, command
from setter.domain.errors import Wrong
from setter.services.erase import erase as erase_person
from setter.services.subject import subject as held_on


@command()
@click.argument("prospect", type=ID)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), default=None, help="Write it to a new file.")
def subject(manner: Manner, prospect: int, out: Path | None) -> tuple[Any, str]:
    """Gather everything that is held on a person, in one JSON document: the answer to an access request."""
    with manner.desk() as desk:
        document = held_on(desk, prospect)
    text = json.dumps(document, ensure_ascii=False, indent=2)
    if out is None:
        return document, text
    try:
        with out.open("x", encoding="utf-8") as file:
            out.chmod(0o600)
            file.write(text + "\n")
    except OSError as problem:
        sentence = f"This file cannot be written: {problem.strerror}."
        raise Wrong("cannot_write", sentence, str(out), "Name a new file in a folder of yours.") from None
    return {"file": str(out), "records": len(document["records"])}, f"Written for you alone to read: {out}"


@command()
@click.argument("prospect", type=ID)
@click.option("--yes", "sure", is_flag=True, help="Do it: nothing brings them back.")
@click.option("--reason", default="", metavar="TEXT", help="Why, for the audit: who asked, never their name.")
def erase(manner: Manner, prospect: int, sure: bool, reason: str) -> tuple[Any, str]:
    """Erase a person for good, and keep them from ever coming back (compliance may)."""
    if not sure:
        raise Wrong("not_sure", "Nothing brings an erased person back.", "--yes", "Say so with: setter erase ID --yes.")
    with manner.desk() as desk:
        done = erase_person(desk, prospect, reason.strip())
    document = {
        "records": [str(each) for each in done.records],
        "doubtful": [str(each) for each in done.doubtful],
        "handed_out": list(done.handed_out),
    }
    words = f"{len(done.records)} records say nothing of anybody now; whoever brings them in again is refused."
    if done.doubtful:
        words += f"\nThese may be theirs and stay; erase each by its id: {', '.join(map(str, done.doubtful))}."
    if done.handed_out:
        words += f"\nSales holds them still, in: {', '.join(done.handed_out)}."
    return document, words


COMMANDS = {"subject": subject, "erase": erase}
