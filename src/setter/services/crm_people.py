"""Prospects as a client's own systems are told of them, and what those call things."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from setter.domain.campaign import Campaign, CrmMap
from setter.domain.ladder import RUNGS, Rung
from setter.domain.rejections import REJECTIONS
from setter.handoff.crm_map import Book, book_for, book_named
from setter.handoff.crm_words import internal_notes
from setter.handoff.invitation import description
from setter.handoff.meeting import SANDBOX_MARK, MeetingRecord
from setter.handoff.person import Line, Person
from setter.services.desk import Desk
from setter.services.invited import confirmed_address
from setter.services.knowledge import values_on
from setter.services.left_alone import reasons_for
from setter.services.on_record import OnRecord, on_record, with_their_people
from setter.services.rule_fields import LOOKED_AT
from setter.store.records import Acquisition, Meeting, Phone, SalesWord
from setter.store.unit import Unit

REFERRAL = "referral"
TOO_EARLY = frozenset(code for code, each in REJECTIONS.items() if each.gates == ("timing",))
"""Rejections by which the right person was met too early."""


def book_of(desk: Desk, unit: Unit, number: int, crm: str) -> Book:
    """The map of a CRM as the campaign's newest version has it; Wrong where it names a field that nobody has.

    HubSpot knows its users by their addresses, so that a rep is one of them unless the campaign says another.
    """
    if crm == "prospects":
        return book_named(crm)
    campaign = desk.campaign(unit, number)
    ours = campaign.crm.get(crm, CrmMap())
    owners = {rep.id: rep.email for rep in campaign.handoff.reps} if crm == "hubspot" else {}
    known = {*campaign.script.captures()}
    if ours.fields:
        people = with_their_people(unit, unit.rescore.above(number, 0, LOOKED_AT))
        known |= {name for _, each in people if each.attributes != "{}" for name in json.loads(each.attributes)}
    return book_for(crm, ours, owners, known)


def person_met(desk: Desk, unit: Unit, meeting: Meeting, record: MeetingRecord) -> Person:
    """The prospect of a meeting, with what sales may know of it and what everybody may."""
    prospect = unit.prospects.get(meeting.prospect_id)
    enrolment = unit.prospects.enrolment(meeting.enrolment_id)
    assert prospect is not None and enrolment is not None
    known, campaign = on_record(unit, enrolment, prospect), desk.campaign(unit, meeting.campaign)
    barred = bool(reasons_for(unit, prospect))
    person = person_of(desk, campaign, known, unit.prospects.phones(prospect.id), barred)
    return replace(
        person,
        rung=person.rung if record.qualified else record.rung,
        reached_rung=_higher(person.reached_rung, Rung.SQL if record.qualified else Rung.PROSPECT),
        standing="meeting" if person.standing in ("new", "tried", "reached") else person.standing,
        email=record.public.prospect.email,
        zone=record.public.prospect_zone,
        rep=record.public.rep.id,
        rep_email=record.public.rep.email,
        sql=record.sql,
        gates={gate.gate: gate.status for gate in record.gates},
        internal_notes=internal_notes(record),
        meeting_words="" if record.cancelled else description(record.public),
        updated_at=max([person.updated_at, *(each.changed_at for each in unit.meetings.changes(meeting.id))]),
    )


def person_of(
    desk: Desk, campaign: Campaign, known: OnRecord, phones: Sequence[Phone], barred: bool, sql: int | None = None
) -> Person:
    """A prospect by what is on record of them; `barred`: they asked not to be contacted; `sql`: their SQL's id."""
    prospect, enrolment = known.prospect, known.enrolment
    values = {name: str(value) for name, value in values_on(known).items()}
    word = known.word or next((each for each in reversed(known.words) if each.enrolment_id == enrolment.id), None)
    person = Person(
        prospect.id,
        campaign.client.name,
        campaign.name,
        prospect.full_name,
        enrolment.rung,
        f"by evidence; campaign counts {campaign.goal.lead_definition if campaign.goal else 'meeting_requested'}",
        prospect.updated_at,
        source=_source(known.sources),
        temperature=enrolment.temperature,
        reached_rung=_higher(enrolment.rung, Rung.SQL if known.sql or word else Rung.PROSPECT),
        standing=_standing(known, word),
        sql=sql,
        opted_out=barred,
        known=values,
        internal_notes=SANDBOX_MARK if desk.sandbox else "",
        sandbox=desk.sandbox,
    )
    return _reached_at(person, known, values, phones)


def _reached_at(person: Person, known: OnRecord, values: Mapping[str, str], phones: Sequence[Phone]) -> Person:
    """The same person with who they are, and how they are reached."""
    prospect = known.prospect
    return replace(
        person,
        first_name=prospect.first_name,
        last_name=prospect.last_name,
        title=values.get("title", ""),
        seniority=values.get("seniority", ""),
        company=prospect.company_name,
        industry=values.get("industry", ""),
        employees=values.get("employees", ""),
        email=confirmed_address(known.emails) or next((each.address for each in known.emails), ""),
        lines=tuple(Line(each.e164, each.extension, each.kind) for each in phones if each.standing == "ok"),
        street=prospect.street,
        city=prospect.city,
        region=prospect.region,
        postal_code=prospect.postal_code,
        country=prospect.country,
        website=prospect.website,
        zone=prospect.said_zone,
        external_id=prospect.external_id,
    )


def _source(sources: Sequence[Acquisition]) -> str:
    """The first source; who referred somebody is named to no other system, for they may want to be left alone."""
    first = next(iter(sources), None)
    if first is None or (first.kind == REFERRAL and first.batch_id is None):
        return "" if first is None else REFERRAL
    return first.source or first.kind


def _standing(known: OnRecord, word: SalesWord | None) -> str:
    """What became of somebody so far: what sales says goes before what callers saw."""
    if word is not None and word.rejected:
        return "too_early" if word.rejected in TOO_EARLY else "rejected"
    if word is not None and word.accepted:
        return "accepted"
    if known.sql:
        return "meeting"
    if known.conversations:
        return "reached"
    return "tried" if known.enrolment.attempts else "new"


def _higher(one: str, other: str) -> str:
    return max(one, other, key=_PLACES.__getitem__)


_PLACES: Mapping[str, int] = {rung.value: place for place, rung in enumerate(RUNGS)}
