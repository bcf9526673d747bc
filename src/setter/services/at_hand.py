"""What a step is going to ask about one person, asked together: the way to a server costs more than an answer."""

from __future__ import annotations

import json

from setter.domain.campaign import Campaign
from setter.domain.units import HOUR
from setter.services.callability import dials_since, week_since
from setter.services.desk import Desk
from setter.store.records import Call, Enrolment, Queued
from setter.store.unit import Unit

_PERSON = (
    "prospects.prospect",
    "prospects.enrolment",
    "prospects.phones",
    "prospects.emails",
    "prospects.acquisitions",
    "calls.outcomes_for_client",
    "suppressions.key_mark",
    "law.law_mark",
)
_IN_HAND = (
    *_PERSON,
    "campaigns.campaign_numbered",
    "calls.attempts",
    "calls.answers",
    "meetings.open_meeting",
    "queue.held_by_call",
)
SITTING = (
    "calls.live_call",
    "tasks.open_callbacks_of_owner",
    "tasks.open_shift",
    "campaigns.campaigns",
    "colleagues.assignment",
)
CLAIMING = ("queue.anybody_due", "localities.windows", "law.law_mark")
CLAIMED = (
    *_PERSON,
    "calls.prospect_dials",
    "calls.numbers_dials",
    "calls.company_dials",
    "registries.consents",
    "campaigns.campaign_numbered",
    "tasks.open_callback",
    "inquiries.inquiries_with",
    "meetings.meetings_with",
    "events.happened_with",
    "queue.company_rung_at",
    "queue.company_held_until",
)
ACTED = ("known.inquiries_of", "known.meetings_of", "known.happened_to")
LISTED = (
    "known.people",
    "known.emails_of",
    "known.acquisitions_of",
    "known.answers_of",
    "known.endings_of",
    "tasks.away",
    "law.law_mark",
)
CARD = (
    *_PERSON,
    "calls.answers",
    "calls.calls_of_prospect",
    "calls.conversations",
    "calls.outcomes_of_enrolment",
    "meetings.handoff_of_enrolment",
    "meetings.open_meeting",
    "tasks.open_callback",
    "inquiries.inquiries_with",
    "meetings.meetings_with",
    "sales.words_with",
    "events.happened_with",
    "events.events_with",
)
DIALLING = (
    *_IN_HAND,
    "calls.prospect_dials",
    "calls.numbers_dials",
    "calls.company_dials",
    "registries.consents",
    "inquiries.inquiries_with",
    "meetings.meetings_with",
    "sales.words_with",
    "events.happened_with",
    "audit.last_entry",
)
SHOWING = (
    *_IN_HAND,
    "calls.prospect_dials",
    "calls.numbers_dials",
    "calls.company_dials",
    "registries.consents",
    "calls.attempts_of_enrolment",
    "calls.calls_of_prospect",
    "calls.conversations",
    "prospects.waivers",
    "tasks.open_callback",
    "inquiries.inquiries_with",
)
RECORDING = (
    *_IN_HAND,
    "audit.last_entry",
    "calls.answers_of_call",
    "calls.attempts_of_enrolment",
    "calls.conversations",
    "calls.outcomes_of_enrolment",
    "meetings.handoff_of_enrolment",
    "prospects.waivers",
    "queue.queued",
    "tasks.open_callback",
    "tasks.tasks_of_enrolment",
    "inquiries.inquiries_with",
    "meetings.meetings_with",
    "sales.words_with",
    "events.happened_with",
)


def sit_down(desk: Desk, unit: Unit) -> None:
    """Have at hand what a caller is in already and has promised."""
    unit.gather(SITTING, caller=desk.caller, owner=desk.caller, name=desk.caller)


def look_for_work(unit: Unit, number: int, now: int, reserved_before: int) -> None:
    """Have at hand whose time has come in a campaign, and its calling windows."""
    unit.gather(CLAIMING, campaign=number, now=now, reserved_before=reserved_before)


def look_at_lines(unit: Unit, prospects: list[int], rung: list[int], now: int, acts: bool) -> None:
    """Have at hand what speaks for some of a queue, who is away, and who of `rung` (enrolments) was dialled of late.

    What they did is among it where `acts` says that rules ask for it.
    """
    dialled = ("queue.dialled_lately",) if rung else ()
    people, enrolments = json.dumps(prospects), json.dumps(rung)
    since, week = dials_since(now), week_since(now)
    asked = (*LISTED, *(ACTED if acts else ()), *dialled)
    unit.gather(asked, prospects=people, enrolments=enrolments, since=since, week_since=week)


def look_at_person(unit: Unit, campaign: Campaign, enrolment: Enrolment) -> None:
    """Have at hand what is told of a prospect before anybody takes them."""
    unit.gather(CARD, enrolment_id=enrolment.id, prospect_id=enrolment.prospect_id, client_id=campaign.client.id)


def look_at_claimed(unit: Unit, campaign: Campaign, queued: Queued, now: int) -> None:
    """Have somebody just claimed at hand, as the gate and the company's rest ask for them."""
    rest = round(campaign.calling.company_spread_hours * HOUR)
    unit.gather(
        CLAIMED,
        enrolment_id=queued.enrolment_id,
        prospect_id=queued.prospect_id,
        client_id=campaign.client.id,
        number=queued.campaign,
        since=dials_since(now),
        week_since=week_since(now),
        rung_since=now - rest,
    )


def look_at_call(desk: Desk, unit: Unit, asked: tuple[str, ...], call: Call) -> None:
    """Have the person of a call at hand, and what `asked` names of the call."""
    unit.gather(
        asked,
        call_id=call.id,
        enrolment_id=call.enrolment_id,
        prospect_id=call.prospect_id,
        client_id=desk.campaign_as_filed(unit, call.campaign, call.campaign_version).client.id,
        number=call.campaign,
        since=dials_since(desk.now()),
        week_since=week_since(desk.now()),
        writer=desk.writer,
    )
