"""Clocks and calendars for tests of the rules: what a wall clock shows, and the instant it means."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

CHICAGO, NEW_YORK = "America/Chicago", "America/New_York"
ADELAIDE, PARIS = "Australia/Adelaide", "Europe/Paris"
ODD_ZONES = [
    "America/St_Johns",
    "Australia/Adelaide",
    "Australia/Lord_Howe",
    "America/Phoenix",
    "America/New_York",
    "America/Chicago",
    "America/Los_Angeles",
    "Pacific/Honolulu",
    "Europe/London",
    "Africa/Cairo",
    "America/Havana",
    "Asia/Kathmandu",
    "Pacific/Chatham",
]


def at(text: str, zone: str = CHICAGO) -> int:
    """The instant at which a zone's clock shows this."""
    return round(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def wall(instant: int | None, zone: str = CHICAGO) -> str | None:
    """What a zone's clock shows at an instant, to the minute; None for none."""
    if instant is None:
        return None
    return f"{datetime.fromtimestamp(instant / 1000, UTC).astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"


def add_business_days(day: date, number: int, holidays: frozenset[date] = frozenset()) -> date:
    """The day that comes so many business days later."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5 and day not in holidays
    return day
