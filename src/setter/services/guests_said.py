"""What a meeting's guests answered to its invitation last, and whether they answered the time at which it stands."""

from __future__ import annotations

from setter.handoff.meeting import GuestSaid
from setter.services.invited import to_invite
from setter.store.records import GuestAnswer, Meeting
from setter.store.unit import Unit

TIMED = ("booked", "rescheduled")
"""The changes that give a meeting its time."""


def guests_said(unit: Unit, meeting: Meeting) -> tuple[GuestSaid, ...]:
    """Each guest's last answer, the oldest first."""
    newest = newest_of(unit.calendars.answers(meeting.id))
    if not newest:
        return ()
    since = time_since(unit, meeting)
    return tuple(
        GuestSaid(name_of(unit, meeting, each.address), each.answer, each.answered_at, each.sequence >= since)
        for each in sorted(newest.values(), key=lambda each: each.answered_at)
    )


def newest_of(answers: list[GuestAnswer]) -> dict[str, GuestAnswer]:
    """The last answer of each address."""
    return {each.address: each for each in sorted(answers, key=lambda each: each.answered_at)}


def time_since(unit: Unit, meeting: Meeting) -> int:
    """The revision from which on a meeting has its time: whoever answers an older one answers another time."""
    sequences = [each.sequence for each in unit.meetings.changes(meeting.id) if each.kind in TIMED]
    return max(sequences, default=meeting.sequence)


def addresses_of(unit: Unit, meeting: Meeting) -> set[str]:
    """Every address of the prospect's."""
    return {email.address.casefold() for email in unit.prospects.emails(meeting.prospect_id)}


def name_of(unit: Unit, meeting: Meeting, address: str) -> str:
    """Who an address belongs to, by the invitation."""
    if address in addresses_of(unit, meeting):
        prospect = unit.prospects.get(meeting.prospect_id)
        return (prospect.full_name if prospect else "") or address
    return next((guest.name for guest in to_invite(unit, meeting) if guest.email.casefold() == address), "") or address
