"""Put changes of meetings out: into files, or as one document for whoever asked without naming a place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import Wrong
from setter.handoff.batch import (
    OF_ONE_CLIENT,
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
from setter.handoff.vcard import Version
from setter.services.due import NO_EMAIL, NO_RECORD

NO_CALENDAR = "No calendar has anything new to be told."
NOTHING_NEW = "Nothing has changed since the last export."
CARDS: dict[str, Version] = {"crm": "4.0", "outlook": "3.0"}
"""The version of address cards by the dialect that was asked for."""
LATER = {
    NO_EMAIL: "HubSpot knows people by their e-mail address, and there is none",
    NO_RECORD: "the file of ids has no record of the prospect",
}
"""Why a meeting waits for its form, in words."""
FOLDERS = ("salesforce", "salesforce-events", "hubspot")
"""Forms that are several files."""


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
    (spoken, version), held_back = spoken_in(form, dialect), withheld_words(occasion.withheld)
    occasion = replace(occasion, cards=version)
    if out is not None:
        return _into_files(records, form, out, now, spoken, occasion, held_back)
    content = export_bytes(records, form, now, spoken, occasion) or None
    document = manifest_of(records, form, "", now, occasion).as_json()
    if form == "ics":
        document["meetings"] = [_calendars(record, now) for record in records]
    elif form == "vcard":
        document["cards"] = (content or b"").decode("utf-8")
    else:
        document["meetings"] = meetings_as_json(records)
    nothing = NO_CALENDAR if form == "ics" else NOTHING_NEW
    text = held_back if content else f"{nothing} {held_back}".strip()
    return Exported(len(records), "", text, document, content, held_back)


def spoken_in(form: str, dialect: str) -> tuple[Dialect, Version]:
    """In which dialect tables are written and in which version cards; Wrong where the form has no such dialect."""
    if form in OF_ONE_CLIENT and dialect == "spreadsheet":
        sentence, hint = f"{form} is written to be imported.", "Leave --dialect out, or export a table: --as csv."
        raise Wrong("unknown_dialect", sentence, "dialect", hint)
    if form == "vcard":
        return "crm", CARDS[dialect] if dialect in CARDS else CARDS[dialect_named(dialect)]
    return dialect_named(dialect), CARDS["crm"]


def check_place(form: str, out: Path | None) -> None:
    """Wrong where a form that is several files is to go anywhere but into a folder."""
    if form in FOLDERS and (out is None or out.is_file() or out.suffix in (".csv", ".json")):
        raise Wrong("needs_folder", f"{form} is several files.", "--out", "Name a folder with --out.")


def withheld_words(withheld: Sequence[dict[str, str]]) -> str:
    """How many meetings stay here and why, in a sentence for each; empty for none."""
    barred = [each for each in withheld if each["reason"] not in LATER]
    told = []
    if barred:
        reasons = ", ".join(dict.fromkeys(each["reason"].replace("_", " ") for each in barred))
        verb = "meeting is" if len(barred) == 1 else "meetings are"
        told.append(f"{len(barred)} {verb} withheld, for nobody may contact the prospect any more: {reasons}.")
    for reason, words in LATER.items():
        waiting = [each["meeting"] for each in withheld if each["reason"] == reason]
        if waiting:
            verb = "meeting stays" if len(waiting) == 1 else "meetings stay"
            told.append(f"{len(waiting)} {verb} due, for {words}: {', '.join(waiting)}.")
    return " ".join(told)


_ONE_FILE = {"ics": ".ics", "vcard": ".vcf"}
"""How a single file of these forms is named; any other name is a folder's."""


def _into_files(
    records: Sequence[MeetingRecord],
    form: Form,
    out: Path,
    now: int,
    dialect: Dialect,
    occasion: Occasion,
    held_back: str,
) -> Exported:
    as_folder = out.is_dir() or form in FOLDERS or out.suffix != _ONE_FILE.get(form, out.suffix)
    if records and form == "ics" and not as_folder and not any(calendar_pieces(record, now) for record in records):
        document = manifest_of((), form, out.parent, now, occasion).as_json()
        return Exported(0, str(out), f"{NO_CALENDAR} {held_back}".strip(), document, None, held_back)
    if records and not as_folder:
        manifest = export_file(records, out, form, now, dialect, occasion)
    else:
        manifest = export_folder(records, out, form, now, dialect, occasion)
    plural = "change" if len(records) == 1 else "changes"
    words = f"{len(records)} {plural} exported to {out}." if records else NOTHING_NEW
    if records and occasion.copy:
        words = f"A copy of {len(records)} {'meeting' if len(records) == 1 else 'meetings'} is in {out}."
    return Exported(len(records), str(out), f"{words} {held_back}".strip(), manifest.as_json(), None, held_back)


def _calendars(record: MeetingRecord, now: int) -> dict[str, str]:
    """A meeting's calendar files by their kind: invite and hold, or cancel and cancel_hold."""
    files = {piece.kind.replace("-", "_"): piece.content.decode("utf-8") for piece in calendar_pieces(record, now)}
    return {"meeting": str(record.public.meeting), **files}
