"""Somebody was named instead: they become a prospect, with who named them."""

from __future__ import annotations

import json

from msgspec.structs import replace

from setter.domain.campaign import Campaign
from setter.intake.names import clean_name
from setter.intake.phones import clean_phones
from setter.intake.prospect import CleanPhone
from setter.services.acquired import acquired
from setter.services.attempts import number_dialled
from setter.services.desk import Desk
from setter.services.enrol import enrol, phone_record
from setter.services.left_alone import keys_of, person_keys, standing_against, traces_borne
from setter.store.ids import new_id
from setter.store.records import Call, Phone, Prospect
from setter.store.unit import Unit

LINE_FIELDS = ("referred_line", "direct_line")


def refer(desk: Desk, unit: Unit, campaign: Campaign, call: Call, referrer: Prospect, name: str) -> Prospect | None:
    """Make the named person a prospect of the same company, reached on the line given or the one just dialled.

    None when that person or line is not to be contacted, the named may be somebody there who asked not to be, or the
    person is known there already.
    """
    cleaned = clean_name(name, "", "")
    if not cleaned.full or _known_there(unit, referrer, cleaned.full):
        return None
    given = _given_lines(unit, campaign, call)
    if _asked(unit, referrer, cleaned.full, [phone.e164 for phone in given], _dialled_line(unit, call)):
        return None
    now = desk.now()
    prospect = replace(
        referrer,
        id=new_id(now),
        full_name=cleaned.full,
        first_name=cleaned.first,
        last_name=cleaned.last,
        title="",
        seniority="",
        business_function="",
        external_id="",
        claimed_stage="",
        notes="",
        said_zone="",
        blocked="",
        attributes="{}",
        flags="[]",
        referred_by=referrer.id,
        created_at=now,
        updated_at=now,
    )
    unit.prospects.add(prospect)
    _add_lines(desk, unit, call, prospect, given)
    source = f"referred by {referrer.full_name}"
    unit.prospects.add_acquisition(acquired(prospect.id, call.campaign, "referral", source, now))
    enrol(desk, unit, campaign, call.campaign, prospect)
    desk.audit(unit, "refer", f"prospect/{prospect.id}", {"by": str(referrer.id), "call": str(call.id)})
    return prospect


def _asked(unit: Unit, referrer: Prospect, name: str, given: list[str], used: list[Phone]) -> bool:
    """Say whether the person or a line given is to be left alone, or may be whoever asked on these lines."""
    dialled_lines = [line.e164 for line in used]
    keys = [
        *keys_of(name, referrer.company_name, given, []),
        *person_keys(name, "", dialled_lines),
        *traces_borne(name, (*dialled_lines, *given)),
    ]
    return bool(standing_against(unit, referrer.client_id, keys))


def named_on(unit: Unit, call_id: int) -> str:
    """The person who was named on a call; '' where nobody was."""
    answers = unit.calls.answers_of_call(call_id)
    named = [str(json.loads(answer.value)) for answer in answers if answer.field == "referred_name"]
    return named[-1] if named else ""


def _known_there(unit: Unit, referrer: Prospect, name: str) -> bool:
    if not referrer.company_id:
        return referrer.full_name.casefold() == name.casefold()
    return any(each.casefold() == name.casefold() for _, each in unit.identity.named_at(referrer.company_id))


def _given_lines(unit: Unit, campaign: Campaign, call: Call) -> tuple[CleanPhone, ...]:
    said = [
        (answer.field, str(json.loads(answer.value)))
        for answer in unit.calls.answers_of_call(call.id)
        if answer.field in LINE_FIELDS
    ]
    return clean_phones(said, (campaign.default_region,)).phones if said else ()


def _add_lines(desk: Desk, unit: Unit, call: Call, prospect: Prospect, given: tuple[CleanPhone, ...]) -> None:
    position = 0
    for position, phone in enumerate(given, start=1):
        unit.prospects.add_phone(phone_record(desk, prospect, phone, position))
    for used in _dialled_line(unit, call):
        if used.standing == "ok" and all(phone.e164 != used.e164 for phone in given):
            unit.prospects.add_phone(_shared(used, prospect, desk.now(), position + 1))


def _dialled_line(unit: Unit, call: Call) -> list[Phone]:
    used = number_dialled(unit, call.id)
    return [] if used is None else [used]


def _shared(dialled: Phone, prospect: Prospect, now: int, position: int) -> Phone:
    """The line that was just dialled, as the new person's way in; what is known of its gatekeeper stays true."""
    return replace(
        dialled, id=new_id(now), prospect_id=prospect.id, position=position, kind="switchboard", verified_at=None
    )
