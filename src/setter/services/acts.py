"""Everything dated that a prospect did, or that happened with them: what temperature, rung and scores stand on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from setter.domain.acts import Act
from setter.domain.dispositions import DISPOSITIONS, Effect
from setter.domain.rejections import counts_against
from setter.services.on_record import OnRecord, by_prospect
from setter.store.records import (
    Acquisition,
    Ending,
    Happened,
    Inquiry,
    Meeting,
    Met,
    OutcomeRow,
    Prospect,
    SalesWord,
)
from setter.store.unit import Unit

_OF_EFFECT: Mapping[Effect, str] = {
    Effect.SEND_INFORMATION: "info_request",
    Effect.HARD_CALLBACK: "callback",
    Effect.MEETING_SET: "meeting",
    Effect.NURTURE: "conversation_positive",
    Effect.NOT_INTERESTED: "not_interested",
    Effect.TRY_AGAIN: "no_answer",
    Effect.TRY_AFTER_VOICEMAIL: "no_answer",
}
OF_OUTCOME: Mapping[str, str] = {
    each.code: _OF_EFFECT[each.effect] for each in DISPOSITIONS.values() if each.effect in _OF_EFFECT
} | {"no_need": "no_need"}
"""The act that an outcome, by its built-in code, is evidence of (R-036, R-063, domain §3.4)."""
OF_SOURCE: Mapping[str, tuple[str, str]] = {
    "incoming_call_unknown": ("incoming_call", "call"),
    "referral": ("referral", "record"),
}
"""The act, and its channel, that we saw ourselves when somebody came to us; a list is evidence of nothing (R-003)."""
CONTACT_US = "contact_us"
"""What every inquiry is evidence of, whatever it says (R-063)."""
NO_SHOW = "no_show"
SALES_REJECTED = "sales_rejected"


def acts_on(known: OnRecord) -> list[Act]:
    """Everything dated that is on record of a prospect, in no order."""
    rows = (known.endings, known.sources, known.inquiries, known.meetings, known.events, known.words)
    return acts_of(*rows)


def acts_with(unit: Unit, prospect: Prospect) -> list[Act]:
    """The same of somebody of whom nothing has been read yet."""
    return acts_of(
        unit.calls.outcomes_for_client(prospect.client_id, prospect.id),
        unit.prospects.acquisitions(prospect.id),
        unit.inquiries.of_prospect(prospect.id),
        unit.meetings.with_prospect(prospect.id),
        unit.events.happened(prospect.id),
        unit.sales.words_with(prospect.id),
    )


def acts_among(
    unit: Unit, prospects: Sequence[int], endings: Mapping[int, Any], sources: Mapping[int, Any]
) -> dict[int, list[Act]]:
    """The same of many, whose calls and sources have been read; in four queries for all of them."""
    known = unit.known
    inquiries, meetings = by_prospect(known.inquiries(prospects)), by_prospect(known.meetings(prospects))
    events, words = by_prospect(known.events(prospects)), by_prospect(unit.sales.words_of(prospects))
    return {
        each: acts_of(*(rows.get(each, ()) for rows in (endings, sources, inquiries, meetings, events, words)))
        for each in prospects
    }


def acts_of(
    endings: Iterable[OutcomeRow | Ending],
    sources: Iterable[Acquisition],
    inquiries: Iterable[Inquiry],
    meetings: Iterable[Meeting | Met],
    events: Iterable[Happened],
    words: Iterable[SalesWord] = (),
) -> list[Act]:
    """What calls, sources, inquiries, meetings, events and sales' words of one person say that they did."""
    acts = [act_of(event) for event in events]
    for ending in endings:
        kind = OF_OUTCOME.get(ending.effect_code)
        if kind:
            acts.append(Act(kind, ending.recorded_at, source="call"))
    for source in sources:
        if source.kind in OF_SOURCE and source.batch_id is None:
            kind, channel = OF_SOURCE[source.kind]
            acts.append(Act(kind, source.recorded_at, source=channel))
    acts += [Act(CONTACT_US, inquiry.came_at, source="inquiry") for inquiry in inquiries]
    acts += [Act(NO_SHOW, meeting.starts_at) for meeting in meetings if meeting.status == NO_SHOW]
    acts += [rejection(each.code, each.decided_at) for each in words if counts_against(each.rejected)]
    return acts


def rejection(code: str, at: int | None) -> Act:
    """Sales' rejection as an act, with its code, so that a rule may tell one reason from another (domain §3.4)."""
    return Act(SALES_REJECTED, at, {"code": code})


def act_of(event: Happened) -> Act:
    """An event as an act; without a time where its time counts for nothing."""
    if event.details == "{}":
        return Act(event.kind, event.happened_at, source=event.channel)
    return Act(event.kind, event.happened_at, msgspec.json.decode(event.details), event.channel)
