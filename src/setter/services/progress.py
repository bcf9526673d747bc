"""A caller's day and the campaign's way to its goal, as plain counts (R-085: only accepted SQLs count)."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from setter.domain.days import day_of, end_of, start_of
from setter.services.activity import report_zone
from setter.services.desk import Desk
from setter.store.records import AWAITS_REVIEW, SUBMITTED
from setter.store.unit import Unit


class Progress(Struct, frozen=True):
    """SQLs of a campaign since its goal's period began, by what sales has said; `wanted` is None without a goal."""

    period: str
    pending: int
    accepted: int
    wanted: int | None


def progress(desk: Desk, campaign_id: str) -> Progress:
    """Count a campaign's SQLs of this period against its goal."""

    def count(unit: Unit) -> Progress:
        row = desk.campaign_row(unit, campaign_id)
        goal = desk.campaign(unit, row.number).goal
        period = goal.period if goal else "week"
        zone = report_zone(unit)
        today = day_of(desk.now(), zone)
        since, until = start_of(first_day(period, today), zone), end_of(today, zone)
        states = unit.reports.sqls_by_state(row.number, since, until)
        accepted = states.get("accepted", 0)
        pending = states.get(SUBMITTED, 0) + states.get(AWAITS_REVIEW, 0)
        return Progress(period, pending, accepted, goal.target_accepted_sqls if goal else None)

    return desk.store.read(count)


def first_day(period: str, today: date) -> date:
    """The day on which the goal's period that holds `today` began: a day, week, month or quarter."""
    if period == "day":
        return today
    if period == "month":
        return today.replace(day=1)
    if period == "quarter":
        return today.replace(month=today.month - (today.month - 1) % 3, day=1)
    return today - timedelta(days=today.weekday())
