"""Somebody is met by a number or a name: whoever we know by them, else a new prospect."""

from __future__ import annotations

from msgspec.structs import replace

from setter.domain.campaign import Campaign
from setter.domain.errors import Refused, Wrong
from setter.intake.companies import company_key
from setter.intake.names import clean_name
from setter.intake.phones import clean_phones
from setter.intake.prospect import CleanProspect
from setter.services.acquaint import known_by_id, on_record, one_person, who_is
from setter.services.desk import Desk
from setter.services.enrol import email_record, enrol, phone_record
from setter.services.left_alone import keys_of, standing_against, traces_borne
from setter.services.merge_in import company_of
from setter.services.newcomers import prospect_of
from setter.store.records import Acquisition, Enrolment, Prospect
from setter.store.unit import Unit


def introduced(campaign: Campaign, number: str, name: str, company: str = "") -> CleanProspect:
    """Read what somebody typed of a person as a list's row would say it; Wrong for a number that is none.

    A national number is read as one of the campaign's region; '' is a number that nobody saw.
    """
    phones = clean_phones([("phone", number)], (campaign.default_region,)).phones if number else ()
    if number and not phones:
        raise Wrong("not_a_number", f"{number!r} is no telephone number.", "number", "Write it as +1 312 555 0142.")
    cleaned, company = clean_name(name, "", ""), " ".join(company.split())
    return CleanProspect(
        full_name=cleaned.full,
        first_name=cleaned.first,
        last_name=cleaned.last,
        company=company,
        company_key=company_key(company),
        phones=phones[:1],
    )


def known_as(unit: Unit, client_id: str, person: CleanProspect) -> Prospect | None:
    """The one person on record at a number, by the name where one is given; Wrong where several may be meant."""
    if not person.phones:
        return None
    found = unit.prospects.matching(client_id, "number", person.phones[0].e164)
    if person.full_name:
        found = who_is(person, on_record(unit, client_id), lambda each: known_by_id(unit, each))
    names = {each: known_by_id(unit, each).full_name for each in found}
    kept = one_person(person, list(names.items())) if person.full_name else found
    told_apart = len(kept) == len(found) or names[kept[0]].casefold() == person.full_name.casefold()
    if not told_apart or (not person.full_name and len(found) > 1):
        hint = "Find them with: setter search TEXT, or give the name of a new person."
        raise Wrong("several", f"{len(found)} people share this number.", "number", hint)
    return unit.prospects.get(kept[0]) if kept else None


def refuse_who_asked(
    unit: Unit, client_id: str, person: CleanProspect, where: str, hint: str, *, unnamed_too: bool
) -> None:
    """Refuse a number or company that is to be left alone, and a name that may be somebody's who asked there.

    `unnamed_too` says that whoever has no name yet may be any of them.
    """
    numbers = [phone.e164 for phone in person.phones]
    keys = keys_of(person.full_name, person.company, numbers, ())
    if person.full_name or unnamed_too:
        keys += traces_borne(person.full_name, numbers)
    standing = {kind for kind, _ in standing_against(unit, client_id, keys)}
    if not standing:
        return
    if "number" in standing:
        raise Refused("suppressed", "This number asked not to be contacted.", where, hint)
    if "company" in standing:
        raise Refused("suppressed", "This company asked not to be contacted.", where, hint)
    sentence = "Somebody here asked not to be contacted, and by the name this may be them."
    raise Refused("suppressed", sentence, where, f"{hint} For a colleague of theirs, give first and last name.")


def add_person(
    desk: Desk, unit: Unit, client_id: str, person: CleanProspect, source: Acquisition, called: str = ""
) -> Prospect:
    """Put somebody new on record, with how they came to us; `called` is what they are called while nobody knows."""
    named = replace(person, full_name=person.full_name or called)
    prospect = prospect_of(desk, client_id, named)
    company = company_of(desk, unit, client_id, person.company)
    prospect = replace(prospect, company_id=company)
    unit.prospects.add(prospect)
    for place, phone in enumerate(person.phones):
        unit.prospects.add_phone(phone_record(desk, prospect, phone, place))
    for place, email in enumerate(person.emails):
        unit.prospects.add_email(email_record(desk, prospect, email, place))
    unit.prospects.add_acquisition(replace(source, prospect_id=prospect.id))
    return prospect


def enrolled_or_new(desk: Desk, unit: Unit, campaign: Campaign, number: int, prospect: Prospect) -> Enrolment:
    """A prospect's place in a campaign, made where there is none yet."""
    return unit.prospects.enrolled(number, prospect.id) or enrol(desk, unit, campaign, number, prospect)
