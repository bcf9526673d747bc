"""Calendar files: the prospect's invitation, the rep's hold, and the word that takes both back.

Every function here takes a `PublicMeeting` and nothing else, so that nothing internal can reach the prospect.
Rules: RFC 5545 (text), RFC 5546 (REQUEST, CANCEL, PUBLISH), domain §7.2. Times are UTC; no VTIMEZONE is needed.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import Refused, Wrong
from setter.handoff.meeting import SANDBOX_MARK, Guest, MeetingRecord, PublicMeeting
from setter.handoff.words import line, lines, slug, spoken

if TYPE_CHECKING:
    from icalendar import Event, vCalAddress

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLAIN_IN_ADDRESS = "@.!#$&'*+-/=?^_`{|}~"


class CalendarFile(Struct, frozen=True):
    """One calendar file that a change calls for; `kind` is invite, hold, uninvite, cancel or cancel-hold."""

    name: str
    kind: str


class FilesDue(Struct, frozen=True):
    """The calendar files that a change calls for, and in one sentence why the prospect gets none."""

    files: tuple[CalendarFile, ...] = ()
    withheld: str = ""


def files_due(record: MeetingRecord) -> FilesDue:
    """Say which calendar files a change calls for.

    A change that no calendar shows calls for none. A change of rep is two meetings: the old one is cancelled
    under its UID, the new one invites under its own (the ORGANIZER of a UID may not change, domain §7.2).
    """
    meeting, told = record.public, record.told_sequence
    if record.cancelled:
        known = told is not None or meeting.told is not None
        return _named(meeting, meeting.to_be_told_off, "cancel", "cancel-hold") if known else FilesDue()
    if record.status in ("held", "no_show") or (told is not None and meeting.sequence <= told):
        return FilesDue()
    due = _named(meeting, meeting.invited, "invite", "hold")
    if not meeting.left_out:
        return due
    return replace(due, files=(*due.files, CalendarFile(f"uninvite-{meeting.meeting}.ics", "uninvite")))


def _named(meeting: PublicMeeting, guests: tuple[Guest, ...], guests_kind: str, rep_kind: str) -> FilesDue:
    for_rep = CalendarFile(f"{rep_kind}-{slug(meeting.rep.id)}-{meeting.meeting}.ics", rep_kind)
    if not guests:
        return FilesDue((for_rep,), "Nobody on the prospect's side has an e-mail address.")
    return FilesDue((CalendarFile(f"{guests_kind}-{meeting.meeting}.ics", guests_kind), for_rep))


def calendar_file(meeting: PublicMeeting, kind: str, now: int) -> bytes:
    """Write the calendar file of a kind that `files_due` named; `now` is UTC milliseconds."""
    write = {"invite": invite, "hold": hold, "uninvite": uninvite, "cancel": cancel, "cancel-hold": cancel_hold}[kind]
    return write(meeting, now)


def invite(meeting: PublicMeeting, now: int) -> bytes:
    """Invite the prospect and colleagues in the rep's name (METHOD:REQUEST).

    Refused("no_address") where nobody on the prospect's side has an e-mail address.
    """
    event = _event(meeting, now)
    event.add("status", "CONFIRMED")
    _add_guests(event, meeting, meeting.invited)
    return _calendar(meeting, event, "REQUEST")


def cancel(meeting: PublicMeeting, now: int) -> bytes:
    """Take an invitation back from those it reached (METHOD:CANCEL); `meeting` carries the cancellation's own sequence.

    Refused("stale_sequence") where the sequence was not raised: calendars ignore such a file as an old revision.
    """
    event = _cancelled(meeting, now)
    _add_guests(event, meeting, meeting.to_be_told_off)
    return _calendar(meeting, event, "CANCEL")


def uninvite(meeting: PublicMeeting, now: int) -> bytes:
    """Take the meeting out of the calendars of those who are left out of it now; it stands for everybody else.

    METHOD:CANCEL without a STATUS, which would call it off (RFC 5546 §3.2.5). Refused("stale_sequence") as `cancel` is.
    """
    _check_raised(meeting)
    event = _event(meeting, now)
    _add_guests(event, meeting, meeting.left_out)
    return _calendar(meeting, event, "CANCEL")


def hold(meeting: PublicMeeting, now: int) -> bytes:
    """Hold the rep's time (METHOD:PUBLISH): without attendees, so that opening it writes to nobody."""
    event = _event(meeting, now)
    event.add("status", "CONFIRMED")
    return _calendar(meeting, event, "PUBLISH")


