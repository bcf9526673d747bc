"""The prospect gets an invitation that says only what he may read, and every calendar can read it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import get_type_hints

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from setter.domain.errors import Refused, Wrong
from setter.handoff.invitation import calendar_file, cancel, cancel_hold, files_due, hold, invite, uninvite
from setter.handoff.meeting import Guest, Host, MeetingRecord, PublicMeeting

NOW = 1_795_500_000_000
WRITERS = (invite, hold, cancel, cancel_hold)
Writer = Callable[[PublicMeeting, int], bytes]


def event(written: bytes) -> icalendar.Event:
    (found,) = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert not found.errors
    return found


def method(written: bytes) -> str:
    return str(icalendar.Calendar.from_ical(written)["METHOD"])


def attendees(written: bytes) -> list[icalendar.vCalAddress]:
    found = event(written).get("ATTENDEE", [])
    return found if isinstance(found, list) else [found]


class TestTheProspectsInvitation:
    def test_it_asks_everybody_with_an_address_in_the_reps_name(self, public: PublicMeeting) -> None:
        written = invite(public, NOW)
        told = event(written)
        assert method(written) == "REQUEST"
        assert told["ORGANIZER"] == "mailto:tom@larkfield.example"
        assert told["ORGANIZER"].params["CN"] == "Tom Reyes"
        assert [str(each) for each in attendees(written)] == ["mailto:ana@cargo.example", "mailto:bo@cargo.example"]
        assert attendees(written)[0].params["CN"] == "Ana Núñez"
        assert {each.params["RSVP"] for each in attendees(written)} == {"TRUE"}

    def test_its_times_are_utc_and_need_no_zone_table(self, public: PublicMeeting) -> None:
        written = invite(public, NOW)
        assert b"DTSTART:20261125T150000Z\r\n" in written
        assert b"DTEND:20261125T153000Z\r\n" in written
        assert b"DTSTAMP:20261124T060000Z\r\n" in written
        assert b"VTIMEZONE" not in written

    def test_it_says_the_time_as_both_sides_would_say_it(self, public: PublicMeeting) -> None:
        text = str(event(invite(public, NOW))["DESCRIPTION"])
        assert "Wednesday 25 November 2026, 9:00 am CST (America/Chicago)" in text
        assert "Wednesday 25 November 2026, 10:00 am EST (America/New_York)" in text
        assert "30 minutes, video call" in text

    def test_commas_semicolons_backslashes_and_line_breaks_come_back_as_they_were(self, public: PublicMeeting) -> None:
        awkward = "a, b; c\\d \\n: e"
        told = event(invite(replace(public, subject=awkward, place=awkward, agenda=f"{awkward}\nsecond"), NOW))
        assert told["SUMMARY"] == awkward
        assert told["LOCATION"] == awkward
        assert str(told["DESCRIPTION"]).endswith(f"Agenda: {awkward}\nsecond")

    def test_without_a_single_address_it_is_refused(self, public: PublicMeeting) -> None:
        with pytest.raises(Refused) as refusal:
            invite(replace(public, prospect=Guest("Ana"), guests=()), NOW)
        assert refusal.value.code == "no_address"

    def test_a_colleague_with_the_prospects_address_is_not_asked_twice(self, public: PublicMeeting) -> None:
        twice = replace(public, guests=(Guest("Ana again", "ANA@cargo.example"),))
        assert len(attendees(invite(twice, NOW))) == 1

    def test_a_zone_nobody_knows_and_a_meeting_without_length_are_refused(self, public: PublicMeeting) -> None:
        for broken in (replace(public, prospect_zone="Mars/Base"), replace(public, ends=public.starts)):
            with pytest.raises(Wrong):
                invite(broken, NOW)


class TestNothingInternalReachesACalendar:
    @pytest.mark.parametrize("write", WRITERS)
    def test_no_text_of_an_internal_field_is_in_any_calendar_file(self, record: MeetingRecord, write: Writer) -> None:
        written = write(replace(record.public, sequence=1), NOW).replace(b"\r\n ", b"")
        assert b"INTERNAL" not in written
        assert str(record.sql).encode() not in written
        assert record.details.phones[0].encode() not in written

    @pytest.mark.parametrize("write", WRITERS)
    def test_the_writers_take_a_public_meeting_and_nothing_else(self, write: Writer) -> None:
        assert get_type_hints(write)["meeting"] is PublicMeeting
        assert set(get_type_hints(write)) == {"meeting", "now", "return"}

    def test_a_public_meeting_has_room_only_for_agenda_time_place_and_names(self) -> None:
        assert set(PublicMeeting.__struct_fields__) == {
            *("meeting", "uid", "sequence", "sandbox"),
            *("starts", "ends", "prospect_zone"),
            *("rep", "prospect", "guests", "told", "company", "client"),
            *("place", "subject", "agenda"),
        }
        assert set(Guest.__struct_fields__) == {"name", "email"}
        assert set(Host.__struct_fields__) == {"id", "name", "email", "zone"}


class TestEveryCalendarCanReadIt:
    @pytest.mark.parametrize("write", WRITERS)
    def test_lines_end_in_crlf_and_are_at_most_75_octets_without_a_split_character(
        self, public: PublicMeeting, write: Writer
    ) -> None:
        long = replace(public, sequence=1, subject="日本語のとても長い件名 é " * 20, agenda="žluťoučký 🦓 " * 60)
        written = write(long, NOW)
        assert written.endswith(b"\r\n")
        assert b"\n" not in written.replace(b"\r\n", b"")
        for physical in written.split(b"\r\n"):
            assert len(physical) <= 75
            physical.decode("utf-8")

    @pytest.mark.parametrize("write", WRITERS)
    def test_another_library_reads_the_same(self, public: PublicMeeting, write: Writer) -> None:
        meeting = replace(public, sequence=1)
        whole = vobject.readOne(write(meeting, NOW).decode())
        assert whole.method.value == {invite: "REQUEST", hold: "PUBLISH"}.get(write, "CANCEL")
        read = whole.vevent
        assert read.uid.value == meeting.uid
        assert read.sequence.value == "1"
        assert read.summary.value == meeting.subject
        assert read.dtstart.value.isoformat() == "2026-11-25T15:00:00+00:00"
        assert meeting.agenda in read.description.value
        assert read.organizer.params["CN"] == ["Tom Reyes"]

    @given(name=st.text(min_size=1), address=st.text(min_size=1), agenda=st.text())
    def test_no_name_address_or_agenda_can_add_a_line_of_its_own(self, name: str, address: str, agenda: str) -> None:
        meeting = PublicMeeting(
            *(1, "uid-1", 0, 0, 1_800_000, "UTC"),
            rep=Host("r", name, address, "UTC"),
            prospect=Guest(name, f"x{address}@y.example"),
            company=name,
            client=name,
            place=name,
            subject=name,
            agenda=agenda,
        )
        plain = replace(meeting, rep=Host("r", "n", "a@b.c", "UTC"), prospect=Guest("n", "p@b.c"))
        plain = replace(plain, company="c", client="c", place="p", subject="s", agenda="a")
        hostile, harmless = event(invite(meeting, NOW)), event(invite(plain, NOW))
        assert set(hostile) == set(harmless)
        assert not hostile.subcomponents

    def test_a_name_cannot_smuggle_an_attendee_in(self, public: PublicMeeting) -> None:
        attack = Guest('Eve"\r\nATTENDEE:mailto:spy@x', "eve@x.example\r\nATTENDEE:mailto:spy@x.example")
        written = invite(replace(public, prospect=attack, guests=()), NOW)
        assert len(attendees(written)) == 1
        assert b"\r\nATTENDEE:mailto:spy" not in written


class TestTheLifeOfAMeeting:
    def test_moving_it_keeps_the_uid_and_raises_the_sequence(self, public: PublicMeeting) -> None:
        moved = replace(public, sequence=1, starts=public.starts + 3_600_000, ends=public.ends + 3_600_000)
        first, second = event(invite(public, NOW)), event(invite(moved, NOW + 60_000))
        assert first["UID"] == second["UID"]
        assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 1)
        assert second["DTSTART"].dt > first["DTSTART"].dt
        assert second["DTSTAMP"].dt > first["DTSTAMP"].dt

    def test_cancelling_it_says_so_to_the_same_people_under_the_same_uid(self, public: PublicMeeting) -> None:
        written = cancel(replace(public, sequence=2), NOW)
        told = event(written)
        assert (method(written), told["STATUS"], told["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)
        assert told["UID"] == public.uid
        assert len(attendees(written)) == 2

    def test_leaving_somebody_out_tells_them_alone_and_calls_nothing_off(self, public: PublicMeeting) -> None:
        old = Guest("Ana Núñez", "ana.old@cargo.example")
        told = uninvite(replace(public, sequence=1, told=(old, *public.invited)), NOW)
        assert (method(told), "STATUS" in event(told), attendees(told)) == ("CANCEL", False, [f"mailto:{old.email}"])
        assert event(told)["UID"] == public.uid

    @pytest.mark.parametrize("write", [cancel, cancel_hold, uninvite])
    def test_a_cancellation_that_calendars_would_ignore_is_refused(self, public: PublicMeeting, write: Writer) -> None:
        with pytest.raises(Refused, match="higher sequence"):
            write(public, NOW)

    def test_the_reps_hold_writes_to_nobody(self, public: PublicMeeting) -> None:
        for written, word in (
            (hold(public, NOW), "PUBLISH"),
            (cancel_hold(replace(public, sequence=1), NOW), "CANCEL"),
        ):
            assert method(written) == word
            assert attendees(written) == []
            assert event(written)["ORGANIZER"] == "mailto:tom@larkfield.example"

    def test_a_sandbox_marks_every_file(self, public: PublicMeeting) -> None:
        for write in WRITERS:
            written = write(replace(public, sandbox=True, sequence=1), NOW)
            assert icalendar.Calendar.from_ical(written)["X-SETTER-SANDBOX"] == "TRUE"
            assert event(written)["X-SETTER-SANDBOX"] == "TRUE"
            assert str(event(written)["SUMMARY"]).startswith("SANDBOX")
            assert b"SANDBOX" not in write(replace(public, sequence=1), NOW)


class TestWhichFilesAChangeCallsFor:
    def kinds(self, record: MeetingRecord) -> list[str]:
        return [file.kind for file in files_due(record).files]

    def test_a_new_meeting_invites_and_holds(self, record: MeetingRecord) -> None:
        assert [file.name for file in files_due(record).files] == ["invite-901.ics", "hold-treyes-901.ics"]

    def test_a_moved_meeting_invites_and_holds_again(self, record: MeetingRecord) -> None:
        moved = replace(record, told_sequence=0, public=replace(record.public, sequence=1))
        assert self.kinds(moved) == ["invite", "hold"]

    def test_a_change_that_no_calendar_shows_writes_none(self, record: MeetingRecord) -> None:
        assert self.kinds(replace(record, told_sequence=0, change=2, change_kind="qualified")) == []
        assert self.kinds(replace(record, status="held")) == []

    def test_a_cancelled_meeting_takes_both_back_but_only_if_somebody_was_told(self, record: MeetingRecord) -> None:
        off = replace(record, status="cancelled", public=replace(record.public, sequence=1))
        assert self.kinds(replace(off, told_sequence=0)) == ["cancel", "cancel-hold"]
        assert self.kinds(off) == []

    def test_another_rep_means_the_old_uid_is_cancelled_and_a_new_one_invites(self, record: MeetingRecord) -> None:
        old = replace(record, status="cancelled", told_sequence=0, public=replace(record.public, sequence=1))
        other = Host("kim", "Kim Roe", "kim@larkfield.example", "America/Denver")
        new = replace(record, public=replace(record.public, meeting=902, uid="0199c0de-902@setter", rep=other))
        written = {
            file.name: event(calendar_file(each.public, file.kind, NOW))
            for each in (old, new)
            for file in files_due(each).files
        }
        assert list(written) == [
            *("cancel-901.ics", "cancel-hold-treyes-901.ics", "invite-902.ics", "hold-kim-902.ics")
        ]
        assert written["cancel-901.ics"]["UID"] == written["cancel-hold-treyes-901.ics"]["UID"] == old.public.uid
        assert written["cancel-901.ics"]["ORGANIZER"] == "mailto:tom@larkfield.example"
        assert written["invite-902.ics"]["ORGANIZER"] == "mailto:kim@larkfield.example"
        assert written["invite-902.ics"]["UID"] == new.public.uid

    def test_a_prospect_without_an_address_is_said_so_and_the_rep_still_gets_his_hold(
        self, record: MeetingRecord
    ) -> None:
        silent = replace(record, public=replace(record.public, prospect=Guest("Ana"), guests=()))
        assert self.kinds(silent) == ["hold"]
        assert "e-mail" in files_due(silent).withheld

    def test_a_reps_id_cannot_leave_the_folder(self, record: MeetingRecord) -> None:
        climber = replace(record.public, rep=replace(record.public.rep, id="../../etc/x"))
        assert files_due(replace(record, public=climber)).files[1].name == "hold-etc-x-901.ics"

    def test_the_calendar_library_is_not_loaded_before_it_is_needed(self) -> None:
        look = "import sys, setter.handoff.batch; print('icalendar' in sys.modules)"
        ran = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
        assert ran.stdout.strip() == "False"
