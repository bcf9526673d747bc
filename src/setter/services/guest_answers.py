"""Guests answer an invitation: a yes confirms, a no and another time are a duty, and nothing is called off by itself.

Each answer counts once, however often it is read, and only for the time that it answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from setter.domain.calling_window import local_time, place_words
from setter.domain.units import DAY
from setter.intake.guest_replies import COUNTERED, GuestReply, NoReply, read_replies
from setter.services.desk import Desk
from setter.services.due import barred
from setter.services.duties import GUEST_DECLINED, GUEST_PROPOSES, meeting_task
from setter.services.guests_said import addresses_of, name_of, newest_of, time_since
from setter.services.invited import to_invite, told_of
from setter.services.meeting_life import OPEN, confirm_in
from setter.store.records import GuestAnswer, Meeting
from setter.store.unit import Unit


class AnswerLine(Struct, frozen=True):
    """What became of one answer: `code` is confirmed, declined, tentative, countered, accepted, kept, known or refused.

    `meeting` is 0 where it answers none of ours; `said` is a sentence without anybody's name.
    """

    where: str
    meeting: int
    code: str
    said: str


def take_replies(desk: Desk, paths: Sequence[Path]) -> list[AnswerLine]:
    """Take every answer at some paths, the oldest first; Wrong where there is nothing at one of them."""
    found = [each for path in paths for each in read_replies(path)]
    lines = [AnswerLine(each.where, 0, "refused", each.why) for each in found if isinstance(each, NoReply)]
    replies = sorted((each for each in found if isinstance(each, GuestReply)), key=lambda each: each.answered_at)
    return lines + [_taken(desk, reply) for reply in replies]


def _taken(desk: Desk, reply: GuestReply) -> AnswerLine:
    return desk.store.write(lambda unit: _take(desk, unit, reply))


def _take(desk: Desk, unit: Unit, reply: GuestReply) -> AnswerLine:
    meeting = unit.calendars.meeting_with(reply.uid)
    if meeting is None:
        return AnswerLine(reply.where, 0, "refused", "It answers no meeting of ours.")
    why = _why_foreign(desk, unit, meeting, reply)
    if why:
        return AnswerLine(reply.where, meeting.id, "refused", why)
    before = unit.calendars.answers(meeting.id)
    answer = GuestAnswer(
        meeting.id,
        reply.address,
        reply.sequence,
        reply.answer,
        reply.proposes,
        reply.answered_at,
        desk.now(),
        desk.caller,
    )
    if not unit.calendars.add_answer(answer):
        return AnswerLine(reply.where, meeting.id, "known", "It was read before.")
    detail = {"answer": reply.answer, "sequence": reply.sequence}
    desk.audit(unit, "guest_answer", f"meeting/{meeting.id}", detail)
    why = _why_without_effect(desk, unit, meeting, reply, before)
    if why:
        return AnswerLine(reply.where, meeting.id, "kept", why)
    return AnswerLine(reply.where, meeting.id, *_act(desk, unit, meeting, reply))


def _why_foreign(desk: Desk, unit: Unit, meeting: Meeting, reply: GuestReply) -> str:
    """Why it cannot be an answer to an invitation of ours; empty where it can."""
    guests = (*(told_of(unit, meeting.id) or ()), *to_invite(unit, meeting))
    invited = {guest.email.strip().casefold() for guest in guests} | addresses_of(unit, meeting)
    if reply.address not in invited:
        return "Whoever it answers for was not invited."
    if not 0 <= reply.sequence <= meeting.sequence:
        return "It answers an invitation that never went out."
    if reply.answered_at > desk.now() + DAY:
        return "It is dated in the future: ring them."
    if reply.answer in ("accepted", "tentative") and _is_strangers(reply):
        return "It was sent from another company's address than it answers for: ring them."
    return ""


def _is_strangers(reply: GuestReply) -> bool:
    """Say whether a mail came from elsewhere; a colleague may answer for somebody, and a no is asked about anyway."""
    return bool(reply.sent_by) and reply.sent_by.rpartition("@")[2] != reply.address.rpartition("@")[2]


def _why_without_effect(
    desk: Desk, unit: Unit, meeting: Meeting, reply: GuestReply, before: Sequence[GuestAnswer]
) -> str:
    if meeting.status not in OPEN:
        return f"The meeting is {meeting.status.replace('_', ' ')}."
    if reply.sequence < time_since(unit, meeting):
        return "It answers an older time."
    if meeting.ends_at <= desk.now():
        return "The meeting's time has passed."
    if any(each.address == reply.address and each.answered_at > reply.answered_at for each in before):
        return "They have answered again since."
    if barred(unit, meeting):
        return "They asked not to be contacted: call the meeting off."
    return ""


def _act(desk: Desk, unit: Unit, meeting: Meeting, reply: GuestReply) -> tuple[str, str]:
    """Do what an answer asks for; (code, what was done)."""
    who = name_of(unit, meeting, reply.address)
    if reply.answer == "declined":
        _owe(desk, unit, meeting, GUEST_DECLINED, f"{who} declined: ring and ask")
        return "declined", "They decline: whoever set the meeting rings them today."
    if reply.answer == COUNTERED:
        asked = _time_words(reply, meeting)
        _owe(desk, unit, meeting, GUEST_PROPOSES, f"{who} asks for {asked}")
        return COUNTERED, f"They ask for {asked}: whoever set the meeting sees to it today."
    if reply.answer == "tentative":
        return "tentative", "They may come: noted."
    if all(each.answer != "declined" for each in newest_of(unit.calendars.answers(meeting.id)).values()):
        unit.tasks.close_for_meeting(meeting.id, GUEST_DECLINED, "done", desk.now())
    if reply.address not in addresses_of(unit, meeting):
        return "accepted", "A colleague accepts: noted."
    if meeting.confirmed_at is not None:
        return "accepted", "They accept; the meeting was confirmed before."
    confirm_in(desk, unit, meeting)
    return "confirmed", "They accept: the meeting is confirmed."


def _owe(desk: Desk, unit: Unit, meeting: Meeting, kind: str, words: str) -> None:
    """One duty of a kind about a meeting, with the newest words."""
    now = desk.now()
    unit.tasks.close_for_meeting(meeting.id, kind, "cancelled", now)
    unit.tasks.add(meeting_task(meeting, kind, meeting.booked_by, now, now, words))


def _time_words(reply: GuestReply, meeting: Meeting) -> str:
    if reply.proposes is None:
        return "another time"
    return f"{local_time(reply.proposes, meeting.zone):%a %d %b %H:%M} in {place_words(meeting.zone)}"
