"""Erase a person: nothing here says any more who they are, nobody calls them again, and every count stays as it was.

What keeps them from coming back is kept as keyed hashes, with the reason, the day and the client: the duty to honour an
objection outlives the record (domain §6.2).
"""

from __future__ import annotations

import time

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import Refused, Wrong
from setter.services.acquaint import records_of
from setter.services.desk import COMPLIANCE, Desk
from setter.services.record_outcome import Reply
from setter.services.suppress import suppress_person
from setter.store.unit import Unit

REASON = "erased"
PAGES, BREATH_S = 500, 0.004


class Erased(Struct, frozen=True):
    """Who was erased: the records, and the files that left for sales with them in, which setter cannot reach."""

    records: tuple[int, ...]
    handed_out: tuple[str, ...]


def erase(desk: Desk, prospect_id: int) -> Erased:
    """Erase a person in all their records; Refused while they are on the line or a meeting with them lies ahead.

    Compliance alone may. It cannot be taken back.
    """

    def write(unit: Unit) -> Erased:
        if desk.role(unit) != COMPLIANCE and not desk.sandbox:
            raise Refused("role", "Only compliance erases a person.", "erase", "Ask who has that role.")
        prospect = unit.prospects.get(prospect_id)
        if prospect is None or prospect.erased_at is not None:
            raise Wrong("no_prospect", "There is no such prospect.", "prospect", "Find one with: setter search TEXT.")
        records = records_of(unit, prospect)
        for each in records:
            _check_free(desk, unit, each)
        handed_out = dict.fromkeys(
            export.path or "standard output" for each in records for export in unit.erasure.exports(each)
        )
        suppress_person(desk, unit, prospect, REASON, None)
        for each in records:
            _erase(desk, unit, each)
        return Erased(tuple(records), tuple(handed_out))

    done = desk.store.write(write)
    _merge_words(desk)
    return done


def _merge_words(desk: Desk) -> None:
    """Take their words out of the index by which people are found, in short steps."""
    pages = -PAGES
    while desk.store.write(lambda unit, pages=pages: unit.search.merge(pages)):
        pages = PAGES
        time.sleep(BREATH_S)


def _check_free(desk: Desk, unit: Unit, prospect_id: int) -> None:
    lease = unit.queue.lease_on(prospect_id)
    if lease is not None:
        raise Refused("held", "Somebody is in a call with this person.", "erase", "Erase them once it is over.")
    for enrolment in unit.prospects.enrolments(prospect_id):
        meeting = unit.meetings.open_for(enrolment.id)
        if meeting is not None and meeting.ends_at > desk.now():
            hint = f"Call it off first: setter meeting cancel {meeting.id}, and export it, so that sales knows."
            raise Refused("meeting_ahead", "A meeting with this person lies ahead.", "erase", hint)


def _erase(desk: Desk, unit: Unit, prospect_id: int) -> None:
    subjects = [f"prospect/{prospect_id}"]
    subjects += [f"call/{call.id}" for call in unit.calls.of_prospect(prospect_id)]
    subjects += [f"meeting/{meeting.id}" for meeting in unit.meetings.with_prospect(prospect_id)]
    for call_id, number, reply in unit.erasure.replies(prospect_id):
        unit.erasure.keep_reply(call_id, number, _of_nobody(reply))
    unit.erasure.forget_details(subjects)
    unit.erasure.erase(prospect_id, desk.now())
    desk.audit(unit, "erase", f"prospect/{prospect_id}", {})


def _of_nobody(reply: str) -> str:
    kept = msgspec.json.decode(reply, type=Reply)
    return msgspec.json.encode(replace(kept, words="", callback=None, next_at=None)).decode()
