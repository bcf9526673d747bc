"""The rows of the house as frozen values, field for column.

Instants are UTC milliseconds; JSON stays text here and is opened by whoever needs it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign; `version` is the one in force, None while it is a draft."""

    number: int
    id: str
    name: str
    client_id: str
    programme_id: str
    status: str
    version: int | None


@dataclass(frozen=True, slots=True)
class Prospect:
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


@dataclass(frozen=True, slots=True)
class Phone:
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


@dataclass(frozen=True, slots=True)
class Email:
    """An address of one person."""

    id: int
    client_id: str
    prospect_id: int
    address: str
    match_key: str
    position: int
    added_at: int
    confirmed_at: int | None


@dataclass(frozen=True, slots=True)
class Acquisition:
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


@dataclass(frozen=True, slots=True)
class ImportBatch:
    """One file that landed."""

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


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A prospect in a campaign: work state, cadence, score."""

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
    skips: int
    enrolled_at: int


@dataclass(frozen=True, slots=True)
class Queued:
    """An enrolment's place in the queue; slot: 0 ready, 1 waiting, 2 leased, 3 promised callback."""

    enrolment_id: int
    campaign: int
    prospect_id: int
    calling_window: int
    tier: int
    priority: int
    slot: int
    due: int
    last_attempt_at: int
    owner: str
    holder: str
    call_id: int | None


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One line of the queue as a caller sees it."""

    enrolment_id: int
    prospect_id: int
    full_name: str
    title: str
    company_name: str
    tier: int
    priority: int
    slot: int
    due: int
    score: int
    temperature: str
    rung: str
    work_state: str
    attempts: int
    last_outcome: str
    zones: str
    owner: str
    holder: str


@dataclass(frozen=True, slots=True)
class Call:
    """A prospect taken under a lease, until its outcome."""

    id: int
    campaign: int
    campaign_version: int
    enrolment_id: int
    prospect_id: int
    caller: str
    direction: str
    state: str
    state_before: str
    tier: int
    taken_at: int
    closed_at: int | None
    outcome: str
    outcomes: int
    path: str
    note: str
    minutes: float | None
    conversation: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One dial of one number, or one inbound call."""

    id: int
    call_id: int
    campaign: int
    enrolment_id: int
    prospect_id: int
    caller: str
    phone_id: int | None
    e164: str
    direction: str
    started_at: int
    local_wall: str
    zone: str
    day_part: str
    ended_at: int | None
    disposition: str
    verdict: str
    score: int
    score_lines: str
    rule_set: str
    campaign_version: int
    dialler_reference: str


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """How a call ended; `before` is what undo puts back."""

    call_id: int
    number: int
    code: str
    effect_code: str
    payload: str
    reply: str
    before: str
    recorded_at: int
    recorded_by: str
    undone_at: int | None


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing a prospect said; `value` is JSON."""

    id: int
    client_id: str
    campaign: int
    prospect_id: int
    call_id: int
    field: str
    value: str
    given_at: int
    recorded_by: str


@dataclass(frozen=True, slots=True)
class FactCheck:
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


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """A gate that a team lead let pass, and why."""

    enrolment_id: int
    gate: str
    waived_by: str
    reason: str
    waived_at: int


@dataclass(frozen=True, slots=True)
class Callback:
    """A promise to ring: wall time and zone as spoken, `due_at` as resolved."""

    id: int
    campaign: int
    enrolment_id: int
    prospect_id: int
    call_id: int
    owner: str
    kind: str
    wall: str
    zone: str
    due_at: int
    state: str
    made_at: int
    closed_at: int | None
    closed_by_call: int | None


@dataclass(frozen=True, slots=True)
class Task:
    """A duty with an owner and a due time."""

    id: int
    kind: str
    campaign: int
    enrolment_id: int | None
    prospect_id: int | None
    meeting_id: int | None
    call_id: int | None
    owner: str
    due_at: int
    words: str
    state: str
    made_at: int
    closed_at: int | None


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A duty or a promise as the task strip shows it."""

    kind: str
    id: int
    campaign: int
    enrolment_id: int | None
    prospect_id: int | None
    meeting_id: int | None
    owner: str
    due_at: int
    wall: str
    zone: str
    words: str
    full_name: str
    company_name: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting; `sequence` grows with each change of time, `change` with every change at all."""

    id: int
    uid: str
    sequence: int
    change: int
    campaign: int
    campaign_version: int
    client_id: str
    enrolment_id: int
    prospect_id: int
    call_id: int
    rep: str
    starts_at: int
    ends_at: int
    wall: str
    zone: str
    place: str
    requested_how: str
    attendees: str
    status: str
    reschedules: int
    confirmed_at: int | None
    booked_at: int
    booked_by: str
    replaces: int | None


@dataclass(frozen=True, slots=True)
class MeetingChange:
    """One step in a meeting's life."""

    meeting_id: int
    change: int
    sequence: int
    kind: str
    detail: str
    changed_at: int
    changed_by: str


@dataclass(frozen=True, slots=True)
class Handoff:
    """A meeting-requested SQL and the evidence it stands on."""

    id: int
    campaign: int
    campaign_version: int
    enrolment_id: int
    prospect_id: int
    meeting_id: int
    call_id: int
    state: str
    evidence: str
    gates_required: int
    gates_met: int
    waived: int
    promoted_at: int
    promoted_by: str


@dataclass(frozen=True, slots=True)
class Export:
    """One batch of files that left the house."""

    id: int
    form: str
    path: str
    manifest: str
    exported_at: int
    exported_by: str


@dataclass(frozen=True, slots=True)
class Suppression:
    """Someone who must not be contacted for a client; `hash` is keyed, never the number itself."""

    id: int
    client_id: str
    kind: str
    hash: str
    reason: str
    call_id: int | None
    made_at: int
    made_by: str


@dataclass(frozen=True, slots=True)
class Shift:
    """A stretch of work or break of one caller."""

    id: int
    caller: str
    kind: str
    started_at: int
    ended_at: int | None


@dataclass(frozen=True, slots=True)
class AuditEntry:
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
