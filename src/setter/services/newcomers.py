"""Write many newcomers at once, each as `OnRecord.add` would write one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from setter.domain import ladder
from setter.domain.campaign import Campaign, ScoringRule
from setter.domain.facts import Fact, Value, holds
from setter.domain.scoring import HIGHEST, priority, tier
from setter.domain.temperature import Temperature
from setter.intake.prospect import CleanProspect
from setter.intake.ready import Ready
from setter.services.enrol import ARRIVING
from setter.services.knowledge import RECORD_FIELDS
from setter.services.merge_in import FIELD_NAMES, company_match
from setter.store.ids import new_id
from setter.store.newcomers import (
    NewAcquisition,
    Newcomers,
    NewCompany,
    NewEmail,
    NewEnrolment,
    NewPhone,
    NewProspect,
)
from setter.store.records import Acquisition

if TYPE_CHECKING:
    from setter.services.people_on_record import OnRecord

Points = Callable[[CleanProspect], int]
"""What somebody scores of whom nothing but a list's row is known."""

_COLD = str(Temperature.COLD)
_TIER = tier(promise=None, inquiry=False, temperature=Temperature.COLD, cycle=1)
_CALLED_OTHERWISE = {kept: told for told, kept in FIELD_NAMES.items()}
_NOT_TOLD = ("market_type",)


def add_newcomers(people: OnRecord, rows: Sequence[Ready], companies: Mapping[str, int]) -> None:
    """Add people nobody knows, who arrive with the rest of the list; no two of them are one person.

    `companies` are those of theirs that are on record, by match key.
    """
    if not rows:
        return
    written, known, now = Newcomers(), dict(companies), people.desk.now()
    for row in rows:
        person, prospect_id = row.person, new_id(now)
        written.prospects.append(_prospect(people, row, prospect_id, _company(people, person, known, written), now))
        written.phones += _phones(people.client, row, prospect_id, now)
        written.emails += _emails(people.client, person, prospect_id, now)
        written.enrolments.append(_enrolment(people, row, prospect_id, now))
        written.words.append((prospect_id, row.words))
    source = people.source_of(0)
    written.acquisitions += [_acquisition(source, each.id, now) for each in written.prospects]
    people.unit.arrivals.add(written)
    people.unit.search.add_many(written.words)
    people.enrolled += len(rows)


def points_for(campaign: Campaign, source: Acquisition) -> Points:
    """Make a campaign's rules ready for many newcomers of one source: `score` without its lines."""
    known: dict[tuple[int, type, Value], int] = {}
    ours = {"source_kind": source.kind, "provenance": source.provenance}
    rules = list(enumerate(campaign.scoring.rules))

    def points(person: CleanProspect) -> int:
        total = 0
        for place, rule in rules:
            value = _value(person, rule.condition.field, ours)
            if value in (None, ""):
                continue
            asked = (place, type(value), value)
            if asked not in known:
                known[asked] = _points(rule, value)
            total += known[asked]
        return max(0, min(HIGHEST, total))

    return points


def _points(rule: ScoringRule, value: Value) -> int:
    return rule.points if holds(rule.condition, {rule.condition.field: Fact(value, "list", 0)}) else 0


def _value(person: CleanProspect, field: str, ours: Mapping[str, str]) -> Value | None:
    """What a newcomer's record says of a field, else what their list's columns do (`recorded_facts`)."""
    if field in ours:
        return ours[field]
    told: Value | None = None
    if field == "company_domain":
        told = person.domain
    elif field == "email":
        told = person.emails[0].address if person.emails else None
    elif field in RECORD_FIELDS and field not in _NOT_TOLD:
        told = getattr(person, _CALLED_OTHERWISE.get(field, field))
    return told or person.attributes.get(field)


def _company(people: OnRecord, person: CleanProspect, known: dict[str, int], written: Newcomers) -> int | None:
    if not person.company:
        return None
    match_key = company_match(person.company)
    if match_key not in known:
        known[match_key] = new_id(people.desk.now())
        written.companies.append(NewCompany(known[match_key], people.client, person.company, match_key))
    return known[match_key]


def _prospect(people: OnRecord, row: Ready, prospect_id: int, company_id: int | None, now: int) -> NewProspect:
    person = row.person
    return NewProspect(
        prospect_id,
        people.client,
        company_id,
        person.company,
        person.full_name,
        person.first_name,
        person.last_name,
        person.title,
        person.seniority,
        person.function,
        person.language,
        person.street,
        person.city,
        person.region,
        person.postal_code,
        person.country,
        person.website,
        person.domain,
        person.external_id,
        person.claimed_stage,
        person.notes,
        row.attributes,
        row.flags,
        now,
        now,
    )


def _phones(client_id: str, row: Ready, prospect_id: int, now: int) -> list[NewPhone]:
    return [
        NewPhone(
            new_id(now), client_id, prospect_id, phone.e164, phone.raw, phone.extension, phone.kind, place, zones, now
        )
        for place, (phone, zones) in enumerate(zip(row.person.phones, row.zones, strict=True))
    ]


def _emails(client_id: str, person: CleanProspect, prospect_id: int, now: int) -> list[NewEmail]:
    return [
        NewEmail(new_id(now), client_id, prospect_id, email.address, email.key, place, now)
        for place, email in enumerate(person.emails)
    ]


def _acquisition(source: Acquisition, prospect_id: int, now: int) -> NewAcquisition:
    return NewAcquisition(
        new_id(now),
        prospect_id,
        source.campaign,
        source.batch_id,
        source.kind,
        source.source,
        source.media_class,
        source.direction,
        source.provenance,
        source.cost,
        source.acquired_on,
        source.recorded_at,
    )


def _enrolment(people: OnRecord, row: Ready, prospect_id: int, now: int) -> NewEnrolment:
    points = people.points(row.person)
    rung = _rung(bool(row.person.emails), bool(row.person.phones), row.person.claimed_stage)
    return NewEnrolment(
        new_id(now),
        people.number,
        prospect_id,
        ARRIVING,
        people.mark,
        now,
        points,
        priority(points, 0, people.campaign.scoring),
        _TIER,
        _COLD,
        rung,
        row.window,
        now,
    )


@lru_cache(maxsize=1024)
def _rung(email: bool, phone: bool, claimed: str) -> str:
    evidence = ladder.RungEvidence(name=True, email=email, phone=phone, claimed=claimed)
    return str(ladder.standing(evidence).rung)
