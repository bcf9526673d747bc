"""What guests answered to an invitation, from calendar files, mails, mailboxes, or folders of them (RFC 5546 §3.2.3).

Only answers are read: METHOD:REPLY and METHOD:COUNTER. Anybody may write to a mailbox: what is built to keep a reader
busy is refused by its size, its depth or its number of parts, and what breaks it keeps no other mail back.
"""

from __future__ import annotations

import mailbox
from collections.abc import Iterable, Iterator
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

from setter.domain.calendar_text import is_too_deep
from setter.domain.errors import Wrong

MOST_BYTES, MOST_IN_CALENDAR, MOST_IN_HEAD = 20_000_000, 250_000, 4_000
"""How long a mail, a calendar in it, and a line of its head may be: an answer is a few thousand letters long."""
MOST_PARTS, MOST_CALENDARS = 200, 20
SAID = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentative"}
COUNTERED = "countered"


class GuestReply(Struct, frozen=True):
    """One guest's answer to one revision of an invitation.

    `where` is the file; `answer` accepted, declined, tentative or countered; `proposes` the other time that a
    countered one asks for; instants are UTC ms. `sent_by` is whom its mail says it is from; "" for a calendar file.
    """

    where: str
    uid: str
    address: str
    sequence: int
    answer: str
    answered_at: int
    proposes: int | None = None
    sent_by: str = ""


class NoReply(Struct, frozen=True):
    """Something that is no answer, or cannot be read as one, and why in a sentence."""

    where: str
    why: str


def read_replies(path: Path) -> Iterator[GuestReply | NoReply]:
    """Read every answer at a path; a mail without a calendar part says nothing in a mailbox.

    Wrong where there is nothing there.
    """
    try:
        if not path.exists():
            raise Wrong("no_file", "There is nothing there.", str(path), "Name a file, a mailbox or a folder.")
        if path.is_dir():
            yield from _in_folder(path)
        else:
            yield from _in_file(path, alone=True)
    except OSError as error:
        raise Wrong("no_file", "It cannot be read.", str(path), "See whether you may read it.") from error


def _in_folder(folder: Path) -> Iterator[GuestReply | NoReply]:
    """A Maildir by its own rules, any other folder by the names of its files, folders within it as well."""
    if (folder / "cur").is_dir() and (folder / "new").is_dir():
        found = [*(folder / "new").iterdir(), *(folder / "cur").iterdir()]
        for path in sorted(found):
            yield from _of_mail(str(path), _bytes_of(path), alone=False)
        return
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir():
            yield from _in_folder(path)
        elif path.suffix.lower() in (".ics", ".eml", ".mbox"):
            yield from _in_file(path, alone=False)


def _in_file(path: Path, alone: bool) -> Iterator[GuestReply | NoReply]:
    with path.open("rb") as file:
        begin = file.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")
    if begin.startswith(b"From "):
        yield from _in_mailbox(path)
    elif begin.upper().startswith(b"BEGIN:VCALENDAR"):
        yield from _once_each(_of_calendar(str(path), _bytes_of(path)))
    else:
        yield from _of_mail(str(path), _bytes_of(path), alone)


def _in_mailbox(path: Path) -> Iterator[GuestReply | NoReply]:
    box = mailbox.mbox(path, create=False)
    try:
        for number, key in enumerate(box.keys(), 1):
            with box.get_file(key) as mail:
                yield from _of_mail(f"{path} mail {number}", mail.read(MOST_BYTES + 1), alone=False)
    finally:
        box.close()


def _bytes_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def _of_mail(where: str, text: bytes, alone: bool) -> Iterator[GuestReply | NoReply]:
    """The answers in a mail; the same one beside the text and attached counts once."""
    if len(text) > MOST_BYTES:
        yield NoReply(where, "It is too large.")
        return
    if text.lower().count(b"boundary") > MOST_PARTS:
        yield NoReply(where, "It has too many parts.")
        return
    try:
        found = list(islice(_calendar_parts(message_from_bytes(text)), MOST_CALENDARS))
    except Exception:  # noqa: BLE001 - whatever a mail breaks in there keeps no other back
        yield NoReply(where, "It cannot be read as a mail.")
        return
    if not found and alone:
        yield NoReply(where, "It is neither a calendar file nor a mail with one.")
    answers = (each for part in found for each in _of_calendar(where, *part))
    yield from _once_each(answers)


