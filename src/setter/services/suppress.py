"""Somebody asked not to be called: done at once, for every campaign of the client, for good."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from dataclasses import replace

from setter.intake.companies import company_key
from setter.services.desk import Desk
from setter.store.ids import new_id
from setter.store.records import Prospect, Suppression
from setter.store.unit import Unit


def hash_of(unit: Unit, kind: str, value: str) -> str:
    """The keyed hash under which a number, address or person is suppressed (domain §6.2)."""
    folded = unicodedata.normalize("NFKC", value).strip().casefold()
    return hmac.new(unit.suppressions.key, f"{kind}:{folded}".encode(), hashlib.sha256).hexdigest()


def person_key(full_name: str, company_name: str) -> str:
    """A person by name and company, however it is written, for those whose only number is a shared one."""
    return f"{' '.join(full_name.split())}|{company_key(company_name)}"


def hashes_of(unit: Unit, prospect: Prospect) -> list[str]:
    """Every hash under which this person could be suppressed."""
    numbers = [hash_of(unit, "number", phone.e164) for phone in unit.prospects.phones(prospect.id)]
    emails = [hash_of(unit, "email", email.match_key) for email in unit.prospects.emails(prospect.id)]
    return [
        hash_of(unit, "person", person_key(prospect.full_name, prospect.company_name)),
        hash_of(unit, "company", company_key(prospect.company_name)),
        *numbers,
        *emails,
    ]


def reasons_for(unit: Unit, prospect: Prospect) -> tuple[str, ...]:
    """Why this person must not be contacted; empty when he may be."""
    found = unit.suppressions.reasons(prospect.client_id, hashes_of(unit, prospect))
    return found or ((prospect.blocked,) if prospect.blocked else ())


def suppress_person(
    desk: Desk, unit: Unit, prospect: Prospect, reason: str, call_id: int | None, company_wide: bool = False
) -> None:
    """Suppress a person on every number and address that is their own, in all campaigns of the client.

    A number that colleagues share stays theirs, unless the person spoke for the company.
    """
    keys = [("person", person_key(prospect.full_name, prospect.company_name))]
    for phone in unit.prospects.phones(prospect.id):
        shared = len(unit.prospects.matching(prospect.client_id, "number", phone.e164)) > 1
        if company_wide or not shared:
            keys.append(("number", phone.e164))
    keys += [("email", email.match_key) for email in unit.prospects.emails(prospect.id)]
    if company_wide and company_key(prospect.company_name):
        keys.append(("company", company_key(prospect.company_name)))
    now = desk.now()
    for kind, value in keys:
        hashed = hash_of(unit, kind, value)
        unit.suppressions.add(
            Suppression(new_id(now), prospect.client_id, kind, hashed, reason, call_id, now, desk.caller)
        )
    people = [prospect.id]
    if company_wide and prospect.company_id is not None:
        people = sorted({prospect.id, *unit.prospects.of_company(prospect.company_id)})
    for person in people:
        close_everywhere(unit, person, reason, now)
    desk.audit(unit, "suppress", f"prospect/{prospect.id}", {"reason": reason, "company_wide": company_wide})


def suppress_value(desk: Desk, unit: Unit, client_id: str, kind: str, value: str, reason: str) -> int:
    """Suppress a number or address itself, and everybody who has it; how many known prospects it reached."""
    now = desk.now()
    unit.suppressions.add(
        Suppression(new_id(now), client_id, kind, hash_of(unit, kind, value), reason, None, now, desk.caller)
    )
    people = unit.prospects.matching(client_id, kind, value)
    for person in people:
        close_everywhere(unit, person, reason, now)
    desk.audit(unit, "suppress", f"client/{client_id}", {"kind": kind, "reason": reason, "prospects": len(people)})
    return len(people)


def close_everywhere(unit: Unit, prospect_id: int, reason: str, now: int) -> None:
    """Take a suppressed person out of every queue, promise and duty before anybody can claim them again."""
    unit.prospects.block(prospect_id, reason)
    unit.queue.remove_prospect(prospect_id)
    unit.tasks.cancel_for_prospect(prospect_id, now)
    for enrolment in unit.prospects.enrolments(prospect_id):
        if enrolment.work_state not in ("in_call", "handed_off", "closed"):
            closed = replace(enrolment, work_state="closed", state_reason=reason, next_at=None, owner="")
            unit.prospects.save_enrolment(closed)
