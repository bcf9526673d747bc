"""Commands for the review of SQLs: what waits, approve, return, reject, who is read in samples; and what is late."""

from __future__ import annotations

from typing import Any

import click

from setter.cli.sales import OF_AN_SQL
from setter.cli.speech import ID, Manner, command, in_columns, wall
from setter.domain.metrics import as_json, percent
from setter.services import chase as service
from setter.services import review_sampling, sql_review
from setter.services.campaigns import only_active
from setter.services.clock import iso


@click.group()
def sql() -> None:
    """Review SQLs, where the campaign has a team lead read them before sales does."""


@command("waiting")
@click.option("--campaign", "campaign_id", metavar="ID", default="")
def waiting_sqls(manner: Manner, campaign_id: str) -> tuple[Any, str]:
    """List the SQLs that wait for review, the next meeting first."""
    with manner.desk() as desk:
        found = sql_review.waiting(desk, campaign_id)
    document = [
        {
            "sql": str(each.sql),
            "meeting": str(each.meeting),
            "name": each.name,
            "company": each.company,
            "set_by": each.set_by,
            "promoted_at": iso(each.promoted_at),
            "starts": iso(each.starts_at),
            "review_by": iso(each.review_by) if each.review_by else None,
        }
        for each in found
    ]
    rows = (
        [str(each.sql), f"{each.name}, {each.company}", f"set by {each.set_by}", _until(each.review_by)]
        for each in found
    )
    return document, in_columns(rows) or "No SQL waits for review."


@command()
@click.argument("sql_id", type=ID, metavar="SQL")
def approve(manner: Manner, sql_id: int) -> tuple[Any, str]:
    """Let sales have an SQL that a colleague set (team lead or compliance)."""
    with manner.desk() as desk:
        done = sql_review.approve(desk, sql_id)
    words = f"SQL {done.id} is approved; it leaves with the next delivery or export."
    return {"sql": str(done.id), "state": done.state}, words


@command("return")
@click.argument("sql_id", type=ID, metavar="SQL")
@click.option("--note", required=True, metavar="TEXT", help="What is missing; whoever set it reads it.")
def return_sql(manner: Manner, sql_id: int, note: str) -> tuple[Any, str]:
    """Give an SQL back to whoever set it (team lead or compliance); the meeting stands, not yet qualified."""
    with manner.desk() as desk:
        done = sql_review.return_sql(desk, sql_id, note)
    return {"sql": str(done.id), "state": done.state}, f"SQL {done.id} is returned."


@command("reject")
@click.argument("sql_id", type=ID, metavar="SQL")
@click.option("--why", required=True, metavar="TEXT", help="Why sales should not have it; whoever set it reads it.")
def reject(manner: Manner, sql_id: int, why: str) -> tuple[Any, str]:
    """Reject an SQL (team lead or compliance): its meeting is called off, its prospect goes back to the pool."""
    with manner.desk() as desk:
        done = sql_review.turn_down(desk, sql_id, why)
    off = "Its meeting is called off; the cancellation leaves with the next delivery or export."
    words = f"SQL {done.id} is rejected. {off}"
    return {"sql": str(done.id), "state": done.state, "review": done.review}, words


@command()
@click.option("--campaign", "campaign_id", metavar="ID", default="")
def sampling(manner: Manner, campaign_id: str) -> tuple[Any, str]:
    """List how many of each caller's SQLs sales accepted, and what share of them a team lead reads first."""
    with manner.desk() as desk:
        found = review_sampling.sampling(desk, campaign_id or only_active(desk))
    document = [
        {"caller": each.caller, **as_json(each.accepted), "earned": each.earned, "read": each.share} for each in found
    ]
    words = in_columns([each.caller, f"accepted {each.accepted.words()}", _read(each)] for each in found)
    return (
        document,
        words or "Sales has decided no SQL yet: a team lead reads all of them, where the campaign has it so.",
    )


@command()
def chase(manner: Manner) -> tuple[Any, str]:
    """Do what the clock asks for: SQLs that nobody reviewed in time go to sales, and whoever owes a word is chased.

    The screens do it by themselves, once a minute. Run it from a timer where no screen is open.
    """
    with manner.desk() as desk:
        done = service.chase(desk)
    told = (
        (done.submitted, "sent to sales unreviewed"),
        (done.sales, "to chase for sales' answer"),
        (done.meetings, "to ask what became of"),
        (done.closed, "answered since"),
    )
    return done, ", ".join(f"{number} {words}" for number, words in told if number) or "Nothing is late."


def _until(at: int | None) -> str:
    return f"to sales by itself {wall(at)}" if at else ""


def _read(each: review_sampling.SampledCaller) -> str:
    if not each.share:
        return "this campaign has no review"
    share = "all read" if each.share == 1 else f"{percent(each.share)} read"
    return f"{share}, {'earned' if each.earned else 'not earned yet'}"


for each in (waiting_sqls, approve, return_sql, reject, sampling, *OF_AN_SQL):
    sql.add_command(each)

COMMANDS = {"sql": sql, "chase": chase}
