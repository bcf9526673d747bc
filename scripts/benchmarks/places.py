"""Where the made-up people live: places whose clocks make about two dozen calling windows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from setter.domain.calling_window import canonical
from setter.law.zones import address_zones, phone_zones


@dataclass(frozen=True, slots=True)
class Place:
    """A country, a region of it, and how a number there begins."""

    country: str
    region: str
    city: str
    prefix: str


HOME = (
    Place("US", "NY", "New York", "+1212"),
    Place("US", "IL", "Chicago", "+1312"),
    Place("US", "CO", "Denver", "+1303"),
    Place("US", "CA", "Los Angeles", "+1213"),
    Place("US", "AZ", "Phoenix", "+1602"),
    Place("US", "FL", "Pensacola", "+1850"),
)
ABROAD = (
    Place("US", "ID", "Boise", "+1208"),
    Place("US", "NE", "Valentine", "+1308"),
    Place("US", "AK", "Anchorage", "+1907"),
    Place("US", "HI", "Honolulu", "+1808"),
    Place("CA", "NS", "Halifax", "+1902"),
    Place("CA", "NL", "St. John's", "+1709"),
    Place("CA", "SK", "Regina", "+1306"),
    Place("GB", "", "London", "+44207"),
    Place("DE", "", "Berlin", "+4930"),
    Place("ZA", "", "Johannesburg", "+2711"),
    Place("IN", "", "Pune", "+9198"),
    Place("SG", "", "Singapore", "+656"),
    Place("JP", "", "Tokyo", "+813"),
    Place("NZ", "", "Auckland", "+649"),
    Place("AU", "NSW", "Sydney", "+612"),
    Place("AU", "SA", "Adelaide", "+618"),
    Place("BR", "", "São Paulo", "+5511"),
    Place("FI", "", "Helsinki", "+3589"),
)
PLACES = HOME + ABROAD


def place_of(number: int) -> Place:
    """Where the person of a number lives: two thirds at home, one third all over the world."""
    if number % 3:
        return HOME[number // 3 % len(HOME)]
    return ABROAD[number // 3 % len(ABROAD)]


def phone_at(place: Place, number: int, second: bool = False) -> str:
    """A number at a place that nobody else has; nobody is ever called on it."""
    digits = (6_000_000 if second else 2_000_000) + number
    return f"{place.prefix}{digits:07d}"


@lru_cache(maxsize=4096)
def phone_zones_of(place: Place, exchange: int) -> tuple[str, ...]:
    """The zones that a place's numbers may ring in, by exchange."""
    return phone_zones(f"{place.prefix}{exchange:03d}0000")


@lru_cache(maxsize=4096)
def window_of(place: Place, zones: frozenset[str], now: int) -> str:
    """The zones that must all be open for somebody there, as an enrolment keeps them."""
    return ",".join(canonical({*zones, *address_zones(place.country, place.region)}, now))
