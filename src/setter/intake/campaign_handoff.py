"""The shape of a campaign file where it says how meetings are made, handed over, and named in the client's CRM."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from setter.intake import campaign_values as read
from setter.intake.campaign_types import Days, Email, FieldName, Opening, Table, Text, Word, between, needed


class Rep(Table):
    """Somebody who takes meetings."""

    id: Word = needed()
    name: Text = needed()
    email: Email = needed()
    zone: Annotated[str, AfterValidator(read.zone)] = needed()
    hours: dict[Days, Opening] = needed(dict)
    weight: float = Field(default=1.0, gt=0, le=1000)
    max_per_day: int = between(4, 1, 50)
    territory: list[Text] = Field(default=["*"])
    days_off: list[date] = Field(default_factory=list)
    deliver: list[Literal["folder", "email", "calendar", "webhook"]] = Field(default_factory=list)
    folder: Text = ""
    calendar: Text = ""
    calendar_user: Text = ""
    calendar_secret: Text = ""
    webhook: Text = ""
    webhook_secret: Text = ""


class Mail(Table):
    """Through which server mail leaves."""

    host: Text = needed()
    sender: Email = needed()
    port: int = between(587, 1, 65_535)
    security: Literal["tls", "starttls", "none"] = "starttls"
    user: Text = ""
    secret: Text = ""


class Handoff(Table):
    """How meetings are made and handed over."""

    meeting_minutes: int = between(30, 5, 480)
    min_notice_hours: float = between(20.0, 0, 720)
    max_days_out: int = between(15, 1, 180)
    buffer_minutes: int = between(10, 0, 240)
    place: Text = "video call"
    subject: Text = ""
    review: Annotated[str, AfterValidator(read.review)] = "none"
    hold_minutes: int = between(10, 1, 120)
    review_hours: float = between(4.0, 0.25, 80)
    reply_hours: float = between(8.0, 0.25, 400)
    decide: Literal["before_meeting", "after_meeting"] = "before_meeting"
    unknown_after_hours: float = between(24.0, 0, 720)
    calendar_stale_minutes: int = between(60, 1, 10_080)
    mail: Mail | None = None
    rep: list[Rep] = needed(list)


class CrmMap(Table):
    """What one CRM of the client calls things."""

    stages: dict[Literal["prospect", "subscriber", "lead", "MQL", "SQL", "opportunity", "customer"], Text] = Field(
        default_factory=dict
    )
    fields: dict[FieldName, Text] = Field(default_factory=dict)
    owners: dict[Word, Text] = Field(default_factory=dict)


class Crm(Table):
    """What the client's CRM calls things."""

    salesforce: CrmMap = Field(default_factory=CrmMap)
    hubspot: CrmMap = Field(default_factory=CrmMap)
