"""A database of an older setter is brought up to date by whoever opens it, with nothing lost and a copy beside it."""

from __future__ import annotations

import json
import sqlite3
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from setter.domain.errors import Unusable
from setter.services.desk import open_desk
from setter.store import migrate as steps_of
from setter.store.house import open_store
from setter.store.keys import mark_of
from setter.store.migrate import SCHEMA_VERSION, missing, steps, version
from setter.store.records import Acquisition
from setter.store.unit import Unit

KEY = "ab" * 32
OPEN = "import sys; from setter.services.desk import open_desk; open_desk(sys.argv[1]).store.close()"
WRITTEN = [
    "INSERT INTO setting VALUES ('made_at', '1'), ('sandbox', 'yes'), ('clock_anchor', '1795000000000'),"
    f" ('clock_set_at', '1795000000000'), ('suppression_key', '{KEY}')",
    "INSERT INTO client VALUES ('tidemark', 'Tidemark')",
    "INSERT INTO campaign VALUES (1, 'quaywise-us', 'Quaywise', 'tidemark', 'p', 'draft', NULL)",
    "INSERT INTO prospect (id, client_id, company_name, full_name, created_at, updated_at)"
    " VALUES (7, 'tidemark', 'Ölhaus', 'Örjan Ångström', 1, 1)",
    "INSERT INTO enrolment (id, campaign, prospect_id, work_state, cycle_started_at, enrolled_at)"
    " VALUES (8, 1, 7, 'queued', 1, 1)",
    "INSERT INTO acquisition VALUES (9, 7, 1, NULL, 'purchased_list', 'web', 'paid', 'outbound', 'x', 0.5,"
    " '2026-01-02', 1)",
    "INSERT INTO suppression VALUES (10, 'tidemark', 'number', 'ff', 'do_not_call', NULL, 1, 'mira')",
]


