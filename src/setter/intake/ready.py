"""A cleaned prospect with all that can be worked out of a row alone, so that landing it only has to write."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import msgspec

from setter.domain.units import DAY
from setter.intake.prospect import CleanProspect
from setter.law.jurisdictions import Places, Where, address_places, candidate_places, number_places
from setter.law.zones import address_zones, calling_zones, phone_zones
from setter.store.words import words_of

Texts = tuple[str, ...]


class Ready(msgspec.Struct, frozen=True, array_like=True):
    """Somebody who may land; `zones` are those of each number, comma-joined, `where` is the person's.

    `attributes` and `flags` are JSON, `words` are those by which the person is found.
    """

    person: CleanProspect
    zones: Texts
    where: Where
    attributes: str
    flags: str
    words: str


def ready_for(client_id: str, now: int) -> Callable[[CleanProspect], Ready]:
    """What makes a client's newcomers ready, by the clocks of `now` (UTC milliseconds)."""
    day = now // DAY * DAY

    def ready(person: CleanProspect) -> Ready:
        numbers = [phone.e164 for phone in person.phones]
        zones = tuple(map(joined_zones, numbers))
        return Ready(
            person,
            zones,
            _where(person.country, person.region, person.postal_code, zones, tuple(map(number_places, numbers)), day),
            json_text(person.attributes),
            json_text(person.flags),
            words_of(
                client_id,
                person.full_name,
                person.company,
                person.external_id,
                numbers,
                [email.address for email in person.emails],
            ),
        )

    return ready


def json_text(value: object) -> str:
    """A value as the store keeps it."""
    return msgspec.json.encode(value).decode()


def joined_zones(e164: str) -> str:
    """The zones in which a number may ring, comma-joined."""
    return ",".join(phone_zones(e164))


@lru_cache(maxsize=16384)
def _where(country: str, region: str, postal_code: str, zones: Texts, places: tuple[Places, ...], day: int) -> Where:
    """Where somebody with these numbers may be; colleagues share it."""
    listed = [tuple(zone for zone in joined.split(",") if zone) for joined in zones]
    found = calling_zones(None, address_zones(country, region, postal_code), listed, day)
    if not found:
        return Where("", "")
    return Where(",".join(found), ",".join(candidate_places(address_places(country, region), places)))
