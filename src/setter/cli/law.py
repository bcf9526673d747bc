"""Commands for the law: see what is in force, check and add rows, close a place, relax a row for businesses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click
from click import DateTime

from setter.cli.speech import ID, Manner, command, in_columns, say
from setter.domain.calling_window import local_time
from setter.domain.law import Registry
from setter.law.rows import LawRow
from setter.services import law_book as service
from setter.services.law_book import LawBook, hours_words
from setter.store.records import LawDecision

WANTED = {"required": "consent", "presumed_interest": "why the offer concerns them"}
DAY = DateTime(["%Y-%m-%d"])


@click.group()
def law() -> None:
    """See which law of calling is in force, narrow it, close a place, relax a row for businesses."""


@command()
@click.argument("places", nargs=-1, metavar="[PLACE]...")
def show(manner: Manner, places: tuple[str, ...]) -> tuple[Any, str]:
    """Show the law in force, of all places or of some: GB, US-LA. Not legal advice."""
    with manner.desk() as desk:
        found = service.book(desk, places)
    document = {
        "version": found.version,
        "rows": [_row_told(row, row.place in found.stale) for row in found.rows],
        "decisions": [_decision_told(each) for each in found.decisions],
        "registries": [_registry_told(each) for each in found.registries],
    }
    return document, _words(found, bool(places))


@command()
@click.argument("file", type=click.Path(path_type=Path))
def check(manner: Manner, file: Path) -> tuple[Any, str]:
    """Check a law file: every fault at once. Exits 2 when there is one."""
    faults = service.check_file(file)
    document = {"faults": [{"where": each.where, "message": each.words} for each in faults]}
    words = "\n".join(f"{file}: {each.where} {each.words}" for each in faults) or f"{file}: no fault found."
    if faults:
        say(manner, document, words)
        raise click.exceptions.Exit(2)
    return document, words


@command()
@click.argument("file", type=click.Path(path_type=Path))
def add(manner: Manner, file: Path) -> tuple[Any, str]:
    """Put the rows of a law file in force; they can only narrow what ships with setter (compliance may)."""
    with manner.desk() as desk:
        places = service.narrow_by(desk, file)
    return {"places": places}, f"In force from the next dial on: {', '.join(places)}."


@command()
@click.argument("place")
@click.option("--from", "first", type=DAY, required=True, metavar="DATE", help="The first day on which nobody is rung.")
@click.option("--to", "last", type=DAY, required=True, metavar="DATE", help="The last one.")
@click.option("--reason", required=True, metavar="TEXT", help="The decree, say.")
def blackout(manner: Manner, place: str, first: Any, last: Any, reason: str) -> tuple[Any, str]:
    """Ring nobody in a place for some days, from the next dial on (compliance may)."""
    with manner.desk() as desk:
        made = service.black_out(desk, place, first.date(), last.date(), reason)
    document = {"decision": str(made), "place": place.upper(), "first": _iso(first.date()), "last": _iso(last.date())}
    return document, f"Nobody is rung in {place.upper()} from {first:%Y-%m-%d} to {last:%Y-%m-%d}. Decision {made}."


@command()
@click.argument("place")
@click.option("--for", "market", default="b2b", show_default=True, metavar="MARKET", help="b2b or b2g.")
@click.option("--reason", required=True, metavar="TEXT", help="The exemption in law.")
def relax(manner: Manner, place: str, market: str, reason: str) -> tuple[Any, str]:
    """Record that a place's law does not bind calls to businesses here, and why (compliance may)."""
    with manner.desk() as desk:
        made = service.relax(desk, place, market, reason)
    document = {"decision": str(made), "place": place.upper(), "market": market}
    return document, f"The law of {place.upper()} no longer binds {market} campaigns. Decision {made}."


@command()
@click.argument("decision", type=ID, metavar="ID")
@click.option("--reason", required=True, metavar="TEXT", help="Why it binds no longer.")
def end(manner: Manner, decision: int, reason: str) -> tuple[Any, str]:
    """End a decision: a blackout, a relaxation, a row of our own (compliance may)."""
    with manner.desk() as desk:
        over = service.end(desk, decision, reason)
    return _decision_told(over), f"Over: the {over.kind} of {over.place}."


def _words(found: LawBook, whole: bool) -> str:
    rows = [
        (row.place, hours_words(row), f"{len(row.holidays)} days" if row.holidays else "", row.binds, row.confidence)
        for row in found.rows
    ]
    lines = [in_columns([("place", "hours", "closed", "binds", "confidence"), *rows])] if rows else []
    if whole:
        lines += [f"{row.place}: {row.source}, read {row.as_of}. {row.note}".rstrip() for row in found.rows]
        lines += [
            f"{row.place} wants {_consent(row)} on record before the first call." for row in found.rows if row.consent
        ]
        lines += [told for row in found.rows for told in _limits(row)]
        lines += [f"{each.id}: {each.name}, {_asked(each)}." for each in found.registries]
    lines += [f"{each.id}  {each.kind} of {each.place}: {each.reason} ({each.decided_by})" for each in found.decisions]
    if found.stale:
        lines.append(f"Read more than 180 days ago, read them again: {', '.join(found.stale)}.")
    return "\n".join([*lines, "This is not legal advice."])


def _consent(row: LawRow) -> str:
    wanted = {market: words for market, words in row.consent.items() if words != "none"}
    return ", ".join(f"{WANTED[words]} ({market})" for market, words in wanted.items())


def _limits(row: LawRow) -> Iterator[str]:
    for market, cap in row.caps.items():
        yield f"{row.place} lets one person be rung {cap.calls} times in {cap.days} days at most ({market})."
    for market, days in row.rest_days.items():
        yield f"{row.place} leaves whoever said no alone for {days} days ({market})."


def _asked(registry: Registry) -> str:
    if registry.asked_at is None:
        return f"never asked, needed for {registry.needed}"
    return f"asked {local_time(registry.asked_at, 'UTC'):%Y-%m-%d}, good for {registry.max_age_days} days"


def _row_told(row: LawRow, stale: bool) -> dict[str, Any]:
    return {
        "place": row.place,
        "name": row.name,
        "hours": {day: [str(each) for each in spans] for day, spans in row.hours.items()},
        "holidays": [{"name": name, "day": rule} for name, rule in row.holidays],
        "binds": row.binds,
        "consent": dict(row.consent),
        "registries": list(row.registries),
        "caps": {market: {"calls": cap.calls, "days": cap.days} for market, cap in row.caps.items()},
        "rest_days": dict(row.rest_days),
        "source": row.source,
        "as_of": _iso(row.as_of),
        "confidence": row.confidence,
        "stale": stale,
        "note": row.note,
    }


def _registry_told(each: Registry) -> dict[str, Any]:
    asked = None if each.asked_at is None else f"{local_time(each.asked_at, 'UTC'):%Y-%m-%d}"
    return {"id": each.id, "name": each.name, "needed": each.needed, "max_age_days": each.max_age_days, "asked": asked}


def _decision_told(each: LawDecision) -> dict[str, Any]:
    return {"id": str(each.id), "kind": each.kind, "place": each.place, "reason": each.reason, "by": each.decided_by}


def _iso(day: date) -> str:
    return day.isoformat()


for each in (show, check, add, blackout, relax, end):
    law.add_command(each)

COMMANDS = {"law": law}
