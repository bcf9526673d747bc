"""The gate's two questions, put with what the store knows at this instant (DESIGN §2, promise 2)."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from setter.domain import callable as gate
from setter.domain.calling_window import canonical, is_zone, local_time
from setter.domain.campaign import Campaign
from setter.domain.dispositions import is_no
from setter.domain.errors import Refused
from setter.domain.law import CONSENT, Law
from setter.domain.opening_hours import WEEKDAYS
from setter.domain.schedule import Schedule
from setter.domain.units import DAY, HOUR
from setter.domain.verdict import Considered
from setter.law.jurisdictions import Places, Where, address_places, candidate_places, number_places
from setter.law.zones import address_zones, calling_zones, candidate_zones
from setter.services.law_in_force import law_of, laws_for, opening_in
from setter.services.left_alone import listed_of, reasons_for
from setter.store.localities import names_in
from setter.store.records import Consent, Enrolment, Phone, Prospect
from setter.store.unit import Unit

NO_CONTACT = "End the call with how it went; nothing else goes out to them."
TWO_DAYS, WEEK = 2 * DAY, 7 * DAY


class Line(Struct, frozen=True):
    """One number of a prospect and whether it may be dialled now."""

    phone: Phone
    verdict: gate.Verdict


def person_of(
    unit: Unit, campaign: Campaign, enrolment: Enrolment, prospect: Prospect, now: int, meeting_due: bool = False
) -> gate.Person:
    """What the gate needs to know of a prospect in a campaign."""
    phones = unit.prospects.phones(prospect.id)
    return gate.Person(
        suppressed=reasons_for(unit, prospect),
        erased=prospect.erased_at is not None,
        market_type=prospect.market_type,
        campaign_market_type=campaign.market_type,
        work_state=enrolment.work_state,
        zones=person_zones(prospect, phones, now),
        said_zone=prospect.said_zone,
        meeting_due=meeting_due,
        consents=consents_of(unit, prospect.id),
        asked_us=enrolment.work_state == "callback" and _asked_us(unit, enrolment, prospect),
    )


def _asked_us(unit: Unit, enrolment: Enrolment, prospect: Prospect) -> bool:
    """Say whether a person gave us a time to call back, and has taken nothing back since."""
    promise = unit.tasks.open_callback(enrolment.id)
    if promise is None or promise.kind != "hard":
        return False
    withdrawn = (each.withdrawn_at for each in unit.registries.consents(prospect.id))
    return all(at is None or at < promise.made_at for at in withdrawn)


def consents_of(unit: Unit, prospect_id: int) -> tuple[str, ...]:
    """What somebody has on record that lets them be called: "consent", "presumed_interest"."""
    return tuple(each.kind for each in unit.registries.consents(prospect_id) if each.withdrawn_at is None)


def lines_of(
    unit: Unit,
    campaign: Campaign,
    enrolment: Enrolment,
    prospect: Prospect,
    now: int,
    *,
    holder_ok: bool,
    meeting_due: bool = False,
) -> list[Line]:
    """Every number of a prospect with its verdict, in the prospect's order."""
    person = person_of(unit, campaign, enrolment, prospect, now, meeting_due)
    laws = laws_on(unit, campaign, prospect, now)
    since, refused = _weighing(unit, prospect, laws, person.market, now)
    dialled, numbers = unit.calls.prospect_dials(prospect.id, since), unit.calls.numbers_dials(prospect.id, since)
    company = unit.calls.company_dials(prospect.id, week_since(now)) if prospect.company_id else ()
    listed, found = listed_of(unit, prospect), []
    for phone in unit.prospects.phones(prospect.id):
        zones = canonical(names_in(phone.zones), now)
        registers = standing_in(laws, listed.get(phone.e164, ()))
        number = gate.DialNumber(phone.e164, phone.standing, zones, phone.kind, registers, phone.added_at)
        history = gate.DialHistory(numbers.get(phone.e164, ()), dialled, company, refused)
        verdict = gate.may_dial(person, number, campaign.calling, laws, history, now, holder_ok)
        found.append(Line(phone, verdict))
    return found


def _weighing(
    unit: Unit, prospect: Prospect, laws: tuple[Law, ...], market: str, now: int
) -> tuple[int, tuple[int, ...]]:
    """From which instant on dials may weigh on a cap, and when the person said no, where a law counts either for long.

    The two days that every person's dials are looked at are mostly enough, and are at hand. Whoever agreed to our
    calls after their no has taken it back.
    """
    days = max((law.looks_back(market) for law in laws), default=0)
    if not days:
        return dials_since(now), ()
    said = unit.calls.outcomes_for_client(prospect.client_id, prospect.id)
    agreed_at = max((each.recorded_at for each in unit.registries.consents(prospect.id) if _stands(each)), default=0)
    refused = (each.recorded_at for each in said if is_no(each.effect_code))
    return min(dials_since(now), now - days * DAY), tuple(at for at in refused if at > agreed_at)


def _stands(consent: Consent) -> bool:
    return consent.kind == CONSENT and consent.withdrawn_at is None


