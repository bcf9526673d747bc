"""Campaigns, shifts, suppressions, decisions on the law and the audit chain."""

from __future__ import annotations

from msgspec import Struct


class CampaignRow(Struct, frozen=True):
    """A campaign; `version` is the one in force, None while it is a draft."""

    number: int
    id: str
    name: str
    client_id: str
    programme_id: str
    status: str
    version: int | None


class Shift(Struct, frozen=True):
    """A stretch of work or break of one caller."""

    id: int
    caller: str
    kind: str
    started_at: int
    ended_at: int | None


class AuditEntry(Struct, frozen=True):
    """Who did what to whom; `hash` covers the entry before and this one's commitment."""

    writer: str
    number: int
    recorded_at: int
    caller: str
    action: str
    subject: str
    detail: str
    salt: str
    commitment: str
    hash: str


class Suppression(Struct, frozen=True):
    """Someone who must not be contacted for a client; `hash` is keyed, never the number itself."""

    id: int
    client_id: str
    kind: str
    hash: str
    reason: str
    call_id: int | None
    made_at: int
    made_by: str


class LawDecision(Struct, frozen=True):
    """What compliance decided of the law of a place: a blackout, a relaxation or a narrower row (JSON in `body`)."""

    id: int
    kind: str
    place: str
    body: str
    reason: str
    decided_by: str
    decided_at: int
    ended_by: str = ""
    ended_at: int | None = None
