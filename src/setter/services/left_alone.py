"""Who is left alone: the keys under which a person, a number or an office is suppressed, and what stands by them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from setter.intake.alike import ANYBODY, signs_borne, signs_left
from setter.intake.companies import company_key
from setter.intake.emails import both_forms, is_role
from setter.store.records import Prospect, SuppressionAct
from setter.store.unit import Unit

Key = tuple[str, str]
"""Kind and value of what can be suppressed: a number, an e-mail, a person (by name and where), a company."""


def person_keys(full_name: str, company_name: str, numbers: Iterable[str]) -> list[Key]:
    """A person by name at their company and at each of their numbers, however it is written.

    It keeps out those whose only number is a shared one. A name alone is no identity: there are many John Smiths.
    """
    name = " ".join(full_name.split())
    places = [place for place in (company_key(company_name), *numbers) if place]
    return [("person", f"{name}|{place}") for place in places] if name else []


def traces_of(full_name: str, places: Iterable[str]) -> list[Key]:
    """What a person who asked leaves at each of their numbers and addresses, to be known by in another spelling."""
    return [_trace(sign, place) for place in places for sign in signs_left(full_name)]


def traces_borne(full_name: str, places: Iterable[str]) -> list[Key]:
    """The traces at these numbers and addresses of which each means: whoever asked here may be this very person."""
    return [_trace(sign, place) for place in places for sign in signs_borne(full_name)]


def anybody_at(place: str) -> Key:
    """The trace by which it is known that anybody asked who has this number or address."""
    return _trace(ANYBODY, place)


def _trace(sign: str, place: str) -> Key:
    loosest = both_forms(place)[-1] if "@" in place else place
    return "person", f"~{sign}|{loosest}"


def keys_of(full_name: str, company_name: str, numbers: Iterable[str], emails: Iterable[str]) -> list[Key]:
    """Every key under which a person could be suppressed; an address in both of its forms (domain §6.2)."""
    dialled = tuple(numbers)
    company = company_key(company_name)
    return [
        *person_keys(full_name, company_name, dialled),
        *([("company", company)] if company else []),
        *(("number", number) for number in dialled),
        *(("email", form) for email in emails for form in both_forms(email)),
    ]


def supplied_as(external_id: str) -> Key:
    """The key under which somebody erased is known by their supplier's id, when all else about them is new."""
    return "person", f"#{external_id}"


def standing_against(unit: Unit, client_id: str, keys: Collection[Key]) -> dict[Key, str]:
    """Those of the keys that are suppressed for a client, each with its reason."""
    hashes = {key: unit.suppressions.hash_of(*key) for key in keys}
    standing = unit.suppressions.standing(client_id, hashes.values())
    return {key: standing[hashed] for key, hashed in hashes.items() if hashed in standing}


def is_personal(key: Key) -> bool:
    """Say whether a key means one person, not a number or an office that people share."""
    return key[0] == "person" or (key[0] == "email" and not is_role(key[1]))


def listed_of(unit: Unit, prospect: Prospect) -> dict[str, list[tuple[str, int]]]:
    """The registers that held each number of a person, with the day of the answer (UTC milliseconds)."""
    hashes = {unit.suppressions.hash_of(*key): key[1] for key in own_keys(unit, prospect)}
    found: dict[str, list[tuple[str, int]]] = {}
    for hashed, registry, asked_at in unit.suppressions.listed(prospect.client_id, hashes):
        found.setdefault(hashes[hashed], []).append((registry, asked_at))
    return found


def own_keys(unit: Unit, prospect: Prospect) -> list[Key]:
    """Every key under which somebody on record could be suppressed."""
    numbers = [phone.e164 for phone in unit.prospects.phones(prospect.id)]
    emails = [email.match_key for email in unit.prospects.emails(prospect.id)]
    return keys_of(prospect.full_name, prospect.company_name, numbers, emails)


def reasons_for(unit: Unit, prospect: Prospect) -> tuple[str, ...]:
    """Why this person must not be contacted; empty when they may be."""
    return reasons_by_keys(unit, prospect) or ((prospect.blocked,) if prospect.blocked else ())


def reasons_by_keys(unit: Unit, prospect: Prospect) -> tuple[str, ...]:
    """Why this person must not be contacted by what is known of them, whatever their record says."""
    found = standing_against(unit, prospect.client_id, own_keys(unit, prospect))
    return tuple(dict.fromkeys(found.values()))


def acts_against(unit: Unit, prospect: Prospect) -> list[SuppressionAct]:
    """The acts that stand against a person, by whatever is known of them; oldest first."""
    hashes = {unit.suppressions.hash_of(*key) for key in own_keys(unit, prospect)}
    found = {act.id: act for act in unit.suppressions.against(prospect.client_id, hashes)}
    found |= {act.id: act for act in unit.suppressions.on(prospect.id)}
    return [found[each] for each in sorted(found)]
