"""The key of the suppressions: never in the database, never made anew while anybody is left alone (domain §6.2)."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from setter.domain.errors import Unusable
from setter.services.desk import make_database, open_desk
from setter.store import migrate as steps_of
from setter.store.house import open_store
from setter.store.migrate import steps
from setter.store.records import Suppression

OLD_KEY = "5e" * 32


def suppress_somebody(path: Path) -> None:
    desk = make_database(str(path))
    somebody = Suppression(1, "tidemark", "number", "a" * 64, "do_not_call", None, desk.now(), "mira")
    desk.store.write(lambda unit: unit.suppressions.add(somebody))
    desk.store.close()


def key_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.key")


def why_not(path: Path) -> str:
    with pytest.raises(Unusable) as problem:
        open_desk(str(path))
    return problem.value.code


def test_it_lies_beside_the_database_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    suppress_somebody(path)
    key = key_of(path).read_text("ascii").strip()
    assert stat.S_IMODE(key_of(path).stat().st_mode) == 0o600
    inside = path.read_bytes() + b"".join(each.read_bytes() for each in tmp_path.glob("house.db-*"))
    assert key.encode() not in inside and bytes.fromhex(key) not in inside


def test_without_it_nobody_works_and_its_copy_brings_everything_back(tmp_path: Path) -> None:
    path = tmp_path / "house.db"
    suppress_somebody(path)
    kept = key_of(path).rename(tmp_path / "backup.key")
    assert why_not(path) == "suppression_key_missing"
    with pytest.raises(Unusable):
        make_database(str(path))
    assert not key_of(path).exists()
    kept.rename(key_of(path))
    open_desk(str(path)).store.close()


def test_another_databases_key_is_refused(tmp_path: Path) -> None:
    path, other = tmp_path / "house.db", tmp_path / "other.db"
    suppress_somebody(path)
    suppress_somebody(other)
    key_of(path).write_bytes(key_of(other).read_bytes())
    assert why_not(path) == "suppression_key_other"


def test_an_older_database_gives_its_key_out_of_itself_and_is_copied_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "house.db"
    with monkeypatch.context() as older:
        first = steps()[:1]
        older.setattr(steps_of, "steps", lambda: first)
        older.setattr(steps_of, "SCHEMA_VERSION", 1)
        store = open_store(str(path))
        store.migrate()
        store.close()
    with closing(sqlite3.connect(path)) as inside, inside:
        inside.execute("INSERT INTO setting (name, value) VALUES ('suppression_key', ?)", (OLD_KEY,))
        inside.execute("INSERT INTO setting (name, value) VALUES ('made_at', '1')")
    desk = open_desk(str(path))
    assert desk.store.read(lambda unit: unit.suppressions.key) == bytes.fromhex(OLD_KEY)
    assert desk.store.read(lambda unit: unit.settings.get("suppression_key")) == ""
    desk.store.close()
    assert key_of(path).read_text("ascii").strip() == OLD_KEY
    with closing(sqlite3.connect(tmp_path / "house.db.schema-1.backup")) as copy:
        assert copy.execute("SELECT max(number) FROM migration").fetchone() == (1,)
