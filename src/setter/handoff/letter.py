"""The e-mails of a change: the invitation to the prospect's side, the packet to the rep; the same bytes at every try.

What goes to the prospect is made of a `PublicMeeting` and nothing else, so that nothing internal can be in it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.handoff_plan import MailServer
from setter.handoff.invitation import calendar_file, files_due
from setter.handoff.meeting import SANDBOX_MARK, Guest, MeetingRecord, PublicMeeting
from setter.handoff.packet_page import render_plain
from setter.handoff.packing import packet_of
from setter.handoff.parcel import NotSent, Parcel
from setter.handoff.told import EMAIL, PROSPECT, kinds_for
from setter.handoff.words import line, lines, spoken

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
METHODS = {"invite": "REQUEST", "uninvite": "CANCEL", "cancel": "CANCEL", "hold": "PUBLISH", "cancel-hold": "CANCEL"}
_REP_SUBJECTS = {"booked": "New", "rescheduled": "Moved", "confirmed": "Confirmed", "approved": "Approved"}


class Letter(Struct, frozen=True):
    """One e-mail as it goes over the line: whom the server is to give it to, and its bytes."""

    message_id: str
    to: tuple[str, ...]
    content: bytes


def letters_of(parcel: Parcel) -> list[Letter]:
    """The e-mails that a parcel calls for; whoever is no longer invited is told first. NotSent for a bad address."""
    assert parcel.mail is not None
    kinds = kinds_for(parcel.record, parcel.rep, EMAIL, parcel.receiver)
    if parcel.receiver != PROSPECT:
        return [_to_rep(parcel, parcel.mail, kinds)]
    public = as_sent_by(parcel.record.public, parcel.mail)
    return [_to_guests(public, parcel, parcel.mail, kind) for kind in sorted(kinds, reverse=True)]


def as_sent_by(meeting: PublicMeeting, mail: MailServer) -> PublicMeeting:
    """The meeting with the mailbox that sends as its organizer, under the rep's name (domain §7.2).

    Calendars answer to the organizer, and some believe an invitation only from the mailbox that it names.
    """
    return replace(meeting, rep=replace(meeting.rep, email=mail.sender))


def _to_guests(public: PublicMeeting, parcel: Parcel, mail: MailServer, kind: str) -> Letter:
    guests = {"invite": public.invited, "uninvite": public.left_out, "cancel": public.to_be_told_off}[kind]
    content = calendar_file(public, kind, parcel.made_at)
    letter = _begun(parcel, mail, kind, guests, _subject(public, kind))
    letter["Reply-To"] = _address(parcel.rep.name, parcel.rep.email)
    letter.set_content(_words(public, kind, _has_other_rep(parcel.record)), cte="quoted-printable")
    letter.add_alternative(content, "text", "calendar", cte="base64")
    _as_calendar(letter, METHODS[kind])
    name = "cancelled.ics" if METHODS[kind] == "CANCEL" else "invite.ics"
    letter.add_attachment(content, "application", "ics", filename=name, cte="base64")
    return _finished(letter, guests)


def _to_rep(parcel: Parcel, mail: MailServer, kinds: tuple[str, ...]) -> Letter:
    record = parcel.record
    rep = (Guest(parcel.rep.name, parcel.rep.email),)
    letter = _begun(parcel, mail, "packet", rep, _rep_subject(record))
    letter.set_content(render_plain(packet_of(record)), cte="quoted-printable")
    for file in files_due(record).files:
        if file.kind in kinds:
            content = calendar_file(record.public, file.kind, parcel.made_at)
            letter.add_attachment(content, "text", "calendar", filename=file.name, cte="base64")
            _as_calendar(letter, METHODS[file.kind])
    return _finished(letter, rep)


def _begun(parcel: Parcel, mail: MailServer, kind: str, to: tuple[Guest, ...], subject: str) -> EmailMessage:
    """The head of a letter; `line` and the address class leave no way to add another header."""
    letter = EmailMessage(policy=SMTP)
    letter["Message-ID"] = f"<{parcel.id}.{kind}@{mail.sender.rpartition('@')[2]}>"
    letter["Date"] = format_datetime(_EPOCH + timedelta(seconds=parcel.made_at // 1000))
    letter["From"] = _address(line(parcel.rep.name), mail.sender)
    letter["To"] = [_address(guest.name, guest.email) for guest in to]
    letter["Subject"] = subject
    letter["Auto-Submitted"] = "auto-generated"
    return letter


def _address(name: str, email: str) -> Address:
    local, _, domain = line(email).replace(" ", "").rpartition("@")
    try:
        return Address(line(name), local, domain.encode("idna").decode("ascii"))
    except (MessageError, ValueError, IndexError) as error:
        hint = "Correct the address; the change goes out again with it."
        raise NotSent("An address cannot be written to.", "e-mail", hint, passing=False, untouched=True) from error


def _as_calendar(letter: EmailMessage, method: str) -> None:
    """Mark the newest part as RFC 6047 wants it: the method stands in its head as well as in the calendar."""
    *_, part = letter.iter_parts()
    part.set_param("charset", "utf-8")
    part.set_param("method", method)


def _finished(letter: EmailMessage, to: tuple[Guest, ...]) -> Letter:
    """Write a letter out; its boundaries come from its id, for by themselves they would differ at every try."""
    ident = str(letter["Message-ID"]).strip("<>").partition("@")[0]
    for number, part in enumerate(letter.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_setter_{ident}_{number}")
    addresses = tuple(_address("", guest.email).addr_spec for guest in to)
    return Letter(str(letter["Message-ID"]), addresses, letter.as_bytes())


def _subject(public: PublicMeeting, kind: str) -> str:
    of_client = f" ({line(public.client)})" if public.client else ""
    about = line(public.subject) or f"Meeting with {line(public.rep.name)}{of_client}"
    words = {"invite": "Invitation" if not public.sequence else "Updated invitation"}.get(kind, "Called off")
    mark = f"{SANDBOX_MARK}: " if public.sandbox else ""
    return f"{mark}{words}: {about}, {spoken(public.starts, public.prospect_zone)}"


def _words(public: PublicMeeting, kind: str, other_rep: bool) -> str:
    """What the prospect reads: agenda, time, place and names (domain §7.1)."""
    of_client = f" of {line(public.client)}" if public.client else ""
    host, when = f"{line(public.rep.name)}{of_client}", spoken(public.starts, public.prospect_zone)
    if kind == "uninvite":
        return f"You are no longer expected at the meeting with {host} on {when}.\n"
    if kind == "cancel" and other_rep:
        return (
            f"A colleague takes the meeting with {host} on {when}. An invitation with name and time takes its place.\n"
        )
    if kind == "cancel":
        return f"The meeting with {host} on {when} does not take place.\n"
    agenda = f"\n\nAgenda: {lines(public.agenda)}" if lines(public.agenda) else ""
    names = ", ".join(line(guest.name) for guest in (public.prospect, *public.guests) if line(guest.name))
    return f"{names} with {host}\n\n{when}\n{public.minutes} minutes, {line(public.place)}{agenda}\n"


def _has_other_rep(record: MeetingRecord) -> bool:
    """Say whether this meeting is over because another one, with another rep, takes its place."""
    return record.cancelled and record.change_kind == "rep_changed"


def _rep_subject(record: MeetingRecord) -> str:
    public = record.public
    words = "New" if record.told_sequence is None else _REP_SUBJECTS.get(record.change_kind, "Changed")
    if record.cancelled:
        words = "Given to another rep" if _has_other_rep(record) else "Called off"
    who = ", ".join(filter(None, map(line, (public.prospect.name, public.company))))
    mark = f"{SANDBOX_MARK}: " if public.sandbox else ""
    return f"{mark}{words}: {who}, {spoken(public.starts, public.rep.zone)}"
