"""One private file, its lock and its log beside it; whatever is no database of ours is said so."""

from __future__ import annotations

import errno
import fcntl
import os
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from setter.domain.errors import Unusable
from setter.store.house import Store, open_store
from setter.store.sqlite import SqliteEngine


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def test_the_file_its_lock_and_its_log_are_their_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    store = open_store(str(path))
    store.migrate()
    store.write(lambda unit: unit.settings.set("a", "b"))
    beside = sorted(each.name for each in tmp_path.iterdir())
    assert {"house.db", "house.db.lock", "house.db-wal"} <= set(beside)
    assert {mode(tmp_path / name) for name in beside} == {"0o600"}
    store.close()


@pytest.mark.parametrize("content", [b"\x00" * 4096, b"name,phone\nAda,1\n" * 400, b"PK\x03\x04" * 2000])
def test_another_kind_of_file_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.db"
    path.write_bytes(content)
    store = open_store(str(path))
    with pytest.raises(Unusable):
        store.ready()
    store.close()
    assert path.read_bytes() == content


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    with pytest.raises(Unusable):
        store.migrate()


def test_a_second_program_waits_for_the_first_to_finish_its_write(tmp_path: Path) -> None:
    path = str(tmp_path / "house.db")
    mine, theirs = open_store(path), open_store(path)
    mine.migrate()
    seen: list[str] = []
    entered = threading.Event()

    def slow(unit: object) -> None:
        entered.set()
        time.sleep(0.1)
        seen.append("first")

    first = threading.Thread(target=mine.write, args=(slow,))
    first.start()
    entered.wait()
    theirs.write(lambda unit: seen.append("second"))
    first.join()
    assert seen == ["first", "second"]
    mine.close()
    theirs.close()


HOLD = """
import sys, time
from setter.store.house import open_store
from setter.store.sqlite import SqliteEngine
store = open_store(sys.argv[1])
def slow(unit):
    print("in", flush=True)
    sys.stdin.readline()
store.write(slow)
print("out", flush=True)
"""


def test_the_lock_beside_the_file_is_held_for_as_long_as_a_write_lasts(tmp_path: Path) -> None:
    """Seen from another program, as SQLite itself never sees it: without the lock SQLite's own would still do."""
    path = tmp_path / "house.db"
    store = open_store(str(path))
    store.migrate()
    store.close()
    command = [sys.executable, "-c", HOLD, str(path)]
    writer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None and writer.stdin is not None
    assert writer.stdout.readline() == "in\n"
    with Path(f"{path}.lock").open("r+") as lock:
        with pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        writer.stdin.write("go on\n")
        writer.stdin.flush()
        assert writer.stdout.readline() == "out\n"
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    writer.stdin.close()
    writer.wait()


