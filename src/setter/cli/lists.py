"""Commands that bring lists in and keep people out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from setter.cli.bar import bar
from setter.cli.speech import Manner, command
from setter.domain.errors import Wrong
from setter.domain.sources import PROVENANCES
from setter.intake.fields import FIELDS
from setter.services.import_list import Imported, import_list
from setter.services.pace import Pace

_FIELDS = ", ".join((*FIELDS, "attribute.NAME"))


@command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--campaign", "campaign_id", required=True, metavar="ID")
@click.option("--source", default="", metavar="NAME", help="The name to read out when asked (default: the file's).")
@click.option("--kind", default="purchased_list", metavar="KIND", help="The kind of source, such as referral.")
@click.option("--provenance", default="", metavar="WORD", help=f"If not the kind's own: {', '.join(PROVENANCES)}.")
@click.option(
    "--map", "overrides", multiple=True, metavar="FIELD=COLUMN", help=f"Set a column right. Fields: {_FIELDS}."
)
@click.option(
    "--encoding", default="", metavar="NAME", help="How the text is encoded, such as cp1252 (default: guessed)."
)
@click.option("--dry-run", is_flag=True, help="Count what would happen; land nothing.")
def import_(
    manner: Manner,
    file: Path,
    campaign_id: str,
    source: str,
    kind: str,
    provenance: str,
    overrides: tuple[str, ...],
    encoding: str,
    dry_run: bool,
) -> tuple[Any, str]:
    """Bring in a list: CSV, TSV, JSON, NDJSON or a spreadsheet, whatever its name says."""
    pace = Pace()
    with manner.desk() as desk, bar(manner, "Reading") as tell:
        done = import_list(
            desk,
            file,
            campaign_id,
            source=source,
            kind=kind,
            provenance=provenance,
            overrides=overrides,
            encoding=encoding,
            dry_run=dry_run,
            progress=lambda what, rows, share: tell(f"{what} {pace.words(what, rows, share)}", share),
        )
    return done, _words(done)


def _words(done: Imported) -> str:
    lines = [
        f"{done.read:,} rows read: {done.landed:,} landed, {done.merged:,} merged, "
        f"{done.unchanged:,} unchanged, {done.rejected:,} rejected"
        + (" (dry run, nothing kept)" if done.dry_run else "")
    ]
    lines += [f"  {note}" for note in (done.empty, *done.notes) if note]
    lines += [f"  {count:,} × {reason}" for reason, count in done.reasons]
    if done.rejects_file:
        lines.append(f"Rejected rows: {done.rejects_file}")
    return "\n".join(lines)


@command()
@click.argument("value", metavar="NUMBER-OR-EMAIL-OR-FILE", default="")
@click.option(
    "--client", "client_id", metavar="ID", default="", help="Whose suppression it is (default: the only client's)."
)
@click.option("--reason", default="do_not_call", metavar="TEXT")
@click.option("--all-of", "other", default="", metavar="DATABASE", help="Whatever another copy of this house has.")
def suppress(manner: Manner, value: str, client_id: str, reason: str, other: str) -> tuple[Any, str]:
    """Never contact a number or address again, or any of a file's, in any campaign of the client; at once."""
    from setter.services.carry_over import carry_over
    from setter.services.suppress_value import suppress_file, suppress_text

    if bool(value) == bool(other):
        raise Wrong("usage", "Name a number, an address or a file, or another copy.", "suppress", "One of them.")
    with manner.desk() as desk:
        if other:
            carried = carry_over(desk, other)
            words = f"{carried.acts:,} taken over; {carried.people:,} known prospects are out of every queue."
            return carried, words
        if Path(value).is_file():
            done = suppress_file(desk, Path(value), client_id, reason)
            words = f"{done.numbers:,} numbers and {done.emails:,} addresses suppressed, {done.unread:,} lines unread"
            return done, f"{words}; {done.reached:,} known prospects are out of every queue."
        kind, reached = suppress_text(desk, value, client_id, reason)
    return {"kind": kind, "prospects": reached}, f"Suppressed; {reached} known prospects are out of every queue."


COMMANDS = {"import": import_, "suppress": suppress}
