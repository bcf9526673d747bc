"""Hand meetings to sales: every change leaves once in each form, with a manifest of what left."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from setter.domain.errors import Wrong
from setter.handoff.batch import MANIFEST, Form, Manifest, export_bytes, export_file, export_folder
from setter.handoff.dialects import dialect_named
from setter.handoff.exports import meetings_as_json
from setter.handoff.meeting import MeetingRecord
from setter.handoff.packet_page import render_markdown
from setter.handoff.packing import packet_of
from setter.services.desk import Desk
from setter.services.meeting_record import record_of
from setter.services.suppress import reasons_for
from setter.store.ids import new_id
from setter.store.records import Export, Meeting
from setter.store.unit import Unit

FORMS: tuple[Literal["csv", "json", "ics"], ...] = ("csv", "json", "ics")


@dataclass(frozen=True, slots=True)
class Exported:
    """What left: how many changes, where to, the text where it was asked for, and the whole as a document."""

    changes: int
    path: str
    text: str
    document: Any


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting as the handoff screen lists it; `due` says that a change waits to be exported."""

    meeting: Meeting
    name: str
    company: str
    rep: str
    qualified: bool
    missing: tuple[str, ...]
    barred: bool
    due: tuple[str, ...]


def export(
    desk: Desk,
    form: str,
    out: Path | None,
    *,
    campaign_id: str = "",
    dialect: str = "crm",
    everything: bool = False,
) -> Exported:
    """Export the meetings that changed since they last left in this form.

    `everything` gives all meetings again as a copy that counts as no export. Files are in place before the database
    counts them as gone; a manifest that a killed export left behind is believed, so that nothing leaves twice.
    Meetings of people who asked not to be contacted stay here, save a cancellation.
    """
    if form not in FORMS:
        raise Wrong("form", f"There is no form {form!r}.", "--as", f"Forms: {', '.join(FORMS)}.")
    wanted: Form = next(each for each in FORMS if each == form)

    def write(unit: Unit) -> Exported:
        meetings = _due(desk, unit, wanted, campaign_id, everything)
        if out is not None and not everything:
            meetings = _not_out_yet(desk, unit, wanted, out, meetings)
        records = [record_of(desk, unit, meeting) for meeting in meetings]
        done = _put_out(desk, records, wanted, out, dialect)
        if not everything:
            _remember(desk, unit, wanted, done.path, meetings, done.document)
        return done

    return desk.store.write(write)


def meetings_of(desk: Desk, campaign_id: str) -> list[MeetingLine]:
    """A campaign's meetings by start, with what is missing and what waits to be exported."""

    def look(unit: Unit) -> list[MeetingLine]:
        row = desk.campaign_row(unit, campaign_id)
        return [_line(desk, unit, meeting) for meeting in unit.meetings.of_campaign(row.number)]

    return desk.store.read(look)


def packet(desk: Desk, meeting_id: int) -> str:
    """A meeting's packet as sales will read it, in Markdown."""
    return render_markdown(packet_of(meeting_record(desk, meeting_id)))


def meeting_record(desk: Desk, meeting_id: int) -> MeetingRecord:
    """A meeting with everything that sales may know of it; Wrong when there is no such one."""

    def look(unit: Unit) -> MeetingRecord:
        meeting = unit.meetings.get(meeting_id)
        if meeting is None:
            raise Wrong("no_meeting", "There is no such meeting.", "meeting", "List them with: setter export meetings.")
        return record_of(desk, unit, meeting)

    return desk.store.read(look)


def _due(desk: Desk, unit: Unit, form: str, campaign_id: str, everything: bool) -> list[Meeting]:
    if campaign_id:
        meetings = unit.meetings.of_campaign(desk.campaign_row(unit, campaign_id).number)
    else:
        meetings = unit.meetings.all()
    return [
        meeting
        for meeting in meetings
        if (everything or unit.meetings.exported_change(meeting.id, form) < meeting.change)
        and (meeting.status == "cancelled" or not _barred(unit, meeting))
    ]


def _barred(unit: Unit, meeting: Meeting) -> bool:
    prospect = unit.prospects.get(meeting.prospect_id)
    return prospect is None or bool(reasons_for(unit, prospect))


def _not_out_yet(desk: Desk, unit: Unit, form: str, out: Path, meetings: list[Meeting]) -> list[Meeting]:
    """Leave out what a manifest in place says has left; the kill came before the database heard of it."""
    told = _manifest_at(out)
    gone = {(int(each["meeting"]), int(each["change"])) for each in told.get("changes", []) if told.get("form") == form}
    left = [meeting for meeting in meetings if (meeting.id, meeting.change) in gone]
    if left:
        _remember(desk, unit, form, str(out), left, told)
    return [meeting for meeting in meetings if (meeting.id, meeting.change) not in gone]


def _manifest_at(out: Path) -> dict[str, Any]:
    path = out / MANIFEST if out.is_dir() else out.with_name(f"{out.name}.manifest.json")
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _put_out(desk: Desk, records: list[MeetingRecord], form: Form, out: Path | None, dialect: str) -> Exported:
    now, spoken = desk.now(), dialect_named(dialect)
    if out is None:
        content = export_bytes(records, form, now, spoken) if form != "ics" or records else b""
        document = meetings_as_json(records)
        return Exported(len(records), "", content.decode("utf-8").rstrip("\r\n"), document)
    as_folder = form == "ics" and not out.suffix
    write = export_folder if as_folder or out.is_dir() else export_file
    manifest: Manifest = write(records, out, form, now, spoken)
    words = f"{len(records)} changes exported to {out}" if records else "Nothing has changed since the last export."
    return Exported(len(records), str(out), words, manifest.as_json())


def _remember(desk: Desk, unit: Unit, form: str, path: str, meetings: list[Meeting], document: Any) -> None:
    if not meetings:
        return
    now = desk.now()
    kept = document if isinstance(document, dict) else {"changes": len(meetings)}
    export_row = Export(new_id(now), form, path, json.dumps(kept, ensure_ascii=False), now, desk.caller)
    unit.meetings.add_export(export_row, [(meeting.id, meeting.change) for meeting in meetings])
    desk.audit(unit, "export", f"export/{export_row.id}", {"form": form, "changes": len(meetings)})


def _line(desk: Desk, unit: Unit, meeting: Meeting) -> MeetingLine:
    record = record_of(desk, unit, meeting)
    due = tuple(form for form in FORMS if unit.meetings.exported_change(meeting.id, form) < meeting.change)
    return MeetingLine(
        meeting,
        record.public.prospect.name,
        record.public.company,
        record.public.rep.name,
        record.qualified,
        record.missing,
        _barred(unit, meeting),
        due,
    )
