"""Commands for the review of SQLs: what waits, approve, return."""

from __future__ import annotations

from typing import Any

import click

from setter.cli.speech import ID, Manner, command, in_columns
from setter.services import sql_review
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
        }
        for each in found
    ]
    rows = ([str(each.sql), f"{each.name}, {each.company}", f"set by {each.set_by}"] for each in found)
    return document, in_columns(rows) or "No SQL waits for review."


@command()
@click.argument("sql_id", type=ID, metavar="SQL")
def approve(manner: Manner, sql_id: int) -> tuple[Any, str]:
    """Let sales have an SQL that a colleague set (team lead or compliance)."""
    with manner.desk() as desk:
        done = sql_review.approve(desk, sql_id)
    return {"sql": str(done.id), "state": done.state}, f"SQL {done.id} is approved; it leaves with the next export."


@command("return")
@click.argument("sql_id", type=ID, metavar="SQL")
@click.option("--note", required=True, metavar="TEXT", help="What is missing; whoever set it reads it.")
def return_sql(manner: Manner, sql_id: int, note: str) -> tuple[Any, str]:
    """Give an SQL back to whoever set it (team lead or compliance); the meeting stands, not yet qualified."""
    with manner.desk() as desk:
        done = sql_review.return_sql(desk, sql_id, note)
    return {"sql": str(done.id), "state": done.state}, f"SQL {done.id} is returned."


for each in (waiting_sqls, approve, return_sql):
    sql.add_command(each)

COMMANDS = {"sql": sql}
