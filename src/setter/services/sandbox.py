"""The sandbox: a database full of made-up prospects with a clock of its own, playable at any hour."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

from setter.domain.calling_window import local_time, resolve
from setter.domain.campaign import Campaign
from setter.domain.roles import TEAM_LEAD
from setter.domain.schedule import Schedule
from setter.domain.units import HOUR
from setter.examples import example_campaign, example_events, example_list
from setter.law.business_days import is_business_day
from setter.services.campaigns import activate, add_text
from setter.services.clock import clock_at, clock_of, set_sandbox_clock, world_of
from setter.services.desk import Desk, make_database
from setter.services.events_file import events_file
from setter.services.import_list import import_list
from setter.services.law_in_force import opening_in
from setter.services.rescore import rescore
from setter.services.weigh_daily import have_aged
from setter.store.unit import Unit

HOME_ZONE = "America/Chicago"
SOURCE, KIND = "national-list", "purchased_list"
DAYS_LOOKED_AT = 14
FURNISHED = "sandbox_campaign"

Windows = Mapping[int, Schedule]
"""Calling windows by id: when the line may ring."""
Standing = Callable[[int], Mapping[int, int]]
"""How many prospects, by window, stand ready or due at an instant."""


def sandbox_beside(database: str) -> str:
    """Name the sandbox that belongs to a database: `demo.db` in the same folder, or in this one for a server's."""
    return "demo.db" if "://" in database else str(Path(database).with_name("demo.db"))


def open_sandbox(url: str, anchor: int | None = None) -> tuple[Desk, str]:
    """Open the sandbox, made and filled on first use: (desk, campaign).

    A sandbox that is opened again when hardly anybody in it can be called jumps to the next open morning.
    """
    desk = make_database(url, sandbox=True, anchor=anchor)
    campaign = desk.store.read(lambda unit: unit.settings.get(FURNISHED)) or _furnish(desk)
    if anchor is None:
        _jump_to_open_morning(desk, campaign)
    there = Desk(desk.store, clock_at(desk.store), desk.caller)
    if have_aged(there):  # else the list would turn over before whoever has just opened it
        rescore(there, campaign)
    return there, campaign


def _furnish(desk: Desk) -> str:
    """Fill a new sandbox; the list comes in from a copy, for nothing is ever written beside the packaged one."""
    campaign = add_text(desk, example_campaign()).campaign
    activate(desk, campaign)
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(shutil.copy(example_list(), folder))
        import_list(desk, listed, campaign, source=SOURCE, kind=KIND)
        happened = Path(folder) / "events.csv"
        happened.write_text(example_events(local_time(desk.now(), HOME_ZONE).date()), encoding="utf-8")
        events_file(desk, happened)

    def done(unit: Unit) -> None:
        unit.settings.set_role("lead", TEAM_LEAD)
        unit.settings.set(FURNISHED, campaign)

    desk.store.write(done)
    return campaign


def _jump_to_open_morning(desk: Desk, campaign_id: str) -> None:
    def jump(unit: Unit) -> None:
        number = desk.campaign_row(unit, campaign_id).number
        now = clock_of(unit).now()
        windows = _windows(unit, desk.campaign(unit, number), number, now)

        def standing(at: int) -> Mapping[int, int]:
            return unit.queue.standing(number, at)

        fresh = unit.settings.get("sandbox_opened") != "yes"
        if fresh or not _playable(windows, standing(now), now):
            since = max(now, world_of(unit).now()) if fresh else now
            set_sandbox_clock(unit, open_morning(windows, standing, since))
        unit.settings.set("sandbox_opened", "yes")

    desk.store.write(jump)


def _windows(unit: Unit, campaign: Campaign, number: int, now: int) -> Windows:
    found = {
        window: opening_in(unit, campaign, zones, places, "", now)
        for window, zones, places, _ in unit.localities.windows(number)
    }
    return found or {0: Schedule((HOME_ZONE,), campaign.calling.hours)}


def open_morning(windows: Windows, standing: Standing, now: int) -> int:
    """The next instant of a business day (UTC milliseconds) at which most prospects can be called for an hour or more.

    All of them where their windows have such an hour in common. A day on which far fewer are due than on the days
    after it is passed over.
    """
    today = local_time(now, HOME_ZONE).date()
    days = [today + timedelta(days=ahead) for ahead in range(DAYS_LOOKED_AT)]
    mornings = [
        best
        for day in days
        if is_business_day("US", "", day) and (best := _best_of(windows, standing, day, now)) is not None
    ]
    most = max((callable_then for callable_then, _ in mornings), default=0)
    return next((at for callable_then, at in mornings if 2 * callable_then >= most > 0), now)


def _best_of(windows: Windows, standing: Standing, day: date, now: int) -> tuple[int, int] | None:
    """The best of a day's openings from now on: (prospects callable for an hour, instant)."""
    midnight = resolve(datetime.combine(day, time(0)), HOME_ZONE)
    openings = {opening.next_opening(midnight) for opening in windows.values()}
    ahead = [at for at in openings if at is not None and at >= now and local_time(at, HOME_ZONE).date() == day]
    weighed = [(_callable(windows, _due(windows, standing(at)), at), -at) for at in ahead]
    most, negated = max(weighed, default=(0, 0))
    return (most, -negated) if most else None


def _playable(windows: Windows, due: Mapping[int, int], now: int) -> bool:
    """Say whether at least half of those who are due can be called for another hour."""
    return 0 < sum(due.values()) <= 2 * _callable(windows, due, now)


def _due(windows: Windows, counted: Mapping[int, int]) -> Mapping[int, int]:
    """Who is due by window; where nobody is, the windows themselves count."""
    return counted or dict.fromkeys(windows, 1)


def _callable(windows: Windows, due: Mapping[int, int], at: int) -> int:
    """How many of those due can be called at an instant, and for an hour from then."""
    count = 0
    for window, number in due.items():
        closes = windows[window].closes_at(at) if window in windows else None
        count += number if closes is not None and closes - at >= HOUR else 0
    return count
