"""Meetings, SQLs and what left the house."""

from __future__ import annotations

from msgspec import Struct


class Meeting(Struct, frozen=True):
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


class Met(Struct, frozen=True):
    """What became of a meeting with a prospect, or is to become: its status, and when it begins or began."""

    prospect_id: int
    enrolment_id: int
    status: str
    starts_at: int


class MeetingChange(Struct, frozen=True):
    """One step in a meeting's life."""

    meeting_id: int
    change: int
    sequence: int
    kind: str
    detail: str
    changed_at: int
    changed_by: str


AWAITS_REVIEW = "pending_review"
"""The state of an SQL to be: a team lead reads it first, and until then nobody counts it."""
SUBMITTED = "submitted"
"""The state of an SQL that sales has."""
RETURNED = "returned"
"""The state of an SQL that a team lead gave back; its meeting may become one again."""
WITHDRAWN = "withdrawn"
"""The state of an SQL whose meeting was called off."""


class Handoff(Struct, frozen=True):
    """A meeting-requested SQL and the evidence it stands on.

    `review`: '' (nobody was asked), waits, approved, passed (earned, and not picked), overdue (nobody was in time),
    returned or turned_down. `review_by` and `reply_by` are when a team lead and when sales must have answered.
    """

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
    submitted_at: int | None = None
    review: str = ""
    reviewer: str = ""
    review_by: int | None = None
    reply_by: int | None = None


class Export(Struct, frozen=True):
    """One batch of files that left the house."""

    id: int
    form: str
    path: str
    manifest: str
    exported_at: int
    exported_by: str
