"""Meetings leave the house as files: whole, marked, listed, and once more only when something changed."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import icalendar
import pytest
from msgspec.structs import replace

from setter.domain.errors import Wrong
from setter.handoff.batch import MANIFEST, export_bytes, export_file, export_folder
from setter.handoff.dialects import DIALECTS
from setter.handoff.exports import COLUMNS, meetings_csv, meetings_json
from setter.handoff.meeting import NINE_GATES, SANDBOX_MARK, Guest, MeetingRecord

NOW = 1_795_500_000_000


def table(written: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def sandboxed(record: MeetingRecord) -> MeetingRecord:
    return replace(record, public=replace(record.public, sandbox=True))


def moved(record: MeetingRecord) -> MeetingRecord:
    later = replace(record.public, sequence=1, starts=record.public.starts + 60_000, ends=record.public.ends + 60_000)
    return replace(record, public=later, told_sequence=0, change=2, change_kind="rescheduled")


class TestTheTable:
    def test_each_meeting_is_one_row_with_both_clocks(self, record: MeetingRecord) -> None:
        (row,) = table(meetings_csv([record], "crm"))
        assert tuple(row) == COLUMNS
        assert row["starts_utc"] == "2026-11-25T15:00:00.000Z"
        assert (row["starts_prospect_local"], row["prospect_zone"]) == ("2026-11-25T09:00", "America/Chicago")
        assert (row["starts_rep_local"], row["rep_zone"]) == ("2026-11-25T10:00", "America/New_York")
        assert (row["duration_minutes"], row["prospect_name"], row["phone"]) == ("30", "Ana Núñez", "+13125550101")
        assert (row["meeting_id"], row["sql_id"], row["qualified"], row["sandbox"]) == ("901", "5501", "yes", "")
        assert {row[f"gate_{gate}"] for gate in NINE_GATES} == {"pass"}

    def test_a_slot_that_is_no_sql_yet_has_no_sql_id_and_names_what_is_missing(self, record: MeetingRecord) -> None:
        held = replace(record, sql=None, qualified=False, missing=("budget", "need"), rung="MQL")
        (row,) = table(meetings_csv([held], "crm"))
        assert (row["sql_id"], row["qualified"], row["missing_gates"], row["rung"]) == (
            *("", "no", "budget; need"),
            "MQL",
        )

    @pytest.mark.requirement("R-001")
    def test_it_says_its_rung_and_definition_and_has_no_bare_lead_column(self, record: MeetingRecord) -> None:
        (row,) = table(meetings_csv([record], "crm"))
        assert row["rung"] == "SQL"
        assert row["definition"].endswith("campaign counts meeting_requested")
        assert not [column for column in COLUMNS if "lead" in column]

    def test_a_formula_in_a_name_is_harmless_in_both_dialects(self, record: MeetingRecord) -> None:
        attack = replace(record.public, prospect=Guest("=cmd|' /C calc'!A0"), company="@SUM(A1)")
        for dialect in DIALECTS:
            (row,) = table(meetings_csv([replace(record, public=attack)], dialect))
            assert row["prospect_name"] == "'=cmd|' /C calc'!A0"
            assert row["company"] == "'@SUM(A1)"
            assert row["phone"] == ("+13125550101" if dialect == "crm" else "'+13125550101")

    def test_escape_codes_never_reach_a_terminal(self, record: MeetingRecord) -> None:
        attack = replace(record.public, agenda="\x1b[2Jhello\x07\r\nthere", company="a\u202eb")
        written = meetings_csv([replace(record, public=attack)], "crm")
        assert b"\x1b" not in written
        assert b"\x07" not in written
        assert table(written)[0]["agenda"] == "hello there"

    def test_an_empty_table_still_has_its_header(self) -> None:
        assert meetings_csv([], "crm") == (",".join(COLUMNS) + "\r\n").encode()
        assert json.loads(meetings_json([])) == []

    def test_json_has_typed_fields_ids_as_strings_and_the_packet(self, record: MeetingRecord) -> None:
        (told,) = json.loads(meetings_json([replace(record, sql=2**62)]))
        assert (told["sql_id"], told["qualified"], told["duration_minutes"]) == (str(2**62), True, 30)
        assert told["gates"]["need"] == "pass"
        assert told["packet"]["need"][0]["value"] == "INTERNAL trucks wait"


class TestAFolder:
    def test_it_holds_table_invitation_hold_packet_and_manifest(self, record: MeetingRecord, tmp_path: Path) -> None:
        out = tmp_path / "new" / "batch"
        export_folder([record], out, "csv", NOW)
        assert names(out) == {*("meetings.csv", "invite-901.ics", "hold-treyes-901.ics", "packet-901.md", MANIFEST)}
        export_folder([record], tmp_path / "j", "json", NOW)
        assert "meetings.json" in names(tmp_path / "j")

    def test_the_manifest_lists_every_file_with_its_digest_and_every_change(
        self, record: MeetingRecord, tmp_path: Path
    ) -> None:
        manifest = export_folder([record], tmp_path, "ics", NOW)
        written = json.loads((tmp_path / MANIFEST).read_text("utf-8"))
        assert written == json.loads(json.dumps(manifest.as_json()))
        assert {file["name"] for file in written["files"]} == names(tmp_path) - {MANIFEST}
        for file in written["files"]:
            assert sha256((tmp_path / file["name"]).read_bytes()).hexdigest() == file["sha256"]
        assert written["changes"] == [
            {"meeting": "901", "change": 1, "change_kind": "booked", "sequence": 0, "withheld": ""}
        ]
        assert (written["exported_at"], written["sandbox"]) == ("2026-11-24T06:00:00.000Z", False)

    def test_only_its_owner_can_read_it(self, record: MeetingRecord, tmp_path: Path) -> None:
        export_folder([record], tmp_path / "out", "csv", NOW)
        assert {oct(path.stat().st_mode & 0o777) for path in (tmp_path / "out").iterdir()} == {"0o600"}
        assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700

    def test_nothing_internal_is_in_any_calendar_file(self, record: MeetingRecord, tmp_path: Path) -> None:
        off = replace(moved(record), status="cancelled")
        export_folder([record, replace(off, public=replace(off.public, meeting=902))], tmp_path, "ics", NOW)
        calendars = list(tmp_path.glob("*.ics"))
        assert len(calendars) == 4
        assert not [path for path in calendars if b"INTERNAL" in path.read_bytes().replace(b"\r\n ", b"")]

    def test_a_moved_meeting_replaces_its_own_files_and_keeps_the_earlier_table(
        self, record: MeetingRecord, tmp_path: Path
    ) -> None:
        export_folder([record], tmp_path, "csv", NOW)
        export_folder([moved(record)], tmp_path, "csv", NOW + 1000)
        invited = icalendar.Calendar.from_ical((tmp_path / "invite-901.ics").read_bytes())
        assert invited.walk("VEVENT")[0]["SEQUENCE"] == 1
        assert table((tmp_path / "meetings.csv").read_bytes())[0]["change_kind"] == "rescheduled"
        assert table((tmp_path / "meetings.1.csv").read_bytes())[0]["change_kind"] == "booked"
        assert json.loads((tmp_path / "manifest.1.json").read_text())["exported_at"] == "2026-11-24T06:00:00.000Z"

    def test_with_nothing_due_nothing_is_touched(self, record: MeetingRecord, tmp_path: Path) -> None:
        export_folder([record], tmp_path, "csv", NOW)
        before = {path: path.read_bytes() for path in tmp_path.iterdir()}
        assert export_folder([], tmp_path, "csv", NOW + 1000).files == ()
        assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before

    def test_what_was_withheld_is_in_the_manifest(self, record: MeetingRecord, tmp_path: Path) -> None:
        silent = replace(record, public=replace(record.public, prospect=Guest("Ana"), guests=()))
        manifest = export_folder([silent], tmp_path, "ics", NOW)
        assert "e-mail" in manifest.changes[0].withheld
        assert "invite-901.ics" not in names(tmp_path)

    def test_a_place_that_cannot_be_written_is_said_in_a_sentence(self, record: MeetingRecord, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        with pytest.raises(Wrong) as wrong:
            export_folder([record], tmp_path / "file", "csv", NOW)
        assert wrong.value.code == "cannot_write"


class TestASandbox:
    def test_every_file_says_that_it_is_not_real(self, record: MeetingRecord, tmp_path: Path) -> None:
        for form in ("csv", "json"):
            export_folder([sandboxed(record)], tmp_path, form, NOW)
        for path in tmp_path.iterdir():
            text = path.read_bytes().replace(b"\r\n ", b"").decode("utf-8")
            assert SANDBOX_MARK in text, path.name
        assert len(names(tmp_path)) == 7
        assert json.loads((tmp_path / MANIFEST).read_text())["sandbox"] is True

    def test_no_file_of_a_real_database_is_marked(self, record: MeetingRecord, tmp_path: Path) -> None:
        export_folder([record], tmp_path, "json", NOW)
        assert not [path for path in tmp_path.iterdir() if "SANDBOX" in path.read_text("utf-8")]


class TestOneFile:
    @pytest.mark.parametrize("form", ["csv", "json"])
    def test_a_table_goes_to_one_file_with_its_manifest_beside_it(
        self, record: MeetingRecord, tmp_path: Path, form: str
    ) -> None:
        path = tmp_path / f"due.{form}"
        manifest = export_file([record], path, form, NOW)
        assert path.read_bytes() == export_bytes([record], form, NOW)
        assert names(tmp_path) == {path.name, f"{path.name}.manifest.json"}
        assert manifest.files[0].sha256 == sha256(path.read_bytes()).hexdigest()

    def test_a_second_export_into_the_same_file_keeps_the_first(self, record: MeetingRecord, tmp_path: Path) -> None:
        path = tmp_path / "due.csv"
        export_file([record], path, "csv", NOW)
        export_file([moved(record)], path, "csv", NOW)
        assert table((tmp_path / "due.1.csv").read_bytes())[0]["change"] == "1"
        assert table(path.read_bytes())[0]["change"] == "2"

    def test_a_single_meeting_goes_to_one_calendar_file(self, record: MeetingRecord, tmp_path: Path) -> None:
        export_file([record], tmp_path / "ana.ics", "ics", NOW)
        assert b"METHOD:REQUEST" in (tmp_path / "ana.ics").read_bytes()

    def test_several_meetings_need_a_folder(self, record: MeetingRecord, tmp_path: Path) -> None:
        other = replace(record, public=replace(record.public, meeting=902))
        for records in ([record, other], []):
            with pytest.raises(Wrong) as wrong:
                export_file(records, tmp_path / "x.ics", "ics", NOW)
            assert wrong.value.code == "needs_folder"
        assert names(tmp_path) == set()


KILLED = """
import os, pathlib, pickle, sys
from setter.handoff.batch import export_folder

