"""What a caller sees of a prospect before she takes it: who, where, what happened, why here; never a number."""

from __future__ import annotations

import json
from collections.abc import Iterator

from msgspec import Struct

from setter.domain.answers import said_words
from setter.domain.campaign import Campaign
from setter.domain.errors import Wrong
from setter.domain.temperature import Temperature
from setter.services.answer_inquiry import newest_open
from setter.services.at_hand import look_at_person
from setter.services.call_view import PastCall, past_calls
from setter.services.callability import opening_for
from setter.services.company_warmth import company_warmth
from setter.services.desk import Desk
from setter.services.left_alone import reasons_for
from setter.services.standing import Standing, standing_of
from setter.store.records import Callback, Enrolment, Event, Inquiry, Meeting, Prospect
from setter.store.unit import Unit


class ProspectCard(Struct, frozen=True):
    """A prospect of a campaign as it stands now.

    `inquiry` is what they asked last and wait to be answered. `listed` are the list's own columns, as (name, words).
    `changes` is the UTC instant (ms) at which the line opens or closes; `barred` says why nobody may contact them.
    `events` are what they did elsewhere, those without a time first.
    """

    prospect: Prospect
    enrolment: Enrolment
    zones: tuple[str, ...]
    is_open: bool
    changes: int | None
    most_attempts: int
    standing: Standing
    promise: Callback | None
    inquiry: Inquiry | None
    meeting: Meeting | None
    listed: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    history: tuple[PastCall, ...]
    barred: tuple[str, ...]
    company_temperature: Temperature | None = None
    events: tuple[Event, ...] = ()


def card_of(desk: Desk, enrolment_id: int) -> ProspectCard:
    """Look at one prospect of a campaign; Wrong when there is no such one."""

    def look(unit: Unit) -> ProspectCard:
        enrolment = unit.prospects.enrolment(enrolment_id)
        if enrolment is None:
            raise _gone()
        campaign, now = desk.campaign(unit, enrolment.campaign), desk.now()
        look_at_person(unit, campaign, enrolment)
        prospect = unit.prospects.get(enrolment.prospect_id)
        if prospect is None:
            raise _gone()
        opening = opening_for(unit, campaign, prospect, enrolment, now)
        opened = opening.is_open(now)
        return ProspectCard(
            prospect=prospect,
            enrolment=enrolment,
            zones=opening.zones,
            is_open=opened,
            changes=opening.closes_at(now) if opened else opening.next_opening(now),
            most_attempts=campaign.calling.cadence.max_attempts,
            standing=standing_of(unit, campaign, enrolment, prospect, now),
            promise=unit.tasks.open_callback(enrolment.id),
            inquiry=newest_open(unit, prospect.id),
            meeting=unit.meetings.open_for(enrolment.id),
            listed=tuple(_listed(campaign, prospect)),
            sources=tuple(f"{each.source}, {each.acquired_on}" for each in unit.prospects.acquisitions(prospect.id)),
            history=past_calls(unit, prospect.id),
            barred=reasons_for(unit, prospect),
            company_temperature=company_warmth(unit, prospect, now, campaign.temperature),
            events=tuple(unit.events.of_prospect(prospect.id)),
        )

    return desk.store.read(look)


def _gone() -> Wrong:
    sentence = "This prospect is no longer in the campaign."
    return Wrong("no_prospect", sentence, "prospect", "Find one with: setter search TEXT.")


def card_of_call(desk: Desk, call_id: int) -> ProspectCard:
    """The card of whoever a call was with; Wrong when there is no such call."""
    call = desk.store.read(lambda unit: unit.calls.get(call_id))
    if call is None:
        raise Wrong("no_call", "There is no such call.", "call", "List them with: setter calls week.")
    return card_of(desk, call.enrolment_id)


def _listed(campaign: Campaign, prospect: Prospect) -> Iterator[tuple[str, str]]:
    captures = campaign.script.captures()
    for name, value in json.loads(prospect.attributes).items():
        if str(value).strip():
            yield name.replace("_", " "), said_words(value, captures.get(name))