def cancel_hold(meeting: PublicMeeting, now: int) -> bytes:
    """Free the rep's time again (METHOD:CANCEL of a published event, RFC 5546 §4.1.3), without attendees."""
    return _calendar(meeting, _cancelled(meeting, now), "CANCEL")


def _cancelled(meeting: PublicMeeting, now: int) -> Event:
    _check_raised(meeting)
    event = _event(meeting, now)
    event.add("status", "CANCELLED")
    return event


def _check_raised(meeting: PublicMeeting) -> None:
    if meeting.sequence < 1:
        raise Refused(
            "stale_sequence",
            "A cancellation needs a higher sequence than the invitation.",
            f"meeting {meeting.meeting}",
            "Raise the sequence by one with each change.",
        )


def _calendar(meeting: PublicMeeting, event: Event, method: str) -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//setter//appointments//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if meeting.sandbox:
        calendar.add("x-setter-sandbox", "TRUE")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(meeting: PublicMeeting, now: int) -> Event:
    from icalendar import Event

    if meeting.ends <= meeting.starts:
        raise Wrong(
            "no_duration",
            "The meeting ends before it starts.",
            f"meeting {meeting.meeting}",
            "Move it to another time.",
        )
    event = Event()
    event.add("uid", line(meeting.uid))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", _utc(now))
    event.add("dtstart", _utc(meeting.starts))
    event.add("dtend", _utc(meeting.ends))
    event.add("summary", summary(meeting))
    event.add("location", line(meeting.place))
    event.add("description", description(meeting))
    event.add("transp", "OPAQUE")
    event.add("organizer", _address(meeting.rep.name, meeting.rep.email))
    if meeting.sandbox:
        event.add("x-setter-sandbox", "TRUE")
    return event


def summary(meeting: PublicMeeting) -> str:
    """What the meeting is called, in calendars and elsewhere."""
    parties = " and ".join(each for each in map(line, (meeting.client, meeting.company)) if each)
    subject = line(meeting.subject) or f"Meeting: {parties}"
    return f"SANDBOX: {subject}" if meeting.sandbox else subject


def description(meeting: PublicMeeting) -> str:
    """Agenda, time in both zones, place and names, and nothing else (domain §7.1)."""
    of_client = f" ({line(meeting.client)})" if meeting.client else ""
    times = {zone: spoken(meeting.starts, zone) for zone in (meeting.prospect_zone, meeting.rep.zone)}
    names = ", ".join(line(guest.name) for guest in (meeting.prospect, *meeting.guests) if line(guest.name))
    parts = [
        SANDBOX_MARK if meeting.sandbox else "",
        f"{names} with {line(meeting.rep.name)}{of_client}",
        "\n".join(times.values()),
        f"{meeting.minutes} minutes, {line(meeting.place)}",
        f"Agenda: {lines(meeting.agenda)}" if lines(meeting.agenda) else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _add_guests(event: Event, meeting: PublicMeeting, guests: tuple[Guest, ...]) -> None:
    if not guests:
        raise Refused(
            "no_address",
            "Nobody on the prospect's side has an e-mail address to invite.",
            f"meeting {meeting.meeting}",
            "Add an address, or confirm the meeting by phone.",
        )
    for guest in guests:
        event.add("attendee", _attendee(guest))


def _attendee(guest: Guest) -> vCalAddress:
    attendee = _address(guest.name, guest.email)
    for name, value in (
        ("CUTYPE", "INDIVIDUAL"),
        ("ROLE", "REQ-PARTICIPANT"),
        ("PARTSTAT", "NEEDS-ACTION"),
        ("RSVP", "TRUE"),
    ):
        attendee.params[name] = value
    return attendee


def _address(name: str, email: str) -> vCalAddress:
    """Write a calendar address; the name loses double quotes, which older calendars cannot read (RFC 5545 §3.2)."""
    from icalendar import vCalAddress

    address = vCalAddress("mailto:" + quote(line(email).replace(" ", ""), safe=_PLAIN_IN_ADDRESS))
    shown = line(name).replace('"', "'")
    if shown:
        address.params["CN"] = shown
    return address


def _utc(ms: int) -> datetime:
    """Calendars know whole seconds only."""
    return _EPOCH + timedelta(seconds=ms // 1000)
