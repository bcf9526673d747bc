"""Calendar days of a zone (IANA), and the instants (UTC milliseconds) that fall into them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from setter.domain.calling_window import local_time, resolve


def day_of(instant: int, zone: str) -> date:
    """The calendar day of an instant; Wrong where there is no such zone."""
    return local_time(instant, zone).date()


def start_of(day: date, zone: str) -> int:
    """The instant at which a day begins; Wrong where there is no such zone."""
    return resolve(datetime.combine(day, time.min), zone)


def end_of(day: date, zone: str) -> int:
    """The instant at which the day after begins; Wrong where there is no such zone."""
    return start_of(day + timedelta(days=1), zone)
