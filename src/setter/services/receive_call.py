"""Somebody calls us: the call in hand waits, theirs is answered with the same words, gates and outcomes (R-042)."""

from __future__ import annotations

from msgspec.structs import replace

from setter.domain.campaign import Campaign
from setter.domain.errors import Refused, Wrong
from setter.domain.units import MINUTE
from setter.intake.names import clean_name
from setter.intake.phones import clean_phones
from setter.intake.prospect import CleanPhone
from setter.services.acquired import acquired
from setter.services.attempts import dialled
from setter.services.callability import check_contact
from setter.services.desk import Desk
from setter.services.dial import attempt_of
from setter.services.enrol import enrol, phone_record
from setter.services.place import put_back, stand_in_queue
from setter.services.suppress import standing_against, traces_borne
from setter.services.take_call import DIALLED_LEASE_MINUTES, begin_call
from setter.store.ids import new_id
from setter.store.queue import LEASED
from setter.store.records import Call, Enrolment, Prospect
from setter.store.unit import Unit

SOURCE, UNKNOWN = "incoming_call_unknown", "Unknown caller"


def receive(desk: Desk, campaign_id: str, prospect_id: int, number: str = "") -> Call:
    """Answer somebody known: a live call in whatever state they are, its attempt begun, their number's gate unasked.

    Whoever is only taken by a colleague is taken over; Refused while a colleague has dialled them, or where nobody
    may contact them (DESIGN §2, promise 2).
    """

    def answer(unit: Unit) -> Call:
        row = desk.active_row(unit, campaign_id)
        campaign = desk.campaign(unit, row.number)
        prospect = unit.prospects.get(prospect_id)
        if prospect is None or prospect.client_id != campaign.client.id:
            raise Wrong(
                "no_prospect",
                "There is no such prospect of this client.",
                "prospect",
                "Find one with: setter search TEXT.",
            )
        enrolment = unit.prospects.enrolled(row.number, prospect_id)
        enrolment = enrolment or enrol(desk, unit, campaign, row.number, prospect)
        return _answer(desk, unit, campaign, enrolment, prospect, number)

    return desk.store.write(answer)


def receive_unknown(desk: Desk, campaign_id: str, number: str, name: str = "") -> Call:
    """Answer somebody by their number: the one person we know by it, else a new prospect (R-042).

    Wrong for what is no number, or when several people share it: then they are asked for.
    """

    def answer(unit: Unit) -> Call:
        row = desk.active_row(unit, campaign_id)
        campaign = desk.campaign(unit, row.number)
        phone = _phone(number, campaign)
        known = unit.prospects.matching(campaign.client.id, "number", phone.e164)
        if len(known) > 1 and not name:
            hint = "Find them with: setter search TEXT, or give the name of a new person."
            raise Wrong("several", f"{len(known)} people share this number.", "number", hint)
        prospect = unit.prospects.get(known[0]) if len(known) == 1 and not name else None
        if prospect is None:
            prospect = _meet(desk, unit, campaign, row.number, phone, name)
        enrolment = unit.prospects.enrolled(row.number, prospect.id)
        enrolment = enrolment or enrol(desk, unit, campaign, row.number, prospect)
        return _answer(desk, unit, campaign, enrolment, prospect, phone.e164)

    return desk.store.write(answer)


def _answer(desk: Desk, unit: Unit, campaign: Campaign, enrolment: Enrolment, prospect: Prospect, number: str) -> Call:
    hint = "Hear them out and offer nothing; what they want goes to compliance."
    verdict = check_contact(unit, campaign, enrolment, prospect, desk.now(), "receive", hint)
    mine = _take_over(desk, unit, prospect)
    if mine is not None:
        return mine
    enrolment = unit.prospects.enrolment(enrolment.id) or enrolment
    call_id, until = new_id(desk.now()), desk.now() + DIALLED_LEASE_MINUTES * MINUTE
    queued = unit.queue.get(enrolment.id) or stand_in_queue(unit, enrolment, desk.now())
    held = replace(queued, slot=LEASED, due=until, holder=desk.caller, call_id=call_id)
    unit.queue.place(held)
    call = begin_call(desk, unit, campaign, held, call_id, "inbound")
    phone = next((each for each in unit.prospects.phones(prospect.id) if each.e164 == number), None)
    unit.calls.add_attempt(attempt_of(desk, unit, call, phone, verdict, number))
    desk.audit(unit, "receive", f"call/{call.id}", {"waiting": len(unit.calls.all_live(desk.caller)) - 1})
    return call


def _take_over(desk: Desk, unit: Unit, prospect: Prospect) -> Call | None:
    """Let the person go from whoever has only taken them; the caller's own call with them goes on."""
    lease = unit.queue.lease_on(prospect.id)
    call = unit.calls.get(lease.call_id) if lease and lease.call_id else None
    if lease is None or call is None or call.state != "live":
        return None
    talking = bool(dialled(unit, call.id))
    if call.caller == desk.caller and talking:
        return call
    if talking:
        hint = f"Put them through, or ask {call.caller} to ring back."
        raise Refused("held", f"{call.caller} is on the line with this person.", "receive", hint)
    put_back(unit, call, desk.now())
    return None


def _phone(number: str, campaign: Campaign) -> CleanPhone:
    found = clean_phones([("phone", number)], (campaign.default_region,)).phones
    if not found:
        raise Wrong("not_a_number", f"{number!r} is no telephone number.", "number", "Write it as +1 312 555 0142.")
    return found[0]


def _refuse_who_asked(unit: Unit, client: str, number: str, name: str) -> None:
    """Refuse a number that is to be left alone, and a name that may be somebody's who asked on this number."""
    if unit.suppressions.reasons(client, [unit.suppressions.hash_of("number", number)]):
        raise Refused("suppressed", "This number asked not to be contacted.", "receive", "Hear them; offer nothing.")
    if name and standing_against(unit, client, traces_borne(name, [number])):
        sentence = "Somebody on this number asked not to be contacted, and by the name this may be them."
        hint = "Hear them; offer nothing. For a colleague of theirs, give first and last name."
        raise Refused("suppressed", sentence, "receive", hint)


def _meet(desk: Desk, unit: Unit, campaign: Campaign, number: int, phone: CleanPhone, name: str) -> Prospect:
    """Somebody new, known by the number they call from; Refused for a number that is to be left alone."""
    client = campaign.client.id
    _refuse_who_asked(unit, client, phone.e164, name)
    now, cleaned = desk.now(), clean_name(name or UNKNOWN, "", "")
    prospect = Prospect(
        **dict.fromkeys(_EMPTY, ""),
        id=new_id(now),
        client_id=client,
        company_id=None,
        full_name=cleaned.full,
        first_name=cleaned.first if name else "",
        last_name=cleaned.last if name else "",
        attributes="{}",
        flags="[]",
        referred_by=None,
        created_at=now,
        updated_at=now,
        erased_at=None,
    )
    unit.prospects.add(prospect)
    unit.prospects.add_phone(phone_record(desk, prospect, phone, 0))
    unit.prospects.add_acquisition(acquired(prospect.id, number, SOURCE, "they called us", now))
    return prospect


_EMPTY = (
    *("company_name", "title", "seniority", "business_function", "language", "street", "city", "region"),
    *("postal_code", "country", "website", "domain", "external_id", "market_type", "claimed_stage", "notes"),
    *("said_zone", "blocked"),
)
"""What is not known yet of somebody who calls for the first time."""
