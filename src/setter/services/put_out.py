"""Put changes of meetings out: into files, or as one document for whoever asked without naming a place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from setter.handoff.batch import (
    Form,
    Occasion,
    calendar_pieces,
    export_bytes,
    export_file,
    export_folder,
    manifest_of,
)
from setter.handoff.dialects import Dialect, dialect_named
from setter.handoff.exports import meetings_as_json
from setter.handoff.meeting import MeetingRecord

NO_CALENDAR = "No calendar has anything new to be told."


class Exported(Struct, frozen=True):
    """What left: how many changes, where to, words for people, and the whole as a document.

    `content` is the export itself where no place was named; `held_back` says what stays here.
    """

    changes: int
    path: str
    text: str
    document: dict[str, Any]
    content: bytes | None = None
    held_back: str = ""


def put_out(
    records: Sequence[MeetingRecord], form: Form, out: Path | None, now: int, dialect: str, occasion: Occasion
) -> Exported:
    """Put the changes out; with no place named, the document holds the meetings, or their calendar files, itself."""
    spoken, held_back = dialect_named(dialect), withheld_words(occasion.withheld)
    if out is not None:
        return _into_files(records, form, out, now, spoken, occasion, held_back)
    content = export_bytes(records, form, now, spoken) or None
    document = manifest_of(records, form, "", now, occasion).as_json()
    if form == "ics":
        document["meetings"] = [_calendars(record, now) for record in records]
    else:
        document["meetings"] = meetings_as_json(records)
    text = held_back if content else f"{NO_CALENDAR} {held_back}".strip()
    return Exported(len(records), "", text, document, content, held_back)


def withheld_words(withheld: Sequence[dict[str, str]]) -> str:
    """How many meetings stay here and why, in a sentence; empty for none."""
    if not withheld:
        return ""
    reasons = ", ".join(dict.fromkeys(each["reason"].replace("_", " ") for each in withheld))
    many = len(withheld)
    verb = "meeting is" if many == 1 else "meetings are"
    return f"{many} {verb} withheld, for nobody may contact the prospect any more: {reasons}."


def _into_files(
    records: Sequence[MeetingRecord],
    form: Form,
    out: Path,
    now: int,
    dialect: Dialect,
    occasion: Occasion,
    held_back: str,
) -> Exported:
    as_folder = out.is_dir() or (form == "ics" and out.suffix != ".ics")
    if records and form == "ics" and not as_folder and not any(calendar_pieces(record, now) for record in records):
        document = manifest_of((), form, out.parent, now, occasion).as_json()
        return Exported(0, str(out), f"{NO_CALENDAR} {held_back}".strip(), document, None, held_back)
    if records and not as_folder:
        manifest = export_file(records, out, form, now, dialect, occasion)
    else:
        manifest = export_folder(records, out, form, now, dialect, occasion)
    plural = "change" if len(records) == 1 else "changes"
    words = f"{len(records)} {plural} exported to {out}." if records else "Nothing has changed since the last export."
    if records and occasion.copy:
        words = f"A copy of {len(records)} {'meeting' if len(records) == 1 else 'meetings'} is in {out}."
    return Exported(len(records), str(out), f"{words} {held_back}".strip(), manifest.as_json(), None, held_back)


def _calendars(record: MeetingRecord, now: int) -> dict[str, str]:
    """A meeting's calendar files by their kind: invite and hold, or cancel and cancel_hold."""
    files = {piece.kind.replace("-", "_"): piece.content.decode("utf-8") for piece in calendar_pieces(record, now)}
    return {"meeting": str(record.public.meeting), **files}
