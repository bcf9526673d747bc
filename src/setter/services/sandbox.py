"""The sandbox: a database full of made-up prospects with a clock of its own, playable at any hour."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from pathlib import Path

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
FURNISHED = "sandbox_campaign"
DAYS_LOOKED_AT = 31
SOURCE, KIND = "national-list", "purchased_list"


def open_sandbox(url: str, anchor: int | None = None) -> tuple[Desk, str]:
    """Open the sandbox, made and filled on first use: (desk, campaign).

    A sandbox that is opened again when hardly anybody in it can be called jumps to the next open morning.
    """
    desk = make_database(url, sandbox=True, anchor=anchor)
    campaign = desk.store.read(lambda unit: unit.settings.get(FURNISHED)) or _furnish(desk)
    if anchor is None:
        _jump_to_open_morning(desk, campaign)
    return Desk(desk.store, desk.store.read(clock_of), desk.caller), campaign


def _furnish(desk: Desk) -> str:
    """Fill a new sandbox; the list comes in from a copy, for nothing is ever written beside the packaged one."""
    campaign = add_text(desk, example_campaign()).campaign
    activate(desk, campaign)
    with tempfile.TemporaryDirectory() as folder:
        import_list(desk, Path(shutil.copy(example_list(), folder)), campaign, source=SOURCE, kind=KIND)

    def done(unit: Unit) -> None:
        unit.settings.set_role("lead", TEAM_LEAD)
        unit.settings.set(FURNISHED, campaign)

    desk.store.write(done)
    return campaign


def _jump_to_open_morning(desk: Desk, campaign_id: str) -> None:
    def jump(unit: Unit) -> None:
        row = desk.campaign_row(unit, campaign_id)
        hours = desk.campaign(unit, row.number).calling.hours
        windows = [zones for _, zones in unit.prospects.windows(row.number)]
        now = clock_of(unit).now()
        fresh = unit.settings.get("sandbox_opened") != "yes"
        if fresh or 2 * _open_for_an_hour(hours, windows, now) < len(windows):
            since = max(now, SystemClock().now()) if fresh else now
            set_sandbox_clock(unit, open_morning(hours, windows, since))
        unit.settings.set("sandbox_opened", "yes")

    desk.store.write(jump)


def open_morning(hours: WeekHours, windows: Collection[tuple[str, ...]], now: int) -> int:
    """The next opening of a business day (UTC milliseconds) with most calling windows open for an hour or more.

    Each window is the zones that must all be open; lists that span an ocean have no hour in common.
    """
    today = local_time(now, HOME_ZONE).date()
    for ahead in range(DAYS_LOOKED_AT):
        day = today + timedelta(days=ahead)
        openings = _openings(hours, windows, day, now) if is_business_day("US", "", day) else []
        counted = [(_open_for_an_hour(hours, windows, at), -at) for at in openings]
        most, negated = max(counted, default=(0, 0))
        if 2 * most >= len(windows) and most:
            return -negated
    return now


def _openings(hours: WeekHours, windows: Collection[tuple[str, ...]], day: date, now: int) -> list[int]:
    midnight = resolve(datetime.combine(day, time(0)), HOME_ZONE)
    openings = {next_opening(hours, zones, midnight) for zones in windows}
    return [at for at in openings if at is not None and at >= now and local_time(at, HOME_ZONE).date() == day]


def _open_for_an_hour(hours: WeekHours, windows: Collection[tuple[str, ...]], at: int) -> int:
    closings = (closes_at(hours, zones, at) for zones in windows)
    return sum(closing is not None and closing - at >= HOUR_MS for closing in closings)