@pytest.fixture
def old(url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a database as the first setter left it."""
    with monkeypatch.context() as past:
        past.setattr(steps_of, "steps", lambda folder: steps(folder)[:1])
        past.setattr(steps_of, "SCHEMA_VERSION", 1)
        store = open_store(url)
        store.migrate()
    connection = store.engine.connect()
    for statement in WRITTEN:
        connection.execute(statement)
    store.close()
    return url


def copies(url: str) -> list[Path]:
    """The copies that were kept of a file."""
    path = Path(url)
    return sorted(each for each in path.parent.iterdir() if each.name.startswith(f"{path.name}.schema"))


def test_opening_it_takes_the_steps_it_lacks_and_keeps_everything(old: str) -> None:
    desk = open_desk(old)
    engine = desk.store.engine
    assert version(engine, engine.reader()) == SCHEMA_VERSION and missing(engine, engine.reader()) == []
    kept = desk.store.read(lambda unit: unit.prospects.acquisitions(7))
    assert [(each.source, each.cost, each.acquired_on) for each in kept] == [("web", 0.5, "2026-01-02")]
    desk.store.close()


def test_whoever_was_there_before_is_found_by_any_spelling(old: str) -> None:
    desk = open_desk(old)
    for text in ("Örjan", "örjan", "ÅNGSTRÖM", "angstrom", "ölhaus"):
        found = desk.store.read(lambda unit, text=text: unit.search.find("tidemark", 1, text, 5))
        assert [each.prospect_id for each in found] == [7]
    desk.store.close()


def test_everybody_comes_under_the_law_of_where_they_are(old: str) -> None:
    store = open_store(old)
    connection = store.engine.connect()
    for statement in (
        "UPDATE prospect SET country = 'US', region = 'NY' WHERE id = 7",
        "INSERT INTO phone (id, client_id, prospect_id, e164, raw, kind, position, standing, zones, added_at)"
        " VALUES (11, 'tidemark', 7, '+14105550142', 'x', 'unknown', 0, 'ok', 'America/New_York', 1)",
        "UPDATE enrolment SET zones = 'America/New_York' WHERE id = 8",
        "INSERT INTO calling_window VALUES (12, 1, 'America/New_York')",
        "INSERT INTO queue (enrolment_id, campaign, prospect_id, calling_window, tier, priority)"
        " VALUES (8, 1, 7, 12, 3, 0)",
    ):
        connection.execute(statement)
    store.close()
    desk = open_desk(old)
    (enrolment,) = desk.store.read(lambda unit: unit.prospects.enrolments(7))
    ((window, zones, places, language),) = desk.store.read(lambda unit: unit.localities.windows(1))
    queued = desk.store.read(lambda unit: unit.queue.get(8))
    assert enrolment.places == "US-MD,US-NY"
    assert (zones, places, language) == (("America/New_York",), ("US-MD", "US-NY"), "")
    assert queued is not None and queued.calling_window == window
    desk.store.close()


def test_the_suppression_key_moves_out_of_it_and_stays_the_same(old: str) -> None:
    desk = open_desk(old)
    place = desk.store.engine.key_place(mark_of(bytes.fromhex(KEY)))
    assert place.read_text() == KEY and stat.S_IMODE(place.stat().st_mode) == 0o600
    assert desk.store.read(lambda unit: (unit.suppressions.key, unit.settings.get("suppression_key"))) == (
        bytes.fromhex(KEY),
        "",
    )
    desk.store.close()


def test_another_key_in_its_place_stops_the_upgrade_before_anything_is_written(old: str) -> None:
    if "://" in old:
        pytest.skip("a server's key lies under its own mark")
    Path(f"{old}.key").write_text("cd" * 32)
    with pytest.raises(Unusable) as refused:
        open_desk(old)
    assert refused.value.code == "suppression_key_other"
    store = open_store(old)
    assert version(store.engine, store.engine.reader()) == 1
    assert store.read(lambda unit: unit.settings.get("suppression_key")) == KEY
    store.close()


def test_a_source_comes_again_on_another_day_and_once_on_each(old: str) -> None:
    desk = open_desk(old)

    def again(on: str, number: int) -> bool:
        source = Acquisition(number, 7, 1, None, "purchased_list", "web", "paid", "outbound", "x", 0.5, on, desk.now())
        return desk.store.write(lambda unit: unit.prospects.add_acquisition(source))

    assert [again("2026-01-02", 20), again("2026-03-04", 21), again("2026-03-04", 22)] == [False, True, False]
    desk.store.close()


def test_a_file_is_copied_beside_itself_first_and_no_copy_of_before_is_lost(old: str) -> None:
    if "://" in old:
        pytest.skip("a server is backed up by its own tools")
    Path(f"{old}.schema-1.backup").write_text("of last year")
    open_desk(old).store.close()
    before, now = copies(old)
    assert before.read_text() == "of last year" and now.name.endswith("schema-1.backup-2")
    assert stat.S_IMODE(now.stat().st_mode) == 0o600
    with closing(sqlite3.connect(now)) as copy:
        assert copy.execute("SELECT max(number) FROM migration").fetchone() == (1,)
        assert copy.execute("SELECT full_name FROM prospect").fetchone() == ("Örjan Ångström",)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_programs_that_open_it_at_once_bring_it_up_to_date_once(old: str) -> None:
    started = [subprocess.Popen([sys.executable, "-c", OPEN, old], stderr=subprocess.PIPE) for _ in range(4)]
    told = [program.communicate()[1].decode() for program in started]
    assert [program.returncode for program in started] == [0] * 4, told
    store = open_store(old)
    assert version(store.engine, store.engine.reader()) == SCHEMA_VERSION
    store.close()
    assert "://" in old or len(copies(old)) == 1


def test_one_from_a_newer_setter_is_refused_and_not_copied(old: str) -> None:
    store = open_store(old)
    store.engine.connect().execute(f"INSERT INTO migration (number) VALUES ({SCHEMA_VERSION + 1})")
    store.close()
    with pytest.raises(Unusable) as refused:
        open_desk(old)
    assert refused.value.code == "database_newer"
    assert "://" in old or copies(old) == []


def test_what_an_older_program_writes_while_it_is_brought_up_to_date_is_kept(old: str) -> None:
    if "://" not in old:
        pytest.skip("a file is written by one at a time")
    import psycopg

    store = open_store(old)
    with psycopg.connect(old) as older, ThreadPoolExecutor() as pool:
        older.execute(
            "INSERT INTO acquisition VALUES (11, 7, 1, NULL, 'referral', 'a', 'earned', 'inbound', 'x', 0, '', 2)"
        )
        done = pool.submit(store.migrate)
        time.sleep(0.5)
        assert not done.done()
        older.commit()
        done.result(30)
    assert {each.id for each in store.read(lambda unit: unit.prospects.acquisitions(7))} == {9, 11}
    store.close()


SPRING = {"id": "spring", "rules": [{"id": "t", "label": "x", "condition": {"field": "a", "op": "known"}, "points": 3}]}


@pytest.mark.requirement("R-078")
def test_the_rules_of_each_campaign_in_force_become_their_first_version(old: str) -> None:
    store = open_store(old)
    compiled = json.dumps({"scoring": SPRING, "sign_offs": {"scoring": {"by": "Sal Reyes", "on": "2026-01-02"}}})
    connection = store.engine.connect()
    connection.execute(f"INSERT INTO campaign_version VALUES (1, 4, 'd', '{compiled}', '', 5, 'noor')")
    connection.execute("UPDATE campaign SET status = 'active', version = 4")
    connection.execute("INSERT INTO campaign VALUES (2, 'draft', 'Draft', 'tidemark', 'p', 'draft', NULL)")
    store.close()
    desk = open_desk(old)

    def look(unit: Unit) -> None:
        assert [each.rules_version for each in unit.campaigns.all()] == [1, 0]
        (kept,) = unit.rule_sets.all(1)
        assert (kept.version, kept.name, kept.origin, kept.made_by) == (1, "spring", "file", "noor")
        assert unit.rule_sets.sign_offs(1)[1].signed_on == "2026-01-02"
        assert [(each.way, each.old_version, each.new_version) for each in unit.rule_sets.changes(1)] == [
            ("activated", 0, 1)
        ]
        assert desk.rule_set(unit, 1, 1).rules[0].points == 3
        assert unit.rule_sets.all(2) == []

    desk.store.read(look)
    desk.store.close()
