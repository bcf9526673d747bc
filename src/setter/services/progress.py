"""A caller's day and the campaign's way to its goal, as plain counts (R-085: only accepted SQLs count)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from setter.services.desk import Desk
from setter.services.review import day_of, start_of
from setter.store.records import AWAITS_REVIEW, SUBMITTED
from setter.store.unit import Unit


@dataclass(frozen=True, slots=True)
class Progress:
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
        today = day_of(desk.now())
        since, until = start_of(first_day(period, today)), start_of(today + timedelta(days=1))
        states = Counter(
            each["state"] for each in unit.reports.promotions(since, until) if each["campaign"] == row.number
        )
        accepted = states["accepted"]
        pending = states[SUBMITTED] + states[AWAITS_REVIEW]
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
