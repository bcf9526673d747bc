"""An export batch: the files of the changes that are due, and the manifest that lists them."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import Wrong
from setter.handoff.crm import column_list, meeting_files, people_files, people_in
from setter.handoff.crm_map import Book
from setter.handoff.dialects import Dialect
from setter.handoff.exports import meetings_csv, meetings_json
from setter.handoff.files import place_files
from setter.handoff.invitation import calendar_file, files_due
from setter.handoff.meeting import SANDBOX_MARK, MeetingRecord
from setter.handoff.packet_page import render_markdown
from setter.handoff.packing import packet_of
from setter.handoff.vcard import Version, cards
from setter.handoff.words import instant

Form = Literal["csv", "json", "ics", "salesforce", "salesforce-events", "hubspot", "vcard"]
"""In what form meetings leave; Salesforce takes people first, and their events once it has told their ids."""
FORMS: tuple[Form, ...] = get_args(Form)
OF_ONE_CLIENT: tuple[Form, ...] = ("salesforce", "salesforce-events", "hubspot", "vcard")
"""Forms for one client's own systems: files of people, in a folder or as one file of cards, without calendar files."""
MANIFEST = "manifest.json"


class ManifestFile(Struct, frozen=True):
    """One file that left; `meeting` is empty for a table of several, `sha256` is of its bytes."""

    name: str
    kind: str
    sha256: str
    meeting: str = ""


class ManifestChange(Struct, frozen=True):
    """One change that left, and in one sentence what was withheld of it; ids are decimal strings."""

    meeting: str
    change: int
    change_kind: str
    sequence: int
    withheld: str = ""


class Manifest(Struct, frozen=True):
    """Everything that one export put out; `folder` is where, `exported_at` ISO 8601 in UTC.

    A `copy` counts as no export. `withheld` are meetings that stay here, as {"meeting", "reason"}. `export` is the
    export's id, by which one that was killed is known to have put everything in place.
    """

    exported_at: str
    sandbox: bool
    form: str
    folder: str
    changes: tuple[ManifestChange, ...]
    files: tuple[ManifestFile, ...]
    copy: bool = False
    withheld: tuple[dict[str, str], ...] = ()
    export: str = ""

    def as_json(self) -> dict[str, Any]:
        """The manifest as plain JSON values, with the sandbox's mark where there is one."""
        import msgspec

        plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(self))
        return {"mark": SANDBOX_MARK, **plain} if self.sandbox else plain


class Piece(Struct, frozen=True):
    """One file before it is written."""

    name: str
    kind: str
    content: bytes
    meeting: str = ""


class Occasion(Struct, frozen=True):
    """What a manifest says of its export beside the changes: from a sandbox, a mere copy, what stays here, its id.

    `book` says what the receiver's CRM calls things, `cards` is the version of address cards.
    """

    sandbox: bool = False
    copy: bool = False
    withheld: tuple[dict[str, str], ...] = ()
    export: str = ""
    book: Book | None = None
    cards: Version = "4.0"


PLAIN = Occasion()


def export_folder(
    records: Sequence[MeetingRecord],
    folder: Path,
    form: Form,
    now: int,
    dialect: Dialect = "crm",
    occasion: Occasion = PLAIN,
) -> Manifest:
    """Put the changes that are due into a folder: the table, calendar files, packets and, last, the manifest.

    With form `ics` the table is CSV; a client's own systems get their files and no others. An earlier table and
    manifest stay as meetings.1.csv and manifest.1.json; a meeting's own files are replaced by their newer revision.
    Nothing due, nothing written.
    """
    manifest = manifest_of(records, form, folder, now, occasion)
    if not records:
        return manifest
    if form in OF_ONE_CLIENT:
        return _write(_client_pieces(records, form, occasion), folder, MANIFEST, manifest)
    table = _table(records, "json" if form == "json" else "csv", dialect)
    meetings = [piece for record in records for piece in (*calendar_pieces(record, now), _packet(record))]
    return _write([table, *meetings], folder, MANIFEST, manifest)


def _client_pieces(records: Sequence[MeetingRecord], form: Form, occasion: Occasion) -> list[Piece]:
    if form == "vcard":
        return [Piece("contacts.vcf", "table", cards(people_in(records), occasion.cards))]
    book = occasion.book
    assert book is not None, "a client's CRM has a map"
    files = {} if form == "salesforce-events" else people_files(book, records)
    if form != "salesforce":
        files |= meeting_files(book, records)
    return [Piece(name, "table", content) for name, content in {**files, **column_list(book)}.items()]


