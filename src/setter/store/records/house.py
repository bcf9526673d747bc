"""Campaigns, shifts, suppressions, decisions on the law and the audit chain."""

from __future__ import annotations

from msgspec import Struct


class CampaignRow(Struct, frozen=True):
    """A campaign; `version` is the one in force, None while it is a draft.

    `rules_version` is that of the rule set by which it scores, 0 while it is a draft.
    """

    number: int
    id: str
    name: str
    client_id: str
    programme_id: str
    status: str
    version: int | None
    rules_version: int = 0


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


class AuditHead(Struct, frozen=True):
    """How far a writer's chain goes; `cut_at` is the number at which it did not go on as it had ended."""

    writer: str
    number: int
    hash: str
    recorded_at: int
    cut_at: int | None = None


class SuppressionAct(Struct, frozen=True):
    """One thing that somebody asked for, or that a list said; `about` a person, or a number or address as such.

    `lifted_as` says how compliance lifted it: by new consent, or as a mistake.
    """

    id: int
    client_id: str
    about: str
    reason: str
    call_id: int | None
    made_at: int
    made_by: str
    lifted_at: int | None = None
    lifted_by: str = ""
    lifted_as: str = ""
    lifted_for: str = ""


class Suppression(Struct, frozen=True):
    """What must not be contacted for a client, by an act; `hash` is keyed, never the number itself."""

    client_id: str
    kind: str
    hash: str
    act_id: int
    reason: str


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


class RegistryFile(Struct, frozen=True):
    """A register's answer of a day (UTC midnight, milliseconds).

    `covers_until` is None where all of its numbers are kept; else only those of ours that had come on record by then.
    """

    id: int
    registry: str
    asked_at: int
    covers_until: int | None
    numbers: int
    file_name: str
    brought_in_at: int
    brought_in_by: str


class Consent(Struct, frozen=True):
    """What somebody said of being called (`consent`), or why the offer concerns them (`presumed_interest`)."""

    id: int
    prospect_id: int
    kind: str
    note: str
    given_on: str
    recorded_at: int
    recorded_by: str
    withdrawn_at: int | None = None
