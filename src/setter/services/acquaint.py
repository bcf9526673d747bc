"""Who a row is about: everybody on record who is that person, in however many records."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from setter.intake.companies import company_key
from setter.intake.emails import is_role
from setter.intake.match import compatible_names, match_keys, may_be, name_words, same_person
from setter.intake.prospect import CleanEmail, CleanPhone, Known
from setter.store.records import Prospect
from setter.store.unit import Unit

KEY_KINDS = {"p": "number", "e": "email", "x": "external_id"}
SAME_NAMES = (
    *("full_name", "first_name", "last_name", "title", "seniority", "street", "city", "region", "postal_code"),
    *("country", "website", "domain", "external_id", "language", "notes", "claimed_stage"),
)
"""The fields that a list's row and a prospect call by one name."""
Named = Iterable[tuple[int, str]]


def who_is(row: Known, named: Callable[[str], Named], known: Callable[[int], Known]) -> list[int]:
    """Find every record of a person, as `named` lists them by key and `known` tells of one: ids, oldest record first.

    Names are compared before anybody is loaded, so that a switchboard of a thousand costs a thousand names.
    """
    found: dict[int, bool] = {}
    for key in match_keys(row):
        for prospect_id, name in named(key):
            if prospect_id not in found and may_be(key, name, row.full_name):
                found[prospect_id] = same_person(known(prospect_id), row)
    return sorted((each for each, same in found.items() if same), key=lambda each: (each < 0, abs(each)))


def one_person(row: Known, records: list[tuple[int, str]]) -> list[int]:
    """Which of the records, (id, name), a row shows to be one person: all of them, or the one that is named like it.

    "J. Butt" can be Jane or James, but makes no one person of the two.
    """
    names = [name for _, name in records]
    if all(compatible_names(one, other) for one in names for other in names):
        return [each for each, _ in records]
    alike = [each for each, name in records if name.casefold() == row.full_name.casefold()]
    return [*alike, *(each for each, _ in records)][:1]


def on_record(unit: Unit, client_id: str) -> Callable[[str], Named]:
    """What lists a client's people by key, oldest record first."""

    def named(key: str) -> Named:
        return unit.identity.named(client_id, KEY_KINDS[key[0]], key[2:])

    return named


def known_of(unit: Unit, prospect: Prospect) -> Known:
    """What is known of somebody on record, as a list's row would say it."""
    return Known(
        **{name: getattr(prospect, name) for name in SAME_NAMES},
        function=prospect.business_function,
        company=prospect.company_name,
        company_key=company_key(prospect.company_name),
        phones=tuple(
            CleanPhone(phone.e164, phone.raw, phone.extension, phone.kind)
            for phone in unit.prospects.phones(prospect.id)
        ),
        emails=tuple(CleanEmail(email.address, email.match_key) for email in unit.prospects.emails(prospect.id)),
        opted_out=bool(prospect.blocked),
        attributes=json.loads(prospect.attributes),
    )


def known_by_id(unit: Unit, prospect_id: int) -> Known:
    """The same of a prospect by id; nobody in particular where there is none."""
    prospect = unit.prospects.get(prospect_id)
    return Known() if prospect is None else known_of(unit, prospect)


def records_of(unit: Unit, prospect: Prospect) -> list[int]:
    """Every record of one person, this one first; each is found by what another one holds."""
    found, unread = [prospect.id], [prospect.id]
    while unread:
        row = known_by_id(unit, unread.pop())
        for each in who_is(row, on_record(unit, prospect.client_id), lambda other: known_by_id(unit, other)):
            if each not in found and compatible_names(known_by_id(unit, each).full_name, prospect.full_name):
                found.append(each)
                unread.append(each)
    return found


def certain_records_of(unit: Unit, prospect: Prospect) -> tuple[list[int], list[int]]:
    """The records that are certainly one person's, this one first, and those that may be theirs.

    For keeping somebody out a doubt is enough; to give away or destroy what is held on them it is not. "J. Butt" at
    info@ may be Jane or James: certain is the same whole name, or what nobody shares.
    """
    if prospect.erased_at is not None:
        return [prospect.id], []
    found = records_of(unit, prospect)
    known = {each: known_by_id(unit, each) for each in found}
    ours = known[prospect.id]
    certain = [each for each in found if each == prospect.id or _is_certain(unit, prospect, ours, each, known[each])]
    return certain, [each for each in found if each not in certain]


def _is_certain(unit: Unit, prospect: Prospect, ours: Known, other_id: int, other: Known) -> bool:
    if (
        sorted(name_words(ours.full_name)) == sorted(name_words(other.full_name))
        and len(name_words(ours.full_name)) > 1
    ):
        return True
    if ours.external_id and ours.external_id == other.external_id:
        return True
    pair = {prospect.id, other_id}
    mails = {mail.key for mail in ours.emails} & {mail.key for mail in other.emails}
    numbers = {phone.e164 for phone in ours.phones} & {phone.e164 for phone in other.phones}
    own = [("email", mail) for mail in mails if not is_role(mail)] + [("number", number) for number in numbers]
    return any(pair.issuperset(unit.prospects.matching(prospect.client_id, *key)) for key in own)