def standing_in(laws: tuple[Law, ...], listed: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """The registers in which a number stands by their newest answers, of all that ever held it (of which day)."""
    return tuple(each for each, asked_at in listed if _newest(laws, each) <= asked_at)


def _newest(laws: tuple[Law, ...], registry: str) -> int:
    """Of which day a register's newest answer is: a number that only older ones held stands in it no more."""
    return next((each.asked_at or 0 for law in laws for each in law.registries if each.id == registry), 0)


def considered(unit: Unit, campaign: Campaign, prospect: Prospect, number: str, now: int) -> Considered:
    """What the gate goes by at this instant, to be kept with the attempt it allows (domain §6.2, 12)."""
    phones, since = unit.prospects.phones(prospect.id), dials_since(now)
    zones = person_zones(prospect, phones, now)
    laws = laws_on(unit, campaign, prospect, now)
    opening = _opening(unit, campaign, prospect, zones, now)
    days = sorted({WEEKDAYS[local_time(now, zone).weekday()] for zone in zones if is_zone(zone)})
    company = unit.calls.company_dials(prospect.id, week_since(now)) if prospect.company_id else ()
    rung = unit.calls.numbers_dials(prospect.id, since).get(number, ())
    person = unit.calls.prospect_dials(prospect.id, since)
    return Considered(
        zones=zones,
        places=person_places(prospect, phones),
        law=law_of(unit).version,
        hours={day: tuple(map(str, opening.hours.get(day, ()))) for day in days},
        dials=(_since(rung, now - DAY), _since(person, now - DAY), _since(company, now - WEEK)),
        registries={each.id: each.age_days(now) for law in laws for each in law.registries},
        consents=consents_of(unit, prospect.id),
    )


def _since(dials: tuple[int, ...], instant: int) -> int:
    return sum(at > instant for at in dials)


def dials_since(now: int) -> int:
    """From which instant on dials may weigh on a cap at `now`, rounded down: one question for a whole hour."""
    return (now - TWO_DAYS) // HOUR * HOUR


def week_since(now: int) -> int:
    """From which instant on dials may weigh on a company's cap at `now`, rounded down as `dials_since`."""
    return (now - WEEK) // HOUR * HOUR


def best_line(lines: list[Line]) -> Line | None:
    """The first number that may be dialled now; else the one that opens soonest; else the first."""
    if not lines:
        return None
    allowed = [line for line in lines if line.verdict.allowed]
    opening = [line for line in lines if line.verdict.opens_at is not None]
    if allowed:
        return allowed[0]
    return min(opening, key=lambda line: line.verdict.opens_at or 0) if opening else lines[0]


def contact_verdict(unit: Unit, campaign: Campaign, enrolment: Enrolment, prospect: Prospect, now: int) -> gate.Verdict:
    """May we hold or contact this person at all?"""
    return gate.may_contact(person_of(unit, campaign, enrolment, prospect, now), now)


def check_contact(
    unit: Unit,
    campaign: Campaign,
    enrolment: Enrolment,
    prospect: Prospect,
    now: int,
    where: str,
    hint: str = NO_CONTACT,
) -> gate.Verdict:
    """Give the verdict on contacting this person; Refused, by the rule that says no, where nobody may."""
    verdict = contact_verdict(unit, campaign, enrolment, prospect, now)
    if not verdict.allowed:
        raise Refused(verdict.refusals[0].rule, verdict.reason, where, hint)
    return verdict


def person_zones(prospect: Prospect, phones: list[Phone], now: int) -> tuple[str, ...]:
    """All zones a person may be in: the one they said, else those of their address and every usable number.

    The queue's window and the gate at the dial both go by these (domain §6.3).
    """
    return canonical(candidate_zones(*_where(prospect, phones)), now)


def person_places(prospect: Prospect, phones: list[Phone]) -> Places:
    """Every place whose law may bind a call to a person: of their address, and of every usable number (domain §6.3)."""
    numbers = [number_places(phone.e164) for phone in phones if phone.standing == "ok"]
    return candidate_places(address_places(prospect.country, prospect.region), numbers)


def laws_on(unit: Unit, campaign: Campaign, prospect: Prospect, now: int) -> tuple[Law, ...]:
    """The law of every place that a person may be in, as it binds this campaign."""
    phones = unit.prospects.phones(prospect.id)
    return laws_for(unit, campaign, person_places(prospect, phones), prospect.market_type, now)


def locality_of(prospect: Prospect, phones: list[Phone], now: int) -> Where:
    """Where a person may be, as an enrolment keeps it and the queue's calling windows go by it."""
    zones = calling_zones(*_where(prospect, phones), now)
    return Where(",".join(zones), ",".join(person_places(prospect, phones)) if zones else "")


def _where(prospect: Prospect, phones: list[Phone]) -> tuple[str | None, tuple[str, ...], list[tuple[str, ...]]]:
    """The zone they said, those of their address, and those of each usable number."""
    usable = [names_in(phone.zones) for phone in phones if phone.standing == "ok"]
    address = address_zones(prospect.country, prospect.region, prospect.postal_code)
    return prospect.said_zone or None, address, usable


def opening_for(unit: Unit, campaign: Campaign, prospect: Prospect, enrolment: Enrolment, now: int) -> Schedule:
    """When a prospect may be rung in a campaign: its hours, as far as the law of every place lets them be."""
    return _opening(unit, campaign, prospect, zones_of(prospect, enrolment), now)


def _opening(unit: Unit, campaign: Campaign, prospect: Prospect, zones: tuple[str, ...], now: int) -> Schedule:
    places = person_places(prospect, unit.prospects.phones(prospect.id))
    return opening_in(unit, campaign, zones, places, prospect.market_type, now)


def zones_of(prospect: Prospect, enrolment: Enrolment) -> tuple[str, ...]:
    """The zones to speak of time in: the one they said, else those that their enrolment is called by."""
    return (prospect.said_zone,) if prospect.said_zone else names_in(enrolment.zones)
