"""Land one cleaned row: a new prospect, more about a known one, nothing new, or a refusal."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from setter.domain.calling_window import local_time
from setter.domain.campaign import Campaign
from setter.domain.sources import source_kind
from setter.intake.companies import company_key
from setter.intake.match import match_keys, same_person
from setter.intake.merge import Changes, merge
from setter.intake.prospect import CleanEmail, CleanPhone, CleanProspect, Known, Reject
from setter.law.zones import phone_zones
from setter.services.desk import Desk
from setter.services.place import learned_anew
from setter.services.standing import stand
from setter.services.suppress import hash_of, person_key, suppress_person, suppress_value
from setter.store.ids import new_id
from setter.store.records import Acquisition, Email, Enrolment, Phone, Prospect
from setter.store.unit import Unit

KEY_KINDS = {"p": "number", "e": "email", "x": "external_id"}
OPTED_OUT = "The list says that this person opted out."
SUPPRESSED = "This person asked not to be contacted."
SAME_NAMES = (
    *("full_name", "first_name", "last_name", "title", "seniority", "street", "city", "region", "postal_code"),
    *("country", "website", "domain", "external_id", "language", "notes", "claimed_stage"),
)
"""The fields that a list's row and a prospect call by one name."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a list comes from: the name to read out, and its kind (R-040)."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Landing:
    """One import in one transaction."""

    desk: Desk
    unit: Unit
    campaign: Campaign
    number: int
    source: Source
    batch_id: int


def land(landing: Landing, reject: Reject | None, row: CleanProspect | None) -> tuple[str, str]:
    """Land a row: ("landed" | "merged" | "unchanged" | "refused", reason).

    Whoever opted out, here or before, is refused and stays suppressed (R-075).
    """
    if reject is not None:
        if reject.opted_out:
            _opt_out(landing, reject.phones, reject.emails)
        return "refused", reject.reason
    assert row is not None
    known = _find(landing, row)
    if row.opted_out:
        if known is not None:
            suppress_person(landing.desk, landing.unit, known, "opted_out", None)
        _opt_out(landing, row.phones, row.emails)
        return "refused", OPTED_OUT
    if _is_suppressed(landing, row, known):
        return "refused", SUPPRESSED
    if known is None:
        _add(landing, row)
        return "landed", ""
    return ("merged" if _merge(landing, known, row) else "unchanged"), ""


def _find(landing: Landing, row: CleanProspect) -> Prospect | None:
    """The person this row is about, if anybody we know is; colleagues on one switchboard stay apart."""
    client = landing.campaign.client.id
    seen: set[int] = set()
    for key in match_keys(row):
        for prospect_id in landing.unit.prospects.matching(client, KEY_KINDS[key[0]], key[2:]):
            if prospect_id in seen:
                continue
            seen.add(prospect_id)
            prospect = landing.unit.prospects.get(prospect_id)
            if prospect is not None and same_person(_known(landing.unit, prospect), row):
                return prospect
    return None


def _known(unit: Unit, prospect: Prospect) -> Known:
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


def _is_suppressed(landing: Landing, row: CleanProspect, known: Prospect | None) -> bool:
    if known is not None and known.blocked:
        return True
    unit = landing.unit
    hashes = [
        hash_of(unit, "person", person_key(row.full_name, row.company)),
        hash_of(unit, "company", row.company_key),
    ]
    hashes += [hash_of(unit, "number", phone.e164) for phone in row.phones]
    hashes += [hash_of(unit, "email", email.key) for email in row.emails]
    return bool(unit.suppressions.reasons(landing.campaign.client.id, hashes))


def _opt_out(landing: Landing, phones: tuple[CleanPhone, ...], emails: tuple[CleanEmail, ...]) -> None:
    client = landing.campaign.client.id
    for kind, value in [("number", phone.e164) for phone in phones] + [("email", email.key) for email in emails]:
        hashed = hash_of(landing.unit, kind, value)
        if not landing.unit.suppressions.reasons(client, [hashed]):
            suppress_value(landing.desk, landing.unit, client, kind, value, "opted_out")


def _add(landing: Landing, row: CleanProspect) -> None:
    now = landing.desk.now()
    prospect = Prospect(
        id=new_id(now),
        client_id=landing.campaign.client.id,
        company_id=_company(landing, row.company, row.company_key),
        company_name=row.company,
        **{name: getattr(row, name) for name in SAME_NAMES},
        business_function=row.function,
        market_type="",
        said_zone="",
        attributes=json.dumps(dict(row.attributes), ensure_ascii=False),
        flags=json.dumps(list(row.flags), ensure_ascii=False),
        blocked="",
        referred_by=None,
        created_at=now,
        updated_at=now,
        erased_at=None,
    )
    landing.unit.prospects.add(prospect)
    _add_phones(landing, prospect, row.phones, 0)
    _add_emails(landing, prospect, row.emails, 0)
    _acquire(landing, prospect)
    enrol(landing.desk, landing.unit, landing.campaign, landing.number, prospect)


