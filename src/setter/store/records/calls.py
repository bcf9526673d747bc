"""The queue, calls, what was said, and what is owed."""

from __future__ import annotations

from msgspec import Struct


class Queued(Struct, frozen=True):
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


class QueueLine(Struct, frozen=True):
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
    places: str
    owner: str
    holder: str


class Call(Struct, frozen=True):
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
    explored: int = 0


class Attempt(Struct, frozen=True):
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
    rules_version: int = 0


class Cycle(Struct, frozen=True):
    """A prospect's cycle as its first dial began, and what became of it before it ended (`ends_at`, as the next began).

    `known` is JSON by field. `sql_at` is when an SQL was made of it. `held` and `unsettled` count its meetings that
    took place, and those of which nobody has said yet; `accepted` and `undecided` its SQLs that sales took, and those
    of which it has yet to decide. Instants are UTC milliseconds.
    """

    enrolment_id: int
    cycle: int
    known: str
    attempt_id: int
    prospect_id: int
    company_id: int | None
    started_at: int
    score: int
    rules_version: int
    explored: int
    ends_at: int
    sql_at: int | None
    held: int
    unsettled: int
    accepted: int
    undecided: int


class NoShow(Struct, frozen=True):
    """A meeting to which somebody did not come, and when that was told (UTC milliseconds)."""

    prospect_id: int
    starts_at: int
    told_at: int


class OutcomeRow(Struct, frozen=True):
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


class Ending(Struct, frozen=True):
    """What is left of an outcome that stands, years later: whose call it was, what it set in motion, and when."""

    prospect_id: int
    enrolment_id: int
    call_id: int
    effect_code: str
    recorded_at: int


class Answer(Struct, frozen=True):
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


class Callback(Struct, frozen=True):
    """A promise to ring: wall time and zone as spoken, `due_at` as resolved.

    `timed` (0 or 1): a time of day was named. `grace_minutes` and `missed_minutes` are the campaign's as it was made.
    """

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
    timed: int = 0
    grace_minutes: int = 15
    missed_minutes: int = 120


class Task(Struct, frozen=True):
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


class TaskLine(Struct, frozen=True):
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
    last_attempt_at: int | None
    timed: int = 0
    missed_minutes: int = 120
