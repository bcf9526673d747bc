"""People, how to reach them, and their places in campaigns."""

from __future__ import annotations

from msgspec import Struct


class Prospect(Struct, frozen=True):
    """A person, as one client knows them."""

    id: int
    client_id: str
    company_id: int | None
    company_name: str
    full_name: str
    first_name: str
    last_name: str
    title: str
    seniority: str
    business_function: str
    language: str
    street: str
    city: str
    region: str
    postal_code: str
    country: str
    website: str
    domain: str
    external_id: str
    market_type: str
    claimed_stage: str
    notes: str
    said_zone: str
    attributes: str
    flags: str
    blocked: str
    referred_by: int | None
    created_at: int
    updated_at: int
    erased_at: int | None


class Phone(Struct, frozen=True):
    """A number of one person; `zones` are its candidate zones, comma-joined."""

    id: int
    client_id: str
    prospect_id: int
    e164: str
    raw: str
    extension: str
    kind: str
    position: int
    standing: str
    zones: str
    gatekeeper: str
    best_time: str
    added_at: int
    verified_at: int | None


class Email(Struct, frozen=True):
    """An address of one person."""

    id: int
    client_id: str
    prospect_id: int
    address: str
    match_key: str
    position: int
    added_at: int
    confirmed_at: int | None


class Acquisition(Struct, frozen=True):
    """How and when a prospect came to us; every source is kept (R-040)."""

    id: int
    prospect_id: int
    campaign: int
    batch_id: int | None
    kind: str
    source: str
    media_class: str
    direction: str
    provenance: str
    cost: float
    acquired_on: str
    recorded_at: int


class ImportBatch(Struct, frozen=True):
    """One file that landed.

    Once it is whole, `waiting` of its people are still to be let in, by their enrolments from the id `waiting_from`
    on; None when everybody is in.
    """

    id: int
    campaign: int
    file_name: str
    digest: str
    started_at: int
    started_by: str
    read_rows: int
    landed: int
    merged: int
    unchanged: int
    rejected: int
    waiting_from: int | None = None
    waiting: int = 0


class Enrolment(Struct, frozen=True):
    """A prospect in a campaign: work state, cadence, score, and the zones and places they may be in, comma-joined."""

    id: int
    campaign: int
    prospect_id: int
    work_state: str
    state_reason: str
    cycle: int
    cycle_started_at: int
    attempts: int
    next_at: int | None
    owner: str
    last_outcome: str
    last_attempt_at: int | None
    score: int
    priority: int
    tier: int
    temperature: str
    rung: str
    zones: str
    places: str
    skips: int
    enrolled_at: int


class FactCheck(Struct, frozen=True):
    """A caller's mark on one fact of the card: verified, or wrong with the right value."""

    id: int
    prospect_id: int
    campaign: int
    call_id: int | None
    field: str
    verdict: str
    old_value: str
    new_value: str
    checked_at: int
    checked_by: str


class WaiverRow(Struct, frozen=True):
    """A gate that a team lead let pass, and why."""

    enrolment_id: int
    gate: str
    waived_by: str
    reason: str
    waived_at: int


class Found(Struct, frozen=True):
    """A prospect that was found; `enrolment_id` is None when they are not in the campaign that was asked for."""

    prospect_id: int
    enrolment_id: int | None
    name: str
    title: str
    company: str
    work_state: str
    score: int
    blocked: str


class Inquiry(Struct, frozen=True):
    """What a prospect asked of us through a channel; `task_id` is the duty that it made."""

    id: int
    campaign: int
    prospect_id: int
    channel: str
    external_id: str
    text: str
    came_at: int
    due_at: int
    task_id: int
    recorded_at: int
    recorded_by: str
    answered_at: int | None = None
    answered_by_call: int | None = None


class Event(Struct, frozen=True):
    """What a prospect did elsewhere; `happened_at` is UTC milliseconds, or None, `details` a JSON object.

    `flag` says why it counts for nothing, "undated" or "ahead"; '' where it counts. `digest` is of its kind,
    channel and time.
    """

    id: int
    client_id: str
    prospect_id: int
    kind: str
    channel: str
    happened_at: int | None
    external_id: str
    details: str
    digest: str
    flag: str
    recorded_at: int
    recorded_by: str


class Happened(Struct, frozen=True):
    """An event as far as it counts: `happened_at` is None where its time is not to be trusted."""

    prospect_id: int
    kind: str
    channel: str
    happened_at: int | None
    details: str
    recorded_at: int


class InquiryLine(Struct, frozen=True):
    """An inquiry as a list shows it, with whose it is; `blocked` says why nobody may contact them."""

    id: int
    prospect_id: int
    channel: str
    text: str
    came_at: int
    due_at: int
    answered_at: int | None
    full_name: str
    company_name: str
    blocked: str
