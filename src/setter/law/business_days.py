"""Days on which offices work, for gaps and due dates; never a source for calling bans (domain §6.3)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from setter.law.places import country_code, region_code

SATURDAY_AND_SUNDAY = frozenset({5, 6})


def is_business_day(country: str, region: str, day: date) -> bool:
    """Say whether offices work on a day: not at the weekend there, not on a public holiday there.

    A country nobody knows has weekends and no holidays; a region nobody knows has its country's.
    """
    weekend, free = _calendar(country_code(country), region_code(country, region), day.year)
    return day.weekday() not in weekend and day not in free


def add_business_days(country: str, region: str, day: date, n: int) -> date:
    """Count n business days from a day, which does not count itself; backwards where n is negative.

    With n = 0 the answer is the day itself, or the next business day where it is none.
    """
    step = timedelta(days=-1 if n < 0 else 1)
    if n == 0:
        while not is_business_day(country, region, day):
            day += step
        return day
    for _ in range(abs(n)):
        day += step
        while not is_business_day(country, region, day):
            day += step
    return day


@lru_cache(maxsize=4096)
def _calendar(country: str, region: str, year: int) -> tuple[frozenset[int], frozenset[date]]:
    """Give the weekend's weekdays and the holidays of one year."""
    from holidays import country_holidays, list_supported_countries

    supported = list_supported_countries()
    if country not in supported:
        return SATURDAY_AND_SUNDAY, frozenset()
    subdivision = region if region in supported[country] else None
    found = country_holidays(country, subdiv=subdivision, years=year)
    return frozenset(found.weekend), frozenset(found)
