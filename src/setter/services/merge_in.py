"""Write what a list knows more of a person who is on record, and put them where that leaves them."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from msgspec.structs import replace

from setter.intake.companies import company_key
from setter.intake.merge import Changes
from setter.law.zones import address_zones
from setter.services.callability import locality_of
from setter.services.desk import Desk
from setter.services.enrol import ARRIVING, email_record, phone_record
from setter.services.placing import place_anew
from setter.services.standing import stand, weigh
from setter.store.ids import new_id
from setter.store.localities import names_in
from setter.store.records import Enrolment, Phone, Prospect
from setter.store.unit import Unit

FIELD_NAMES = {"function": "business_function", "company": "company_name"}
HELD = ("in_call", ARRIVING)
"""Work states in which nobody is put in the queue: a lease in force stays as it is, an arrival waits for its list."""


def write_changes(desk: Desk, unit: Unit, known: Prospect, changes: Changes, flags: Collection[str] = ()) -> Prospect:
    """Write the changes of a merge and what was found on the way, and place the person anew in every campaign."""
    if changes:
        named: dict[str, Any] = {FIELD_NAMES.get(name, name): text for name, text in changes.fields.items()}
        named.pop("company_key", None)
        if named.get("company_name"):
            named["company_id"] = company_of(desk, unit, known.client_id, named["company_name"])
        attributes = json.loads(known.attributes) | dict(changes.attributes)
        text = json.dumps(attributes, ensure_ascii=False)
        known = replace(known, **named, attributes=text, flags=with_flags(known, flags), updated_at=desk.now())
        _write_contacts(desk, unit, known, changes)
        known = _doubt_said_zone(known, changes, unit.prospects.phones(known.id))
        unit.prospects.save(known)
    for enrolment in unit.prospects.enrolments(known.id):
        _place_anew(desk, unit, enrolment, known, bool(changes.phones))
    return known


def with_flags(known: Prospect, flags: Collection[str]) -> str:
    """A person's flags with those of another row or record of theirs, as they are kept."""
    own = json.loads(known.flags)
    return json.dumps(sorted({*own, *flags})) if set(flags) - set(own) else known.flags


def company_match(name: str) -> str:
    """The key under which a company is on record."""
    return company_key(name) or name.casefold()


def company_of(desk: Desk, unit: Unit, client_id: str, name: str) -> int | None:
    """The id of a client's company by its name, made where it is new; None without a name."""
    match_key = company_match(name)
    if not name:
        return None
    found = unit.prospects.company(client_id, match_key)
    if found is None:
        found = new_id(desk.now())
        unit.prospects.add_company(found, client_id, name, match_key)
    return found


def _write_contacts(desk: Desk, unit: Unit, known: Prospect, changes: Changes) -> None:
    have = {phone.e164: phone for phone in unit.prospects.phones(known.id)}
    for phone in changes.better_phones:
        unit.prospects.save_phone(replace(have[phone.e164], extension=phone.extension, kind=phone.kind))
    for place, phone in enumerate(changes.phones, start=len(have)):
        unit.prospects.add_phone(phone_record(desk, known, phone, place))
    for place, email in enumerate(changes.emails, start=len(unit.prospects.emails(known.id))):
        unit.prospects.add_email(email_record(desk, known, email, place))


def _doubt_said_zone(known: Prospect, changes: Changes, phones: list[Phone]) -> Prospect:
    """A zone that was said stands until a new number or address points elsewhere (domain §6.3)."""
    numbers = {phone.e164 for phone in changes.phones}
    fresh = [names_in(phone.zones) for phone in phones if phone.e164 in numbers]
    if {"region", "postal_code", "country"} & set(changes.fields):
        fresh.append(address_zones(known.country, known.region, known.postal_code))
    elsewhere = any(zones and known.said_zone not in zones for zones in fresh)
    return replace(known, said_zone="") if elsewhere else known


def _place_anew(desk: Desk, unit: Unit, enrolment: Enrolment, known: Prospect, new_numbers: bool) -> None:
    campaign = desk.campaign(unit, enrolment.campaign)
    if enrolment.work_state in HELD:
        where = locality_of(known, unit.prospects.phones(known.id), desk.now())
        weigh(desk, unit, campaign, replace(enrolment, **where._asdict()), known)
        return
    if enrolment.work_state == "bad_data" and new_numbers:
        enrolment = replace(enrolment, work_state="queued", state_reason="")  # there is a number to try again
    if new_numbers:
        place_anew(desk, unit, weigh(desk, unit, campaign, enrolment, known), known)
    else:
        stand(desk, unit, campaign, enrolment, known)
