"""Draft newcomers and write them, one or many at once: there is nothing of them but a list's row, so that nothing need
be read, and all that can be worked out is worked out before callers wait for the writing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.campaign import Campaign
from setter.domain.weigher import Weigher
from setter.intake.prospect import CleanProspect
from setter.intake.ready import Ready, json_text
from setter.services.acquaint import SAME_NAMES
from setter.services.desk import Desk
from setter.services.enrol import ARRIVING, email_record, fresh_enrolment, phone_record
from setter.services.knowledge import recorded_values
from setter.services.merge_in import company_match
from setter.services.standing import newcomer
from setter.store.ids import new_id
from setter.store.newcomers import Drafted, Newcomers, NewCompany
from setter.store.records import Acquisition, Email, Enrolment, Phone, Prospect
from setter.store.room import as_row, names_of

if TYPE_CHECKING:
    from setter.services.people_on_record import OnRecord

COMPANY = names_of(Prospect).index("company_id")


class Drafting(Struct, frozen=True):
    """What somebody of a list is drafted by: the campaign and its rules made ready for many, the batch, its source."""

    desk: Desk
    campaign: Campaign
    number: int
    mark: str
    weigher: Weigher
    source: Acquisition

    def draft(self, row: Ready) -> Drafted:
        """Work out everything of somebody new before anybody waits for it."""
        desk, person = self.desk, row.person
        prospect = prospect_of(desk, self.campaign.client.id, person, row.attributes, row.flags)
        phones = [
            phone_record(desk, prospect, phone, place, zones)
            for place, (phone, zones) in enumerate(zip(person.phones, row.zones, strict=True))
        ]
        emails = [email_record(desk, prospect, email, place) for place, email in enumerate(person.emails)]
        source = replace(self.source, id=new_id(self.source.recorded_at), prospect_id=prospect.id)
        return Drafted(
            prospect.id,
            person.company,
            company_match(person.company) if person.company else "",
            as_row(prospect),
            list(map(as_row, phones)),
            list(map(as_row, emails)),
            as_row(source),
            as_row(_enrolment(self, row, prospect, phones, emails)),
            row.words,
        )


def add_newcomers(people: OnRecord, drafts: Sequence[Drafted], companies: Mapping[str, int]) -> None:
    """Add people nobody knows, who arrive with the rest of the list; no two of them are one person.

    `companies` are those of theirs that are on record, by match key.
    """
    if not drafts:
        return
    written, known = Newcomers(), dict(companies)
    for drafted in drafts:
        company = _company(people, drafted, known, written)
        written.prospects.append((*drafted.prospect[:COMPANY], company, *drafted.prospect[COMPANY + 1 :]))
        written.phones += drafted.phones
        written.emails += drafted.emails
        written.acquisitions.append(drafted.acquisition)
        written.enrolments.append(drafted.enrolment)
        written.words.append((drafted.id, drafted.words))
    people.unit.arrivals.add(written)
    people.unit.search.add_many(written.words)
    people.enrolled += len(drafts)


def _company(people: OnRecord, drafted: Drafted, known: dict[str, int], written: Newcomers) -> int | None:
    if not drafted.company:
        return None
    if drafted.match_key not in known:
        known[drafted.match_key] = new_id(people.desk.now())
        fresh = NewCompany(known[drafted.match_key], people.client, drafted.company, drafted.match_key)
        written.companies.append(fresh)
    return known[drafted.match_key]


def prospect_of(desk: Desk, client_id: str, person: CleanProspect, attributes: str = "", flags: str = "") -> Prospect:
    """A new person of a client as they are kept; `attributes` and `flags` as JSON, where they are written already."""
    now = desk.now()
    return Prospect(
        id=new_id(now),
        client_id=client_id,
        company_id=None,
        company_name=person.company,
        **{name: getattr(person, name) for name in SAME_NAMES},
        business_function=person.function,
        market_type="",
        said_zone="",
        attributes=attributes or json_text(person.attributes),
        flags=flags or json_text(person.flags),
        blocked="",
        referred_by=None,
        created_at=now,
        updated_at=now,
        erased_at=None,
    )


def _enrolment(
    by: Drafting, row: Ready, prospect: Prospect, phones: Sequence[Phone], emails: Sequence[Email]
) -> Enrolment:
    weighed = by.weigher.weigh(recorded_values(prospect, emails, [by.source]), (), by.desk.now())
    figures = newcomer(by.campaign, weighed, email=bool(emails), phone=bool(phones), claimed=prospect.claimed_stage)
    return fresh_enrolment(by.number, prospect.id, ARRIVING, by.desk.now(), by.mark, figures, row.where)
