"""What an answer teaches beyond itself: a confirmed address, who else picks up there, a direct line."""

from __future__ import annotations

from msgspec.structs import replace

from setter.domain.campaign import Campaign
from setter.domain.facts import Value
from setter.domain.script import Capture
from setter.services.attempts import number_of
from setter.services.desk import Desk
from setter.services.enrol import phone_record
from setter.store.ids import new_id
from setter.store.records import Call, Email, Prospect
from setter.store.unit import Unit

GATEKEEPER, BEST_TIME, REFERRED_LINE = "gatekeeper_name", "best_time", "referred_line"


def learn(desk: Desk, unit: Unit, campaign: Campaign, call: Call, capture: Capture | None, value: Value) -> None:
    """Keep what an answer says of the card itself: an e-mail said aloud is confirmed, a line given is dialled first."""
    if capture is None:
        return
    if capture.type == "email":
        prospect = unit.prospects.get(call.prospect_id)
        if prospect is not None:
            confirm_email(desk, unit, prospect, str(value))
    elif capture.field in (GATEKEEPER, BEST_TIME):
        _note_on_number(unit, call, capture.field, str(value))
    elif capture.type == "phone" and capture.field != REFERRED_LINE:
        _add_line(desk, unit, campaign, call, str(value))


def confirm_email(desk: Desk, unit: Unit, prospect: Prospect, address: str) -> None:
    """The right address goes before the others; a wrong one is kept, so that its suppression still bites."""
    from setter.intake.emails import email_key

    now, key = desk.now(), email_key(address)
    kept = unit.prospects.emails(prospect.id)
    known = next((email for email in kept if email.match_key == key), None)
    first = known or Email(new_id(now), prospect.client_id, prospect.id, address, key, 0, now, now)
    if known is None:
        unit.prospects.add_email(first)
    others = [email for email in kept if email.id != first.id]
    for position, email in enumerate([replace(first, confirmed_at=now), *others]):
        unit.prospects.save_email(replace(email, position=position))


def _note_on_number(unit: Unit, call: Call, field: str, words: str) -> None:
    attempts = unit.calls.attempts(call.id)
    phone = number_of(unit, attempts[-1]) if attempts else None
    if phone is not None:
        noted = replace(phone, gatekeeper=words) if field == GATEKEEPER else replace(phone, best_time=words)
        unit.prospects.save_phone(noted)


def _add_line(desk: Desk, unit: Unit, campaign: Campaign, call: Call, words: str) -> None:
    """A direct line comes before the numbers known so far, unless it is one of them or cannot be read."""
    from setter.intake.phones import clean_phones

    prospect = unit.prospects.get(call.prospect_id)
    found = clean_phones([("direct_line", words)], (campaign.default_region,)).phones
    if prospect is None or not found:
        return
    known = unit.prospects.phones(prospect.id)
    if all(phone.e164 != found[0].e164 for phone in known):
        first = min((phone.position for phone in known), default=0) - 1
        unit.prospects.add_phone(phone_record(desk, prospect, found[0], first))
