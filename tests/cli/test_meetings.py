"""Meetings from the command line: booked, moved, made an SQL, handed over exactly once."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from cli.terminal import ART, Terminal, speak
from hands import QUALIFIED
from setter.examples import example_campaign

MEETING = {"meeting", "starts", "starts_local", "zone", "rep", "status", "confirmed_at", "sequence", "uid"}
MANIFEST = {"mark", "exported_at", "sandbox", "form", "folder", "changes", "files", "copy", "withheld"}
KEPT = MANIFEST | {"export"}


def booked(house: Terminal, *without: str, when: str = "thu 3 dec 10:30") -> dict[str, Any]:
    """Art's meeting, recorded with every answer but some: the outcome's reply."""
    call = house.dialled(ART)
    house.done("book", call, when)
    answers = [f"{name}={value}" for name, value in QUALIFIED.items() if name not in without]
    given = [word for answer in answers for word in ("--answer", answer)]
    reply: dict[str, Any] = house.done("outcome", call, "meeting_set", "--minutes", "6", *given)
    return reply


class TestBook:
    def test_tells_both_clocks_the_rep_and_the_state(self, house: Terminal) -> None:
        told = house.done("book", house.dialled(ART), "thu 3 dec 10:30", "--with", "Ann Lee <ann@x.example>")
        assert set(told) == MEETING
        assert (told["starts"], told["starts_local"]) == ("2026-12-03T16:30:00.000Z", "2026-12-03T10:30:00-06:00")
        assert (told["zone"], told["status"], told["sequence"]) == ("America/Chicago", "booked_not_qualified", 0)

    def test_the_same_again_is_the_same_and_another_time_moves_it(self, house: Terminal) -> None:
        call = house.dialled(ART)
        first = house.done("book", call, "thu 3 dec 10:30")
        assert house.done("book", call, "thu 3 dec 10:30") == first
        assert house.done("book", call, "fri 4 dec 10:30")["sequence"] == 1

    @pytest.mark.parametrize(
        ("when", "code", "exit_code"),
        [
            ("tue", "when", 2),
            ("tue afternoon", "when", 2),
            ("yesterday 3pm", "when", 2),
            ("today 3pm", "slot", 1),
            ("sun 10", "slot", 1),
        ],
    )
    def test_a_time_that_cannot_be_is_said(self, house: Terminal, when: str, code: str, exit_code: int) -> None:
        assert house.refused("book", house.dialled(ART), when, exit_code=exit_code)["code"] == code

    def test_the_notice_and_two_free_times_with_names_are_told(self, house: Terminal) -> None:
        error = house.refused("book", house.dialled(ART), "today 3pm")
        assert error["message"] == "A meeting needs 20 hours' notice."
        assert error["hint"].startswith("Free: ") and error["hint"].count("(") == 2

    def test_a_guest_without_brackets_has_a_name_or_an_address_not_both(self, house: Terminal) -> None:
        call = house.dialled(ART)
        for guest in ("Ann Lee", "ann@x.example"):
            house.done("book", call, "thu 3 dec 10:30", "--with", guest)
        error = house.refused("book", call, "thu 3 dec 10:30", "--with", "Ann ann@x.example", exit_code=2)
        assert (error["code"], error["where"]) == ("guest", "--with")

    def test_needs_a_dial_and_a_rep_that_is_there(self, house: Terminal) -> None:
        call = house.done("take", house.person(ART))["call"]
        assert house.refused("book", call, "thu 3 dec 10:30")["hint"] == "Dial first."
        house.done("dial", call)
        assert house.refused("book", call, "thu 3 dec 10:30", "--rep", "nobody", exit_code=2)["code"] == "no_rep"


class TestItsLife:
    def test_confirmed_moved_cancelled(self, house: Terminal) -> None:
        meeting = booked(house)["meeting"]
        confirmed = house.done("meeting", "confirm", meeting)
        assert set(confirmed) == MEETING and confirmed["status"] == "confirmed"
        assert confirmed["confirmed_at"].startswith("2026-11-24T16:3")
        moved = house.done("meeting", "reschedule", meeting, "fri 4 dec 10:30")
        assert (moved["sequence"], moved["status"], moved["confirmed_at"]) == (1, "booked", None)
        cancelled = house.done("meeting", "cancel", meeting, "--reason", "ill")
        assert (cancelled["status"], cancelled["sequence"]) == ("cancelled", 2)
        assert house.refused("meeting", "confirm", meeting)["code"] == "meeting_over"

    def test_goes_on_under_a_new_id_with_another_rep_and_every_word_says_so(
        self, house: Terminal, lead: Terminal
    ) -> None:
        first = booked(house)["meeting"]
        words = house.words("meeting", "reschedule", first, "fri 4 dec 10:30", "--rep", "m.lindqvist")
        (later,) = [each for each in house.done("meeting", "list") if each["meeting"] != first]
        assert words.startswith(f"Meeting {first} goes on as {later['meeting']}: ")
        assert words.endswith(", with Maja Lindqvist, in place of Tobe Abara.\n")
        (gone,) = [each for each in house.done("meeting", "list") if each["meeting"] == first]
        assert (gone["goes_on_as"], gone["sql"]) == (later["meeting"], None)
        refused = house.refused("meeting", "confirm", first)
        assert refused["hint"] == f"It goes on as meeting {later['meeting']}."
        lead.done("reply", "--sql", f"SQL-{later['sql']}", "--accept")
        assert f"SQL {later['sql']}: accepted" in house.words("meeting", "list")

    def test_to_which_nobody_came_is_a_no_show_and_its_setter_has_a_duty(self, house: Terminal) -> None:
        meeting = booked(house)["meeting"]
        assert house.refused("meeting", "no-show", meeting)["code"] == "not_begun"
        house.done("init", "--sandbox", "--clock", "2026-12-03T10:35:00-06:00")
        noted = house.done("meeting", "no-show", meeting)
        assert set(noted) == MEETING and noted["status"] == "no_show"
        assert "rescue_no_show" in [task["kind"] for task in house.done("tasks")]
        assert house.words("meeting", "no-show", meeting) == f"Meeting {meeting} is a no-show.\n"

    def test_an_unknown_one_is_wrong_and_the_hint_uses_nothing_up(self, house: Terminal) -> None:
        error = house.refused("meeting", "cancel", "77", exit_code=2)
        assert error["code"] == "no_meeting" and error["hint"] == "See them all with: setter meeting list."


class TestLookingAtThem:
    LINE = MEETING | {
        *("prospect", "name", "company", "qualified", "missing", "in_review", "returned", "blocked", "due"),
        *("goes_on_as", "sql", "decision", "code", "reply_due"),
    }

    def test_are_listed_with_what_they_lack_and_nothing_is_used_up(self, house: Terminal) -> None:
        meeting = booked(house, "budget_status")["meeting"]
        (told,) = house.done("meeting", "list", "--campaign", "quaywise-us")
        assert set(told) == self.LINE and (told["meeting"], told["name"], told["prospect"]) == (
            *(meeting, ART, house.done("search", ART)[0]["prospect"]),
        )
        assert (told["qualified"], told["missing"], told["due"]) == (False, ["budget"], ["csv", "json", "ics"])
        line = house.words("meeting", "list")
        assert line.split()[0] == meeting and "Thu 3 Dec 2026 10:30 CST" in line and "missing budget" in line
        assert len(house.done("export", "meetings", "--as", "csv")["changes"]) == 1

    def test_none_says_how_to_book_one(self, house: Terminal) -> None:
        assert house.done("meeting", "list") == []
        assert "setter book CALL WHEN" in house.words("meeting", "list")

    def test_the_packet_is_read_as_sales_will(self, house: Terminal) -> None:
        meeting = booked(house)["meeting"]
        told = house.done("meeting", "packet", meeting)
        assert set(told) == {"meeting", "packet"} and ART in told["packet"] and "late vans" in told["packet"]
        assert house.words("meeting", "packet", meeting).rstrip() == told["packet"].rstrip()

    def test_the_packet_of_who_opted_out_is_not(self, house: Terminal) -> None:
        meeting = booked(house)["meeting"]
        house.done("suppress", "312 555 0100")
        assert house.refused("meeting", "packet", meeting)["code"] == "suppressed"
        (told,) = house.done("meeting", "list")
        assert told["blocked"] is True and "stays here" in house.words("meeting", "list")

    def test_others_join_when_it_moves(self, house: Terminal) -> None:
        meeting = booked(house)["meeting"]
        moved = house.done("meeting", "reschedule", meeting, "fri 4 dec 10:30", "--with", "Ann Lee <ann@x.example>")
        assert moved["starts_local"] == "2026-12-04T10:30:00-06:00"
        assert "Ann Lee" in house.done("meeting", "packet", meeting)["packet"]


class TestPromote:
    SQL = frozenset({"sql", "prospect", "meeting", "state", "gates_met", "waived", "promoted_by"})

    def test_a_complete_one_is_the_sql_that_stands(self, house: Terminal) -> None:
        art = house.person(ART)
        reply = booked(house)
        told = house.done("promote", art, "--campaign", "quaywise-us")
        assert set(told) == self.SQL and (told["sql"], told["gates_met"], told["waived"]) == (reply["sql"], 9, 0)

    def test_an_open_gate_is_named_on_both_outputs(self, house: Terminal, lead: Terminal) -> None:
        art = house.person(ART)
        assert booked(house, "budget_status")["sql"] is None
        said = house.say("promote", art, "--campaign", "quaywise-us")
        assert (said.code, said.document) == (1, {"missing": ["budget"]})
        assert (said.error["code"], said.error["missing"]) == ("incomplete", ["budget"])
        waive = ("promote", art, "--waive", "budget", "--reason", "the owner will find it")
        assert house.refused(*waive)["code"] == "role"
        assert lead.done(*waive)["waived"] == 1

    def test_waivers_need_a_reason_and_a_gate_that_may_be_waived(self, house: Terminal, lead: Terminal) -> None:
        art = house.person(ART)
        booked(house, "budget_status")
        assert lead.refused("promote", art, "--waive", "budget", exit_code=2)["code"] == "no_reason"
        assert lead.refused("promote", art, "--waive", "luck", "--reason", "x", exit_code=2)["code"] == "no_gate"
        assert lead.refused("promote", art, "--waive", "target_market", "--reason", "x")["code"] == "not_waivable"

    def test_all_gates_without_a_conversation_miss_none(self, house: Terminal) -> None:
        art = house.person(ART)
        call = house.dialled(ART)
        house.done("answer", call, *[f"{name}={value}" for name, value in QUALIFIED.items()])
        house.done("book", call, "thu 3 dec 10:30")
        said = house.say("promote", art)
        assert (said.code, said.document, said.error["code"]) == (1, {"missing": []}, "no_conversation")
        assert "waive" not in said.error["hint"]


class TestExport:
    def test_a_table_leaves_once(self, house: Terminal) -> None:
        booked(house)
        first = house.done("export", "meetings", "--as", "csv")
        assert set(first) == KEPT | {"meetings"} and len(first["meetings"]) == len(first["changes"]) == 1
        assert house.done("export", "meetings", "--as", "csv")["changes"] == []
        assert len(house.done("export", "meetings", "--as", "csv", "--all")["meetings"]) == 1

    def test_calendar_files_are_shown_until_they_have_a_place_to_go_to(self, house: Terminal, tmp_path: Path) -> None:
        booked(house)
        for _ in range(2):
            (told,) = house.done("export", "meetings", "--as", "ics")["meetings"]
            assert set(told) == {"meeting", "invite", "hold"}
            assert Calendar.from_ical(told["invite"])["METHOD"] == "REQUEST"
            assert Calendar.from_ical(told["hold"])["METHOD"] == "PUBLISH"
        told = house.done("export", "meetings", "--as", "ics", "--out", str(tmp_path / "out"))
        assert set(told) == KEPT and told["copy"] is False
        assert {each["kind"] for each in told["files"]} == {"table", "invite", "hold", "packet"}
        assert house.done("export", "meetings", "--as", "ics", "--out", str(tmp_path / "two"))["changes"] == []
        again = house.done("export", "meetings", "--as", "ics", "--out", str(tmp_path / "again"), "--all")
        assert {each["kind"] for each in again["files"]} == {"table", "invite", "hold", "packet"}

    def test_standard_output_holds_the_files_to_their_last_byte(self, house: Terminal) -> None:
        booked(house)
        command = [sys.executable, "-m", "setter", "--db", house.database, "export", "meetings", "--as"]
        ics = subprocess.run([*command, "ics"], capture_output=True, check=True).stdout
        assert ics.endswith(b"END:VCALENDAR\r\n") and ics.count(b"BEGIN:VCALENDAR") == 2
        table = speak("--db", house.database, "export", "meetings", "--as", "csv").out
        assert table.endswith(b"\r\n") and b"\n" not in table.replace(b"\r\n", b"")
        (row,) = csv.DictReader(io.StringIO(table.decode(), newline=""))
        assert row["prospect_name"] == ART

    def test_json_without_the_envelope_is_a_list(self, house: Terminal) -> None:
        booked(house)
        (told,) = json.loads(house.words("export", "meetings", "--as", "json"))
        assert told["packet"]["header"]["sql_id"] == told["sql_id"]

    def test_who_opted_out_is_withheld_and_said(self, house: Terminal, tmp_path: Path) -> None:
        meeting = booked(house)["meeting"]
        house.done("suppress", "312 555 0100")
        told = house.done("export", "meetings", "--as", "csv", "--out", str(tmp_path / "m.csv"))
        assert told["withheld"] == [{"meeting": meeting, "reason": "do_not_call"}] and told["changes"] == []
        said = speak("--db", house.database, "export", "meetings", "--as", "csv")
        assert said.err.startswith("1 meeting is withheld") and said.out.count(b"\r\n") == 1
        (duty,) = house.done("tasks")
        assert (duty["kind"], duty["meeting"]) == ("cancel_meeting", meeting)

    def test_an_empty_one_says_that_it_is_a_sandbox(self, house: Terminal) -> None:
        told = house.done("export", "meetings", "--as", "json")
        assert (told["sandbox"], told["mark"], told["meetings"]) == (True, "SANDBOX – not a real meeting", [])

    def test_a_place_that_cannot_be_written_is_wrong_input(self, house: Terminal) -> None:
        booked(house)
        error = house.refused("export", "meetings", "--as", "csv", "--out", "/dev/null/x.csv", exit_code=2)
        assert error["code"] == "cannot_write"

    def test_a_searchable_file_for_looking_at_is_a_team_leads(
        self, house: Terminal, lead: Terminal, tmp_path: Path
    ) -> None:
        assert house.refused("export", "sqlite", "--out", str(tmp_path / "x.db"))["code"] == "role"
        told = lead.done("export", "sqlite", "--out", str(tmp_path / "x.db"))
        assert set(told) == {"path", "rows"} and told["rows"]["prospects"] == 20


class TestSqlReview:
    """Where the campaign lets a team lead read every SQL first."""

    @pytest.fixture
    def waiting(self, house: Terminal, lead: Terminal, tmp_path: Path) -> dict[str, Any]:
        """Art's SQL, which waits."""
        file = tmp_path / "reviewed.toml"
        file.write_text(example_campaign().replace('review = "none"', 'review = "team_lead"'), encoding="utf-8")
        lead.done("campaign", "add", str(file))
        lead.done("campaign", "activate", "quaywise-us")
        sql = booked(house)["sql"]
        (waiting,) = house.done("sql", "waiting")
        assert waiting["sql"] == sql
        return dict(waiting)

    def test_is_approved_by_a_team_lead_and_leaves(
        self, house: Terminal, lead: Terminal, waiting: dict[str, Any]
    ) -> None:
        keys = {"sql", "meeting", "name", "company", "set_by", "promoted_at", "starts", "review_by"}
        assert set(waiting) == keys
        assert house.refused("sql", "approve", waiting["sql"])["code"] == "role"
        assert lead.done("sql", "approve", waiting["sql"]) == {"sql": waiting["sql"], "state": "submitted"}
        assert lead.done("sql", "waiting") == []
        (told,) = house.done("export", "meetings", "--as", "json")["meetings"]
        assert (told["qualified"], told["sql_id"]) == (True, waiting["sql"])

    def test_is_returned_with_a_note(self, house: Terminal, lead: Terminal, waiting: dict[str, Any]) -> None:
        assert lead.refused("sql", "return", waiting["sql"], "--note", " ", exit_code=2)["code"] == "no_reason"
        told = lead.done("sql", "return", waiting["sql"], "--note", "ask for the budget")
        assert told == {"sql": waiting["sql"], "state": "returned"}
        assert "ask for the budget" in [task["words"] for task in house.done("tasks")]
        assert lead.refused("sql", "approve", "1", exit_code=2)["code"] == "no_sql"
