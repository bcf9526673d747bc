"""Commands that show the queue, the tasks, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from setter.cli.speech import ID, Manner, command, in_columns, plain, verdict_told
from setter.domain.calling_window import moment_words
from setter.domain.verdict import RuleResult
from setter.services.campaigns import only_active
from setter.services.clock import iso, parse_instant
from setter.services.queue_view import QueueEntry, queue_of, why_queue

if TYPE_CHECKING:
    from setter.services.why import Why


@command()
@click.option("--campaign", "campaign_id", metavar="ID", default="")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True)
@click.option("--at", metavar="ISO8601", help="The queue as it will stand at another instant.")
@click.option("--why", is_flag=True, help="Count the whole list by what stands between each prospect and a dial.")
def queue(manner: Manner, campaign_id: str, limit: int, at: str | None, why: bool) -> tuple[Any, str]:
    """Show who comes next, and why."""
    instant = parse_instant(at, "--at") if at else None
    with manner.desk() as desk:
        campaign_id = campaign_id or only_active(desk)
        if why:
            counts = why_queue(desk, campaign_id, instant)
            document = [{"rule": rule, "count": count} for rule, count in counts]
            return document, "\n".join(f"{count:>8,}  {rule.replace('_', ' ')}" for rule, count in counts)
        entries = queue_of(desk, campaign_id, limit, instant)
    document = [_told(entry) for entry in entries]
    return document, in_columns(map(_cells, entries)) or "Nobody is in the queue. Ask why with: setter queue --why"


def _cells(entry: QueueEntry) -> list[str]:
    line = entry.line
    who = f"{line.full_name}, {line.company_name}".strip(", ")
    return [str(line.prospect_id), who, entry.local_time, "; ".join(entry.reasons)]


def _told(entry: QueueEntry) -> dict[str, Any]:
    line = entry.line
    return {
        "prospect": str(line.prospect_id),
        "name": line.full_name,
        "company": line.company_name,
        "title": line.title,
        "tier": line.tier,
        "score": line.score,
        "temperature": line.temperature,
        "rung": line.rung,
        "work_state": line.work_state,
        "local_time": entry.local_time,
        "may_dial": entry.may_dial,
        "opens_at": iso(entry.opens_at) if entry.opens_at else None,
        "reasons": list(entry.reasons),
    }


@command()
@click.argument("prospect", type=ID)
@click.option("--campaign", "campaign_id", metavar="ID", default="")
def why(manner: Manner, prospect: int, campaign_id: str) -> tuple[Any, str]:
    """Say why a prospect may or may not be dialled now, rule by rule, and why it stands where it stands."""
    from setter.services.why import why_prospect

    with manner.desk() as desk:
        told = why_prospect(desk, prospect, campaign_id or only_active(desk))
    opens_at = iso(told.opens_at) if told.opens_at is not None else None
    numbers = [
        {"number": each.place, "kind": each.kind, "verdict": verdict_told(each.verdict)} for each in told.numbers
    ]
    document = plain(told) | {"verdict": verdict_told(told.verdict), "numbers": numbers, "opens_at": opens_at}
    document["waits_until"] = iso(told.waits_until) if told.waits_until is not None else None
    return document, "\n".join([_may_dial(told), *told.reasons, *_rules(told)])


def _may_dial(told: Why) -> str:
    waits = ""
    if told.waits_until is not None:
        until = moment_words(told.waits_until, told.zone)
        waits = f"{told.work_state.capitalize()} until {until}: the queue brings them then.\n"
    if told.may_dial:
        return f"{waits}May be dialled {'by hand ' if waits else ''}now."
    if not told.numbers:
        return f"{waits}May not be dialled: there is no number."
    opens = f"opens {moment_words(told.opens_at, told.zone)}" if told.opens_at else "waiting alone opens nothing"
    return f"{waits}May not be dialled now; {opens}."


def _rules(told: Why) -> Iterator[str]:
    yield from map(_rule, told.common)
    for number in told.numbers:
        if only := told.only_of(number):
            yield f"number {number.place}, {number.kind or 'of unknown kind'}:"
            yield from map(_rule, only)


def _rule(rule: RuleResult) -> str:
    return f"  {'ok ' if rule.passed else 'NO '} {rule.rule}  {rule.detail}".rstrip()


COMMANDS = {"queue": queue, "why": why}
