"""Commands for meetings: list, read, book, move, confirm, cancel, promote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from setter.cli.guest_replies import replies
from setter.cli.sales import held
from setter.cli.speech import ID, Manner, command, in_columns, say, wall
from setter.domain.calling_window import local_time
from setter.services import meeting_life
from setter.services.book import Booked, guest_of
from setter.services.book import book as book_meeting
from setter.services.calendars import refresh_for
from setter.services.campaigns import only_active
from setter.services.clock import iso
from setter.services.desk import Desk
from setter.services.hand_off import MeetingLine, meeting_now, meetings_of
from setter.services.hand_off import packet as packet_of
from setter.services.no_show import no_show
from setter.services.promote import Incomplete
from setter.services.promote import promote as promote_prospect
from setter.services.sql_review import who_reviews
from setter.services.with_sales import Standing, sales_state, standings
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
        refresh_for(desk, call_id=call)
        booked = book_meeting(desk, call, when, rep=rep, attendees=joining, zone=zone, requested_how=how)
        return _told(booked.meeting), _words(desk, booked)


def _words(desk: Desk, booked: Booked) -> str:
    return f"Meeting {booked.meeting.id}: {booked.words}, with {meeting_now(desk, booked.meeting.id).rep}."


def _told(meeting: Meeting) -> dict[str, Any]:
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
    """List, read, move, confirm or cancel meetings, note a no-show, or read what guests answered."""


@command("list")
@click.option("--campaign", "campaign_id", metavar="ID", default="")
def list_(manner: Manner, campaign_id: str) -> tuple[Any, str]:
    """List a campaign's meetings by start, with what an SQL lacks and what waits to be exported."""
    with manner.desk() as desk:
        lines = meetings_of(desk, campaign_id or only_active(desk))
        stand = standings(desk, [line.meeting.id for line in lines])
    later = {line.meeting.replaces: line.meeting.id for line in lines if line.meeting.replaces is not None}
    document = [_told(line.meeting) | _standing(line, stand[line.meeting.id], later) for line in lines]
    cells = (_cells(line, stand[line.meeting.id], later) for line in lines)
    return document, in_columns(cells) or "No meeting yet. Book one in a call: setter book CALL WHEN."


def _standing(line: MeetingLine, standing: Standing, later: Mapping[int, int]) -> dict[str, Any]:
    sql, word, follows = standing.sql, standing.word, later.get(line.meeting.id)
    return {
        "prospect": str(line.meeting.prospect_id),
        "name": line.name,
        "company": line.company,
        "qualified": line.qualified,
        "missing": list(line.missing),
        "in_review": str(line.in_review) if line.in_review else None,
        "returned": line.returned or None,
        "blocked": line.barred,
        "due": list(line.due),
        "goes_on_as": str(follows) if follows is not None else None,
        "sql": str(sql.id) if sql is not None else None,
        "decision": (word.decision or None) if word is not None else None,
        "code": (word.code or None) if word is not None else None,
        "reply_due": iso(sql.reply_by) if sql is not None and sql.reply_by is not None else None,
    }


def _cells(line: MeetingLine, standing: Standing, later: Mapping[int, int]) -> list[str]:
    meeting, sql = line.meeting, standing.sql
    state, said = meeting.status.replace("_", " "), sales_state(meeting, standing)
    if meeting.id in later:
        state = f"goes on as {later[meeting.id]}"
    if sql is not None:
        said = f"SQL {sql.id}: {'waits for review' if line.in_review else said or sql.state.replace('_', ' ')}"
    over = meeting.status == "cancelled"
    lacks = "" if over or line.in_review else ", ".join(line.missing).replace("_", " ")
    stays = "asked not to be contacted: stays here" if line.barred else ""
    who = f"{line.name}, {line.company}".strip(", ")
    told = stays or (f"returned: {line.returned}" if line.returned else f"missing {lacks}" if lacks else "")
    starts = wall(meeting.starts_at, meeting.zone, year=True)
    return [str(meeting.id), starts, who, f"with {line.rep}", state, said, told]


@command()
@click.argument("meeting_id", type=ID, metavar="ID")
def packet(manner: Manner, meeting_id: int) -> tuple[Any, str]:
    """Read a meeting's packet as sales will; nothing counts as exported."""
    with manner.desk() as desk:
        page = packet_of(desk, meeting_id)
    return {"meeting": str(meeting_id), "packet": page}, page.rstrip()


@command()
@click.argument("meeting_id", type=ID, metavar="ID")
@click.argument("when")
@click.option("--rep", default="", metavar="ID")
@click.option("--with", "guests", multiple=True, metavar='"NAME <EMAIL>"', help="Who joins now, instead of before.")
@click.option("--zone", default="", metavar="ZONE")
def reschedule(
    manner: Manner, meeting_id: int, when: str, rep: str, guests: tuple[str, ...], zone: str
) -> tuple[Any, str]:
    """Move a meeting to another time, or with --rep to another rep, or let other colleagues join.

    Its rep stays where none is named; where they are not free then, you are told who is.
    """
    joining = [guest_of(each) for each in guests] if guests else None
    with manner.desk() as desk:
        refresh_for(desk, meeting_id=meeting_id)
        moved = meeting_life.reschedule(desk, meeting_id, when, rep, zone, joining)
        return _told(moved), _moved_words(desk, moved, meeting_id)


def _moved_words(desk: Desk, moved: Meeting, before: int) -> str:
    now = f"is now {wall(moved.starts_at, moved.zone, year=True)}, with {meeting_now(desk, moved.id).rep}"
    if moved.id == before:
        return f"Meeting {moved.id} {now}."
    return f"Meeting {before} goes on as {moved.id}: it {now}, in place of {meeting_now(desk, before).rep}."


@command()
@click.argument("meeting_id", type=ID, metavar="ID")
def confirm(manner: Manner, meeting_id: int) -> tuple[Any, str]:
    """Note that the prospect will come."""
    with manner.desk() as desk:
        confirmed = meeting_life.confirm(desk, meeting_id)
        return _told(confirmed), f"Meeting {confirmed.id} is confirmed."


@command()
@click.argument("meeting_id", type=ID, metavar="ID")
@click.option("--reason", default="", metavar="TEXT")
def cancel(manner: Manner, meeting_id: int, reason: str) -> tuple[Any, str]:
    """Call a meeting off."""
    with manner.desk() as desk:
        cancelled = meeting_life.cancel(desk, meeting_id, reason)
        return _told(cancelled), f"Meeting {cancelled.id} is cancelled."


@command("no-show")
@click.argument("meeting_id", type=ID, metavar="ID")
def no_show_(manner: Manner, meeting_id: int) -> tuple[Any, str]:
    """Note that the prospect did not come; they are rung again."""
    with manner.desk() as desk:
        missed = no_show(desk, meeting_id)
        return _told(missed), f"Meeting {missed.id} is a no-show."


for each in (list_, packet, reschedule, confirm, cancel, no_show_, replies, held):
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
        who = "" if done.submitted else who_reviews(desk, done.handoff.id)
    document = {
        "sql": str(done.handoff.id),
        "prospect": str(prospect),
        "meeting": str(done.handoff.meeting_id),
        "state": done.handoff.state,
        "gates_met": done.handoff.gates_met,
        "waived": done.handoff.waived,
        "promoted_by": done.handoff.promoted_by,
    }
    review = "" if done.submitted else f" A team lead reviews it before it counts. {who}"
    return document, f"SQL {done.handoff.id}: {done.handoff.gates_met} gates met.{review}"


COMMANDS = {"book": book, "meeting": meeting, "promote": promote}
