"""Commands that look back at calls: which there were, and one from its script to its last word."""

from __future__ import annotations

import json
from typing import Any

import click

from setter.cli.speech import ID, Manner, command, in_columns, wall
from setter.domain.answers import said_words
from setter.services.campaigns import campaign_named
from setter.services.clock import iso
from setter.services.review import MOST_OUTCOMES, PERIODS, CallStory, OutcomeLine, outcomes, story
from setter.services.show import hidden, tells_reach
from setter.store.records import Answer, Attempt, OutcomeRow


@command()
@click.argument("period", type=click.Choice(PERIODS), default="today")
@click.option("--caller", default="", metavar="NAME", help="Only this caller's.")
@click.option("--outcome", "code", default="", metavar="CODE", help="Only those that ended so.")
@click.option(
    "--most", type=click.IntRange(1, 1_000_000), default=MOST_OUTCOMES, show_default=True, help="At most so many."
)
def calls(manner: Manner, period: str, caller: str, code: str, most: int) -> tuple[Any, str]:
    """List the calls of today or this week that have an outcome, newest first."""
    with manner.desk() as desk:
        found = outcomes(desk, period, caller, code, most)
        campaigns = {number: campaign_named(desk, number) for number in {line.campaign for line in found.lines}}
    document = [_line_told(line, campaigns[line.campaign]) for line in found.lines]
    if found.more:
        click.echo(f"These are the newest {most}; there are more: see --most, --caller and --outcome.", err=True)
    return document, in_columns(map(_line_cells, found.lines)) or "No outcome yet."


def _line_told(line: OutcomeLine, campaign: str) -> dict[str, Any]:
    return {
        "call": str(line.call),
        "at": iso(line.at),
        "caller": line.caller,
        "campaign": campaign,
        "prospect": str(line.prospect),
        "name": line.name,
        "company": line.company,
        "outcome": line.code,
        "label": line.label,
        "minutes": line.minutes,
    }


def _line_cells(line: OutcomeLine) -> list[str]:
    return [str(line.call), wall(line.at), line.caller, f"{line.name}, {line.company}".strip(", "), line.label]


@command()
@click.argument("call_id", type=ID, metavar="CALL")
def call(manner: Manner, call_id: int) -> tuple[Any, str]:
    """Open one call: its way through the script, its dials with their verdicts, answers, note and outcomes."""
    with manner.desk() as desk:
        told = story(desk, call_id)
        document = _told(told, campaign_named(desk, told.call.campaign))
    return document, _words(told, document)


def _told(told: CallStory, campaign: str) -> dict[str, Any]:
    """One call as a document; who must not be contacted is shown without numbers and addresses."""
    made, barred = told.call, bool(told.barred)
    return {
        "call": str(made.id),
        "campaign": campaign,
        "prospect": str(told.prospect.id),
        "name": told.prospect.full_name,
        "company": told.prospect.company_name,
        "contactability": {"callable": not barred, "reasons": list(told.barred)},
        "caller": made.caller,
        "direction": made.direction,
        "state": made.state,
        "taken_at": iso(made.taken_at),
        "closed_at": _iso(made.closed_at),
        "minutes": made.minutes,
        "path": list(told.path),
        "attempts": [_attempt(each, barred) for each in told.attempts],
        "answers": [_answer(told, each) for each in told.answers if _may_tell(told, each)],
        "note": hidden(made.note) if barred else made.note,
        "outcomes": [_outcome(each) for each in told.outcomes],
    }


def _iso(instant: int | None) -> str | None:
    return None if instant is None else iso(instant)


def _attempt(attempt: Attempt, barred: bool) -> dict[str, Any]:
    results = json.loads(attempt.verdict)["results"]
    return {
        "attempt": str(attempt.id),
        "at": iso(attempt.started_at),
        "ended_at": _iso(attempt.ended_at),
        "direction": attempt.direction,
        "phone": None if barred else attempt.e164,
        "zone": attempt.zone,
        "disposition": attempt.disposition,
        "refused_by": [each["rule"] for each in results if not each["passed"]],
        "rules": [{"rule": each["rule"], "passed": each["passed"]} for each in results],
    }


def _may_tell(told: CallStory, answer: Answer) -> bool:
    return not (told.barred and tells_reach(answer.field, json.loads(answer.value)))


def _answer(told: CallStory, answer: Answer) -> dict[str, Any]:
    capture, value = told.captures.get(answer.field), json.loads(answer.value)
    return {
        "field": answer.field,
        "label": capture.label if capture and capture.label else answer.field,
        "value": value,
        "words": said_words(value, capture),
        "at": iso(answer.given_at),
        "by": answer.recorded_by,
    }


def _outcome(outcome: OutcomeRow) -> dict[str, Any]:
    return {
        "outcome": outcome.code,
        "at": iso(outcome.recorded_at),
        "by": outcome.recorded_by,
        "undone_at": _iso(outcome.undone_at),
    }


def _words(made: CallStory, told: dict[str, Any]) -> str:
    taken = wall(made.call.taken_at, year=True)
    rows = [["caller", told["caller"]], ["taken", taken], ["script", " › ".join(told["path"])]]
    for attempt, each in zip(made.attempts, told["attempts"], strict=True):
        gate = f"refused by {', '.join(each['refused_by'])}" if each["refused_by"] else "every rule passed"
        at, ended = wall(attempt.started_at, year=True), each["disposition"] or "on the line"
        rows.append(["dial", f"{at}, {ended}; gate: {gate}"])
    rows += [[each["label"], each["words"]] for each in told["answers"]]
    rows += [["note", told["note"]]] if told["note"] else []
    for each in told["outcomes"]:
        rows.append(["outcome", each["outcome"] + (", taken back" if each["undone_at"] else "")])
    head = f"Call {told['call']}: {told['name']}, {told['company']}".rstrip(", ")
    return f"{head}\n" + in_columns(["", *row] for row in rows)


COMMANDS = {"calls": calls, "call": call}