def test_whoever_holds_the_lock_keeps_every_writer_waiting_in_line(tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    store = open_store(str(path))
    store.migrate()
    done = threading.Event()
    with Path(f"{path}.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = threading.Thread(target=lambda: (store.write(lambda unit: None), done.set()))
        waiting.start()
        assert not done.wait(0.2)
        fcntl.flock(lock, fcntl.LOCK_UN)
        assert done.wait(5)
    waiting.join()
    store.close()


def test_whoever_waits_too_long_for_another_program_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    store = Store(SqliteEngine(path), patience=0.2)
    store.migrate()
    with Path(f"{path}.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Unusable) as told:
            store.write(lambda unit: unit.settings.set("word", "never"))
        assert told.value.code == "database_busy"
        fcntl.flock(lock, fcntl.LOCK_UN)
    assert store.read(lambda unit: unit.settings.get("word")) == ""
    store.close()


class TestTheWayToTheDisk:
    """An outcome is on the disk before it is acknowledged; nobody else waits for that."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        store = open_store(str(tmp_path / "house.db"))
        store.migrate()
        store.write(lambda unit: None)
        yield store
        store.close()

    @pytest.fixture
    def synced(self, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
        """What was brought to the disk, and what another program reads in the database at that moment, and writes."""
        seen: list[tuple[str, str]] = []

        def sync(descriptor: int) -> None:
            with closing(sqlite3.connect(tmp_path / "house.db", isolation_level=None, timeout=0)) as other:
                found = other.execute("SELECT value FROM setting WHERE name = 'word'").fetchone()
                with Path(f"{tmp_path / 'house.db'}.lock").open("r+") as lock:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    other.execute("INSERT OR REPLACE INTO setting (name, value) VALUES ('other', 'wrote')")
            seen.append((Path(f"/proc/self/fd/{descriptor}").readlink().name, found[0]))
            os.fsync(descriptor)

        monkeypatch.setattr("setter.store.to_disk._sync", sync)
        return seen

    @pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="there is no /proc to name a descriptor by")
    def test_is_gone_once_committed_while_others_write(self, store: Store, synced: list[tuple[str, str]]) -> None:
        store.write(lambda unit: unit.settings.set("word", "durable"))
        assert synced == [("house.db-wal", "durable")]
        store.record(lambda unit: unit.settings.set("word", "recorded"))
        assert synced[1:] == [("house.db-wal", "recorded")]
        store.write(lambda unit: unit.settings.set("word", "leased"), durable=False)
        store.claim(lambda unit: unit.settings.set("word", "claimed"))
        assert len(synced) == 2

    def test_includes_the_name_of_a_log_that_is_new(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        kept: list[str] = []
        monkeypatch.setattr("setter.store.to_disk.WriteAheadLog._keep_name", lambda log: kept.append(log._path.name))
        for _ in range(2):  # whoever closes last takes the log away
            store = open_store(str(tmp_path / "named.db"))
            store.migrate()
            kept.clear()
            store.write(lambda unit: unit.settings.set("word", "one"))
            store.write(lambda unit: unit.settings.set("word", "two"))
            assert kept == ["named.db-wal"]
            store.close()

    def test_that_fails_is_told_and_what_is_done_again_counts_once(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(descriptor: int) -> None:
            raise OSError(errno.EIO, "Input/output error")

        with monkeypatch.context() as broken:
            broken.setattr("setter.store.to_disk._sync", fail)
            with pytest.raises(Unusable, match="The disk failed to keep what was written") as told:
                store.write(lambda unit: unit.settings.set("word", "said"))
        assert told.value.code == "disk_error"
        store.write(lambda unit: unit.settings.set("word", "said"))
        assert store.read(lambda unit: unit.settings.get("word")) == "said"


@pytest.mark.parametrize(
    ("pragma", "code"), [("max_page_count = 1", "disk_full"), ("query_only = ON", "database_read_only")]
)
def test_what_cannot_be_written_is_said_and_nothing_is_lost(tmp_path: Path, pragma: str, code: str) -> None:
    store = open_store(str(tmp_path / "house.db"))
    store.migrate()
    store.write(lambda unit: unit.settings.set("word", "kept"))
    store.write(lambda unit: unit._bound[0].execute(f"PRAGMA {pragma}"))
    with pytest.raises(Unusable) as no:
        store.write(lambda unit: [unit.settings.set(f"word {each}", "x" * 4000) for each in range(9)])
    assert no.value.code == code and no.value.hint
    store.close()
    again = open_store(str(tmp_path / "house.db"))
    assert again.read(lambda unit: (unit.settings.get("word"), unit.settings.get("word 0"))) == ("kept", "")
    again.close()


@pytest.mark.parametrize("change", ["moved", "replaced"])
def test_nothing_is_written_to_a_file_that_is_no_longer_there(tmp_path: Path, change: str) -> None:
    path = tmp_path / "house.db"
    store = open_store(str(path))
    store.migrate()
    store.write(lambda unit: unit.settings.set("n", "1"))
    path.rename(tmp_path / "elsewhere.db")
    if change == "replaced":
        other = open_store(str(path))
        other.migrate()
        other.close()
    with pytest.raises(Unusable) as refused:
        store.write(lambda unit: unit.settings.set("n", "2"))
    assert refused.value.code == "database_replaced"
    store.close()


def test_a_file_of_another_account_is_refused_with_a_way_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "house.db"
    store = open_store(str(path))
    store.migrate()
    store.close()
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 12345)
    with pytest.raises(Unusable) as refused:
        open_store(str(path)).ready()
    assert refused.value.code == "database_not_yours" and "docs/database.md" in refused.value.hint


def test_a_new_file_is_prepared_by_one_program_at_a_time(tmp_path: Path) -> None:
    """SQLite changes a file's mode at once or not at all: whoever comes second must wait, not fail."""
    path = tmp_path / "house.db"
    ready = threading.Event()
    with Path(f"{path}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = threading.Thread(target=lambda: (open_store(str(path)).engine.connect(), ready.set()))
        second.start()
        assert not ready.wait(0.2)
        fcntl.flock(lock, fcntl.LOCK_UN)
        assert ready.wait(5)
    second.join()


def test_a_sqlite_that_cannot_search_text_is_named_with_a_way_on(tmp_path: Path) -> None:
    engine = SqliteEngine(tmp_path / "house.db")
    with pytest.raises(sqlite3.OperationalError) as lacking:
        engine.connect().execute("CREATE VIRTUAL TABLE words USING fts99 (words)")
    trouble = engine.trouble(lacking.value)
    assert trouble is not None and (trouble.code, "FTS5" in trouble.hint) == ("database_without_search", True)
    engine.close()


def test_a_name_that_no_disk_takes_is_told_in_a_sentence(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / ("x" * 300)))
    for work in (store.schema, store.migrate):
        with pytest.raises(Unusable) as no:
            work()
        assert no.value.code == "database_unusable" and "cannot be reached" in no.value.message
