"""The sandbox: a database full of made-up prospects with a clock of its own, playable at any hour."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from setter.domain.calling_window import closes_at, local_time, next_opening, resolve
from setter.domain.campaign import WeekHours
from setter.examples import example_campaign, example_list
from setter.law.business_days import is_business_day
from setter.services.campaigns import activate, add_text
from setter.services.clock import SystemClock, clock_of, set_sandbox_clock
from setter.services.desk import TEAM_LEAD, Desk, make_database
from setter.services.import_list import import_list
from setter.store.unit import Unit

HOUR_MS = 3_600_000
HOME_ZONE = "America/Chicago"
SOURCE, KIND = "national-list", "purchased_list"


def open_sandbox(url: str, anchor: int | None = None) -> tuple[Desk, str]:
    """Open the sandbox, made and filled on first use: (desk, campaign).

    A sandbox that is opened again outside its prospects' hours jumps to the next open morning.
    """
    desk = make_database(url, sandbox=True, anchor=anchor)
    campaign = add_text(desk, example_campaign()).campaign
    activate(desk, campaign)
    import_list(desk, example_list(), campaign, source=SOURCE, kind=KIND)
    desk.store.write(lambda unit: unit.settings.set_role("lead", TEAM_LEAD))
    if anchor is None:
        _jump_to_open_morning(desk, campaign)
    return Desk(desk.store, desk.store.read(clock_of), desk.caller), campaign


def _jump_to_open_morning(desk: Desk, campaign_id: str) -> None:
    def jump(unit: Unit) -> None:
        row = desk.campaign_row(unit, campaign_id)
        hours = desk.campaign(unit, row.number).calling.hours
        zones = tuple(sorted({zone for _, zones in unit.prospects.windows(row.number) for zone in zones}))
        now = clock_of(unit).now()
        fresh = unit.settings.get("sandbox_opened") != "yes"
        closes = closes_at(hours, zones, now)
        if fresh or closes is None or closes - now < HOUR_MS:
            since = max(now, SystemClock().now()) if fresh else now
            set_sandbox_clock(unit, open_morning(hours, zones, since))
        unit.settings.set("sandbox_opened", "yes")

    desk.store.write(jump)


def open_morning(hours: WeekHours, zones: tuple[str, ...], now: int) -> int:
    """The next instant (UTC milliseconds) at which a business day's calling begins in every zone at once."""
    day = local_time(now, HOME_ZONE).date()
    for _ in range(31):
        morning = next_opening(hours, zones, resolve(datetime.combine(day, time(0)), HOME_ZONE))
        there = morning is not None and morning >= now and local_time(morning, HOME_ZONE).date() == day
        if morning is not None and there and is_business_day("US", "", day):
            return morning
        day += timedelta(days=1)
    return now
