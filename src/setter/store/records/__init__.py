"""The rows of the house as frozen values, field for column.

Instants are UTC milliseconds; JSON stays text here and is opened by whoever needs it.
"""

from setter.store.records.calls import (
    Answer,
    Attempt,
    Call,
    Callback,
    Ending,
    OutcomeRow,
    Queued,
    QueueLine,
    Task,
    TaskLine,
)
from setter.store.records.house import AuditEntry, CampaignRow, Consent, LawDecision, RegistryFile, Shift, Suppression
from setter.store.records.meetings import (
    AWAITS_REVIEW,
    RETURNED,
    SUBMITTED,
    WITHDRAWN,
    Export,
    Handoff,
    Meeting,
    MeetingChange,
)
from setter.store.records.people import (
    Acquisition,
    Email,
    Enrolment,
    FactCheck,
    Found,
    ImportBatch,
    Phone,
    Prospect,
    WaiverRow,
)

__all__ = [
    "AWAITS_REVIEW",
    "RETURNED",
    "SUBMITTED",
    "WITHDRAWN",
    "Acquisition",
    "Answer",
    "Attempt",
    "AuditEntry",
    "Call",
    "Callback",
    "CampaignRow",
    "Consent",
    "Email",
    "Ending",
    "Enrolment",
    "Export",
    "FactCheck",
    "Found",
    "Handoff",
    "ImportBatch",
    "LawDecision",
    "Meeting",
    "MeetingChange",
    "OutcomeRow",
    "Phone",
    "Prospect",
    "QueueLine",
    "Queued",
    "RegistryFile",
    "Shift",
    "Suppression",
    "Task",
    "TaskLine",
    "WaiverRow",
]
