"""Making a database, looking after it, and how the program speaks when it is used wrongly."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cli.terminal import Terminal, speak
from houses import tamper
from setter import __version__
from setter.cli import speech
from setter.cli.main import setter
from setter.examples import example_campaign
from setter.services import sandbox
from setter.services.campaigns import add_text
from setter.services.desk import make_database, operating_user
from setter.store import house as house_of
from setter.store import migrate as steps_of
from setter.store.house import open_store
from setter.store.migrate import SCHEMA_VERSION, steps


def program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The installed program as a process of its own, with nothing to read."""
    command = [sys.executable, "-m", "setter", *arguments]
    surroundings = {**os.environ, **environment}
    return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, env=surroundings, check=False)


class TestMigrate:
    def test_brings_an_older_database_up_to_date_once(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = str(tmp_path / "old.db")
        with monkeypatch.context() as past:
            past.setattr(steps_of, "steps", lambda folder: steps(folder)[:3])
            past.setattr(steps_of, "SCHEMA_VERSION", 3)
            past.setattr(house_of, "SCHEMA_VERSION", 3)
            store = open_store(path)
            store.migrate()
            store.close()
        first, again = (Terminal(path, "").done("migrate") for _ in range(2))
        assert (first["schema_before"], first["schema"]) == (3, SCHEMA_VERSION)
        assert again["schema_before"] == again["schema"] == SCHEMA_VERSION
        assert [each.name for each in tmp_path.glob("*.backup")] == ["old.db.schema-3.backup"]

    def test_makes_none_where_there_is_none(self, tmp_path: Path) -> None:
        refused = Terminal(str(tmp_path / "none.db"), "").refused("migrate", exit_code=3)
        assert refused["code"] == "database_empty" and list(tmp_path.iterdir()) == []


class TestInit:
    def test_makes_a_sandbox_with_its_clock(self, tmp_path: Path) -> None:
        path = str(tmp_path / "new.db")
        told = Terminal(path, "").done("init", "--sandbox", "--clock", "2026-11-24T10:30:00-06:00")
        assert set(told) == {"database", "sandbox", "clock"}
        assert (told["database"], told["sandbox"], told["clock"][:16]) == (path, True, "2026-11-24T16:30")
        assert Path(path).stat().st_mode & 0o777 == 0o600

    def test_turns_the_clock_forward_only(self, house: Terminal) -> None:
        assert house.done("init", "--sandbox", "--clock", "2026-12-01T09:00:00Z")["clock"][:10] == "2026-12-01"
        assert house.refused("init", "--sandbox", "--clock", "2026-11-01T09:00:00Z")["code"] == "clock_back"

    def test_a_real_database_has_the_real_clock_and_no_other_names(self, tmp_path: Path) -> None:
        path = str(tmp_path / "real.db")
        assert Terminal(path, "").done("init")["sandbox"] is False
        assert Terminal(path, "").refused("init", "--sandbox")["code"] == "other_kind"
        assert Terminal(path, "somebody").refused("queue")["code"] == "as_name"
        assert Terminal(path, "").refused("init", "--clock", "2026-12-01T09:00:00Z", exit_code=2)["code"] == "clock"

    @pytest.mark.parametrize("name", ["a" * 81, "two\nlines"])
    def test_what_is_no_name_is_refused(self, house: Terminal, name: str) -> None:
        assert Terminal(house.database, name).refused("queue", exit_code=2)["code"] == "as_name"

    def test_whoever_makes_a_sandbox_leads_in_it(self, tmp_path: Path) -> None:
        ann = Terminal(str(tmp_path / "anns.db"), "ann")
        ann.done("init", "--sandbox")
        assert ann.done("colleague", "bo", "--role", "team_lead")["name"] == "bo"
        clock, then = ann.words("init", "--sandbox").splitlines()
        assert "Its clock stands at " in clock and "setter campaign add FILE" in then

    @pytest.mark.parametrize("command", [["init"], ["queue"], ["doctor"]])
    def test_another_programs_database_is_left_alone(self, tmp_path: Path, command: list[str]) -> None:
        path = tmp_path / "theirs.db"
        with sqlite3.connect(path) as theirs:
            theirs.execute("CREATE TABLE bookmark (url TEXT)")
        before = path.read_bytes()
        assert Terminal(str(path), "").refused(*command, exit_code=3)["code"] == "database_foreign"
        assert path.read_bytes() == before

    @pytest.mark.parametrize(
        ("database", "code"),
        [
            ("mysql://mira:secret@host/house", "database_kind"),
            ("/dev/null", "database_unusable"),
            ("/nowhere/at/all.db", "database_empty"),
        ],
    )
    def test_what_cannot_be_a_database_is_said_in_a_sentence(self, database: str, code: str) -> None:
        said = Terminal(database, "").say("queue")
        assert (said.code, said.error["code"]) == (3, code)
        assert "secret" not in said.err


class TestTheSandbox:
    def test_is_made_and_filled_once(self, tmp_path: Path) -> None:
        house = Terminal(str(tmp_path / "demo.db"), "")
        told = house.done("demo", "--no-tui")
        assert set(told) == {"database", "sandbox", "clock", "campaign", "prospects"}
        assert (told["sandbox"], told["campaign"], told["prospects"]) == (True, "quaywise-us", 180)
        assert house.done("demo", "--no-tui")["prospects"] == 180


class TestLookingAfterIt:
    def test_doctor_finds_it_sound(self, house: Terminal) -> None:
        told = house.done("doctor")
        assert set(told) == {"sound", "findings"} and told["sound"] is True
        assert {frozenset(each) for each in told["findings"]} == {frozenset({"what", "sound", "found"})}

    def test_a_team_lead_gives_roles_and_a_caller_does_not(self, house: Terminal, lead: Terminal) -> None:
        given = lead.done("colleague", "noor", "--role", "caller", "--language", "Spanish")
        noor = {"name": "noor", "role": "caller", "campaigns": [], "languages": ["es"]}
        assert given == {**noor, "known_to_server": True}
        assert noor in house.done("colleague")
        assert "noor" in house.words("colleague")
        assert house.refused("colleague", "mira", "--role", "team_lead")["code"] == "role"

    def test_the_only_team_lead_stays_one(self, lead: Terminal) -> None:
        error = lead.refused("colleague", operating_user(), "--role", "caller")
        assert error["code"] == "last_lead" and "--role team_lead" in error["hint"]
        lead.done("colleague", "noor", "--role", "team_lead")
        lead.done("colleague", operating_user(), "--role", "caller")
        assert lead.refused("colleague", "noor", "--role", "caller")["code"] == "role"


class TestWrongUsage:
    @pytest.mark.parametrize(
        "arguments",
        [
            ["nonsense"],
            ["queue", "--limit", "-1"],
            ["queue", "--limit", "many"],
            ["why", "notanumber"],
            ["show", "9" * 26],
            ["dial", "-5"],
            ["dial", "1", "--next", "--phone", "7"],
            ["outcome", "9" * 26, "no_answer"],
            ["undo", "0"],
            ["undo", "9" * 5000],
            ["release", "x"],
            ["answer", "1"],
            ["take", "9" * 26],
            ["search"],
            ["search", "art", "--limit", "0"],
            ["fact", "x"],
            ["duty", "done", "x"],
            ["duty", "pass", "0"],
            ["call", "9" * 26],
            ["calls", "year"],
            ["meeting", "packet", "x"],
            ["receive", "--prospect", "9" * 26],
            ["book", "1e9", "tue 3pm"],
            ["meeting", "cancel", "9" * 26],
            ["promote", "nobody"],
            ["export", "meetings"],
            ["export", "meetings", "--as", "pdf"],
            ["report", "year"],
            ["import", "x.csv"],
            [],
        ],
        ids=lambda arguments: " ".join(arguments)[:40],
    )
    def test_is_exit_code_two_and_one_error_document(self, house: Terminal, arguments: list[str]) -> None:
        assert house.refused(*arguments, exit_code=2)["code"] == "usage"

    def test_an_instant_that_is_none_names_its_option(self, house: Terminal) -> None:
        for text in ("tomorrow", "2026-11-24", "9999-12-31T23:59:59Z"):
            error = house.refused("queue", "--at", text, exit_code=2)
            assert (error["code"], error["where"]) == ("instant", "--at")

    def test_a_command_that_needs_another_lists_them_a_line_each(self, house: Terminal) -> None:
        said = speak("--db", house.database, "meeting")
        assert said.code == 2
        assert "\n  reschedule " in said.err
        assert "See: setter book --help." in speak("--db", house.database, "book").err

    def test_words_for_people_stand_on_the_error_output_too(self, house: Terminal) -> None:
        said = speak("--db", house.database, "next", "--campaign", "nope")
        assert (said.code, said.out) == (2, b"")
        assert said.err.splitlines() == [
            "setter: There is no campaign 'nope'. (campaign)",
            "        Known: quaywise-us.",
        ]


class TestTheProgramItself:
    def test_says_its_version(self) -> None:
        assert speak("--version").out.decode() == f"setter, version {__version__}\n"
        for arguments in (["--json", "--version"], ["--version", "--json"]):
            assert speak(*arguments).document == {"version": __version__}

    def test_without_a_terminal_it_opens_no_screen(self, tmp_path: Path) -> None:
        for arguments in ([], ["demo"]):
            done = program("--db", str(tmp_path / "x.db"), *arguments)
            assert (done.returncode, done.stdout) == (2, b"")
            assert b"terminal" in done.stderr
        assert list(tmp_path.iterdir()) == []

    def test_as_a_process_it_keeps_to_its_exit_codes(self, house: Terminal) -> None:
        done = program("--json", "queue", "--limit", "2", SETTER_DATABASE=house.database)
        assert (done.returncode, len(json.loads(done.stdout))) == (0, 2)
        done = program("--json", "dial", "77", SETTER_DATABASE=house.database)
        assert (done.returncode, done.stdout) == (2, b"")
        assert json.loads(done.stderr)["error"]["code"] == "no_call"

    def test_a_stop_is_told_as_an_error_document(self, house: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
        def stopped(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(setter, "main", stopped)
        assert speech.STOPPED == 130
        assert house.refused("queue", exit_code=130)["code"] == "stopped"

    def test_what_breaks_inside_says_so_and_no_more(self, house: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object, **__: object) -> None:
            raise ZeroDivisionError("a name that nobody should see")

        monkeypatch.setattr(setter, "main", broken)
        monkeypatch.delenv("SETTER_DEBUG", raising=False)
        error = house.refused("queue", exit_code=70)
        assert error["code"] == "internal" and "nobody should see" not in json.dumps(error)

    def test_the_details_of_what_broke_show_where_and_quote_nobody(
        self, house: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object, **__: object) -> None:
            try:
                raise KeyError("Ada North")
            except KeyError as problem:
                raise ValueError("+13125550101") from problem

        monkeypatch.setattr(setter, "main", broken)
        monkeypatch.setenv("SETTER_DEBUG", "1")
        said = house.say("queue")
        assert said.code == 70 and said.out == b""
        trace = " ".join(said.error["trace"])
        assert "ValueError" in trace and "KeyError" in trace and "test_house.py" in trace and " broken" in trace
        words = speak("--db", house.database, "queue")
        assert words.code == 70 and "test_house.py" in words.err
        for told in (said.err, words.err):
            assert "Ada" not in told and "5550101" not in told

    def test_every_command_explains_itself(self) -> None:
        for command in setter.list_commands(None):  # type: ignore[arg-type]
            said = speak(command, "--help")
            assert said.code == 0 and b"Usage:" in said.out


class TestDoctor:
    def test_of_a_sound_house_is_done(self, house: Terminal) -> None:
        told = house.done("doctor")
        assert told["sound"] and {each["what"] for each in told["findings"]} >= {"schema", "suppression key"}

    def test_of_a_sick_one_prints_what_it_found_and_says_so_to_programs(self, house: Terminal) -> None:
        store = open_store(str(house.database))
        tamper(store, "UPDATE audit SET detail = 'x' WHERE number = 1")
        store.close()
        said = house.say("doctor")
        assert said.code == 3 and said.err == "" and not said.document["sound"]
        words = speak("--db", house.database, "doctor")
        assert words.code == 3 and b"BAD  audit chains: broken: " in words.out


@pytest.mark.parametrize("json_wanted", [True, False])
def test_a_password_is_never_printed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, json_wanted: bool) -> None:
    """The address is a server's; the sandbox behind it is a file, so that no server is needed to see the words."""
    address = "postgresql://mira:s3cret@host/house?sslpassword=s3cret"
    made = sandbox.open_sandbox

    def here(url: str, **given: Any) -> Any:
        assert url == address
        return make_database(str(tmp_path / "house.db"), **given)

    monkeypatch.setattr("setter.cli.house.make_database", here)
    monkeypatch.setattr(sandbox, "open_sandbox", lambda url: made(str(tmp_path / "house.db")))
    for command in (["init", "--sandbox"], ["demo", "--no-tui"]):
        said = speak("--db", address, *(["--json"] if json_wanted else []), *command)
        told = said.out.decode() + said.err
        assert said.code == 0 and "s3cret" not in told and "postgresql://mira:***@host/house" in told


def test_the_demo_counts_the_prospects_of_its_own_campaign(tmp_path: Path) -> None:
    path = str(tmp_path / "demo.db")
    other = example_campaign().replace('id = "quaywise-us"', 'id = "first"', 1)
    desk = make_database(path, sandbox=True)
    add_text(desk, other)
    desk.store.close()
    told = Terminal(path, "").done("demo", "--no-tui")
    assert told["campaign"] == "quaywise-us" and told["prospects"] > 100
