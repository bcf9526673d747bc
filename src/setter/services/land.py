"""Land one cleaned row: a new prospect, more about a known one, nothing new, or a refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from setter.intake.alike import has_surname
from setter.intake.companies import company_key
from setter.intake.match import compatible_names
from setter.intake.prospect import CleanProspect, Known, Reject
from setter.services.left_alone import (
    Key,
    anybody_at,
    is_personal,
    keys_of,
    person_keys,
    supplied_as,
    traces_borne,
    traces_of,
)

OPTED_OUT = "The list says that this person opted out."
SUPPRESSED = "This person asked not to be contacted."
MAY_HAVE_ASKED = (
    "Somebody with this number or e-mail address asked not to be contacted, and this may be them by the name."
)
OPT_OUT_REASON = "opted_out"
LANDED, MERGED, UNCHANGED, REFUSED = "landed", "merged", "unchanged", "refused"


class Source(Struct, frozen=True):
    """Where a list comes from: the name to read out, its kind (R-040), and when it was acquired (YYYY-MM-DD).

    `provenance` is said only where it is another than the kind's own (R-047).
    """

    name: str
    kind: str
    acquired_on: str
    provenance: str = ""


Beside = Mapping[Key, Sequence[str]]
"""Who else a list names by the numbers and addresses of those who opted out in it: those may be colleagues' as well."""


class People(Protocol):
    """Those whom a list is landed among; `records` are ids, oldest first."""

    def who_is(self, row: Known) -> list[int]:
        """Every record of the person a row is about."""

    def known(self, record: int) -> Known:
        """What is known of one record."""

    def named_at(self, full_name: str, company: str) -> list[int]:
        """Everybody at a company who can have this whole name."""

    def blocked(self, records: Sequence[int]) -> bool:
        """Say whether the person of any of these records must not be contacted."""

    def standing(self, keys: Sequence[Key]) -> dict[Key, str]:
        """Those of the keys that are suppressed, each with its reason."""

    def is_shared(self, key: Key, records: Sequence[int]) -> bool:
        """Say whether a number or address is also somebody else's than these records' person."""

    def suppress(self, records: Sequence[int], keys: Sequence[Key], reason: str, spared: Sequence[str]) -> None:
        """Suppress the person of these records, and these keys besides; `spared` values are colleagues' too."""

    def suppress_all_with(self, keys: Sequence[Key], reason: str) -> None:
        """Suppress numbers and addresses and everybody who has them."""

    def add(self, row: CleanProspect) -> None:
        """Add somebody new."""

    def take_in(self, row: CleanProspect, records: Sequence[int]) -> str:
        """Add what a row knows more of a person; several records become one. Landed, merged or unchanged."""


def land(people: People, row: CleanProspect | Reject, beside: Beside) -> tuple[str, str]:
    """Land a row: ("landed" | "merged" | "unchanged" | "refused", reason).

    Whoever opted out, here or before, is refused and stays suppressed on whatever the row has of them (R-075).
    """
    if isinstance(row, Reject):
        if row.opted_out:
            _opt_out_rejected(people, row)
        return REFUSED, row.reason
    records = people.who_is(row)
    if row.opted_out:
        _suppress(people, row, records, OPT_OUT_REASON, beside)
        return REFUSED, OPTED_OUT
    marks = {anybody_at(place): place for _, place in contacts_of(row)}
    standing = people.standing([*keys_of_row(row), *marks])
    against = {key: reason for key, reason in standing.items() if key not in marks}
    personal = [reason for key, reason in against.items() if is_personal(key)]
    if personal or people.blocked(records):
        _suppress(people, row, _those_who_asked(people, records), (personal or [OPT_OUT_REASON])[0], beside)
    elif not against:
        doubt = _may_have_asked(people, row, records, [marks[key] for key in standing])
        return (REFUSED, MAY_HAVE_ASKED) if doubt else _bring_in(people, row, records)
    return REFUSED, SUPPRESSED


def _those_who_asked(people: People, records: Sequence[int]) -> list[int]:
    """Of those whom a row may be about, whoever asked: a colleague who may be meant as well is not silenced."""
    names = {each: people.known(each).full_name for each in records}
    asked = [name for each, name in names.items() if people.blocked([each])]
    return [each for each, name in names.items() if all(compatible_names(name, other) for other in asked)]


def _bring_in(people: People, row: CleanProspect, records: Sequence[int]) -> tuple[str, str]:
    if records:
        return people.take_in(row, records), ""
    people.add(row)
    return LANDED, ""


def _may_have_asked(people: People, row: CleanProspect, records: Sequence[int], places: Sequence[str]) -> bool:
    """Say whether a row may be somebody who asked, by numbers and addresses at which somebody did.

    Not who is on record with them and did not ask: a colleague.
    """
    held = {place for each in records if places for _, place in contacts_of(people.known(each))}
    doubtful = [place for place in places if place not in held]
    standing = people.standing(traces_borne(row.full_name, doubtful)) if doubtful else {}
    if standing and not records and has_surname(row.full_name):
        _follow(people, row, doubtful, next(iter(standing.values())))
    return bool(standing)


def _follow(people: People, row: CleanProspect, shared: Sequence[str], reason: str) -> None:
    """Suppress whatever else a row has of somebody who asked under another spelling of their name."""
    contacts = contacts_of(row)
    own = [key for key in contacts if key[1] not in shared and not people.is_shared(key, ())]
    people.suppress((), [*_named(row), *own], reason, ())


def _named(row: CleanProspect) -> list[Key]:
    """The keys of a row's name where the row knows it."""
    numbers = [phone.e164 for phone in row.phones]
    traces = traces_of(row.full_name, [value for _, value in contacts_of(row)])
    return [*person_keys(row.full_name, row.company, numbers), *traces]


def _suppress(people: People, row: CleanProspect, records: Sequence[int], reason: str, beside: Beside) -> None:
    """Suppress the person a row is about, on every number and address in it that is no colleague's."""
    contacts = contacts_of(row)
    spared = [
        value
        for kind, value in contacts
        if any(not compatible_names(row.full_name, name) for name in beside.get((kind, value), ()))
    ]
    own = [key for key in contacts if key[1] not in spared and not people.is_shared(key, records)]
    numbers = [phone.e164 for phone in row.phones]
    better_known = records and not has_surname(row.full_name)
    named = person_keys(row.full_name, row.company, numbers) if better_known else _named(row)
    people.suppress(records, [*named, *own], reason, spared)


def contacts_of(row: Known | Reject) -> list[Key]:
    """A row's numbers and addresses."""
    return [
        *(("number", phone.e164) for phone in row.phones),
        *(("email", mail.key) for mail in row.emails),
    ]


def keys_of_row(row: Known) -> list[Key]:
    """Every key under which the person of a row could be suppressed."""
    keys = keys_of(row.full_name, row.company, [phone.e164 for phone in row.phones], [mail.key for mail in row.emails])
    return [*keys, supplied_as(row.external_id)] if row.external_id else keys


def _opt_out_rejected(people: People, row: Reject) -> None:
    """Suppress whom a row names that cannot land: its numbers and addresses, or somebody known by name and company."""
    if row.phones or row.emails:
        people.suppress_all_with(contacts_of(row), OPT_OUT_REASON)
    elif row.full_name and company_key(row.company):
        keys = person_keys(row.full_name, row.company, [])
        people.suppress(people.named_at(row.full_name, row.company), keys, OPT_OUT_REASON, ())
