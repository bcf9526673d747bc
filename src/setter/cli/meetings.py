"""Commands for meetings: book, move, confirm, cancel, promote, export."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from setter.cli.speech import ID, Manner, command, say
from setter.domain.calling_window import local_time
from setter.services import meeting_life
from setter.services.book import Booked, guest_of
from setter.services.book import book as book_meeting
from setter.services.campaigns import only_active
from setter.services.clock import iso
from setter.services.desk import Desk
from setter.services.promote import Incomplete
from setter.services.promote import promote as promote_prospect
from setter.store.records import Meeting


@command()
@click.argument("call", type=ID)
@click.argument("when")
@click.option("--rep", default="", metavar="ID")
@click.option(
    "--with", "guests", multiple=True, metavar='"NAME <EMAIL>"', help="A colleague who joins; may be repeated."
)
@click.option("--zone", default="", metavar="ZONE", help="The prospect's time zone, where several are possible.")
@click.option("--offered", is_flag=True, help="The prospect accepted a slot that was offered (else: asked for it).")
def book(
    manner: Manner, call: int, when: str, rep: str, guests: tuple[str, ...], zone: str, offered: bool
) -> tuple[Any, str]:
    """Book a meeting in the prospect's time, such as 'tue 3pm'; before the outcome."""
    how = "accepted_slot" if offered else "asked"
    joining = [guest_of(each) for each in guests] if guests else None
    with manner.desk() as desk:
        booked = book_meeting(desk, call, when, rep=rep, attendees=joining, zone=zone, requested_how=how)
        return _told(desk, booked.meeting), _words(booked)


def _words(booked: Booked) -> str:
    return f"Meeting {booked.meeting.id}: {booked.words}, with {booked.meeting.rep}."


def _told(desk: Desk, meeting: Meeting) -> dict[str, Any]:
    return {
        "meeting": str(meeting.id),
        "starts": iso(meeting.starts_at),
        "starts_local": local_time(meeting.starts_at, meeting.zone).isoformat(timespec="seconds"),
        "zone": meeting.zone,
        "rep": meeting.rep,
        "status": meeting.status,
        "confirmed_at": iso(meeting.confirmed_at) if meeting.confirmed_at is not None else None,
        "sequence": meeting.sequence,
        "uid": meeting.uid,
    }


@click.group()
def meeting() -> None:
    """Move, confirm or cancel a meeting."""


@command()
@click.argument("meeting_id", type=ID, metavar="ID")
@click.argument("when")
@click.option("--rep", default="", metavar="ID")
@click.option("--zone", default="", metavar="ZONE")
def reschedule(manner: Manner, meeting_id: int, when: str, rep: str, zone: str) -> tuple[Any, str]:
    """Move a meeting to another time or rep."""
    with manner.desk() as desk:
        moved = meeting_life.reschedule(desk, meeting_id, when, rep, zone)
        return _told(desk, moved), f"Meeting {moved.id} is now at {moved.wall} {moved.zone}, with {moved.rep}."


@command()
@click.argument("meeting_id", type=ID, metavar="ID")
def confirm(manner: Manner, meeting_id: int) -> tuple[Any, str]:
    """Note that the prospect will come."""
    with manner.desk() as desk:
        confirmed = meeting_life.confirm(desk, meeting_id)
        return _told(desk, confirmed), f"Meeting {confirmed.id} is confirmed."


@command()
@click.argument("meeting_id", type=ID, metavar="ID")
@click.option("--reason", default="", metavar="TEXT")
def cancel(manner: Manner, meeting_id: int, reason: str) -> tuple[Any, str]:
    """Call a meeting off."""
    with manner.desk() as desk:
        cancelled = meeting_life.cancel(desk, meeting_id, reason)
        return _told(desk, cancelled), f"Meeting {cancelled.id} is cancelled."


for each in (reschedule, confirm, cancel):
    meeting.add_command(each)


@command()
@click.argument("prospect", type=ID)
@click.option("--campaign", "campaign_id", metavar="ID", default="")
@click.option("--waive", "gates", multiple=True, metavar="GATE", help="A gate to do without (team lead or compliance).")
@click.option("--reason", default="", metavar="TEXT", help="Why it may pass without.")
def promote(manner: Manner, prospect: int, campaign_id: str, gates: tuple[str, ...], reason: str) -> tuple[Any, str]:
    """Make a prospect a meeting-requested SQL; refused, naming what is missing, while a gate is open."""
    with manner.desk() as desk:
        try:
            done = promote_prospect(desk, prospect, campaign_id or only_active(desk), dict.fromkeys(gates, reason))
        except Incomplete as refusal:
            if manner.as_json:
                say(manner, {"missing": refusal.missing}, "")
            raise
    document = {
        "sql": str(done.handoff.id),
        "prospect": str(prospect),
        "meeting": str(done.handoff.meeting_id),
        "state": done.handoff.state,
        "gates_met": done.handoff.gates_met,
        "waived": done.handoff.waived,
        "promoted_by": done.handoff.promoted_by,
    }
    review = "" if done.submitted else " A team lead reviews it before it counts."
    return document, f"SQL {done.handoff.id}: {done.handoff.gates_met} gates met.{review}"


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

COMMANDS = {"book": book, "meeting": meeting, "promote": promote, "export": export}
