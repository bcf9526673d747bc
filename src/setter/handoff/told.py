"""Which of the files that a change calls for go to whom."""

from __future__ import annotations

from setter.domain.handoff_plan import Rep
from setter.handoff.invitation import files_due
from setter.handoff.meeting import MeetingRecord

TO_GUESTS = ("invite", "uninvite", "cancel")
TO_REP = ("hold", "cancel-hold")
EMAIL, FOLDER, CALENDAR, WEBHOOK = "email", "folder", "calendar", "webhook"
REP, PROSPECT = "rep", "prospect"


def kinds_for(record: MeetingRecord, rep: Rep, channel: str, receiver: str) -> tuple[str, ...]:
    """The kinds of calendar files that go out with a change through a channel.

    The prospect's go by e-mail where the rep is reached by it; else they lie in the rep's folder, to be mailed by hand.
    The rep's hold goes along with an e-mail only where no calendar of theirs has it.
    """
    wanted: tuple[str, ...] = TO_REP
    if receiver == PROSPECT:
        wanted = TO_GUESTS
    elif channel == FOLDER and EMAIL not in rep.deliver:
        wanted = TO_GUESTS + TO_REP
    elif channel == WEBHOOK or (channel == EMAIL and CALENDAR in rep.deliver):
        wanted = ()
    return tuple(file.kind for file in files_due(record).files if file.kind in wanted)


def is_worth_telling(record: MeetingRecord, rep: Rep, channel: str, receiver: str) -> bool:
    """Say whether a change says anything through a channel.

    Whoever was never told of a meeting need not hear that it is off, and a calendar shows times only.
    """
    if receiver == PROSPECT or channel == CALENDAR:
        return bool(kinds_for(record, rep, channel, receiver))
    return record.told_sequence is not None or not record.cancelled
