"""The SQL that stands for a prospect: one that sales rejected, or whose meeting was held, stands for no later one."""

from __future__ import annotations

from setter.domain.rejections import stands_rejected
from setter.store.records import Handoff, Meeting
from setter.store.unit import Unit


def standing_sql(unit: Unit, enrolment_id: int, prospect_id: int) -> Handoff | None:
    """The SQL that a meeting booked now would be about; None where it makes one of its own.

    An SQL whose meeting nobody came to, or whose rep could not hold it, stands for the next one: it counts once.
    """
    handoff = unit.meetings.handoff_of_enrolment(enrolment_id)
    if handoff is None:
        return None
    word = next((each for each in unit.sales.words_with(prospect_id) if each.handoff_id == handoff.id), None)
    if word is not None and stands_rejected(word.rejected):
        return None
    meeting = unit.meetings.get(handoff.meeting_id)
    newer = unit.meetings.open_for(enrolment_id)
    done = meeting is not None and meeting.status == "held" and newer is not None and newer.id != meeting.id
    return None if done else handoff


def was_rejected(unit: Unit, meeting: Meeting) -> bool:
    """Say whether sales rejected the SQL of a meeting: whoever was to come to it is met at another one, or not."""
    handoff = unit.meetings.handoff_of(meeting.id)
    word = unit.sales.word(handoff.id) if handoff is not None else None
    return word is not None and stands_rejected(word.rejected)
