"""The words that a script's placeholders stand for on a call."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from setter.domain.calling_window import are_known, clock_words, local_time
from setter.domain.campaign import Campaign
from setter.domain.consequence import consequence
from setter.domain.facts import Fact
from setter.domain.outcome import OutcomeGiven
from setter.services.desk import Desk
from setter.services.invited import address_of
from setter.services.knowledge import spoken_values
from setter.services.rep_time import rep_of
from setter.services.situation import business_days_of, situation_of
from setter.store.records import Call, Enrolment, Meeting, Prospect
from setter.store.unit import Unit

NEXT_ATTEMPT = "next_attempt.day"


class About(Struct, frozen=True):
    """A call and whom it is with; `zones` are those the prospect may be in, `number` the one to dial (E.164)."""

    desk: Desk
    unit: Unit
    campaign: Campaign
    call: Call
    prospect: Prospect
    enrolment: Enrolment
    zones: tuple[str, ...]
    number: str


def spoken_words(about: About, facts: Mapping[str, Fact], meeting: Meeting | None, say: str) -> dict[str, str]:
    """Fill the placeholders of a script; what takes longer to find, only where `say` has it."""
    values = {
        **spoken_values(dict(facts), about.prospect),
        **_campaign_words(about),
        **_person_words(about),
        **(_meeting_words(about, meeting) if meeting is not None else {}),
    }
    if NEXT_ATTEMPT in say:
        values[NEXT_ATTEMPT] = _next_attempt(about)
    return {name: text for name, text in values.items() if text}


def _campaign_words(about: About) -> dict[str, str]:
    campaign, caller = about.campaign, about.desk.caller
    return {
        "caller.name": caller,
        "caller.first_name": (caller.split() or [caller])[0],
        "client.name": campaign.client.name,
        "client.legal_name": campaign.client.legal_name,
        "client.privacy_contact": campaign.client.privacy_contact,
        "client.opt_out_number": campaign.client.opt_out_number,
        "agency": campaign.agency,
        "product": campaign.product,
        "campaign.name": campaign.name,
        "campaign.caller_id": campaign.caller_id,
        "day_part": _greeting(about.desk.now(), about.zones),
    }


def _person_words(about: About) -> dict[str, str]:
    unit, prospect = about.unit, about.prospect
    referrer = unit.prospects.get(prospect.referred_by) if prospect.referred_by else None
    words = {
        "prospect.email": address_of(unit, prospect.id),
        "prospect.phone": about.number,
        "referrer.name": referrer.full_name if referrer else "",
    }
    for source in unit.prospects.acquisitions(prospect.id)[:1]:
        words |= {"source.name": source.source.replace("-", " "), "source.date": source.acquired_on}
    return words


def _meeting_words(about: About, meeting: Meeting) -> dict[str, str]:
    rep = rep_of(about.desk, about.unit, meeting)
    return {
        "rep.name": rep.name,
        "rep.first_name": rep.name.split()[0],
        "slot.chosen": f"{local_time(meeting.starts_at, meeting.zone):%A at %H:%M}",
        "slot.zone": clock_words(meeting.starts_at, meeting.zone).split()[-1],
    }


def _next_attempt(about: About) -> str:
    """The weekday on which we would ring again, were a message left now, by the prospect's calendar."""
    prospect, now = about.prospect, about.desk.now()
    answered = about.desk.answered(about.call.campaign)
    situation = situation_of(about.unit, about.campaign, about.call, about.enrolment, prospect, now, False, answered)
    days = business_days_of(prospect, about.campaign.default_region)
    at = consequence(about.campaign, OutcomeGiven("voicemail_left"), situation, now, days).next_at
    return f"{local_time(at, about.zones[0]):%A}" if at and are_known(about.zones) else ""


def _greeting(now: int, zones: tuple[str, ...]) -> str:
    hour = local_time(now, zones[0]).hour if are_known(zones) else 12
    return "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
