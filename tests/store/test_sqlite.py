"""One private file, its lock and its log beside it; whatever is no database of ours is said so."""

from __future__ import annotations

import stat
import threading
import time
from pathlib import Path

import pytest

from setter.domain.errors import Unusable
from setter.store.house import open_store


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
