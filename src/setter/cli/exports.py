"""Commands that give meetings and campaigns to others: calendar files, tables, a file to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from setter.cli.sales import export_answers
from setter.cli.speech import ID, Manner, command
from setter.domain.ladder import RUNGS
from setter.services.campaigns import only_active

DIALECT = click.option(
    "--dialect",
    type=click.Choice(["crm", "spreadsheet", "outlook"]),
    default="crm",
    show_default=True,
    help="spreadsheet: a table that is safe to open. outlook: address cards of version 3.0.",
)


@click.group()
def export() -> None:
    """Hand meetings and people over to sales and its systems."""


@command("meetings")
@click.option(
    "--as", "form", type=click.Choice(["csv", "json", "ics", "salesforce", "hubspot", "vcard"]), required=True
)
@click.option("--out", type=click.Path(path_type=Path), help="A file, or a folder for several files.")
@click.option("--campaign", "campaign_id", metavar="ID", default="")
@DIALECT
@click.option("--all", "everything", is_flag=True, help="Give every meeting again as a copy; this counts as no export.")
def export_meetings(
    manner: Manner, form: str, out: Path | None, campaign_id: str, dialect: str, everything: bool
) -> tuple[Any, str | bytes]:
    """Export what has changed since the last export in this form: each change leaves exactly once.

    Without --out a table is printed and counts as exported. Calendar files need --out to count as exported: without
    it invitations and holds are printed one after another, and all of them are still to be had. For Salesforce and
    HubSpot name a folder; a client's own systems get one campaign at a time.
    """
    from setter.services.hand_off import export

    with manner.desk() as desk:
        done = export(desk, form, out, campaign_id=campaign_id, dialect=dialect, everything=everything)
    if done.content is None or manner.as_json:
        return done.document, done.text
    if done.held_back:
        click.echo(done.held_back, err=True)
    return done.document, done.content


@command("events")
@click.option("--ids", type=click.Path(path_type=Path), required=True, help="Data Loader's success file of the people.")
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A folder.")
@click.option("--campaign", "campaign_id", metavar="ID", default="")
@click.option("--all", "everything", is_flag=True, help="Give every meeting again as a copy; this counts as no export.")
def export_events(manner: Manner, ids: Path, out: Path, campaign_id: str, everything: bool) -> tuple[Any, str]:
    """Export meetings as events for Salesforce, once it has told the ids of their people.

    First: setter export meetings --as salesforce, and load leads-loader.csv. Who has no id yet stays due.
    """
    from setter.services.hand_off import export

    with manner.desk() as desk:
        done = export(desk, "salesforce-events", out, campaign_id=campaign_id, everything=everything, ids=ids)
    return done.document, done.text


@command("prospects")
@click.option("--as", "form", type=click.Choice(["csv", "json", "vcard", "salesforce", "hubspot"]), required=True)
@click.option("--out", type=click.Path(path_type=Path), help="A file, or a folder for several files.")
@click.option("--campaign", "campaign_id", metavar="ID", default="")
@click.option("--rung", "rungs", type=click.Choice([rung.value for rung in RUNGS]), multiple=True)
@DIALECT
def export_people(
    manner: Manner, form: str, out: Path | None, campaign_id: str, rungs: tuple[str, ...], dialect: str
) -> tuple[Any, str | bytes]:
    """Export a campaign's prospects as they stand, without anybody who must not be contacted (a team lead may)."""
    from setter.services.export_prospects import export_prospects

    with manner.desk() as desk:
        campaign = campaign_id or only_active(desk)
        given = export_prospects(desk, form, out, campaign_id=campaign, rungs=rungs, dialect=dialect)
    if given.content is None or manner.as_json:
        return given.document, given.text
    click.echo(given.text, err=True)
    return given.document, given.content


@command("packet")
@click.argument("meeting_id", type=ID, metavar="MEETING")
@click.option("--as", "form", type=click.Choice(["md", "json"]), default="md", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="The file to write.")
def export_packet(manner: Manner, meeting_id: int, form: str, out: Path | None) -> tuple[Any, str | bytes]:
    """Give a meeting's packet as sales will read it, as a page or as its parts; nothing counts as exported."""
    from setter.services.export_packet import export_packet as give

    with manner.desk() as desk:
        document, content = give(desk, meeting_id, form, out)
    return document, content if out is None else f"The packet is in {document['path']}."


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


for each in (export_meetings, export_events, export_people, export_packet, export_sqlite, export_answers):
    export.add_command(each)

COMMANDS = {"export": export}
