"""Hand meetings to sales: every change leaves once in each form, with a manifest of what left."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import Refused, Wrong
from setter.handoff.batch import Occasion
from setter.handoff.meeting import MeetingRecord
from setter.handoff.packet import Packet
from setter.handoff.packet_page import render_markdown
from setter.handoff.packing import packet_of
from setter.services.asked import Asked, asked_for
from setter.services.desk import Desk
from setter.services.due import Due, barred, due_in, forms_due, meetings_in
from setter.services.invited import is_news, renew
from setter.services.leaving import Overtaken, carry, claim, finish_dead, settle
from setter.services.meeting_life import SEE_MEETINGS
from setter.services.meeting_record import lacking, record_of
from setter.services.put_out import Exported, put_out
from setter.services.qualify import qualification_of
from setter.services.rep_time import rep_of
from setter.services.sql_review import returned_note
from setter.store.records import AWAITS_REVIEW, Meeting
from setter.store.unit import Unit

T = TypeVar("T")
TRIES = 20
"""How often the changes may be other ones than were gathered, before whoever exports is told to try again."""


class MeetingLine(Struct, frozen=True):
    """A meeting as the handoff screen lists it; `due` says that a change waits to be exported.

    `in_review` is its SQL while that waits for a team lead, `returned` the note with which it came back from there.
    """

    meeting: Meeting
    name: str
    company: str
    rep: str
    qualified: bool
    missing: tuple[str, ...]
    barred: bool
    due: tuple[str, ...]
    in_review: int | None
    returned: str


def export(
    desk: Desk,
    form: str,
    out: Path | None,
    *,
    campaign_id: str = "",
    dialect: str = "crm",
    everything: bool = False,
    ids: Path | None = None,
) -> Exported:
    """Export the meetings that changed since they last left in this form.

    `everything` gives all meetings again as a copy that counts as no export, and calendar files without a place to
    go to are only shown: they count as none either. No change leaves twice, whoever else exports and whatever dies:
    an export that was killed is finished first, at the place it was for. Meetings of people who asked not to be
    contacted stay here, save a cancellation. What is for a client's own systems is of one campaign. `ids` is the
    file in which Salesforce tells the ids of the people whose events are to be exported.
    """
    asked = asked_for(desk, form, out, campaign_id, dialect, ids)
    _renew_invitations(desk, asked.campaign_id)
    if everything or (asked.form == "ics" and out is None):
        return _copy(desk, asked, out, everything)
    if out is None:
        return _told(desk, asked)
    finished = list(finish_dead(desk, asked.form))
    place = str(out.absolute())
    due, leaving = _claimed(desk, asked, lambda unit, due: claim(desk, unit, asked.form, place, dialect, due))
    done = carry(desk, leaving, asked.form, out, dialect) if leaving else _put(desk, due, asked, out)
    return _with_finished(done, finished, place)


def _due(desk: Desk, unit: Unit, asked: Asked, everything: bool = False) -> Due:
    return due_in(desk, unit, asked.form, asked.campaign_id, everything, asked.ids)


def _put(desk: Desk, due: Due, asked: Asked, out: Path | None, copy: bool = False) -> Exported:
    """Put out what is claimed already, or what counts as no export."""
    occasion = Occasion(desk.sandbox, copy, due.withheld, book=due.book)
    return put_out(due.records, asked.form, out, desk.now(), asked.dialect, occasion)


def _copy(desk: Desk, asked: Asked, out: Path | None, everything: bool) -> Exported:
    due = desk.store.read(lambda unit: _due(desk, unit, asked, everything))
    if everything:
        again = (record if record.cancelled else replace(record, told_sequence=None) for record in due.records)
        due = replace(due, records=tuple(replace(each, left=0) for each in again))
    return _put(desk, due, asked, out, copy=True)


def _told(desk: Desk, asked: Asked) -> Exported:
    """Export to whoever asks: claimed and settled in one, since there is no place to look for it later."""

    def count(unit: Unit, due: Due) -> Exported:
        leaving = claim(desk, unit, asked.form, "", asked.dialect, due)
        done = _put(desk, due, asked, None)
        settle(desk, unit, leaving, done.document, calendars=False)
        return done

    due, done = _claimed(desk, asked, count)
    return done or _put(desk, due, asked, None)


def _claimed(desk: Desk, asked: Asked, take: Callable[[Unit, Due], T]) -> tuple[Due, T | None]:
    """Gather what is due and take it in one write; gathered anew where somebody was quicker. None for nothing due."""
    for _ in range(TRIES):
        due = desk.store.read(lambda unit: _due(desk, unit, asked))
        if not due.records:
            return due, None
        try:
            return due, desk.store.write(partial(_take, take, due))
        except Overtaken:
            continue
    raise Refused("export_busy", "The meetings keep changing while they are exported.", "export", "Try again.")


def _take(take: Callable[[Unit, Due], T], due: Due, unit: Unit) -> T:
    return take(unit, due)


def _renew_invitations(desk: Desk, campaign_id: str) -> None:
    """An address that was given or corrected since the invitation left makes it due again."""

    def news(unit: Unit) -> list[Meeting]:
        found = (meeting for meeting in meetings_in(desk, unit, campaign_id) if is_news(unit, meeting, desk.now()))
        return [meeting for meeting in found if not barred(unit, meeting)]

    def write(unit: Unit) -> None:
        for meeting in news(unit):
            renew(desk, unit, meeting)

    if desk.store.read(news):
        desk.store.write(write)


def _with_finished(done: Exported, finished: list[tuple[str, int, str]], place: str) -> Exported:
    """Tell as well what became of exports that had died."""
    if not finished:
        return done
    told = [{"folder": where, "changes": count, "words": words} for where, count, words in finished]
    here = sum(count for where, count, _ in finished if where == place)
    text = " ".join([*(words for *_, words in finished), done.text])
    return replace(done, changes=done.changes + here, text=text, document={**done.document, "finished": told})


def meetings_of(desk: Desk, campaign_id: str) -> list[MeetingLine]:
    """A campaign's meetings by start, with what is missing and what waits to be exported."""

    def look(unit: Unit) -> list[MeetingLine]:
        row = desk.campaign_row(unit, campaign_id)
        return [line_of(desk, unit, meeting) for meeting in unit.meetings.of_campaign(row.number)]

    return desk.store.read(look)


