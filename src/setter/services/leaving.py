"""How a change leaves exactly once: claimed in the database, then put in place, then settled.

An export first writes down what it is about to put where; no other can take the same change from then on. One that
died in between is finished by the next: what stands complete at its place is believed, the rest is put there again.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import SetterError
from setter.domain.units import MINUTE
from setter.handoff.batch import MANIFEST, OF_ONE_CLIENT, Form, Occasion
from setter.handoff.invitation import files_due
from setter.services.desk import Desk
from setter.services.due import Due, due_of, may_not_leave
from setter.services.invited import note_invited
from setter.services.put_out import Exported, put_out
from setter.store.ids import new_id
from setter.store.records import Export
from setter.store.unit import Unit

PREPARING = "preparing"
PATTERN = f'{{"state": "{PREPARING}"%'
GIVEN_UP_MS = 15 * MINUTE
"""How long an export may be at work, as far as anybody else can tell, before it counts as dead."""
_at_work: set[int] = set()
"""The exports that this process is at work on."""


class Overtaken(Exception):
    """Somebody else took a change, or changed it, before it was claimed; nothing was written."""


class Leaving(Struct, frozen=True):
    """An export that was claimed: its row in the database, what it carries, and what stays here."""

    row: Export
    due: Due

    @property
    def lines(self) -> list[tuple[int, int]]:
        """The (meeting, change) pairs it carries."""
        return [(record.public.meeting, record.change) for record in self.due.records]


def claim(desk: Desk, unit: Unit, form: Form, place: str, dialect: str, due: Due) -> Leaving:
    """Write down what is about to leave; Overtaken where any of it has changed since it was gathered."""
    now = desk.now()
    row = Export(new_id(now), form, place, "", now, desk.caller)
    leaving = Leaving(row, due)
    intent = {
        "state": PREPARING,
        "host": socket.gethostname(),
        "process": os.getpid(),
        "dialect": dialect,
        "lines": leaving.lines,
    }
    unit.meetings.add_export(replace(row, manifest=json.dumps(intent)))
    for meeting_id, change in leaving.lines:
        meeting = unit.meetings.get(meeting_id)
        if meeting is None or meeting.change != change or may_not_leave(unit, meeting, form):
            raise Overtaken
        if not unit.meetings.claim_line(row, meeting_id, change):
            raise Overtaken
    return leaving


def settle(desk: Desk, unit: Unit, leaving: Leaving, document: dict[str, Any], calendars: bool) -> None:
    """Count an export as gone, and remember whom its invitations reached."""
    kept = {name: value for name, value in document.items() if name != "meetings"}
    if not unit.meetings.save_export(replace(leaving.row, manifest=json.dumps(kept, ensure_ascii=False))):
        return
    for record in leaving.due.records:
        if calendars and any(file.kind in ("invite", "hold") for file in files_due(record).files):
            note_invited(unit, record.public.meeting, record.change, record.public.invited)
    detail = {"form": leaving.row.form, "changes": len(leaving.due.records)}
    desk.audit(unit, "export", f"export/{leaving.row.id}", detail)


def carry(desk: Desk, leaving: Leaving, form: Form, out: Path, dialect: str) -> Exported:
    """Put a claimed export in place and settle it; where it cannot be, its changes are still to go."""
    due = leaving.due
    occasion = Occasion(desk.sandbox, withheld=due.withheld, export=str(leaving.row.id), book=due.book)
    _at_work.add(leaving.row.id)
    try:
        done = put_out(due.records, form, out, leaving.row.exported_at, dialect, occasion)
        if done.changes:
            calendars = form == "ics" or (form not in OF_ONE_CLIENT and out.is_dir())
            desk.store.write(lambda unit: settle(desk, unit, leaving, done.document, calendars))
        else:
            _let_go(desk, leaving)
        return done
    except SetterError:
        _let_go(desk, leaving)
        raise
    finally:
        _at_work.discard(leaving.row.id)


def finish_dead(desk: Desk, form: Form) -> Iterator[tuple[str, int, str]]:
    """Finish every export in this form that died at work: (its place, its changes, in words what became of it)."""
    for row in desk.store.read(lambda unit: unit.meetings.exports_like(form, PATTERN)):
        intent = json.loads(row.manifest)
        if not _is_at_work(row, intent, desk.now()):
            yield _finish(desk, form, row, intent)


def _finish(desk: Desk, form: Form, row: Export, intent: dict[str, Any]) -> tuple[str, int, str]:
    lines, place = [(int(meeting), int(change)) for meeting, change in intent["lines"]], Path(row.path)
    many = f"{len(lines)} {'change' if len(lines) == 1 else 'changes'}"
    if intent["host"] != socket.gethostname():
        desk.store.write(lambda unit: unit.meetings.drop_export(row, lines))
        return row.path, 0, f"An export on {intent['host']} was never finished: {many} of it may leave once more."
    manifest = _manifest_of(place, row.id)
    if manifest is not None:
        desk.store.write(lambda unit: _believe(desk, unit, form, row, lines, manifest))
        return row.path, 0, f"An export that was interrupted is complete in {row.path}: {many}."
    leaving = desk.store.write(lambda unit: _again(desk, unit, form, row, lines, str(intent["dialect"])))
    try:
        done = carry(desk, leaving, form, place, str(intent["dialect"])) if leaving.due.records else None
    except SetterError as problem:
        return row.path, 0, f"An export that was interrupted could not be finished in {row.path}: {problem.message}"
    count = done.changes if done else 0
    if not count:
        return row.path, 0, f"An export that was interrupted has put nothing into {row.path}: what is due leaves now."
    many = f"{count} {'change' if count == 1 else 'changes'}"
    return row.path, count, f"An export that was interrupted has been finished in {row.path}: {many}."


def _again(desk: Desk, unit: Unit, form: Form, row: Export, lines: list[tuple[int, int]], dialect: str) -> Leaving:
    """Claim what a dead export carried, as it stands now, for the same place."""
    if unit.meetings.export(row.id) is None:
        return Leaving(row, Due((), ()))
    unit.meetings.drop_export(row, lines)
    due = due_of(desk, unit, form, [meeting for meeting, _ in lines])
    return claim(desk, unit, form, row.path, dialect, due) if due.records else Leaving(row, due)


def _believe(
    desk: Desk, unit: Unit, form: Form, row: Export, lines: list[tuple[int, int]], manifest: dict[str, Any]
) -> None:
    """Settle an export that put everything in place and died before it could say so."""
    if unit.meetings.export(row.id) is None:
        return
    unit.meetings.drop_export(row, lines)
    records = due_of(desk, unit, form, [meeting for meeting, _ in lines]).records
    unit.meetings.add_export(row)
    for meeting, change in lines:
        unit.meetings.claim_line(row, meeting, change)
    invited = {file["meeting"] for file in manifest["files"] if file["kind"] in ("invite", "hold")}
    reached = tuple(
        record
        for record in records
        if str(record.public.meeting) in invited and (record.public.meeting, record.change) in lines
    )
    settle(desk, unit, Leaving(row, Due(reached, ())), manifest, calendars=True)


def _let_go(desk: Desk, leaving: Leaving) -> None:
    desk.store.write(lambda unit: unit.meetings.drop_export(leaving.row, leaving.lines))


def _is_at_work(row: Export, intent: dict[str, Any], now: int) -> bool:
    """Say whether whoever began an export may still be at it; here we know, elsewhere we wait for a while."""
    if intent["host"] == socket.gethostname():
        if intent["process"] == os.getpid():
            return row.id in _at_work
        if os.name == "posix" and not _lives(int(intent["process"])):
            return False
    return now < row.exported_at + GIVEN_UP_MS


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _manifest_of(place: Path, export_id: int) -> dict[str, Any] | None:
    """The manifest that an export put in place last of all; None where it did not get so far."""
    folder = place if place.is_dir() else place.parent
    begins = Path(MANIFEST).stem if place.is_dir() else f"{place.name}.manifest"
    for path in _files(folder, lambda name: name.startswith(begins) and name.endswith(".json")):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(told, dict) and told.get("export") == str(export_id):
            return told
    return None


def _files(folder: Path, wanted: Callable[[str], bool]) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if wanted(path.name)]
    except OSError:
        return []
