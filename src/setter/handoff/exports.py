"""Meetings as a table: one row a meeting, every count with its rung, every time with its zone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from setter.handoff.dialects import Dialect, write_csv
from setter.handoff.meeting import NINE_GATES, SANDBOX_MARK, MeetingRecord
from setter.handoff.packet import as_json
from setter.handoff.packing import packet_of
from setter.handoff.words import instant, line, wall

COLUMNS = (
    *("meeting_id", "sql_id", "rung", "definition", "status", "qualified", "missing_gates"),
    *("starts_utc", "ends_utc", "starts_prospect_local", "prospect_zone", "starts_rep_local", "rep_zone"),
    *("duration_minutes", "rep_id", "rep", "rep_email", "place", "agenda", "requested_how"),
    *("prospect_name", "title", "company", "email", "phone", "others_attending"),
    *("campaign", "client", "set_by", "set_on"),
    *(f"gate_{gate}" for gate in NINE_GATES),
    *("sequence", "change", "change_kind", "sandbox"),
)
"""The columns of the meetings table, in order."""


def meeting_row(record: MeetingRecord) -> dict[str, str]:
    """Lay one meeting out as a row: column name to text; ids are decimal strings, instants ISO 8601 in UTC."""
    cells = {**_state_cells(record), **_time_cells(record), **_people_cells(record)}
    return {column: line(cells[column]) for column in COLUMNS}


def meetings_csv(records: Iterable[MeetingRecord], dialect: Dialect, bom: bool | None = None) -> bytes:
    """Write meetings as CSV in a dialect; the header stands even where there are none."""
    rows = (list(meeting_row(record).values()) for record in records)
    return write_csv(COLUMNS, rows, dialect, bom)


def meetings_json(records: Iterable[MeetingRecord]) -> bytes:
    """Write meetings as a JSON list; each has the table's fields, typed, and its whole packet."""
    import msgspec

    return msgspec.json.format(msgspec.json.encode(meetings_as_json(records)), indent=2) + b"\n"


def meetings_as_json(records: Iterable[MeetingRecord]) -> list[dict[str, Any]]:
    """Give the same list as plain values, for a caller who prints a larger document."""
    return [_typed(record) for record in records]


def _typed(record: MeetingRecord) -> dict[str, Any]:
    cells: dict[str, Any] = {**meeting_row(record)}
    gates = {gate: cells.pop(f"gate_{gate}") for gate in NINE_GATES}
    return cells | {
        "qualified": record.qualified,
        "missing_gates": list(record.missing),
        "not_signed_off": list(record.unsigned),
        "gates": gates,
        "duration_minutes": record.public.minutes,
        "sequence": record.public.sequence,
        "change": record.change,
        "sandbox": record.public.sandbox,
        "packet": as_json(packet_of(record)),
    }


def _state_cells(record: MeetingRecord) -> dict[str, str]:
    public = record.public
    gates = {f"gate_{gate}": record.gate(gate).status for gate in NINE_GATES}
    return gates | {
        "meeting_id": str(public.meeting),
        "sql_id": "" if record.sql is None else str(record.sql),
        "rung": record.rung,
        "definition": f"SQL = meeting-requested SQL with its gates' evidence; campaign counts {record.lead_definition}",
        "status": record.status,
        "qualified": "yes" if record.qualified else "no",
        "missing_gates": "; ".join(record.missing),
        "campaign": record.campaign,
        "client": public.client,
        "set_by": record.caller,
        "set_on": instant(record.set_at),
        "requested_how": record.requested_how,
        "sequence": str(public.sequence),
        "change": str(record.change),
        "change_kind": record.change_kind,
        "sandbox": SANDBOX_MARK if public.sandbox else "",
    }


def _time_cells(record: MeetingRecord) -> dict[str, str]:
    public = record.public
    return {
        "starts_utc": instant(public.starts),
        "ends_utc": instant(public.ends),
        "starts_prospect_local": wall(public.starts, public.prospect_zone),
        "prospect_zone": public.prospect_zone,
        "starts_rep_local": wall(public.starts, public.rep.zone),
        "rep_zone": public.rep.zone,
        "duration_minutes": str(public.minutes),
        "place": public.place,
        "agenda": public.agenda,
    }


def _people_cells(record: MeetingRecord) -> dict[str, str]:
    public = record.public
    return {
        "rep_id": public.rep.id,
        "rep": public.rep.name,
        "rep_email": public.rep.email,
        "prospect_name": public.prospect.name,
        "title": record.details.title,
        "company": public.company,
        "email": public.prospect.email,
        "phone": next(iter(record.details.phones), ""),
        "others_attending": "; ".join(f"{guest.name} {guest.email}".strip() for guest in public.guests),
    }