def meeting_now(desk: Desk, meeting_id: int) -> MeetingLine:
    """One of them as it stands now; Wrong when there is no such one."""

    def look(unit: Unit) -> MeetingLine:
        meeting = unit.meetings.get(meeting_id)
        if meeting is None:
            raise Wrong("no_meeting", "There is no such meeting.", "meeting", SEE_MEETINGS)
        return line_of(desk, unit, meeting)

    return desk.store.read(look)


def packet(desk: Desk, meeting_id: int) -> str:
    """A meeting's packet as sales will read it, in Markdown.

    Refused where its prospect must not be contacted, for it holds their numbers.
    """
    return render_markdown(packet_at(desk, meeting_id))


def packet_at(desk: Desk, meeting_id: int) -> Packet:
    """A meeting's packet as its parts; Refused as `packet` is."""

    def look(unit: Unit) -> None:
        meeting = unit.meetings.get(meeting_id)
        if meeting is not None and barred(unit, meeting):
            sentence, hint = "They asked not to be contacted.", f"Call it off: setter meeting cancel {meeting_id}."
            raise Refused("suppressed", sentence, "meeting", hint)

    desk.store.read(look)
    return packet_of(meeting_record(desk, meeting_id))


def meeting_record(desk: Desk, meeting_id: int) -> MeetingRecord:
    """A meeting with everything that sales may know of it; Wrong when there is no such one."""

    def look(unit: Unit) -> MeetingRecord:
        meeting = unit.meetings.get(meeting_id)
        if meeting is None:
            raise Wrong("no_meeting", "There is no such meeting.", "meeting", SEE_MEETINGS)
        return record_of(desk, unit, meeting)

    return desk.store.read(look)


def line_of(desk: Desk, unit: Unit, meeting: Meeting) -> MeetingLine:
    """A meeting as it is listed, in a read that looks at more."""
    campaign = desk.campaign(unit, meeting.campaign, meeting.campaign_version)
    prospect, enrolment = unit.prospects.get(meeting.prospect_id), unit.prospects.enrolment(meeting.enrolment_id)
    assert prospect is not None and enrolment is not None
    handoff = unit.meetings.handoff_of(meeting.id)
    waits = handoff is not None and handoff.state == AWAITS_REVIEW
    open_gates = () if handoff else qualification_of(desk, unit, campaign, enrolment, prospect).missing
    return MeetingLine(
        meeting,
        prospect.full_name,
        prospect.company_name,
        rep_of(desk, unit, meeting).name,
        handoff is not None and not waits,
        lacking(unit, meeting, open_gates, waits=waits),
        bool(barred(unit, meeting)),
        forms_due(desk, unit, meeting),
        handoff.id if handoff is not None and waits else None,
        returned_note(unit, meeting.id),
    )
