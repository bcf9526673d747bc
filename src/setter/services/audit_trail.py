"""Read the audit: what was done to somebody or something, and why; whether it is as it was written (R-017)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from setter.domain.errors import Wrong
from setter.services.desk import Desk
from setter.store.audit_check import Verified
from setter.store.audit_check import verify as verify_chains
from setter.store.ids import as_id
from setter.store.records import AuditEntry, AuditHead
from setter.store.unit import Unit

SUBJECT = re.compile(r"[a-z_]+/\S+")
CHANGE = ("old", "new", "why")


class Step(Struct, frozen=True):
    """One entry: when (UTC milliseconds), who, what, to whom; what stood before and after it, and why.

    `erased` says that what it said of a person is gone, and only that something was done is left.
    """

    at: int
    who: str
    what: str
    subject: str
    old: Any
    new: Any
    why: str
    detail: dict[str, Any]
    erased: bool


def verify(desk: Desk, known: Iterable[AuditHead] = ()) -> Verified:
    """Read every chain of the audit; with what a backup `known` of them, also whether they still lead on from it."""
    ends = tuple(known)
    return desk.store.read(lambda unit: verify_chains(unit.audit, ends))


def trail(desk: Desk, subject: str) -> list[Step]:
    """What was done to a subject, oldest first; to a prospect, with all of their calls and meetings.

    A subject is written as its kind and id: prospect/ID, call/ID, meeting/ID, campaign/ID, law/US-LA, caller/NAME.
    """
    if not SUBJECT.fullmatch(subject):
        hint = "Write prospect/ID, call/ID, meeting/ID, campaign/ID, client/ID, law/PLACE or caller/NAME."
        raise Wrong("audit_subject", f"{subject[:40]!r} is no subject of the audit.", "SUBJECT", hint)

    def look(unit: Unit) -> list[Step]:
        entries = [entry for each in _with_calls(unit, subject) for entry in unit.audit.about(each)]
        return [_step(entry) for entry in sorted(entries, key=_in_time)]

    return desk.store.read(look)


def _in_time(entry: AuditEntry) -> tuple[int, str, int]:
    return entry.recorded_at, entry.writer, entry.number


def _with_calls(unit: Unit, subject: str) -> list[str]:
    kind, _, named = subject.partition("/")
    prospect_id = as_id(named)
    if kind != "prospect" or prospect_id is None:
        return [subject]
    calls = [f"call/{call.id}" for call in unit.calls.of_prospect(prospect_id)]
    return [subject, *calls, *(f"meeting/{meeting.id}" for meeting in unit.meetings.with_prospect(prospect_id))]


def _step(entry: AuditEntry) -> Step:
    told: dict[str, Any] = json.loads(entry.detail or "{}")
    return Step(
        at=entry.recorded_at,
        who=entry.caller,
        what=entry.action,
        subject=entry.subject,
        old=told.get("old"),
        new=told.get("new"),
        why=str(told.get("why", "")),
        detail={name: value for name, value in told.items() if name not in CHANGE},
        erased=entry.salt == "",
    )