def _merge(landing: Landing, known: Prospect, row: CleanProspect) -> bool:
    """Add what the row knows more; True when anything changed."""
    unit, now = landing.unit, landing.desk.now()
    changes = merge(_known(unit, known), row)
    if changes:
        fields: dict[str, Any] = {FIELD_NAMES.get(name, name): text for name, text in changes.fields.items()}
        if fields.get("company_name"):
            fields["company_id"] = _company(landing, row.company, row.company_key)
        fields.pop("company_key", None)
        attributes = json.loads(known.attributes) | dict(changes.attributes)
        numbers = [phone.e164 for phone in changes.phones]
        fields["attributes"] = json.dumps(attributes, ensure_ascii=False)
        known = learned_anew(unit, known, replace(known, **fields, updated_at=now), numbers)
        unit.prospects.save(known)
        _add_new_contacts(landing, known, changes)
    fresh_source = _acquire(landing, known)
    enrolled = unit.prospects.enrolled(landing.number, known.id)
    if enrolled is None:
        enrol(landing.desk, unit, landing.campaign, landing.number, known)
    elif changes:
        if enrolled.work_state == "bad_data" and changes.phones:
            enrolled = replace(enrolled, work_state="queued", state_reason="")  # there is a number to try again
        stand(landing.desk, unit, landing.campaign, enrolled, known)
    return bool(changes) or fresh_source or enrolled is None


FIELD_NAMES = {"function": "business_function", "company": "company_name"}


def _add_new_contacts(landing: Landing, known: Prospect, changes: Changes) -> None:
    have = landing.unit.prospects.phones(known.id)
    by_number = {phone.e164: phone for phone in have}
    fresh = tuple(phone for phone in changes.phones if phone.e164 not in by_number)
    for phone in changes.phones:
        if phone.e164 in by_number and phone.extension:
            landing.unit.prospects.save_phone(replace(by_number[phone.e164], extension=phone.extension))
    _add_phones(landing, known, fresh, len(have))
    _add_emails(landing, known, changes.emails, len(landing.unit.prospects.emails(known.id)))


def _add_phones(landing: Landing, prospect: Prospect, phones: tuple[CleanPhone, ...], first: int) -> None:
    for position, phone in enumerate(phones, start=first):
        landing.unit.prospects.add_phone(phone_record(landing.desk, prospect, phone, position))


def phone_record(desk: Desk, prospect: Prospect, phone: CleanPhone, position: int) -> Phone:
    """A prospect's number as it is kept, with the zones it may ring in."""
    now = desk.now()
    return Phone(
        id=new_id(now),
        client_id=prospect.client_id,
        prospect_id=prospect.id,
        e164=phone.e164,
        raw=phone.raw,
        extension=phone.extension,
        kind=phone.kind,
        position=position,
        standing="ok",
        zones=",".join(phone_zones(phone.e164)),
        gatekeeper="",
        best_time="",
        added_at=now,
        verified_at=None,
    )


def _add_emails(landing: Landing, prospect: Prospect, emails: tuple[CleanEmail, ...], first: int) -> None:
    now = landing.desk.now()
    for position, email in enumerate(emails, start=first):
        landing.unit.prospects.add_email(
            Email(new_id(now), prospect.client_id, prospect.id, email.address, email.key, position, now, None)
        )


def _company(landing: Landing, name: str, match_key: str) -> int | None:
    if not name:
        return None
    client = landing.campaign.client.id
    found = landing.unit.prospects.company(client, match_key or name.casefold())
    if found is None:
        found = new_id(landing.desk.now())
        landing.unit.prospects.add_company(found, client, name, match_key or name.casefold())
    return found


def _acquire(landing: Landing, prospect: Prospect) -> bool:
    """Keep this source with what it cost; True when it is new for the prospect (R-040, R-048)."""
    kept = landing.unit.prospects.acquisitions(prospect.id)
    if any(
        (each.campaign, each.source, each.kind) == (landing.number, landing.source.name, landing.source.kind)
        for each in kept
    ):
        return False
    now, kind = landing.desk.now(), source_kind(landing.source.kind)
    landing.unit.prospects.add_acquisition(
        Acquisition(
            id=new_id(now),
            prospect_id=prospect.id,
            campaign=landing.number,
            batch_id=landing.batch_id,
            kind=landing.source.kind,
            source=landing.source.name,
            media_class=kind.media_class,
            direction=kind.direction,
            provenance=kind.provenance,
            cost=landing.campaign.cost.per_record.get(landing.source.name, 0.0),
            acquired_on=local_time(now, "UTC").date().isoformat(),
            recorded_at=now,
        )
    )
    return True


def enrol(desk: Desk, unit: Unit, campaign: Campaign, number: int, prospect: Prospect) -> Enrolment:
    """Put a prospect into a campaign: scored, in its tier, and in the queue when it may ever be dialled."""
    now = desk.now()
    enrolment = Enrolment(
        id=new_id(now),
        campaign=number,
        prospect_id=prospect.id,
        work_state="queued",
        state_reason="",
        cycle=1,
        cycle_started_at=now,
        attempts=0,
        next_at=None,
        owner="",
        last_outcome="",
        last_attempt_at=None,
        score=0,
        priority=0,
        tier=3,
        temperature="cold",
        rung="prospect",
        zones="",
        skips=0,
        enrolled_at=now,
    )
    unit.prospects.add_enrolment(enrolment)
    return stand(desk, unit, campaign, enrolment, prospect)
