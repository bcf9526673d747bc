"""Whom a meeting's invitation goes to, and whom it reached: each address once, the newest confirmed one first."""

from __future__ import annotations

import json
from collections.abc import Iterable

from msgspec.structs import replace

from setter.handoff.meeting import Guest, once_each
from setter.services.desk import Desk
from setter.services.meeting_life import OPEN, add_change
from setter.store.records import Email, Meeting, MeetingChange
from setter.store.unit import Unit

INVITED = "invited"
"""In the detail of a change that left: whom its invitation reached, as [name, address] pairs."""


def address_of(unit: Unit, prospect_id: int) -> str:
    """The address a prospect is to be written to: the one they confirmed last, else the first of the list."""
    emails = unit.prospects.emails(prospect_id)
    return confirmed_address(emails) or next((email.address for email in emails), "")


def confirmed_address(emails: Iterable[Email]) -> str:
    """The address that a prospect confirmed last; "" while they confirmed none."""
    confirmed = [email for email in emails if email.confirmed_at is not None]
    return max(confirmed, key=lambda email: (email.confirmed_at or 0, -email.position)).address if confirmed else ""


def to_invite(unit: Unit, meeting: Meeting) -> tuple[Guest, ...]:
    """Everybody on the prospect's side whom an invitation would reach now."""
    prospect = unit.prospects.get(meeting.prospect_id)
    name = prospect.full_name if prospect else ""
    guests = (Guest(name, email) for name, email in json.loads(meeting.attendees))
    return once_each((Guest(name, address_of(unit, meeting.prospect_id)), *guests))


def told_of(unit: Unit, meeting_id: int, before: int | None = None) -> tuple[Guest, ...] | None:
    """Everybody in whose calendar this meeting stands: whom its last invitation reached; None while none has left.

    Whoever was left out of it was uninvited in the same export. `before` looks only at the changes before that one.
    """
    changes = (each for each in reversed(unit.meetings.changes(meeting_id)) if before is None or each.change < before)
    return next((found for change in changes if (found := _noted(change)) is not None), None)


def note_invited(unit: Unit, meeting_id: int, change: int, guests: tuple[Guest, ...]) -> None:
    """Remember whom the invitation of a change reached."""
    for each in unit.meetings.changes(meeting_id):
        if each.change == change:
            detail = json.loads(each.detail) | {INVITED: [[guest.name, guest.email] for guest in guests]}
            unit.meetings.note_change(meeting_id, change, json.dumps(detail, ensure_ascii=False))


def is_news(unit: Unit, meeting: Meeting, now: int) -> bool:
    """Say whether an invitation that left went elsewhere than it would now, so that it is due again."""
    if meeting.status not in OPEN or meeting.ends_at <= now:
        return False
    noted = [(each, reached) for each in unit.meetings.changes(meeting.id) if (reached := _noted(each)) is not None]
    if not noted or noted[-1][0].sequence < meeting.sequence:
        return False
    return _addresses(noted[-1][1]) != _addresses(to_invite(unit, meeting))


def renew(desk: Desk, unit: Unit, meeting: Meeting) -> Meeting:
    """Make the new address a change of the meeting: a new revision, for calendars pass over the same one."""
    desk.audit(unit, "invitation_renewed", f"meeting/{meeting.id}")
    return add_change(desk, unit, replace(meeting, sequence=meeting.sequence + 1), "address_changed", {})


def _noted(change: MeetingChange) -> tuple[Guest, ...] | None:
    reached = json.loads(change.detail).get(INVITED)
    return None if reached is None else tuple(Guest(name, email) for name, email in reached)


def _addresses(guests: tuple[Guest, ...]) -> set[str]:
    return {guest.email.strip().casefold() for guest in guests}
