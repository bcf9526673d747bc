"""A caller's credit: what they set that sales accepted, and what was held; never volume alone (R-085)."""

from __future__ import annotations

from datetime import timedelta

from msgspec import Struct

from setter.domain.days import day_of, end_of, start_of
from setter.domain.rejections import REJECTIONS
from setter.services.activity import report_zone
from setter.services.desk import Desk
from setter.store.unit import Unit

UNCOUNTED = tuple(code for code, each in REJECTIONS.items() if not each.counts)
"""Codes that count against nobody: nothing was rejected."""


class Credit(Struct, frozen=True):
    """What a caller set that went to sales in a stretch, and what became of it in the same stretch.

    `accepted` and `rejected` count by when sales decided, overturned appeals as accepted; `held` by when the meeting
    began. `pending` is all that waits for sales now.
    """

    made: int = 0
    accepted: int = 0
    rejected: int = 0
    held: int = 0
    pending: int = 0


def credit_of(desk: Desk, caller: str, since: int, until: int) -> Credit:
    """A caller's credit from an instant until another one, not included (UTC milliseconds)."""
    return desk.store.read(
        lambda unit: Credit(**unit.sales.credit(caller, since, until, UNCOUNTED), pending=unit.sales.pending_of(caller))
    )


def credit_this_week(desk: Desk) -> Credit:
    """One's own credit since Monday, by the clocks of the house; without what is pending."""

    def look(unit: Unit) -> Credit:
        zone = report_zone(unit)
        today = day_of(desk.now(), zone)
        monday = today - timedelta(days=today.weekday())
        return Credit(**unit.sales.credit(desk.caller, start_of(monday, zone), end_of(today, zone), UNCOUNTED))

    return desk.store.read(look)
