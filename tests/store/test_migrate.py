"""A database is made once, brought up to date, and never opened by a program older than itself."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from databases import ENGINES
from setter.domain.errors import Unusable
from setter.store import migrate as steps_of
from setter.store.house import Store, open_store
from setter.store.migrate import SCHEMA_VERSION, steps, version

MIGRATE = "import sys; from setter.store.house import open_store; s = open_store(sys.argv[1]); s.migrate(); s.close()"


def schema(store: Store) -> int:
    return version(store.engine, store.engine.reader())


@pytest.mark.parametrize("engine", ENGINES)
def test_the_steps_go_up_to_the_version_this_program_knows(engine: str) -> None:
    numbers = [number for number, _ in steps(engine)]
    assert numbers == sorted(set(numbers)) and numbers[-1] == SCHEMA_VERSION


def test_a_fresh_database_takes_every_step_and_a_second_time_changes_nothing(url: str) -> None:
    store = open_store(url)
    store.migrate()
    assert schema(store) == SCHEMA_VERSION
    store.write(lambda unit: unit.settings.set("kept", "yes"))
    store.migrate()
    assert schema(store) == SCHEMA_VERSION and store.ready()
    assert store.read(lambda unit: unit.settings.get("kept")) == "yes"
    store.close()


def test_programs_that_start_at_once_all_find_it_made(url: str) -> None:
    started = [subprocess.Popen([sys.executable, "-c", MIGRATE, url], stderr=subprocess.PIPE) for _ in range(4)]
    told = [program.communicate()[1].decode() for program in started]
    assert [program.returncode for program in started] == [0] * 4, told
    store = open_store(url)
    assert schema(store) == SCHEMA_VERSION
    store.close()


def test_an_older_database_takes_the_steps_it_lacks(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(url)
    store.migrate()
    store.write(lambda unit: unit.settings.set("kept", "yes"))
    later = [
        *steps(store.engine.folder),
        (SCHEMA_VERSION + 1, "CREATE TABLE later (id BIGINT PRIMARY KEY);\nINSERT INTO later VALUES (1);"),
    ]
    monkeypatch.setattr(steps_of, "steps", lambda _: later)
    monkeypatch.setattr(steps_of, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    store.migrate()
    assert schema(store) == SCHEMA_VERSION + 1
    assert "later" in store.engine.tables(store.engine.reader())
    assert store.read(lambda unit: unit.settings.get("kept")) == "yes"
    store.close()


def test_a_step_that_fails_leaves_the_database_as_it_was(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(url)
    store.migrate()
    broken = [
        *steps(store.engine.folder),
        (SCHEMA_VERSION + 1, "CREATE TABLE later (id BIGINT PRIMARY KEY);\nINSERT INTO nowhere VALUES (1);"),
    ]
    monkeypatch.setattr(steps_of, "steps", lambda _: broken)
    with pytest.raises(Unusable):
        store.migrate()
    assert schema(store) == SCHEMA_VERSION
    assert "later" not in store.engine.tables(store.engine.reader())
    store.close()


def test_a_newer_database_is_refused_by_name(url: str) -> None:
    store = open_store(url)
    store.migrate()
    connection = store.engine.connect()
    connection.execute(f"INSERT INTO migration (number) VALUES ({SCHEMA_VERSION + 1})")
    for use in (store.ready, store.migrate):
        with pytest.raises(Unusable) as refused:
            use()
        assert refused.value.code == "database_newer" and refused.value.exit_code == 3
    store.close()


def test_a_start_in_the_wrong_place_makes_no_file(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "deep" / "nobody.db"))
    assert not store.ready()
    assert list(tmp_path.iterdir()) == []


def strangers(url: str) -> None:
    """Put another program's table there, with a row in it."""
    if "://" in url:
        import psycopg

        with psycopg.connect(url, autocommit=True) as theirs:
            theirs.execute("CREATE TABLE bookmark (url TEXT)")
        return
    with sqlite3.connect(url) as file:
        file.execute("CREATE TABLE bookmark (url TEXT)")
        file.execute("INSERT INTO bookmark VALUES ('x')")


def test_another_programs_database_is_refused_and_left_as_it_was(url: str) -> None:
    strangers(url)
    before = None if "://" in url else Path(url).read_bytes()
    store = open_store(url)
    for use in (store.ready, store.migrate):
        with pytest.raises(Unusable) as refused:
            use()
        assert refused.value.code == "database_foreign" and refused.value.exit_code == 3
    store.close()
    if before is not None:
        assert Path(url).read_bytes() == before
        assert [path.name for path in Path(url).parent.iterdir()] == [Path(url).name]


@pytest.mark.parametrize("url", ["mysql://mira:secret@host/house", "sqlite:///house.db"], ids=["mysql", "sqlite"])
def test_a_kind_of_database_that_we_do_not_speak_is_named(url: str) -> None:
    with pytest.raises(Unusable) as refused:
        open_store(url)
    assert refused.value.code == "database_kind" and url.partition(":")[0] in refused.value.message
    assert "secret" not in str(refused.value.args) + refused.value.where + refused.value.hint


def test_what_is_no_file_is_no_database(tmp_path: Path) -> None:
    for path, word in ((Path("/dev/null"), "device"), (tmp_path, "folder")):
        store = open_store(str(path))
        for use in (store.ready, store.migrate):
            with pytest.raises(Unusable) as refused:
                use()
            assert word in refused.value.message
        store.close()
