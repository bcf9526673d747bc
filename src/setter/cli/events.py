"""Commands for events: a file of them, a single one that somebody typed in, and what is on record of a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from setter.cli.bar import bar
from setter.cli.files import FILE, FileGroup
from setter.cli.speech import ID, Manner, command, in_columns
from setter.services.desk import Desk
from setter.services.events_file import Taken, events_file
from setter.services.here import own_zone

_KIND = "What they did, such as webinar_attended (docs/events.md lists all)."
_CHANNEL = "Through which channel: web, email, social, webinar, ads, event, call or record (default: the kind's own)."
_ZONE = "By whose clocks times without an offset are (default: this machine's)."
_CLIENT = "Whose prospects they are of (default: the only client's)."


@click.group(cls=FileGroup, subcommand_metavar="FILE | add | list")
def events() -> None:
    """Take in what prospects did elsewhere, from a FILE (CSV, JSON, NDJSON or a spreadsheet) or one by one.

    Each row has an e-mail address, a number or a supplier's id, what they did (“event”, “type”…) and when (“when”,
    “timestamp”… in ISO 8601); and, where there are, “channel” and the “event id” of its system. Any other column is
    kept as a detail. The same file again changes nothing; whoever unsubscribes is out of every queue at once.

    Options for a file: setter events FILE --help.
    """


@command(FILE)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--client", "client_id", metavar="ID", default="", help=_CLIENT)
@click.option("--campaign", "campaign_id", metavar="ID", default="", help="The client of this campaign.")
@click.option("--kind", default="", metavar="KIND", help=f"For rows that do not say. {_KIND}")
@click.option("--channel", default="", metavar="CHANNEL", help=f"For rows that do not say. {_CHANNEL}")
@click.option("--zone", default="", metavar="ZONE", help=_ZONE)
@click.option("--map", "overrides", multiple=True, metavar="FIELD=COLUMN", help="Set a column right.")
@click.option("--encoding", default="", metavar="NAME", help="How the text is encoded (default: guessed).")
@click.option("--dry-run", is_flag=True, help="Count what would happen; keep nothing.")
def file_(
    manner: Manner,
    file: Path,
    client_id: str,
    campaign_id: str,
    kind: str,
    channel: str,
    zone: str,
    overrides: tuple[str, ...],
    encoding: str,
    dry_run: bool,
) -> tuple[Any, str]:
    """Take a file of events in; one that is known already changes nothing."""
    with manner.desk() as desk, bar(manner, "Reading") as tell:
        done = events_file(
            desk,
            file,
            client_id=_client(desk, client_id, campaign_id),
            kind=kind,
            channel=channel,
            zone=zone,
            encoding=encoding,
            overrides=overrides,
            dry_run=dry_run,
            progress=lambda rows, share: tell(f"{rows:,} events", share),
        )
    return _document(done), _words(done)


@command()
@click.option("--email", default="", help="Their e-mail address.")
@click.option("--phone", default="", metavar="NUMBER", help="Their number, in any spelling.")
@click.option("--external-id", default="", metavar="ID", help="What their supplier calls them.")
@click.option("--kind", required=True, metavar="KIND", help=_KIND)
@click.option("--at", default="", metavar="WHEN", help="When, such as 2026-11-24T09:30 (default: now).")
@click.option("--channel", default="", metavar="CHANNEL", help=_CHANNEL)
@click.option("--detail", "details", multiple=True, metavar="NAME=TEXT", help="Anything else to be kept with it.")
@click.option("--id", "event_id", default="", help="What its system calls the event.")
@click.option("--zone", default="", metavar="ZONE", help=_ZONE)
@click.option("--client", "client_id", metavar="ID", default="", help=_CLIENT)
def add(
    manner: Manner,
    email: str,
    phone: str,
    external_id: str,
    kind: str,
    at: str,
    channel: str,
    details: tuple[str, ...],
    event_id: str,
    zone: str,
    client_id: str,
) -> tuple[Any, str]:
    """Take in a single event that somebody typed in."""
    from setter.services.one_event import add_event

    who = {"email": email, "phone": phone, "external id": external_id}
    with manner.desk() as desk:
        told = {"what": kind, "when": at, "channel": channel, "event id": event_id}
        fate = add_event(desk, {**who, **told}, details, zone or own_zone(), client_id)
    document = {"fate": fate.fate, "prospect": str(fate.prospect), "flag": fate.flag, "suppressed": fate.suppressed}
    words = f"{fate.fate.replace('_', ' ').capitalize()}."
    return document, f"{words} They are out of every queue." if fate.suppressed else words


@command("list")
@click.argument("prospect", type=ID)
def list_(manner: Manner, prospect: int) -> tuple[Any, str]:
    """List what is on record that a prospect did, the newest first."""
    from setter.services.show import events_of

    with manner.desk() as desk:
        found = desk.store.read(lambda unit: events_of(unit, prospect))
    lines = [(each["at"] or "no time", each["event"], each["channel"], each["flag"]) for each in found]
    return found, in_columns(lines) if lines else "No events."


def _client(desk: Desk, client_id: str, campaign_id: str) -> str:
    if not campaign_id:
        return client_id
    return desk.store.read(lambda unit: desk.campaign_row(unit, campaign_id).client_id)


def _document(done: Taken) -> dict[str, Any]:
    told = {name: getattr(done, name) for name in done.__struct_fields__}
    return {**told, "reasons": [{"rows": number, "reason": reason} for reason, number in done.reasons]}


def _words(done: Taken) -> str:
    head = (
        f"{done.read:,} events read: {done.new:,} new, {done.unchanged:,} known already, {done.unmatched:,} of nobody "
        f"on record, {done.left_alone:,} of people to be left alone, {done.refused:,} refused"
    )
    lines = [head + (" (dry run, nothing kept)" if done.dry_run else "")]
    counts = (
        ("without a time (kept, counts for nothing)", done.undated),
        ("with a time to come (kept, counts for nothing)", done.ahead),
        ("unsubscribed, out of every queue", done.suppressed),
        ("back into the queue", done.woken),
    )
    lines += [f"  {what}: {number:,}" for what, number in counts if number]
    lines += [f"  {note}" for note in done.notes]
    lines += [f"  {number:,} × {reason}" for reason, number in done.reasons]
    lines += [f"Rejected rows: {done.rejects_file}"] if done.rejects_file else []
    return "\n".join(lines)


for _command in (file_, add, list_):
    events.add_command(_command)
events.commands[FILE].hidden = True

COMMANDS = {"events": events}
