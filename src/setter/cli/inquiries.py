"""Commands for inquiries: a file of them, a single one that somebody typed in, and how they stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from setter.cli.files import FILE, FileGroup
from setter.cli.speech import Manner, command, in_columns, wall
from setter.domain.errors import Wrong
from setter.domain.inquiry import CHANNELS
from setter.domain.units import MINUTE
from setter.services.campaigns import only_active
from setter.services.clock import iso
from setter.services.desk import Desk
from setter.services.here import own_zone
from setter.services.inquire import LEFT_ALONE, Question, inquire
from setter.services.inquire_file import Inquired, channel_of, inquire_file, instant_of
from setter.services.inquiry_list import inquiries, state_of
from setter.store.records import InquiryLine

_CHANNEL = f"How it came: {', '.join(CHANNELS)}."
_ZONE = "By whose clocks times without an offset are (default: this machine's)."


@click.group(cls=FileGroup, subcommand_metavar="FILE | add | list")
def inquiry() -> None:
    """Take inquiries in, from a FILE (CSV, JSON, NDJSON or a spreadsheet) or one by one; list them.

    Each row of a file has a name, an e-mail address or a number, and when it came (“came at”, “received”, “submitted
    at”… in ISO 8601); and, where there are, “channel”, “message”, and the “id” that the form or mailbox gave it.
    """


@command(FILE)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--campaign", "campaign_id", metavar="ID", default="")
@click.option("--channel", default="", metavar="CHANNEL", help=f"For rows that do not say. {_CHANNEL}")
@click.option("--zone", default="", metavar="ZONE", help=_ZONE)
@click.option("--map", "overrides", multiple=True, metavar="FIELD=COLUMN", help="Set a column right.")
@click.option("--encoding", default="", metavar="NAME", help="How the text is encoded (default: guessed).")
def file_(
    manner: Manner, file: Path, campaign_id: str, channel: str, zone: str, overrides: tuple[str, ...], encoding: str
) -> tuple[Any, str]:
    """Take a file of inquiries in; one that is known already changes nothing."""
    if channel:
        channel = channel_of(channel)
    with manner.desk() as desk:
        campaign = campaign_id or only_active(desk)
        done = inquire_file(desk, campaign, file, channel=channel, zone=zone, encoding=encoding, overrides=overrides)
    return _document(done), _words(done)


@command()
@click.option("--name", required=True, help="Who asked.")
@click.option("--email", default="", help="Their e-mail address.")
@click.option("--phone", default="", metavar="NUMBER", help="Their number, in any spelling.")
@click.option("--company", default="", help="Their company.")
@click.option("--channel", default="web", show_default=True, metavar="CHANNEL", help=_CHANNEL)
@click.option("--text", default="", help="What they asked, in their words.")
@click.option("--at", default="", metavar="WHEN", help="When it came, such as 2026-11-24T09:30 (default: now).")
@click.option("--zone", default="", metavar="ZONE", help=_ZONE)
@click.option("--id", "external_id", default="", help="What the form or mailbox calls it.")
@click.option("--campaign", "campaign_id", metavar="ID", default="")
def add(
    manner: Manner,
    name: str,
    email: str,
    phone: str,
    company: str,
    channel: str,
    text: str,
    at: str,
    zone: str,
    external_id: str,
    campaign_id: str,
) -> tuple[Any, str]:
    """Take in a single inquiry that somebody typed in."""
    from setter.intake.inquiries import text_of

    with manner.desk() as desk:
        campaign = campaign_id or only_active(desk)
        came_at = instant_of(at, zone or own_zone()) if at else desk.now()
        who = _who(desk, campaign, name, email, phone, company)
        question = Question(who, came_at, channel_of(channel), text_of(text), external_id.strip())
        taken = inquire(desk, campaign, question)
    document = {"fate": taken.fate, "prospect": str(taken.prospect), "due": iso(taken.due_at)}
    if taken.fate == LEFT_ALONE:
        return document, "They asked not to be contacted, and stay so: compliance has it as a duty."
    return document, f"{taken.fate.capitalize()}: to be answered by {wall(taken.due_at)}."


@command("list")
@click.option("--campaign", "campaign_id", metavar="ID", default="")
@click.option("--days", type=click.IntRange(1, 3650), default=7, show_default=True, help="So many days back.")
def list_(manner: Manner, campaign_id: str, days: int) -> tuple[Any, str]:
    """List inquiries, the newest first: how each stands, and after how many minutes it was answered."""
    with manner.desk() as desk:
        now, lines = desk.now(), inquiries(desk, campaign_id or only_active(desk), days)
    told = [_told(line, now) for line in lines]
    return told, in_columns(map(_cells, lines, told)) or f"No inquiry in {days} days."


def _who(desk: Desk, campaign_id: str, name: str, email: str, phone: str, company: str) -> Any:
    """Who asked, as a list's row would say it; Wrong where they could not be reached."""
    from setter.intake.inquiries import typed
    from setter.intake.prospect import Reject

    campaign = desk.store.read(lambda unit: desk.campaign(unit, desk.campaign_row(unit, campaign_id).number))
    who = typed(name, email, phone, company, campaign.default_region)
    if isinstance(who, Reject):
        sentence = who.reason.replace("The row has", "The inquiry has")
        raise Wrong("inquiry", sentence, "--name", "Give a name, and --email or --phone.")
    return who


def _document(done: Inquired) -> dict[str, Any]:
    return {
        "read": done.read,
        "new": done.new,
        "unchanged": done.unchanged,
        "left_alone": done.left_alone,
        "refused": [{"row": row, "reason": reason} for row, reason in done.refused],
    }


def _words(done: Inquired) -> str:
    counts = f"{done.new:,} new, {done.unchanged:,} unchanged, {done.left_alone:,} for compliance"
    lines = [f"{done.read:,} inquiries read: {counts}, {len(done.refused):,} refused"]
    return "\n".join([*lines, *(f"  row {row}: {reason}" for row, reason in done.refused)])


def _told(line: InquiryLine, now: int) -> dict[str, Any]:
    took = None if line.answered_at is None else round((line.answered_at - line.came_at) / MINUTE, 1)
    return {
        "prospect": str(line.prospect_id),
        "name": line.full_name,
        "company": line.company_name,
        "channel": line.channel,
        "came": iso(line.came_at),
        "due": iso(line.due_at),
        "state": state_of(line, now),
        "answered": None if line.answered_at is None else iso(line.answered_at),
        "minutes": took,
        "text": line.text,
    }


def _cells(line: InquiryLine, told: dict[str, Any]) -> list[str]:
    took = "" if told["minutes"] is None else f"after {told['minutes']:g} min"
    state = told["state"].replace("_", " ")
    text = " ".join(str(told["text"]).split())
    came, state = wall(line.came_at, year=True), f"{state} {took}".strip()
    return [told["prospect"], came, told["channel"], state, told["name"], text]


for each in (file_, add, list_):
    inquiry.add_command(each)
inquiry.commands[FILE].hidden = True

COMMANDS = {"inquiry": inquiry}
