"""Commands that look back: reports and everything known of a prospect."""

from __future__ import annotations

from typing import Any

import click

from setter.cli.speech import ID, Manner, command
from setter.domain.metrics import Activity, as_json
from setter.services.review import Report
from setter.services.review import report as count


@command()
@click.argument("period", type=click.Choice(["today", "week"]))
def report(manner: Manner, period: str) -> tuple[Any, str]:
    """Count what happened today or this week, by caller and by outcome, each with its two numbers."""
    with manner.desk() as desk:
        done = count(desk, period)
    document = {
        "period": done.period,
        "from": done.first.isoformat(),
        "to": done.last.isoformat(),
        "zone": done.zone,
        **as_json(done.summary),
    }
    return document, _words(done)


def _words(done: Report) -> str:
    lines = [f"{done.period.capitalize()}, {done.first} to {done.last}", "", _line(done.summary.total)]
    for title, rows in (("By caller", done.summary.by_caller), ("By outcome", done.summary.by_disposition)):
        lines += ["", title, *(_line(row) for row in rows)]
    return "\n".join(lines)


def _line(row: Activity) -> str:
    return (
        f"  {row.name:<20} dials {row.dials:>4}   answered {row.answer_rate.words()}   "
        f"connects {row.connect_rate.words()}   conversations {row.conversation_rate.words()}   "
        f"meetings {row.meetings_set}   SQLs {row.sqls}"
    )


@command()
@click.argument("prospect", type=ID)
def show(manner: Manner, prospect: int) -> tuple[Any, str]:
    """Show everything known of a prospect: facts, numbers, campaigns, calls, answers, meetings."""
    from setter.services.show import show as gather

    with manner.desk() as desk:
        told = gather(desk, prospect)
    lines = [", ".join(part for part in (told["name"], told["title"], told["company"]) if part)]
    for each in told["enrolments"]:
        lines.append(f"  {each['campaign']}: {each['work_state']}, rung {each['rung']}, score {each['score']}")
    lines += [f"  {name}: {fact['value']}" for name, fact in told["facts"].items()]
    for each in told["calls"]:
        lines.append(
            f"  call {each['call']}  {each['at']}  {each['outcome'] or each['state']}  {each['note']}".rstrip()
        )
    lines += [f"  meeting {each['meeting']}  {each['starts']}  {each['status']}" for each in told["meetings"]]
    return told, "\n".join(lines)


COMMANDS = {"report": report, "show": show}
