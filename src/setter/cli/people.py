"""Commands for people: find somebody, and mark what the list says of them as right or wrong."""

from __future__ import annotations

from typing import Any

import click

from setter.cli.speech import ID, Manner, command, in_columns
from setter.domain.errors import Wrong
from setter.services import search as finding
from setter.services import verify
from setter.services.campaigns import only_active

SHORTEST = 2


@command()
@click.argument("words", nargs=-1, required=True, metavar="TEXT")
@click.option("--campaign", "campaign_id", metavar="ID", default="")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
def search(manner: Manner, words: tuple[str, ...], campaign_id: str, limit: int) -> tuple[Any, str]:
    """Find anybody of the campaign's client: by name, company, e-mail, number or its last digits."""
    text = " ".join(words).strip()
    if len(text) < SHORTEST:
        raise Wrong("too_short", "Fewer than two characters find nobody.", "TEXT", "Type more of the name or number.")
    with manner.desk() as desk:
        found = finding.search(desk, campaign_id or only_active(desk), text, limit)
    return [_found_told(one) for one in found], in_columns(map(_found_cells, found)) or "Nobody is found."


def _found_told(one: finding.Found) -> dict[str, Any]:
    return {
        "prospect": str(one.prospect_id),
        "name": one.name,
        "title": one.title,
        "company": one.company,
        "in_campaign": one.enrolment_id is not None,
        "work_state": one.work_state or None,
        "score": one.score if one.enrolment_id else None,
        "blocked": one.blocked or None,
    }


def _found_cells(one: finding.Found) -> list[str]:
    who = ", ".join(part for part in (one.name, one.title, one.company) if part)
    state = one.work_state.replace("_", " ") if one.enrolment_id else "other campaign"
    return [str(one.prospect_id), who, f"blocked: {one.blocked.replace('_', ' ')}" if one.blocked else state]


@command()
@click.argument("call", type=ID)
@click.argument("field", default="")
@click.argument("verdict", default="", metavar="[verified|wrong]")
@click.argument("value", default="")
def fact(manner: Manner, call: int, field: str, verdict: str, value: str) -> tuple[Any, str]:
    """Mark a fact of the list as verified or wrong, on your call; without FIELD, list the facts and their marks.

    With a wrong one, VALUE is what is right: the record is mended.
    """
    with manner.desk() as desk:
        if not field:
            facts = verify.markable(desk, call)
            rows = ([each.field, each.value or "–", each.mark] for each in facts)
            return facts, in_columns(rows)
        kept = verify.mark(desk, call, field, verdict, value)
    document = {
        "call": str(call),
        "prospect": str(kept.prospect_id),
        "field": kept.field,
        "verdict": kept.verdict,
        "value": kept.new_value or None,
    }
    mended = f" and is now: {kept.new_value}" if kept.new_value else ""
    was = "was" if mended else "is"
    return document, f"The {verify.FIELDS[kept.field]} {was} {kept.verdict}{mended}."


COMMANDS = {"search": search, "fact": fact}
