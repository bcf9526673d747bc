"""The zones a prospect may be in: what they said, else all that their addresses and numbers allow (domain §6.3)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from setter.domain.calling_window import are_known, canonical
from setter.law.places import address_zones
from setter.law.tables import table

__all__ = ["address_zones", "calling_zones", "candidate_zones", "phone_zones"]

TOO_MANY = 6
"""A number that may ring in this many zones is free-phone or the like and says nothing of the place."""


def phone_zones(e164: str) -> tuple[str, ...]:
    """List the zones in which a number may ring, sorted; none where the number does not tell.

    A number says where it was assigned, not where its owner stands. Area codes that straddle a zone boundary
    keep both sides, whatever the library knows of the single exchange.
    """
    return _zones_of(e164[:8], e164) if _is_e164(e164) else ()


def candidate_zones(said: str | None, address: Iterable[str], phones: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """List the zones that must all be open: the one said stands alone, else the union of the rest, sorted."""
    if said:
        return (said,)
    return tuple(sorted({*address, *(zone for zones in phones for zone in zones)}))


def calling_zones(
    said: str | None, address: Iterable[str], phones: Iterable[Iterable[str]], now: int
) -> tuple[str, ...]:
    """List the zones to call by, one of each clock; none where there are too many to have an hour in common."""
    known = canonical(candidate_zones(said, address, phones), now)
    return known if are_known(known) else ()


_known: dict[str, tuple[str, ...]] = {}
"""Zones by country code and first digits: seven of them decide (50,000 numbers compared, none differed)."""


def _zones_of(prefix: str, e164: str) -> tuple[str, ...]:
    zones = _known.get(prefix)
    if zones is None:
        zones = _ask(e164)
        if zones is None:
            return ()
        _known[prefix] = zones
    return zones


def _ask(e164: str) -> tuple[str, ...] | None:
    """Ask the library; None where it calls the number impossible, which says nothing of its neighbours."""
    from phonenumbers import NumberParseException, parse
    from phonenumbers.timezone import time_zones_for_number

    try:
        zones = set(time_zones_for_number(parse(e164, None)))
    except NumberParseException:
        return None
    if zones == {"Etc/Unknown"}:
        return None
    if len(zones) >= TOO_MANY:
        return ()
    return tuple(sorted(zones | _straddle(e164)))


def _straddle(e164: str) -> frozenset[str]:
    return _straddles().get(e164[2:5], frozenset()) if e164.startswith("+1") else frozenset()


@lru_cache(maxsize=1)
def _straddles() -> dict[str, frozenset[str]]:
    return {code: frozenset(zones) for code, zones in table("area_codes").rows["straddles"].items()}


def _is_e164(text: str) -> bool:
    return text[:1] == "+" and text[1:].isascii() and text[1:].isdecimal() and 7 <= len(text) <= 16
