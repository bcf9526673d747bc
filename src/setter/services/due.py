"""What is due to leave for sales in a form, and what stays here and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.campaign import CrmMap
from setter.domain.errors import Refused
from setter.handoff.batch import FORMS, OF_ONE_CLIENT, Form
from setter.handoff.crm import id_of
from setter.handoff.crm_map import Book
from setter.handoff.meeting import MeetingRecord
from setter.services.crm_people import book_of, person_met
from setter.services.desk import Desk
from setter.services.invited import is_news
from setter.services.left_alone import reasons_for
from setter.services.meeting_life import OPEN
from setter.services.meeting_record import record_of
from setter.store.records import Meeting
from setter.store.unit import Unit

FOR_ANYBODY = tuple(form for form in FORMS if form not in OF_ONE_CLIENT)
"""The forms in which every meeting waits to leave; of the others only those that its campaign has words for."""
CRMS = {"salesforce": "salesforce", "salesforce-events": "salesforce", "hubspot": "hubspot"}
"""By whose map a form is written."""
ONCE = ("salesforce-events", "hubspot")
"""Forms whose receiver takes a meeting once: what was called off before is nothing to it."""
NO_EMAIL, NO_RECORD = "no_email", "no_record_id"
"""Why a meeting has to wait for its form: HubSpot knows people by their address, an event belongs to a record."""


class Due(Struct, frozen=True):
    """The changes that may leave, the meetings that stay here, as {"meeting", "reason"}, and the receiver's words."""

    records: tuple[MeetingRecord, ...]
    withheld: tuple[dict[str, str], ...]
    book: Book | None = None


def due_in(
    desk: Desk,
    unit: Unit,
    form: Form,
    campaign_id: str = "",
    everything: bool = False,
    ids: Mapping[str, str] | None = None,
) -> Due:
    """Find what is due of a campaign, or of all; `everything` finds all that may leave, due or not.

    `ids` are the records of the people in Salesforce, without whom no event can leave. Refused where the meetings are
    of several clients: no client is told of another's (R-089).
    """
    records, withheld, clients, book = [], [], set(), None
    for meeting in meetings_in(desk, unit, campaign_id):
        wanted = is_due(unit, meeting, form, everything)
        reasons = _why_not(desk, unit, meeting, wanted, form)
        record = _record(desk, unit, meeting, form, ids or {}) if wanted and not reasons else None
        reasons = reasons or (_why_later(record, form) if record else ())
        if reasons:
            withheld.append({"meeting": str(meeting.id), "reason": reasons[0]})
        elif record:
            records.append(record)
            clients.add(meeting.client_id)
            book = book or _book(desk, unit, meeting, form)
    if len(clients) > 1:
        sentence = f"These are meetings of {len(clients)} clients, and none may read of another's."
        raise Refused("several_clients", sentence, "--campaign", "Name one campaign at a time.")
    return Due(tuple(records), tuple(withheld), book)


def due_of(desk: Desk, unit: Unit, form: Form, meeting_ids: Iterable[int]) -> Due:
    """Find what is due of some meetings; an event is not, for whose record it is has to be told again."""
    found = [meeting for each in meeting_ids if (meeting := unit.meetings.get(each)) is not None]
    may = [each for each in found if is_due(unit, each, form) and not _why_not(desk, unit, each, True, form)]
    gathered = (_record(desk, unit, each, form, {}) for each in may)
    records = tuple(record for record in gathered if not _why_later(record, form))
    return Due(records, (), _book(desk, unit, may[0], form) if may else None)


def meetings_in(desk: Desk, unit: Unit, campaign_id: str) -> list[Meeting]:
    """The meetings of a campaign, or all."""
    if campaign_id:
        return unit.meetings.of_campaign(desk.campaign_row(unit, campaign_id).number)
    return unit.meetings.all()


def is_due(unit: Unit, meeting: Meeting, form: str, everything: bool = False) -> bool:
    """Say whether a change waits to leave in this form; what another meeting replaced before it left never does."""
    left = unit.meetings.exported_change(meeting.id, form)
    if not left and form in ONCE and meeting.status == "cancelled":
        return False
    if not left and [change.kind for change in unit.meetings.changes(meeting.id)][-1:] == ["rep_changed"]:
        return False
    return everything or left < meeting.change


def forms_due(desk: Desk, unit: Unit, meeting: Meeting) -> tuple[str, ...]:
    """The forms in which a change waits to leave; an invitation that must go elsewhere is one in each."""
    news = is_news(unit, meeting, desk.now())
    campaign = desk.campaign(unit, meeting.campaign)
    used = [form for form, crm in CRMS.items() if campaign.crm.get(crm, CrmMap()) != CrmMap()]
    return tuple(form for form in (*FOR_ANYBODY, *used) if news or is_due(unit, meeting, form))


def may_not_leave(unit: Unit, meeting: Meeting, form: str = "") -> tuple[str, ...]:
    """Why a meeting stays here: its prospect must not be contacted; empty where it may leave, as a cancellation may.

    Their address card never does, nor does a CRM hear of it where it has not heard of them before.
    """
    off = meeting.status == "cancelled" and form != "vcard"
    if off and (form not in OF_ONE_CLIENT or unit.meetings.exported_change(meeting.id, form)):
        return ()
    return barred(unit, meeting)


def barred(unit: Unit, meeting: Meeting) -> tuple[str, ...]:
    """Why a meeting's prospect must not be contacted; empty when they may be."""
    prospect = unit.prospects.get(meeting.prospect_id)
    return ("gone",) if prospect is None else reasons_for(unit, prospect)


def _why_not(desk: Desk, unit: Unit, meeting: Meeting, wanted: bool, form: str) -> tuple[str, ...]:
    """A meeting ahead of somebody who opted out is told even where it left before: it must be called off."""
    ahead = meeting.status in OPEN and meeting.ends_at > desk.now()
    return may_not_leave(unit, meeting, form) if wanted or ahead else ()


def _why_later(record: MeetingRecord, form: Form) -> tuple[str, ...]:
    if form == "hubspot" and not record.public.prospect.email.strip():
        return (NO_EMAIL,)
    if form == "salesforce-events" and not (record.person and record.person.record_id):
        return (NO_RECORD,)
    return ()


def _record(desk: Desk, unit: Unit, meeting: Meeting, form: Form, ids: Mapping[str, str]) -> MeetingRecord:
    record = record_of(desk, unit, meeting)
    if form not in OF_ONE_CLIENT:
        return record
    person = person_met(desk, unit, meeting, record)
    person = replace(person, record_id=id_of(person, ids))
    return replace(record, person=person, left=unit.meetings.exported_change(meeting.id, form))


def _book(desk: Desk, unit: Unit, meeting: Meeting, form: Form) -> Book | None:
    return book_of(desk, unit, meeting.campaign, CRMS[form]) if form in CRMS else None
