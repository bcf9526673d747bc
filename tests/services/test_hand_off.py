"""Every change of a meeting leaves once in each form, whole; copies and looks leave nothing behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hands import booked, calendars, everything, meeting_of, prospect_named
from houses import ADA, CAMPAIGN, TO_REVIEW, change_campaign
from setter.handoff.meeting import SANDBOX_MARK
from setter.services.desk import Desk
from setter.services.hand_off import export, meetings_of, packet
from setter.services.meeting_life import cancel, confirm, reschedule
from setter.services.opt_out import opt_out
from setter.services.suppress_value import suppress_text
from setter.services.tasks import strip


class TestCalendarFiles:
    def test_looking_at_them_uses_nothing_up(self, desk: Desk, tmp_path: Path) -> None:
        booked(desk, ADA)
        for _ in range(2):
            shown = export(desk, "ics", None)
            assert shown.content is not None
            assert shown.content.count(b"METHOD:REQUEST") == shown.content.count(b"METHOD:PUBLISH") == 1
            (told,) = shown.document["meetings"]
            assert "METHOD:REQUEST" in told["invite"] and "METHOD:PUBLISH" in told["hold"]
        assert export(desk, "ics", tmp_path / "out").changes == 1
        assert calendars(tmp_path / "out") == {"invite", "hold"}

    def test_they_leave_exactly_once_a_change(self, desk: Desk, tmp_path: Path) -> None:
        booked(desk, ADA)
        export(desk, "ics", tmp_path / "first")
        assert export(desk, "ics", tmp_path / "second").changes == 0
        reschedule(desk, meeting_of(desk).id, "thu 3 dec 10:30")
        assert export(desk, "ics", tmp_path / "third").changes == 1
        assert b"SEQUENCE:1" in next((tmp_path / "third").glob("invite-*.ics")).read_bytes()

    def test_one_named_file_has_the_hold_beside_it(self, desk: Desk, tmp_path: Path) -> None:
        booked(desk, ADA)
        done = export(desk, "ics", tmp_path / "ada.ics")
        assert b"METHOD:REQUEST" in (tmp_path / "ada.ics").read_bytes()
        assert [each["kind"] for each in done.document["files"]] == ["invite", "hold"]
        assert len(list(tmp_path.glob("hold-*.ics"))) == 1

    def test_all_of_them_are_there_again_as_copies(self, desk: Desk, tmp_path: Path) -> None:
        booked(desk, ADA)
        export(desk, "ics", tmp_path / "first")
        again = export(desk, "ics", tmp_path / "again", everything=True)
        assert calendars(tmp_path / "again") == {"invite", "hold"} and again.document["copy"] is True
        assert b"METHOD:REQUEST" in (export(desk, "ics", None, everything=True).content or b"")

    def test_a_copy_is_not_taken_for_an_export(self, desk: Desk, tmp_path: Path) -> None:
        booked(desk, ADA)
        export(desk, "ics", tmp_path / "out", everything=True)
        assert export(desk, "ics", tmp_path / "out").changes == 1

    def test_a_cancelled_meeting_is_taken_back_from_those_who_were_told(self, desk: Desk, tmp_path: Path) -> None:
        booked(desk, ADA)
        export(desk, "ics", tmp_path / "first")
        cancel(desk, meeting_of(desk).id)
        (told,) = export(desk, "ics", None).document["meetings"]
        assert set(told) == {"meeting", "cancel", "cancel_hold"}


class TestWhoMayNotBeContacted:
    @pytest.mark.requirement("R-075")
    @pytest.mark.parametrize("form", ["csv", "json", "ics"])
    def test_their_meeting_stays_here_and_the_export_says_so(self, desk: Desk, tmp_path: Path, form: str) -> None:
        booked(desk, ADA)
        meeting = meeting_of(desk)
        opt_out(desk, prospect_named(desk, ADA).id)
        for out in (None, tmp_path / "out"):
            done = export(desk, form, out)
            assert done.changes == 0
            assert done.document["withheld"] == [{"meeting": str(meeting.id), "reason": "do_not_call"}]
            assert "1 meeting is withheld" in done.text and "do not call" in done.text

    def test_the_word_that_it_is_off_may_leave(self, desk: Desk) -> None:
        booked(desk, ADA)
        opt_out(desk, prospect_named(desk, ADA).id)
        cancel(desk, meeting_of(desk).id)
        assert export(desk, "csv", None).changes == 1

    @pytest.mark.parametrize("budget", ["can_find", "none"])
    def test_whoever_booked_it_is_told_to_call_it_off(self, desk: Desk, budget: str) -> None:
        booked(desk, ADA, budget_status=budget)
        suppress_text(desk, "+13125550101")
        (duty,) = strip(desk)
        assert (duty.kind, duty.meeting_id, duty.owner) == ("cancel_meeting", meeting_of(desk).id, "mira")
        cancel(desk, meeting_of(desk).id)
        assert strip(desk) == []


def test_a_meeting_that_changed_hands_before_it_left_is_one_meeting_for_sales(desk: Desk) -> None:
    booked(desk, ADA, when="thu 3 dec 10:00")
    before = meeting_of(desk)
    reps = {each.id for each in desk.store.read(lambda unit: desk.campaign(unit, 1)).handoff.reps}
    other = sorted(reps - {before.rep})[0]
    reschedule(desk, before.id, "thu 3 dec 13:00", rep=other)
    assert [line.due != () for line in meetings_of(desk, CAMPAIGN)].count(True) == 1
    told = json.loads(export(desk, "json", None).content or b"")
    assert [(each["status"], each["rep_id"]) for each in told] == [("booked", other)]


def test_what_sales_knew_of_is_taken_back_when_it_changes_hands(desk: Desk) -> None:
    booked(desk, ADA, when="thu 3 dec 10:00")
    before = meeting_of(desk)
    export(desk, "json", None)
    reps = {each.id for each in desk.store.read(lambda unit: desk.campaign(unit, 1)).handoff.reps}
    reschedule(desk, before.id, "thu 3 dec 13:00", rep=sorted(reps - {before.rep})[0])
    told = json.loads(export(desk, "json", None).content or b"")
    assert sorted(each["status"] for each in told) == ["booked", "cancelled"]


@pytest.mark.parametrize("named", [True, False])
def test_nothing_to_export_from_a_sandbox_says_that_it_is_one(desk: Desk, tmp_path: Path, named: bool) -> None:
    told = export(desk, "json", tmp_path / "out" if named else None).document
    assert (told["sandbox"], told["mark"], told["changes"]) == (True, SANDBOX_MARK, [])


def test_what_is_kept_of_an_export_names_nobody(desk: Desk) -> None:
    booked(desk, ADA)
    export(desk, "json", None)
    (kept,) = everything(desk)["export"]
    assert "Ada" not in kept["manifest"] and len(json.loads(kept["manifest"])["changes"]) == 1


def test_the_packet_of_a_cancelled_meeting_shouts_one_thing(desk: Desk) -> None:
    booked(desk, ADA, budget_status="none")
    meeting = meeting_of(desk)
    assert "BOOKED, NOT YET QUALIFIED" in packet(desk, meeting.id)
    cancel(desk, meeting.id)
    page = packet(desk, meeting.id)
    assert "**CANCELLED**" in page and "NOT YET QUALIFIED" not in page


class TestTeamLeadsReview:
    @pytest.fixture
    def reviewed(self, desk: Desk) -> Desk:
        """A desk whose campaign lets a team lead read every SQL first."""
        change_campaign(desk, TO_REVIEW)
        booked(desk, ADA)
        return desk

    def test_what_waits_for_it_is_no_sql_for_anybody(self, reviewed: Desk) -> None:
        (line,) = meetings_of(reviewed, CAMPAIGN)
        assert (line.qualified, line.missing) == (False, ("team lead's review",))
        assert "BOOKED, NOT YET QUALIFIED" in packet(reviewed, line.meeting.id)
        (told,) = json.loads(export(reviewed, "json", None).content or b"")
        assert (told["qualified"], told["rung"], told["sql_id"]) == (False, "MQL", "")
        assert (told["status"], told["missing_gates"]) == ("booked_not_qualified", ["team lead's review"])


class TestNothingForCalendars:
    def test_is_said_in_a_sentence_and_is_no_error(self, desk: Desk, tmp_path: Path) -> None:
        booked(desk, ADA)
        export(desk, "ics", tmp_path / "first")
        confirm(desk, meeting_of(desk).id)
        for out in (None, tmp_path / "one.ics"):
            done = export(desk, "ics", out)
            assert (done.content, done.text) == (None, "No calendar has anything new to be told.")
        assert not (tmp_path / "one.ics").exists()

    def test_is_left_of_a_meeting_that_was_off_before_it_left(self, desk: Desk, tmp_path: Path) -> None:
        booked(desk, ADA)
        cancel(desk, meeting_of(desk).id)
        assert export(desk, "ics", tmp_path / "one.ics").changes == 0


def test_every_file_of_a_sandbox_says_so(desk: Desk, tmp_path: Path) -> None:
    booked(desk, ADA)
    (tmp_path / "out").mkdir()
    export(desk, "csv", tmp_path / "out")
    for path in (tmp_path / "out").iterdir():
        assert b"SANDBOX" in path.read_bytes(), path.name
