"""What goes out by mail: nothing internal to the prospect, no header of a name's, the same bytes each time."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
import vobject
from msgspec.structs import replace

from setter.domain.handoff_plan import MailServer, Rep
from setter.handoff.letter import letters_of
from setter.handoff.mail import deliver
from setter.handoff.meeting import Guest, MeetingRecord
from setter.handoff.parcel import NotSent, Parcel

NOW = 1_795_500_000_000
SENTINEL = "INTERNAL"
AGENCY = MailServer("localhost", "meetings@agency.example", security="none")
HOSTILE = "Bo\r\nBcc: all@evil.example\r\n\r\n<script>"
"""A name from a list that would like to be a header."""


def parcel(record: MeetingRecord, receiver: str, mail: MailServer = AGENCY) -> Parcel:
    rep = Rep("treyes", "Tom Reyes", "tom@larkfield.example", "America/New_York", {}, deliver=("email",))
    return Parcel(77, "email", receiver, record, rep, mail, NOW)


def read(sent: bytes) -> EmailMessage:
    mail = message_from_bytes(sent, policy=default)
    assert isinstance(mail, EmailMessage) and not mail.defects
    return mail


def everything_in(mail: EmailMessage) -> str:
    """Its head and whatever its parts hold, decoded."""
    parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]
    texts = [part if isinstance(part, str) else part.decode("utf-8") for part in parts]
    return "\n".join([*(f"{name}: {value}" for name, value in mail.items()), *texts]).replace("\r\n ", "")


@pytest.mark.parametrize("change", ["booked", "moved", "cancelled", "without a guest"])
def test_no_internal_word_reaches_the_prospect(record: MeetingRecord, change: str) -> None:
    told, changed = (record.public.prospect, Guest("Zoë", "zoe@cargo.example")), replace(record.public, sequence=2)
    told_of = {
        "booked": record,
        "moved": replace(record, public=replace(changed, told=told), told_sequence=1),
        "cancelled": replace(record, status="cancelled", public=replace(changed, told=told), told_sequence=1),
        "without a guest": replace(record, public=replace(changed, guests=(), told=told), told_sequence=1),
    }[change]
    letters = letters_of(parcel(told_of, "prospect"))
    assert letters
    for letter in letters:
        mail = read(letter.content)
        assert SENTINEL not in everything_in(mail)
        (calendar,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        parsed = vobject.readOne(calendar.get_content())
        assert {f"mailto:{address}" for address in letter.to} == {each.value for each in parsed.vevent.attendee_list}
        assert mail.get_content_type() == "multipart/mixed" and mail.get_body().get_content_type() == "text/plain"
    assert SENTINEL in everything_in(read(letters_of(parcel(told_of, "rep"))[0].content))


@pytest.mark.parametrize(
    ("kind", "told", "to_rep", "to_prospect"),
    [
        ("qualified", None, "New: ", "Invitation: "),
        ("qualified", 2, "Changed: ", None),
        ("rescheduled", 1, "Moved: ", "Updated invitation: "),
        ("cancelled", 1, "Called off: ", "does not take place."),
        ("rep_changed", 1, "Given to another rep: ", "A colleague takes the meeting"),
    ],
)
def test_rep_and_prospect_read_what_has_happened(
    record: MeetingRecord, kind: str, told: int | None, to_rep: str, to_prospect: str | None
) -> None:
    status = "cancelled" if kind in ("cancelled", "rep_changed") else record.status
    public = replace(record.public, sequence=0 if told is None else 2)
    changed = replace(record, public=public, change_kind=kind, told_sequence=told, status=status)
    assert read(letters_of(parcel(changed, "rep"))[0].content)["Subject"].startswith(to_rep)
    letters = letters_of(parcel(changed, "prospect"))
    assert [to_prospect in everything_in(read(each.content)) for each in letters] == [True] * bool(to_prospect)


def test_every_try_says_the_same_under_the_same_id(record: MeetingRecord) -> None:
    for receiver in ("rep", "prospect"):
        assert letters_of(parcel(record, receiver)) == letters_of(parcel(record, receiver))


def test_a_name_adds_no_header_and_letters_of_any_script_arrive(record: MeetingRecord) -> None:
    public = replace(
        record.public, prospect=Guest(HOSTILE, "bo@cargo.example"), company=HOSTILE, subject="Ünïcode 漢字"
    )
    for receiver in ("rep", "prospect"):
        (letter,) = letters_of(parcel(replace(record, public=public), receiver))
        mail = read(letter.content)
        assert set(mail.keys()) <= {
            *("Message-ID", "Date", "From", "To", "Subject", "Auto-Submitted", "Reply-To", "MIME-Version"),
            *("Content-Type",),
        }
        assert "all@evil.example" not in letter.to and mail["Bcc"] is None
    assert "Ünïcode 漢字" in mail["Subject"] and letter.content.isascii()


@pytest.mark.parametrize(
    ("mail", "words"),
    [
        (replace(AGENCY, host="mail.agency.example"), "only with TLS"),
        (None, "no mail server"),
        (replace(AGENCY, port=1), "does not answer"),
    ],
)
def test_what_cannot_be_sent_says_why(record: MeetingRecord, mail: MailServer | None, words: str) -> None:
    with pytest.raises(NotSent, match=words) as refused:
        deliver(replace(parcel(record, "rep"), mail=mail))
    assert refused.value.untouched and refused.value.passing == (words == "does not answer")
