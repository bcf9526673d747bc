"""Write newcomers, one or many at once: there is nothing of them but a list's row, so that nothing need be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from setter.intake.ready import Ready
from setter.services.acquaint import SAME_NAMES
from setter.services.enrol import ARRIVING, email_record, fresh_enrolment, phone_record
from setter.services.knowledge import recorded_values
from setter.services.merge_in import company_match
from setter.services.standing import newcomer
from setter.store.ids import new_id
from setter.store.newcomers import Newcomers, NewCompany
from setter.store.records import Acquisition, Email, Enrolment, Phone, Prospect

if TYPE_CHECKING:
    from setter.services.people_on_record import OnRecord


def add_newcomers(people: OnRecord, rows: Sequence[Ready], companies: Mapping[str, int]) -> None:
    """Add people nobody knows, who arrive with the rest of the list; no two of them are one person.

    `companies` are those of theirs that are on record, by match key.
    """
    if not rows:
        return
    written, known, source = Newcomers(), dict(companies), people.source_of(0)
    for row in rows:
        prospect = _prospect(people, row, _company(people, row.person.company, known, written))
        phones = [
            phone_record(people.desk, prospect, phone, place, zones)
            for place, (phone, zones) in enumerate(zip(row.person.phones, row.zones, strict=True))
        ]
        emails = [email_record(people.desk, prospect, email, place) for place, email in enumerate(row.person.emails)]
        written.prospects.append(prospect)
        written.phones += phones
        written.emails += emails
        written.acquisitions.append(replace(source, id=new_id(source.recorded_at), prospect_id=prospect.id))
        written.enrolments.append(_enrolment(people, row, prospect, phones, emails, source))
        written.words.append((prospect.id, row.words))
    people.unit.arrivals.add(written)
    people.unit.search.add_many(written.words)
    people.enrolled += len(rows)


def _company(people: OnRecord, name: str, known: dict[str, int], written: Newcomers) -> int | None:
    if not name:
        return None
    match_key = company_match(name)
    if match_key not in known:
        known[match_key] = new_id(people.desk.now())
        written.companies.append(NewCompany(known[match_key], people.client, name, match_key))
    return known[match_key]


def _prospect(people: OnRecord, row: Ready, company_id: int | None) -> Prospect:
    person, now = row.person, people.desk.now()
    return Prospect(
        id=new_id(now),
        client_id=people.client,
        company_id=company_id,
        company_name=person.company,
        **{name: getattr(person, name) for name in SAME_NAMES},
        business_function=person.function,
        market_type="",
        said_zone="",
        attributes=row.attributes,
        flags=row.flags,
        blocked="",
        referred_by=None,
        created_at=now,
        updated_at=now,
        erased_at=None,
    )


def _enrolment(
    people: OnRecord,
    row: Ready,
    prospect: Prospect,
    phones: Sequence[Phone],
    emails: Sequence[Email],
    source: Acquisition,
) -> Enrolment:
    points = people.points(recorded_values(prospect, emails, [source]))
    figures = newcomer(people.campaign, points, email=bool(emails), phone=bool(phones), claimed=prospect.claimed_stage)
    now = people.desk.now()
    return fresh_enrolment(people.number, prospect.id, ARRIVING, now, people.mark, figures, row.window)
