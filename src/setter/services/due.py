"""What is due to leave for sales in a form, and what stays here and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from setter.handoff.meeting import MeetingRecord
from setter.services.desk import Desk
from setter.services.invited import is_news
from setter.services.left_alone import reasons_for
from setter.services.meeting_life import OPEN
from setter.services.meeting_record import record_of
from setter.store.records import Meeting
from setter.store.unit import Unit

FORMS: tuple[Literal["csv", "json", "ics"], ...] = ("csv", "json", "ics")


class Due(Struct, frozen=True):
    """The changes that may leave, and the meetings that stay here, as {"meeting", "reason"}."""

    records: tuple[MeetingRecord, ...]
    withheld: tuple[dict[str, str], ...]


def due_in(desk: Desk, unit: Unit, form: str, campaign_id: str = "", everything: bool = False) -> Due:
    """Find what is due of a campaign, or of all; `everything` finds all that may leave, due or not."""
    records, withheld = [], []
    for meeting in meetings_in(desk, unit, campaign_id):
        wanted = is_due(unit, meeting, form, everything)
        reasons = _why_not(desk, unit, meeting, wanted)
        if reasons:
            withheld.append({"meeting": str(meeting.id), "reason": reasons[0]})
        elif wanted:
            records.append(record_of(desk, unit, meeting))
    return Due(tuple(records), tuple(withheld))


def due_of(desk: Desk, unit: Unit, form: str, meeting_ids: Iterable[int]) -> Due:
    """Find what is due of some meetings."""
    found = [meeting for each in meeting_ids if (meeting := unit.meetings.get(each)) is not None]
    may = [meeting for meeting in found if is_due(unit, meeting, form) and not _why_not(desk, unit, meeting, True)]
    return Due(tuple(record_of(desk, unit, meeting) for meeting in may), ())


def meetings_in(desk: Desk, unit: Unit, campaign_id: str) -> list[Meeting]:
    """The meetings of a campaign, or all."""
    if campaign_id:
        return unit.meetings.of_campaign(desk.campaign_row(unit, campaign_id).number)
    return unit.meetings.all()


def is_due(unit: Unit, meeting: Meeting, form: str, everything: bool = False) -> bool:
    """Say whether a change waits to leave in this form; what another meeting replaced before it left never does."""
    left = unit.meetings.exported_change(meeting.id, form)
    if not left and [change.kind for change in unit.meetings.changes(meeting.id)][-1:] == ["rep_changed"]:
        return False
    return everything or left < meeting.change


def forms_due(desk: Desk, unit: Unit, meeting: Meeting) -> tuple[str, ...]:
    """The forms in which a change waits to leave; an invitation that must go elsewhere is one in each."""
    news = is_news(unit, meeting, desk.now())
    return tuple(form for form in FORMS if news or is_due(unit, meeting, form))


def may_not_leave(unit: Unit, meeting: Meeting) -> tuple[str, ...]:
    """Why a meeting stays here: its prospect must not be contacted; empty where it may leave, as a cancellation may."""
    if meeting.status == "cancelled":
        return ()
    return barred(unit, meeting)


def barred(unit: Unit, meeting: Meeting) -> tuple[str, ...]:
    """Why a meeting's prospect must not be contacted; empty when they may be."""
    prospect = unit.prospects.get(meeting.prospect_id)
    return ("gone",) if prospect is None else reasons_for(unit, prospect)


def _why_not(desk: Desk, unit: Unit, meeting: Meeting, wanted: bool) -> tuple[str, ...]:
    """A meeting ahead of somebody who opted out is told even where it left before: it must be called off."""
    ahead = meeting.status in OPEN and meeting.ends_at > desk.now()
    return may_not_leave(unit, meeting) if wanted or ahead else ()
