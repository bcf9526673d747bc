"""Countries and their regions under every name a list may give them, and the zones of an address there."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from msgspec import Struct, field

from setter.law.tables import table

WITH_REGIONS = ("us_zones", "ca_zones", "au_zones")


class Place(Struct, frozen=True):
    """A country or a region: its code, its zones, and the postal prefixes that narrow them (longest wins)."""

    code: str
    name: str = ""
    zones: tuple[str, ...] = ()
    postal: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    regions: Mapping[str, Place] = field(default_factory=dict)


def country_code(country: str) -> str:
    """Find the ISO 3166-1 code of a country by code or name, upper case; empty where nobody knows it."""
    place = _countries().get(_plain(country))
    if place is not None:
        return place.code
    code = country.strip().upper()
    return code if code in _zone_tab() else ""


def region_code(country: str, region: str) -> str:
    """Find the code of a state or province ("LA" for "Louisiana"); as it was typed where it is unknown."""
    place = _countries().get(_plain(country))
    found = place.regions.get(_plain(region)) if place else None
    return found.code if found else region.strip().upper()


def place_code(country: str, region: str) -> str:
    """Name the place of an address, "US-LA" or "DE"; the country alone where we know no such region, or none at all."""
    code = country_code(country)
    place = _countries().get(_plain(country))
    found = place.regions.get(_plain(region)) if place else None
    part = _parts().get(_plain(country)) or _parts().get(_plain(region))
    if part is not None and part.startswith(f"{code}-"):
        return part
    return f"{code}-{found.code}" if found else code


def is_place(place: str) -> bool:
    """Say whether a code is one of a country, or of a region of ours: "GB", "US-LA", "GB-SCT"."""
    country, _, region = place.partition("-")
    known = _countries().get(_plain(country))
    if not region:
        return bool(country) and country_code(country) == country
    return place in _parts().values() or (
        known is not None and region in {each.code for each in known.regions.values()}
    )


def place_name(place: str) -> str:
    """Write a place's code for people: "Louisiana" for US-LA; the code itself where no table of ours names it."""
    country, _, region = place.partition("-")
    known = _countries().get(_plain(country))
    found = known.regions.get(_plain(region)) if known and region else known
    return found.name if found and found.name else place


def address_zones(country: str, region: str, postal_code: str = "") -> tuple[str, ...]:
    """List the zones an address may lie in, sorted; none where the country, or its region, is not known.

    A split state or province keeps all its zones unless the postal code says which side (domain §6.3).
    """
    place = _countries().get(_plain(country))
    if place is None:
        return _zone_tab().get(country_code(country), ())
    if place.regions:
        found = place.regions.get(_plain(region))
        return _narrowed(found, _postal(place.code, postal_code)) if found else ()
    return _narrowed(place, _postal(place.code, postal_code))


def country_zones(country: str) -> tuple[str, ...]:
    """List every zone of a country, sorted; none where the country is not known."""
    place = _countries().get(_plain(country))
    if place is None:
        return _zone_tab().get(country_code(country), ())
    regions = [zone for region in place.regions.values() for zone in region.zones]
    return tuple(sorted({*place.zones, *regions}))


def _narrowed(place: Place, postal_code: str) -> tuple[str, ...]:
    for length in range(len(postal_code), 0, -1):
        zones = place.postal.get(postal_code[:length])
        if zones is not None:
            return zones
    return tuple(sorted(place.zones))


def _postal(country: str, text: str) -> str:
    """Bring a postal code to the shape of the tables: a ZIP code gets back the zeros a spreadsheet ate."""
    plain = "".join(text.split()).upper()
    if country == "US":
        digits = plain.partition("-")[0].partition(".")[0]
        return digits.zfill(5) if digits.isdecimal() else ""
    return plain


def _plain(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in bare if letter.isalnum())


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, Place]:
    """Index the countries of our tables by every plain name and by code."""
    index: dict[str, Place] = {}
    for name in WITH_REGIONS:
        rows = table(name).rows
        regions: dict[str, Place] = {}
        for code, row in rows["regions"].items():
            regions |= dict.fromkeys((_plain(code), _plain(row["name"])), _place(code, row, row["name"]))
        country = Place(rows["country"], rows["names"][0], regions=regions)
        index |= dict.fromkeys(map(_plain, (country.code, *rows["names"])), country)
    for code, row in table("country_zones").rows["countries"].items():
        index |= dict.fromkeys(map(_plain, (code, *row["names"])), _place(code, row, row["names"][0]))
    return index


@lru_cache(maxsize=1)
def _parts() -> Mapping[str, str]:
    """Index the nations of a country whose law of days differs, by plain name."""
    parts = table("country_zones").rows["parts"]
    return {_plain(name): code for code, names in parts.items() for name in names}


def _place(code: str, row: Mapping[str, Any], name: str) -> Place:
    postal: dict[str, tuple[str, ...]] = {}
    for zone, prefixes in row.get("postal", {}).items():
        for prefix in prefixes:
            postal |= dict.fromkeys(_between(prefix), (zone,))
    return Place(code, name, tuple(row["zones"]), postal)


def _between(prefix: str) -> list[str]:
    """Spell out "326-349" or "V2-V9": the last figures or the last letter run from the one to the other."""
    first, _, last = prefix.partition("-")
    if not last:
        return [first]
    if first.isdecimal():
        return [str(number).zfill(len(first)) for number in range(int(first), int(last) + 1)]
    return [first[:-1] + chr(sign) for sign in range(ord(first[-1]), ord(last[-1]) + 1)]


@lru_cache(maxsize=1)
def _zone_tab() -> Mapping[str, tuple[str, ...]]:
    """Read the tz database's own table of the zones of every country, for those that ours do not list."""
    found: dict[str, set[str]] = {}
    text = resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            code, _, zone = line.split("\t")[:3]
            found.setdefault(code, set()).add(zone)
    return {code: tuple(sorted(zones)) for code, zones in found.items()}
