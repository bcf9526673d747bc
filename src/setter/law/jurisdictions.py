"""The places whose law may bind a call: where the address lies, and where each number was assigned (domain §6.3).

A place is a country's ISO 3166-1 code ("GB"), or with its region where the law of regions differs ("US-FL").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from setter.law.places import place_code
from setter.law.tables import table

NORTH_AMERICA = "1"
LONGEST_CALLING_CODE = 3

Places = tuple[str, ...]


class Where(NamedTuple):
    """The zones that must all be open for somebody, and the places whose law binds, each comma-joined.

    Both are empty where nobody knows the zone.
    """

    zones: str
    places: str


@lru_cache(maxsize=4096)
def address_places(country: str, region: str) -> Places:
    """Name the place of an address, with its region where we know it; none where nobody knows the country."""
    place = place_code(country, region)
    return (place,) if place else ()


def number_places(e164: str) -> Places:
    """Name the places a number may have been assigned to; none for a free-phone number, which says nothing of it."""
    digits = e164[1:]
    if digits.startswith(NORTH_AMERICA):
        return _area_codes().get(digits[1:4], ())
    codes = _calling_codes()
    return next((codes[digits[:size]] for size in range(LONGEST_CALLING_CODE, 0, -1) if digits[:size] in codes), ())


def candidate_places(address: Iterable[str], numbers: Iterable[Iterable[str]]) -> Places:
    """List every place that somebody may be in, sorted; a zone they named rules none of them out.

    A country stands for itself only where no region of it is among them: it is part of each.
    """
    found = {*address, *(place for places in numbers for place in places)}
    countries = {place.partition("-")[0] for place in found if "-" in place}
    return tuple(sorted(found - countries))


@lru_cache(maxsize=1)
def _area_codes() -> Mapping[str, Places]:
    found: dict[str, Places] = {}
    for place, codes in table("number_places").rows["area_codes"].items():
        for code in codes:
            found[code] = (*found.get(code, ()), place)
    return found


@lru_cache(maxsize=1)
def _calling_codes() -> Mapping[str, Places]:
    rows = table("number_places").rows["calling_codes"]
    return {code: (country,) for country, codes in rows.items() for code in codes}
