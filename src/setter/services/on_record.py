"""What is on record of prospects as far as it says where they stand: read for one, or for thousands at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from msgspec import Struct

from setter.store.records import (
    SUBMITTED,
    Acquisition,
    Answer,
    Email,
    Ending,
    Enrolment,
    Happened,
    Inquiry,
    Meeting,
    Met,
    OutcomeRow,
    Prospect,
    SalesWord,
)
from setter.store.unit import Unit

RECORD = (
    "prospects.phones",
    "prospects.emails",
    "prospects.acquisitions",
    "calls.answers",
    "calls.conversations",
    "calls.outcomes_for_client",
    "calls.outcomes_of_enrolment",
    "meetings.handoff_of_enrolment",
    "tasks.open_callback",
    "inquiries.inquiries_with",
    "meetings.meetings_with",
    "events.happened_with",
    "sales.words_with",
)
"""What is asked for together of one prospect."""
OF_MANY = (
    "known.with_numbers",
    "known.emails_of",
    "known.acquisitions_of",
    "known.answers_of",
    "known.endings_of",
    "known.conversations_of",
    "known.promises_of",
    "known.handoffs_of",
    "known.inquiries_of",
    "known.meetings_of",
    "known.happened_to",
    "sales.words_of",
)
"""What is asked for together of many: of the few in a batch of a rescore the way to a server would cost the most."""


class OnRecord(Struct, frozen=True, dict=True):
    """One prospect in one campaign, as the database knew them at one moment.

    `endings` are of every campaign of the client, `own_endings` of this one. `promise` is the kind of the open
    callback; `sql` says that an SQL was submitted to sales and stands, `word` is what sales says of it. `meetings`,
    `events` and `words` (sales' on every SQL of theirs) are of the client's.
    """

    enrolment: Enrolment
    prospect: Prospect
    has_number: bool
    emails: Sequence[Email]
    sources: Sequence[Acquisition]
    answers: Sequence[Answer]
    endings: Sequence[OutcomeRow] | Sequence[Ending]
    own_endings: Sequence[OutcomeRow] | Sequence[Ending]
    conversations: int
    promise: str | None
    sql: bool
    inquiries: Sequence[Inquiry] = ()
    meetings: Sequence[Meeting] | Sequence[Met] = ()
    events: Sequence[Happened] = ()
    words: Sequence[SalesWord] = ()
    word: SalesWord | None = None


def on_record(unit: Unit, enrolment: Enrolment, prospect: Prospect) -> OnRecord:
    """Read what is on record of one prospect, by questions that others ask in the same unit of work, too."""
    unit.gather(RECORD, enrolment_id=enrolment.id, prospect_id=prospect.id, client_id=prospect.client_id)
    promise, handoff = unit.tasks.open_callback(enrolment.id), unit.meetings.handoff_of_enrolment(enrolment.id)
    words = unit.sales.words_with(prospect.id)
    return OnRecord(
        enrolment,
        prospect,
        bool(unit.prospects.phones(prospect.id)),
        unit.prospects.emails(prospect.id),
        unit.prospects.acquisitions(prospect.id),
        unit.calls.answers(prospect.id),
        unit.calls.outcomes_for_client(prospect.client_id, prospect.id),
        unit.calls.outcomes_of(enrolment.id),
        unit.calls.conversations(enrolment.id),
        promise.kind if promise else None,
        handoff is not None and handoff.state == SUBMITTED,
        unit.inquiries.of_prospect(prospect.id),
        unit.meetings.with_prospect(prospect.id),
        unit.events.happened(prospect.id),
        words,
        _said_of(handoff.id if handoff else None, words),
    )


def with_their_people(unit: Unit, enrolments: Sequence[Enrolment]) -> list[tuple[Enrolment, Prospect]]:
    """Each of some enrolments with its prospect."""
    people = {each.id: each for each in unit.known.people([each.prospect_id for each in enrolments])}
    return [(each, people[each.prospect_id]) for each in enrolments if each.prospect_id in people]


def all_on_record(unit: Unit, people: Sequence[tuple[Enrolment, Prospect]]) -> list[OnRecord]:
    """Read what is on record of many, in a handful of queries for all of them; in the order they are given."""
    known = unit.known
    prospects, enrolments = [each.id for _, each in people], [each.id for each, _ in people]
    unit.gather(OF_MANY, prospects=json.dumps(prospects), enrolments=json.dumps(enrolments))
    reached = known.with_numbers(prospects)
    emails, sources, answers, endings = told_of(unit, prospects)
    conversations, promises = known.conversations(enrolments), known.promises(enrolments)
    handoffs, inquiries = known.handoffs(enrolments), by_prospect(known.inquiries(prospects))
    meetings, events = by_prospect(known.meetings(prospects)), by_prospect(known.events(prospects))
    words = by_prospect(unit.sales.words_of(prospects))
    return [
        OnRecord(
            enrolment,
            prospect,
            prospect.id in reached,
            emails.get(prospect.id, ()),
            sources.get(prospect.id, ()),
            answers.get(prospect.id, ()),
            endings.get(prospect.id, ()),
            [each for each in endings.get(prospect.id, ()) if each.enrolment_id == enrolment.id],
            conversations.get(enrolment.id, 0),
            promises.get(enrolment.id),
            handoffs.get(enrolment.id, (None, ""))[1] == SUBMITTED,
            inquiries.get(prospect.id, ()),
            meetings.get(prospect.id, ()),
            events.get(prospect.id, ()),
            words.get(prospect.id, ()),
            _said_of(handoffs.get(enrolment.id, (None, ""))[0], words.get(prospect.id, ())),
        )
        for enrolment, prospect in people
    ]


def _said_of(handoff_id: int | None, words: Sequence[SalesWord]) -> SalesWord | None:
    return next((each for each in words if each.handoff_id == handoff_id), None)


def told_of(unit: Unit, prospects: Sequence[int]) -> tuple[dict[int, Any], ...]:
    """Addresses, sources, answers and endings of many, each as lists by prospect; who has none is left out."""
    known = unit.known
    rows: tuple[Iterable[Any], ...] = (
        known.emails(prospects),
        known.acquisitions(prospects),
        known.answers(prospects),
        known.endings(prospects),
    )
    return tuple(by_prospect(each) for each in rows)


_whose = attrgetter("prospect_id")


def by_prospect(rows: Iterable[Any]) -> dict[int, Any]:
    """Rows in the order of their prospects, by prospect."""
    return {prospect: list(theirs) for prospect, theirs in groupby(rows, _whose)}