def _calendar_parts(mail: Message) -> Iterator[tuple[bytes, str, str]]:
    """The calendar texts in a mail, with the METHOD that the mail gives each, and who it says it is from."""
    sender = parseaddr(_head(mail, "From"))[1].casefold()
    for part in mail.walk():
        if part.is_multipart() or not (_head(part, "Content-Type") or _head(part, "Content-Disposition")):
            continue
        named = str(part.get_filename() or "").lower()
        if part.get_content_type() in ("text/calendar", "application/ics") or named.endswith(".ics"):
            content: Any = part.get_payload(decode=True)
            yield content or b"", str(part.get_param("method") or ""), sender


def _head(mail: Message, name: str) -> str:
    """A line of a mail's head; ValueError where it is longer than any."""
    value = str(mail.get(name, ""))
    if len(value) > MOST_IN_HEAD:
        raise ValueError
    return value


def _once_each(answers: Iterable[GuestReply | NoReply]) -> Iterator[GuestReply | NoReply]:
    yield from dict.fromkeys(answers)


def _of_calendar(where: str, text: bytes, told: str = "", sender: str = "") -> Iterator[GuestReply | NoReply]:
    from icalendar import Calendar

    try:
        if len(text) > MOST_IN_CALENDAR or is_too_deep(text):
            raise ValueError
        calendars = Calendar.from_ical(text, multiple=True)
    except Exception:  # noqa: BLE001 - whatever a text breaks in there, it is no answer
        calendars = []
    if not calendars:
        yield NoReply(where, "Its calendar cannot be read.")
    for calendar in calendars:
        method = str(calendar.get("METHOD", "")).upper()
        if told and told.upper() != method:
            yield NoReply(where, f"The mail says {_word(told)} and holds {_word(method) or 'no METHOD'}.")
        elif method not in ("REPLY", "COUNTER"):
            yield NoReply(where, f"It is no answer, but {_word(method) or 'an event without a METHOD'}.")
        else:
            for event in calendar.walk("VEVENT"):
                yield _answer(where, event, method, sender)


def _answer(where: str, event: Any, method: str, sender: str) -> GuestReply | NoReply:
    try:
        return _read(where, event, method, sender)
    except _Unsaid as unsaid:
        return NoReply(where, str(unsaid))
    except Exception:  # noqa: BLE001 - whatever an event breaks in there, it is no answer
        return NoReply(where, "Its event cannot be read.")


def _word(foreign: str) -> str:
    """A word of somebody else's as it may be shown: nothing in it acts on a terminal."""
    return "".join(each for each in foreign.upper()[:20] if each.isalnum() or each == "-")


class _Unsaid(Exception):
    """What an answer leaves unsaid."""


def _read(where: str, event: Any, method: str, sender: str) -> GuestReply:
    uid, stamp = str(event.get("UID", "")), event.get("DTSTAMP")
    if not uid or stamp is None:
        raise _Unsaid("It says not which meeting it answers, or not when.")
    guest = _guest(event, method, sender)
    said = str(guest.params.get("PARTSTAT", "NEEDS-ACTION")).upper()
    if method != "COUNTER" and said not in SAID:
        raise _Unsaid(f"It says neither yes nor no ({_word(said)}): ring them.")
    return GuestReply(
        where,
        uid,
        _address(guest),
        int(event.get("SEQUENCE", 0)),
        COUNTERED if method == "COUNTER" else SAID[said],
        int(stamp.dt.timestamp()) * 1000,
        _instant(event) if method == "COUNTER" else None,
        sender,
    )


def _guest(event: Any, method: str, sender: str) -> Any:
    """Whom it answers for; a counter-proposal may name all guests, and is then its sender's."""
    found = event.get("ATTENDEE", [])
    guests = found if isinstance(found, list) else [found]
    if method == "COUNTER" and len(guests) > 1:
        guests = [guest for guest in guests if _address(guest) == sender]
    if len(guests) != 1:
        raise _Unsaid("It says not for whom it answers.")
    return guests[0]


def _address(guest: Any) -> str:
    return unquote(str(guest)).strip().casefold().removeprefix("mailto:").strip()


def _instant(event: Any) -> int | None:
    """The time proposed; one without a zone says none."""
    when = getattr(event.get("DTSTART"), "dt", None)
    return int(when.timestamp()) * 1000 if isinstance(when, datetime) and when.tzinfo is not None else None
