"""Somebody calls us: the call in hand waits, theirs is answered with the same words, gates and outcomes (R-042)."""

from __future__ import annotations

from msgspec.structs import replace

from setter.domain.campaign import Campaign
from setter.domain.errors import Refused, Wrong
from setter.domain.units import MINUTE
from setter.intake.prospect import CleanProspect
from setter.services.acquired import acquired
from setter.services.attempts import dialled
from setter.services.callability import check_contact
from setter.services.colleagues import check_on_the_phone
from setter.services.desk import Desk
from setter.services.dial import attempt_of
from setter.services.give_out import begin_call
from setter.services.meet import add_person, enrolled_or_new, introduced, known_as, refuse_who_asked
from setter.services.place import give_back, stand_in_queue
from setter.services.take_call import DIALLED_LEASE_MINUTES
from setter.store.ids import new_id
from setter.store.queue import LEASED
from setter.store.records import Call, Enrolment, Prospect
from setter.store.unit import Unit

SOURCE, UNKNOWN = "incoming_call_unknown", "Unknown caller"


def receive(desk: Desk, campaign_id: str, prospect_id: int, number: str = "") -> Call:
    """Answer somebody known: a live call in whatever state they are, its attempt begun, their number's gate unasked.

    Whoever is only taken by a colleague is taken over; Refused while a colleague has dialled them, where nobody may
    contact them (DESIGN §2, promise 2), and to sales.
    """

    def answer(unit: Unit) -> Call:
        check_on_the_phone(desk, unit, "receive")
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
        enrolment = enrolled_or_new(desk, unit, campaign, row.number, prospect)
        return _answer(desk, unit, campaign, enrolment, prospect, number)

    return desk.store.write(answer)


def receive_unknown(desk: Desk, campaign_id: str, number: str, name: str = "", company: str = "") -> Call:
    """Answer somebody by their number: the one person we know by it and by the name given, else a new prospect (R-042).

    A withheld number is '': then the name has to be given. Wrong for what is no number, or when several people share
    it: then they are asked for. Refused for whoever is to be left alone.
    """

    def answer(unit: Unit) -> Call:
        check_on_the_phone(desk, unit, "receive")
        row = desk.active_row(unit, campaign_id)
        campaign = desk.campaign(unit, row.number)
        person = introduced(campaign, number, name, company)
        if not person.phones and not person.full_name:
            hint = "Give their number, --prospect ID, or --name NAME where the number is withheld."
            raise Wrong("who", "Nobody is named.", "number", hint)
        prospect = known_as(unit, campaign.client.id, person)
        if prospect is None:
            prospect = _meet(desk, unit, campaign, row.number, person)
        enrolment = enrolled_or_new(desk, unit, campaign, row.number, prospect)
        return _answer(desk, unit, campaign, enrolment, prospect, person.phones[0].e164 if person.phones else "")

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
    give_back(desk, unit, call, "they_called")
    return None


def _meet(desk: Desk, unit: Unit, campaign: Campaign, number: int, person: CleanProspect) -> Prospect:
    """Somebody new who calls; Refused for a number that is to be left alone."""
    refuse_who_asked(unit, campaign.client.id, person, "receive", "Hear them; offer nothing.", unnamed_too=False)
    source = acquired(0, number, SOURCE, "they called us", desk.now())
    return add_person(desk, unit, campaign.client.id, person, source, UNKNOWN)