record = pickle.loads(bytes.fromhex(sys.stdin.readline()))
export_folder([record], pathlib.Path(sys.argv[1]), "csv", 1_795_500_060_000)
for line in sys.stdin:  # each step in a child of its own, with everything imported
    child = os.fork()
    if child == 0:
        break
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
else:
    sys.exit()
number, _, place = line.strip().partition(" ")
left, folder = int(number), pathlib.Path(place)
def step():
    global left
    left -= 1
    if left < 0:
        os._exit(9)
def watch(event, arguments):
    if event in ("open", "os.rename", "os.remove", "os.mkdir") and str(folder) in str(arguments[0]):
        step()
def fdopen(*arguments, opening=os.fdopen):
    step()
    return opening(*arguments)
os.fdopen = fdopen
sys.addaudithook(watch)
export_folder([record], folder, "csv", 1_795_500_060_000)
os._exit(0)
"""


class TestAKill:
    @pytest.mark.skipif(os.name != "posix", reason="os._exit is the kill, as POSIX has it")
    def test_at_any_moment_leaves_whole_files_only_and_a_manifest_only_when_all_are_there(
        self, record: MeetingRecord, tmp_path: Path
    ) -> None:
        import pickle

        first, second = tmp_path / "first", tmp_path / "second"
        old = export_folder([record], first, "csv", NOW)
        new = export_folder([moved(record)], second, "csv", NOW + 60_000)
        whole = {file.sha256 for file in (*old.files, *new.files)}
        killed = 0
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        dying = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path / "warm")], **pipes)
        print(pickle.dumps(moved(record)).hex(), file=dying.stdin, flush=True)
        for step in range(60):
            folder = tmp_path / f"killed-{step}"
            export_folder([record], folder, "csv", NOW)
            print(step, folder, file=dying.stdin, flush=True)
            ended = int(dying.stdout.readline())
            seen = [path for path in folder.iterdir() if not path.name.startswith(".")]
            for path in seen:
                if "manifest" not in path.name:
                    assert sha256(path.read_bytes()).hexdigest() in whole, path.name
            manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
            if manifest["changes"][0]["change"] == 2:
                for file in manifest["files"]:
                    assert sha256((folder / file["name"]).read_bytes()).hexdigest() == file["sha256"]
            if ended == 0:
                break
            assert ended == 9
            killed += 1
            export_folder([moved(record)], folder, "csv", NOW + 60_000)
            assert not list(folder.glob(".*"))
            assert json.loads((folder / MANIFEST).read_text("utf-8"))["changes"][0]["change"] == 2
        dying.communicate()
        assert ended == 0
        assert killed >= 12
