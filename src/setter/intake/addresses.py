"""Postal addresses: one line split into its parts, states and countries under their codes, eaten zeros put back."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from setter.law.places import address_zones, country_code, region_code

_END = re.compile(r"(?:(?P<region>[^\d,]+?)\s+)?(?P<code>\d{3,5}(?:-\d{4})?|[A-Z]\d[A-Z]\s?\d[A-Z]\d)", re.IGNORECASE)
_SHORT_ZIP = re.compile(r"\d{3,4}(?:-\d{4})?")
WITH_STATES = ("US", "CA", "AU")


class Address(NamedTuple):
    """An address in parts; `flags` say what was done to it."""

    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    flags: tuple[str, ...] = ()


def clean_address(line: str, parts: Address, default_country: str) -> Address:
    """Settle an address from one line or from parts, all visible text; a part that is given wins over the line's."""
    flags: list[str] = []
    country = known_country(parts.country)
    if line and not (parts.street or parts.city or parts.postal_code):
        split = split_line(line, country or default_country)
        if split is None:
            flags.append("address_unsplit")
            parts = parts._replace(street=line)
        else:
            country = country or split.country
            parts = split._replace(region=parts.region or split.region)
    elif line and not parts.street:
        parts = parts._replace(street=line)
    if not country and _is_region(default_country, parts.region):
        country = default_country
    postal_code = padded(parts.postal_code, country)
    if postal_code != parts.postal_code:
        flags.append("postal_padded")
    region = region_in(country, parts.region)
    return Address(parts.street, parts.city, region, postal_code, country or parts.country, tuple(flags))


def split_line(line: str, country: str) -> Address | None:
    """Split "6649 N Blue Gum St, New Orleans, LA, 70116"; None where its end names no state of the country."""
    pieces = [piece.strip() for piece in line.split(",") if piece.strip()]
    if len(pieces) > 2 and not _is_region(country, pieces[-1]) and known_country(pieces[-1]):
        country = known_country(pieces.pop())
    if country not in WITH_STATES or len(pieces) < 2:
        return None
    region, postal_code = _region_and_code(pieces, country)
    if not _is_region(country, region) or not pieces:
        return None
    city = pieces.pop()
    return Address(", ".join(pieces), city, region, postal_code, country)


def _region_and_code(pieces: list[str], country: str) -> tuple[str, str]:
    """Take the region and the postal code off the end of the pieces."""
    last = pieces.pop()
    if _is_region(country, last):
        return last, ""
    end = _END.fullmatch(last)
    if end is None:
        return "", ""
    if end["region"] is None and pieces:
        return pieces.pop(), end["code"]
    return end["region"] or "", end["code"]


@lru_cache(maxsize=1024)
def known_country(text: str) -> str:
    """Find a country's ISO 3166 alpha-2 code by its code or name; "" where it is not known."""
    return country_code(text) if text else ""


@lru_cache(maxsize=4096)
def region_in(country: str, region: str) -> str:
    """Bring a state or province to its code; one that is not known stays as it was written."""
    return region_code(country, region) if _is_region(country, region) else region


@lru_cache(maxsize=4096)
def _is_region(country: str, region: str) -> bool:
    return bool(region) and country in WITH_STATES and bool(address_zones(country, region))


def padded(postal_code: str, country: str) -> str:
    """Give a US ZIP code back the zeros that a spreadsheet ate: "8014" is "08014"."""
    if country == "US" and _SHORT_ZIP.fullmatch(postal_code):
        code, dash, more = postal_code.partition("-")
        return code.zfill(5) + dash + more
    return postal_code
