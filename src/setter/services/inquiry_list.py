"""The inquiries of a campaign, how each stands and how long its answer took."""

from __future__ import annotations

from setter.domain.units import DAY
from setter.services.desk import Desk
from setter.services.inquire import LEFT_ALONE
from setter.store.records import InquiryLine

MOST_LISTED = 500


def inquiries(desk: Desk, campaign_id: str, days: int = 7) -> list[InquiryLine]:
    """A campaign's inquiries of the last days, the newest first."""
    since = desk.now() - days * DAY
    return desk.store.read(
        lambda unit: unit.inquiries.since(desk.campaign_row(unit, campaign_id).number, since, MOST_LISTED)
    )


def state_of(line: InquiryLine, now: int) -> str:
    """How an inquiry stands at an instant: answered, left_alone, late or waiting."""
    if line.answered_at is not None:
        return "answered"
    if line.blocked:
        return LEFT_ALONE
    return "late" if line.due_at < now else "waiting"
