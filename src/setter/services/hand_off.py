"""Hand meetings to sales: every change leaves once in each form, with a manifest of what left."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from setter.domain.errors import Wrong
from setter.handoff.batch import MANIFEST, Form, Occasion
from setter.handoff.meeting import MeetingRecord
from setter.handoff.packet_page import render_markdown
from setter.handoff.packing import packet_of
from setter.services.desk import Desk
from setter.services.meeting_life import SEE_MEETINGS
from setter.services.meeting_record import record_of
from setter.services.put_out import Exported, put_out
from setter.services.suppress import reasons_for
from setter.store.ids import new_id
from setter.store.records import Export, Meeting
from setter.store.unit import Unit

FORMS: tuple[Literal["csv", "json", "ics"], ...] = ("csv", "json", "ics")


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

    `everything` gives all meetings again as a copy that counts as no export, and calendar files without a place to
    go to are only shown: they count as none either. Files are in place before the database counts them as gone; a
    manifest that a killed export left behind is believed, so that nothing leaves twice. Meetings of people who asked
    not to be contacted stay here, save a cancellation.
    """
    if form not in FORMS:
        raise Wrong("form", f"There is no form {form!r}.", "--as", f"Forms: {', '.join(FORMS)}.")
    wanted: Form = next(each for each in FORMS if each == form)
    copied = everything or (wanted == "ics" and out is None)

    def write(unit: Unit) -> Exported:
        meetings, withheld = _sorted_out(unit, _due(desk, unit, wanted, campaign_id, everything))
        if out is not None and not copied:
            meetings = _not_out_yet(desk, unit, wanted, out, meetings)
        records = [record_of(desk, unit, meeting) for meeting in meetings]
        if everything:
            records = [record if record.cancelled else replace(record, told_sequence=None) for record in records]
        done = put_out(records, wanted, out, desk.now(), dialect, Occasion(desk.sandbox, copied, withheld))
        if not copied:
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
            raise Wrong("no_meeting", "There is no such meeting.", "meeting", SEE_MEETINGS)
        return record_of(desk, unit, meeting)

    return desk.store.read(look)


def _due(desk: Desk, unit: Unit, form: str, campaign_id: str, everything: bool) -> list[Meeting]:
    if campaign_id:
        meetings = unit.meetings.of_campaign(desk.campaign_row(unit, campaign_id).number)
    else:
        meetings = unit.meetings.all()
    return [meeting for meeting in meetings if _is_due(unit, meeting, form, everything)]


def _is_due(unit: Unit, meeting: Meeting, form: str, everything: bool = False) -> bool:
    """Say whether a change waits to leave in this form; what another meeting replaced before it left never does."""
    left = unit.meetings.exported_change(meeting.id, form)
    if not left and [change.kind for change in unit.meetings.changes(meeting.id)][-1:] == ["rep_changed"]:
        return False
    return everything or left < meeting.change


def _sorted_out(unit: Unit, due: list[Meeting]) -> tuple[list[Meeting], tuple[dict[str, str], ...]]:
    """Part those that may leave from those that stay here, each with why."""
    may, withheld = [], []
    for meeting in due:
        reasons = () if meeting.status == "cancelled" else _reasons(unit, meeting)
        if reasons:
            withheld.append({"meeting": str(meeting.id), "reason": reasons[0]})
        else:
            may.append(meeting)
    return may, tuple(withheld)


def _reasons(unit: Unit, meeting: Meeting) -> tuple[str, ...]:
    prospect = unit.prospects.get(meeting.prospect_id)
    return ("gone",) if prospect is None else reasons_for(unit, prospect)


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
    return told if isinstance(told, dict) and not told.get("copy") else {}


def _remember(desk: Desk, unit: Unit, form: str, path: str, meetings: list[Meeting], document: dict[str, Any]) -> None:
    if not meetings:
        return
    now = desk.now()
    kept = {name: value for name, value in document.items() if name != "meetings"}
    export_row = Export(new_id(now), form, path, json.dumps(kept, ensure_ascii=False), now, desk.caller)
    unit.meetings.add_export(export_row, [(meeting.id, meeting.change) for meeting in meetings])
    desk.audit(unit, "export", f"export/{export_row.id}", {"form": form, "changes": len(meetings)})


def _line(desk: Desk, unit: Unit, meeting: Meeting) -> MeetingLine:
    record = record_of(desk, unit, meeting)
    due = tuple(form for form in FORMS if _is_due(unit, meeting, form))
    return MeetingLine(
        meeting,
        record.public.prospect.name,
        record.public.company,
        record.public.rep.name,
        record.qualified,
        record.missing,
        bool(_reasons(unit, meeting)),
        due,
    )
