"""What guests' calendars send back, from every kind of file it comes in."""

from __future__ import annotations

import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setter.domain.errors import Wrong
from setter.intake.guest_replies import GuestReply, NoReply, read_replies

STAMP = 1_795_600_000_000


def answer(partstat: str = "ACCEPTED", method: str = "REPLY", guests: tuple[str, ...] = ("ana@cargo.example",)) -> str:
    """An answer as Outlook writes it."""
    who = [f'ATTENDEE;PARTSTAT={partstat};CN="Ana":mailto:{each}' for each in guests]
    lines = ["BEGIN:VCALENDAR", "PRODID:-//theirs//EN", "VERSION:2.0", f"METHOD:{method}", "BEGIN:VEVENT", *who]
    lines += ["UID:7@tidemark.setter", "SEQUENCE:1", "DTSTAMP:20261125T094640Z", "DTSTART:20261201T160000Z"]
    return "\r\n".join([*lines, "END:VEVENT", "END:VCALENDAR", ""])


def mail(text: str, method: str = "REPLY", attached: bool = True, sender: str = "Ana <ana@cargo.example>") -> bytes:
    """The answer in a mail, beside the words and attached once more."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "tom@larkfield.example", "Accepted: half an hour"
    message.set_content("I shall be there.")
    message.add_alternative(text, subtype="calendar", params={"method": method})
    if attached:
        message.add_attachment(text.encode(), maintype="application", subtype="ics", filename="invite.ics")
    return message.as_bytes()


def read(path: Path) -> list[GuestReply | NoReply]:
    return list(read_replies(path))


def test_an_answer_is_the_same_from_a_file_a_mail_a_mailbox_a_maildir_and_a_folder(tmp_path: Path) -> None:
    """Answers that come twice in a mail count once, and a mail without one says nothing in a mailbox."""
    (tmp_path / "a.ics").write_bytes(b"\xef\xbb\xbf" + answer().encode())
    (tmp_path / "b.eml").write_bytes(mail(answer()))
    plain = EmailMessage()
    plain.set_content("Lunch?")
    boxes = mailbox.mbox(tmp_path / "box"), mailbox.Maildir(tmp_path / "dir")
    for box in boxes:
        box.add(mail(answer()))
        box.add(plain)
        box.close()
    folder = tmp_path / "all"
    (folder / "in").mkdir(parents=True)
    (folder / "in" / "b.eml").write_bytes(mail(answer()))
    (folder / "notes.txt").write_text("nothing")
    for name in ("a.ics", "b.eml", "box", "dir", "all"):
        (found,) = read(tmp_path / name)
        assert isinstance(found, GuestReply), found
        told = (found.uid, found.address, found.sequence, found.answer, found.answered_at, found.proposes)
        assert told == ("7@tidemark.setter", "ana@cargo.example", 1, "accepted", STAMP, None), name
    with pytest.raises(Wrong, match="nothing there"):
        read(tmp_path / "gone.ics")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (answer(method="REQUEST").encode(), "It is no answer, but REQUEST."),
        (mail(answer(method="REQUEST"), attached=False), "The mail says REPLY and holds REQUEST."),
        (answer("NEEDS-ACTION").encode(), "It says neither yes nor no (NEEDS-ACTION): ring them."),
        (answer("DELEGATED").encode(), "It says neither yes nor no (DELEGATED): ring them."),
        (answer(guests=()).encode(), "It says not for whom it answers."),
        (answer(guests=("a@x.example", "b@x.example")).encode(), "It says not for whom it answers."),
        (answer().replace("DTSTAMP", "X-STAMP").encode(), "It says not which meeting it answers, or not when."),
        (answer().replace("SEQUENCE:1", "SEQUENCE:many").encode(), "Its event cannot be read."),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "Its calendar cannot be read."),
        (b"name,email\r\nAna,ana@cargo.example\r\n", "It is neither a calendar file nor a mail with one."),
        (b"", "It is neither a calendar file nor a mail with one."),
    ],
)
def test_what_is_no_answer_is_said(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(content)
    assert [each.why for each in read(tmp_path / "one") if isinstance(each, NoReply)] == [said]


def test_a_counter_proposal_is_its_senders_and_says_for_when(tmp_path: Path) -> None:
    both = ("bo@cargo.example", "ana@cargo.example")
    (tmp_path / "one").write_bytes(mail(answer(method="COUNTER", guests=both), "COUNTER"))
    (found,) = read(tmp_path / "one")
    assert isinstance(found, GuestReply)
    assert (found.address, found.answer, found.proposes) == ("ana@cargo.example", "countered", 1_796_140_800_000)


def test_a_mail_that_is_built_to_keep_its_reader_busy_is_refused_and_keeps_no_other_back(tmp_path: Path) -> None:
    """Each of these broke the reader, kept it for minutes, or wrote to the terminal as it pleased."""
    head = b"From: Ana <ana@cargo.example>\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n"
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at) for at in range(2000))
    deep = "BEGIN:VEVENT\r\n" * 3000 + "END:VEVENT\r\n" * 3000
    hostile = {
        "nested": nested,
        "forwarded": b"Content-Type: message/rfc822\r\n\r\n" * 3000,
        "guests": b"From: " + b"a@b.example, " * 50_000 + b"\r\n" + head[31:] + answer().encode(),
        "kinds": head.replace(b"; method", b"; a=b" * 50_000 + b"; method") + answer().encode(),
        "brackets": head.replace(b"Ana <", b"(" * 50_000 + b"<") + answer().encode(),
        "long": head + answer().replace("UID", "X-A:b\r\n" * 50_000 + "UID").encode(),
        "within": head + answer().replace("BEGIN:VEVENT\r\n", deep + "BEGIN:VEVENT\r\n").encode(),
        "terminal": head.replace(b"REPLY", b'"\x1b]0;evil\x07"') + answer().encode(),
    }
    for name, content in hostile.items():
        (tmp_path / f"{name}.eml").write_bytes(content)
    (tmp_path / "zoe.eml").write_bytes(mail(answer()))
    found = read(tmp_path)
    assert [type(each) for each in found] == [NoReply] * len(hostile) + [GuestReply]
    assert all(each.why.isprintable() for each in found if isinstance(each, NoReply))


TEXT = answer("ACCEPTED")


@given(st.integers(0, len(TEXT)), st.integers(0, 60), st.binary(max_size=30))
@settings(max_examples=60)
def test_no_damage_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, at: int, gone: int, put: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.ics"
    path.write_bytes(TEXT[:at].encode() + put + TEXT[at + gone :].encode())
    assert all(isinstance(each, (GuestReply, NoReply)) for each in read_replies(path))
