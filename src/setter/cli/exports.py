"""Commands that give meetings and campaigns to others: calendar files, tables, a file to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from setter.cli.speech import Manner, command
from setter.services.campaigns import only_active


@click.group()
def export() -> None:
    """Hand meetings over to sales."""


@command("meetings")
@click.option("--as", "form", type=click.Choice(["csv", "json", "ics"]), required=True)
@click.option("--out", type=click.Path(path_type=Path), help="A file, or a folder for several calendar files.")
@click.option("--campaign", "campaign_id", metavar="ID", default="")
@click.option("--dialect", type=click.Choice(["crm", "spreadsheet"]), default="crm", show_default=True)
@click.option("--all", "everything", is_flag=True, help="Give every meeting again as a copy; this counts as no export.")
def export_meetings(
    manner: Manner, form: str, out: Path | None, campaign_id: str, dialect: str, everything: bool
) -> tuple[Any, str | bytes]:
    """Export what has changed since the last export in this form: each change leaves exactly once.

    Without --out a table is printed and counts as exported. Calendar files need --out to count as exported: without
    it invitations and holds are printed one after another, and all of them are still to be had.
    """
    from setter.services.hand_off import export

    with manner.desk() as desk:
        done = export(desk, form, out, campaign_id=campaign_id, dialect=dialect, everything=everything)
    if done.content is None or manner.as_json:
        return done.document, done.text
    if done.held_back:
        click.echo(done.held_back, err=True)
    return done.document, done.content


@command("sqlite")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The SQLite file to write.")
@click.option("--campaign", "campaign_id", metavar="ID", default="")
def export_sqlite(manner: Manner, out: Path, campaign_id: str) -> tuple[Any, str]:
    """Write a searchable SQLite file of a campaign to look at elsewhere, such as in Datasette."""
    from setter.services.extract import extract

    with manner.desk() as desk:
        written = extract(desk, campaign_id or only_active(desk), out)
    words = ", ".join(f"{count:,} {name}" for name, count in written.items())
    return {"path": str(out), "rows": written}, f"Written to {out}: {words}."


export.add_command(export_meetings)
export.add_command(export_sqlite)

COMMANDS = {"export": export}
