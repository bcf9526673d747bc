"""Guests answer their invitations from their own calendars: what their word does, once, and what it never does."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
import vobject

from hands import DAY, HOUR, booked, meeting_of, open_tasks
from houses import ADA, advance, wait_until
from setter.services.desk import Desk
from setter.services.erase import erase
from setter.services.guest_answers import AnswerLine, take_replies
from setter.services.hand_off import export, packet
from setter.services.meeting_life import cancel, reschedule
from setter.services.subject import subject

ADA_AT, BO_AT = "ada@birch.example", "bo@birch.example"


class Guests:
    """Everybody invited, each with a calendar program of their own that answers to a folder."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder, self.number = desk, folder, 0
        booked(desk, ADA, "1 dec 10am")
        reschedule(desk, meeting_of(desk).id, "1 dec 10am", attendees=[("Bo Lund", BO_AT)])
        self.invited()

    def invited(self) -> None:
        """The invitation as it goes out now."""
        export(self.desk, "ics", self.folder / f"out-{self.number}")
        (invite,) = (self.folder / f"out-{self.number}").glob("invite-*.ics")
        self.invitation = invite.read_text("utf-8")

    def answer(self, partstat: str, who: str = ADA_AT, method: str = "REPLY", **changes: str) -> Path:
        """Answer the newest invitation, as a calendar program does: only the guest who answers stands in it."""
        event = vobject.readOne(self.invitation)
        event.method.value = method
        guests = [each for each in event.vevent.attendee_list if each.value.lower() == f"mailto:{ADA_AT}"]
        event.vevent.attendee_list = guests
        guests[0].value, guests[0].params["PARTSTAT"] = f"MAILTO:{who.upper()}", [partstat]
        event.vevent.dtstamp.value = datetime.fromtimestamp(self.desk.now() // 1000, vobject.icalendar.utc)
        for name, value in changes.items():
            getattr(event.vevent, name).value = value
        self.number += 1
        path = self.folder / f"answer-{self.number}.ics"
        path.write_text(event.serialize(validate=False), encoding="utf-8")
        return path

    def say(self, partstat: str, who: str = ADA_AT, **changes: str) -> AnswerLine:
        """Answer, and have it read."""
        (line,) = take_replies(self.desk, [self.answer(partstat, who, **changes)])
        return line


@pytest.fixture
def guests(desk: Desk, tmp_path: Path) -> Guests:
    return Guests(desk, tmp_path)


def duties(desk: Desk) -> dict[str, str]:
    return {task.kind: task.words for task in open_tasks(desk) if task.kind.startswith("guest_")}


def test_a_yes_confirms_a_no_is_a_duty_and_each_counts_once(guests: Guests) -> None:
    desk = guests.desk
    assert guests.say("ACCEPTED", BO_AT).code == "accepted", "a colleague's yes is noted"
    assert meeting_of(desk).confirmed_at is None
    assert guests.say("TENTATIVE").code == "tentative"
    advance(desk, HOUR)
    yes = guests.answer("ACCEPTED")
    (line,) = take_replies(desk, [yes])
    assert (line.code, line.meeting) == ("confirmed", meeting_of(desk).id)
    assert (meeting_of(desk).status, meeting_of(desk).confirmed_at) == ("confirmed", desk.now())
    change = meeting_of(desk).change
    assert [each.code for each in take_replies(desk, [yes, yes])] == ["known", "known"]
    assert meeting_of(desk).change == change

    advance(desk, HOUR)
    assert guests.say("DECLINED").code == "declined"
    assert meeting_of(desk).status == "confirmed", "nothing is called off by itself"
    assert duties(desk) == {"guest_declined": "Ada North declined: ring and ask"}
    (owed,) = (task for task in open_tasks(desk) if task.kind == "guest_declined")
    assert (owed.owner, owed.due_at) == ("mira", desk.now())
    advance(desk, HOUR)
    assert guests.say("DECLINED", BO_AT).code == "declined"
    assert duties(desk) == {"guest_declined": "Bo Lund declined: ring and ask"}
    guests.say("ACCEPTED")
    assert duties(desk), "somebody else still says no"
    guests.say("ACCEPTED", BO_AT, sequence="0")
    advance(desk, HOUR)
    guests.say("ACCEPTED", BO_AT)
    assert duties(desk) == {}

    advance(desk, HOUR)
    asked = guests.say("DECLINED", method="COUNTER")
    assert (asked.code, asked.said) == (
        "countered",
        "They ask for Tue 01 Dec 10:00 in Chicago: whoever set the meeting sees to it today.",
    )
    assert duties(desk) == {"guest_proposes": "Ada North asks for Tue 01 Dec 10:00 in Chicago"}
    page = packet(desk, meeting_of(desk).id)
    (said,) = (line for line in page.splitlines() if line.startswith("- Answered the invitation:"))
    assert "Bo Lund accepts on" in said and "Ada North asks for another time on" in said
    reschedule(desk, meeting_of(desk).id, "1 dec 11am")
    assert duties(desk) == {}, "another time is what was asked for"


def test_what_answers_another_time_nobody_or_too_late_is_kept_or_refused(guests: Guests) -> None:
    desk = guests.desk
    old = guests.answer("DECLINED")
    reschedule(desk, meeting_of(desk).id, "2 dec 10am")
    (line,) = take_replies(desk, [old])
    assert (line.code, line.said) == ("kept", "It answers an older time.")
    guests.invited()
    before = guests.answer("DECLINED")
    advance(desk, HOUR)
    assert guests.say("ACCEPTED").code == "confirmed"
    (line,) = take_replies(desk, [before])
    assert (line.code, line.said) == ("kept", "They have answered again since.")
    for changes, said in (
        ({"uid": "9@elsewhere"}, "It answers no meeting of ours."),
        ({"sequence": "99"}, "It answers an invitation that never went out."),
        ({"who": "cy@stranger.example"}, "Whoever it answers for was not invited."),
    ):
        line = guests.say("DECLINED", **changes)
        assert (line.code, line.said) == ("refused", said)
    later = datetime.fromtimestamp((desk.now() + 3 * DAY) // 1000, vobject.icalendar.utc)
    assert guests.say("DECLINED", dtstamp=later).said == "It is dated in the future: ring them."
    assert duties(desk) == {}

    advance(desk, HOUR)
    guests.say("DECLINED", BO_AT)
    assert list(duties(desk)) == ["guest_declined"]
    wait_until(desk, "2026-12-02T20:00:00Z")
    assert guests.say("DECLINED").said == "The meeting's time has passed."
    cancel(desk, meeting_of(desk).id)
    assert duties(desk) == {}
    advance(desk, DAY)
    assert guests.say("DECLINED").said == "The meeting is cancelled."
    held = subject(desk, desk.store.read(lambda unit: unit.meetings.all())[0].prospect_id)
    (told,) = (each["answered"] for each in held["records"][0]["meetings"])
    assert {each["address"] for each in told} == {ADA_AT}
    assert len(told) == 5
    meeting = desk.store.read(lambda unit: unit.meetings.all())[0]
    export(desk, "ics", guests.folder / "off")
    desk.store.write(lambda unit: unit.settings.set_role("mira", "compliance"))
    erase(desk, meeting.prospect_id)
    assert desk.store.read(lambda unit: unit.calendars.answers(meeting.id)) == []


def test_a_yes_that_a_stranger_mailed_confirms_nothing(small_desk: Desk, tmp_path: Path) -> None:
    guests, desk, said = Guests(small_desk, tmp_path), small_desk, []
    for sender, partstat in (
        ("evil@elsewhere.example", "ACCEPTED"),
        ("evil@elsewhere.example", "DECLINED"),
        ("office@birch.example", "ACCEPTED"),
    ):
        advance(desk, HOUR)
        mail = EmailMessage()
        mail["From"] = sender
        mail.add_attachment(guests.answer(partstat).read_bytes(), "text", "calendar", params={"method": "REPLY"})
        path = guests.folder / "one.eml"
        path.write_bytes(mail.as_bytes())
        said += [line.code for line in take_replies(desk, [path])]
    assert said == ["refused", "declined", "confirmed"], "a no is asked about; a colleague may answer for somebody"