def export_file(
    records: Sequence[MeetingRecord],
    path: Path,
    form: Form,
    now: int,
    dialect: Dialect = "crm",
    occasion: Occasion = PLAIN,
) -> Manifest:
    """Put the changes that are due into one file, with its manifest beside it as `<name>.manifest.json`.

    A meeting's invitation is one calendar file, and the rep's hold stands beside it under its own name.
    Wrong("needs_folder") where there are several meetings' calendar files.
    """
    if form == "ics":
        pieces = _one_meeting(records, path, now)
    else:
        meeting = str(records[0].public.meeting) if len(records) == 1 else ""
        pieces = [Piece(path.name, "table", export_bytes(records, form, now, dialect, occasion), meeting)]
    manifest = manifest_of(records, form, path.parent, now, occasion)
    return _write(pieces, path.parent, f"{path.name}.manifest.json", manifest)


def export_bytes(
    records: Sequence[MeetingRecord], form: Form, now: int, dialect: Dialect = "crm", occasion: Occasion = PLAIN
) -> bytes:
    """Write the changes that are due as one document; calendar files follow one another (RFC 5545 §3.4)."""
    if form == "vcard":
        return cards(people_in(records), occasion.cards)
    if form != "ics":
        return _table(records, "json" if form == "json" else "csv", dialect).content
    return b"".join(piece.content for record in records for piece in calendar_pieces(record, now))


def _one_meeting(records: Sequence[MeetingRecord], path: Path, now: int) -> list[Piece]:
    """Give one meeting's calendar files, the first under the name that was asked for."""
    found = [pieces for record in records if (pieces := calendar_pieces(record, now))]
    if len(found) != 1:
        how_many = "several meetings" if found else "no meeting with a calendar change"
        raise Wrong(
            "needs_folder",
            f"One calendar file holds one meeting, and there are {how_many} to export.",
            "--out",
            "Name a folder, or a single meeting.",
        )
    first, *others = found[0]
    return [replace(first, name=path.name), *others]


def calendar_pieces(record: MeetingRecord, now: int) -> tuple[Piece, ...]:
    """Write the calendar files that a change calls for: the prospect's first, then the rep's."""
    meeting = record.public
    return tuple(
        Piece(file.name, file.kind, calendar_file(meeting, file.kind, now), str(meeting.meeting))
        for file in files_due(record).files
    )


def _table(records: Sequence[MeetingRecord], form: Literal["csv", "json"], dialect: Dialect) -> Piece:
    content = meetings_json(records) if form == "json" else meetings_csv(records, dialect)
    return Piece(f"meetings.{form}", "table", content)


def _packet(record: MeetingRecord) -> Piece:
    meeting = str(record.public.meeting)
    page = render_markdown(packet_of(record))
    return Piece(f"packet-{meeting}.md", "packet", page.encode("utf-8"), meeting)


def manifest_of(
    records: Sequence[MeetingRecord], form: str, folder: Path | str, now: int, occasion: Occasion
) -> Manifest:
    """List the changes that go out on an occasion; their files are listed once they are written."""
    sandbox = occasion.sandbox or any(record.public.sandbox for record in records)
    changes = tuple(_change(record) for record in records)
    noted = (occasion.copy, occasion.withheld, occasion.export)
    return Manifest(instant(now), sandbox, form, str(folder), changes, (), *noted)


def _write(pieces: list[Piece], folder: Path, name: str, manifest: Manifest) -> Manifest:
    import msgspec

    if not manifest.changes:
        return manifest
    files = tuple(ManifestFile(each.name, each.kind, sha256(each.content).hexdigest(), each.meeting) for each in pieces)
    manifest = replace(manifest, files=files)
    listing = msgspec.json.format(msgspec.json.encode(manifest.as_json()), indent=2) + b"\n"
    contents = {each.name: each.content for each in pieces} | {name: listing}
    kept = {each.name for each in pieces if each.kind == "table"} | {name}
    place_files(folder, contents, frozenset(kept))
    return manifest


def _change(record: MeetingRecord) -> ManifestChange:
    return ManifestChange(
        meeting=str(record.public.meeting),
        change=record.change,
        change_kind=record.change_kind,
        sequence=record.public.sequence,
        withheld=files_due(record).withheld,
    )
