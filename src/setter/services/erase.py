"""Erase a person: nothing here says any more who they are, nobody calls them again, and every count stays as it was.

What keeps them from coming back is kept as keyed hashes, with the reason, the day and the client: the duty to honour an
objection outlives the record (domain §6.2).
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import Refused, Wrong
from setter.domain.roles import COMPLIANCE
from setter.services.acquaint import certain_records_of
from setter.services.desk import Desk
from setter.services.left_alone import supplied_as
from setter.services.place import promote_due
from setter.services.record_outcome import Reply
from setter.services.suppress import suppress_person
from setter.store.records import Prospect
from setter.store.unit import Unit

ERASURE = "erased"
OF_A_GATE = ("gate", "label", "status")
"""What is kept of each gate that an SQL was made of: which one, and that it was passed."""
PAGES, BREATH_S = 500, 0.004


class Erased(Struct, frozen=True):
    """Who was erased: the records, others that may be theirs and stay, and where sales holds them."""

    records: tuple[int, ...]
    doubtful: tuple[int, ...]
    handed_out: tuple[str, ...]


def erase(desk: Desk, prospect_id: int, why: str = "") -> Erased:
    """Erase a person in all the records that are certainly theirs; again, whatever came since.

    Refused while they are on the line, while a meeting with them lies ahead, or while sales has yet to hear that one
    is off. Compliance alone may. It cannot be taken back.
    """

    def write(unit: Unit) -> Erased:
        sentence = "Only compliance erases a person."
        desk.allow_only(unit, (COMPLIANCE,), sentence, "erase", "Ask who has that role.", in_sandbox=True)
        prospect = unit.prospects.get(prospect_id)
        if prospect is None:
            raise Wrong("no_prospect", "There is no such prospect.", "prospect", "Find one with: setter search TEXT.")
        promote_due(unit, desk.now())  # a lease that ran out holds nobody
        records, doubtful = certain_records_of(unit, prospect)
        for each in records:
            _check_free(desk, unit, each)
        exports = [export for each in records for export in unit.erasure.exports(each)]
        people = [each for each in map(unit.prospects.get, records) if each is not None]
        for person in people:
            if person.erased_at is None:
                _keep_out(desk, unit, person)
        for person in people:
            _erase(desk, unit, person, why)
        handed_out = dict.fromkeys([export.path or "standard output" for export in exports] + _delivered(unit, records))
        return Erased(tuple(records), tuple(doubtful), tuple(handed_out))

    done = desk.store.write(write)
    _merge_words(desk)
    return done


def _delivered(unit: Unit, records: Sequence[int]) -> list[str]:
    """Where else something of these people's meetings was brought: by which channel to which rep."""
    meetings = (meeting for each in records for meeting in unit.meetings.with_prospect(each))
    ways = (each for meeting in meetings for each in unit.deliveries.of_meeting(meeting.id))
    return [f"{each.channel} of {each.rep}" for each in ways if each.handed_over_at is not None]


def _merge_words(desk: Desk) -> None:
    """Take their words out of the index by which people are found, in short steps."""
    more = desk.store.write(lambda unit: unit.search.merge(-PAGES))
    while more:
        time.sleep(BREATH_S)
        more = desk.store.write(lambda unit: unit.search.merge(PAGES))


def _check_free(desk: Desk, unit: Unit, prospect_id: int) -> None:
    if unit.queue.lease_on(prospect_id) is not None:
        raise Refused("held", "Somebody is in a call with this person.", "erase", "Erase them once it is over.")
    for enrolment in unit.prospects.enrolments(prospect_id):
        meeting = unit.meetings.open_for(enrolment.id)
        if meeting is not None and meeting.ends_at > desk.now():
            hint = f"Call it off first: setter meeting cancel {meeting.id}, and export it, so that sales knows."
            raise Refused("meeting_ahead", "A meeting with this person lies ahead.", "erase", hint)
    if unit.erasure.is_owed_word(prospect_id):
        hint = "Deliver it, or export the meetings, first: each way that they left."
        raise Refused("cancel_not_sent", "Sales has yet to hear what became of their meeting.", "erase", hint)


def _keep_out(desk: Desk, unit: Unit, prospect: Prospect) -> None:
    known_as = [supplied_as(prospect.external_id)] if prospect.external_id else []
    suppress_person(desk, unit, prospect, ERASURE, None, besides=known_as)


def _erase(desk: Desk, unit: Unit, prospect: Prospect, why: str) -> None:
    subjects = _known_as(unit, f"prospect/{prospect.id}")
    subjects += [f"call/{call.id}" for call in unit.calls.of_prospect(prospect.id)]
    subjects += [f"meeting/{meeting.id}" for meeting in unit.meetings.with_prospect(prospect.id)]
    for call_id, number, reply in unit.erasure.replies(prospect.id):
        unit.erasure.keep_reply(call_id, number, _of_nobody(reply))
    for sql, number, said in unit.erasure.sales_answers(prospect.id):
        kept = {name: value for name, value in json.loads(said).items() if name not in ("reason", "lacked")}
        unit.erasure.keep_sales_answer(sql, number, json.dumps(kept))
    for handoff in unit.erasure.handoffs(prospect.id):
        gates = [{name: each[name] for name in OF_A_GATE} for each in json.loads(handoff.evidence)]
        unit.erasure.keep_evidence(handoff.id, json.dumps(gates))
    for email in unit.prospects.emails(prospect.id):
        _uninvite(unit, prospect.client_id, email.address)
    unit.erasure.forget_details(subjects)
    unit.erasure.erase(prospect, desk.now())
    desk.audit(unit, "erase", f"prospect/{prospect.id}", {"subjects": subjects}, new="erased", why=why)


def _known_as(unit: Unit, subject: str) -> list[str]:
    """The audit's names of a record, and of those that were united into it."""
    entries = [entry for entry in unit.audit.about(subject) if entry.action == "unite" and entry.detail]
    others = [f"prospect/{json.loads(entry.detail)['other']}" for entry in entries]
    return [subject, *(each for other in others for each in _known_as(unit, other))]


def _uninvite(unit: Unit, client_id: str, address: str) -> None:
    """Take a person out of colleagues' meetings that they were to join."""
    for meeting_id, attendees in unit.erasure.meetings_joined(client_id, address):
        kept = [each for each in json.loads(attendees) if address.casefold() not in str(each).casefold()]
        unit.erasure.keep_guests(meeting_id, json.dumps(kept, ensure_ascii=False))
        unit.deliveries.forget_content(meeting_id)


def _of_nobody(reply: str) -> str:
    kept = msgspec.json.decode(reply, type=Reply)
    return msgspec.json.encode(replace(kept, words="", callback=None, next_at=None)).decode()
