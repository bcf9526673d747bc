"""The whole house is kept elsewhere while people work, with the key: put back, nobody who opted out is called again."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hands import ended, enrolment_of, land, prospect_named, taken
from houses import ADA, BEN, Furnished, beside, seated_at, tamper
from setter.domain.errors import Refused, SetterError, Unusable, Wrong
from setter.services import audit_trail
from setter.services.backup import backup, heads_in, manifest_in, restore
from setter.services.desk import Desk
from setter.services.doctor import examine
from setter.services.draft import keep_note
from setter.services.opt_out import opt_out

pytestmark = pytest.mark.usefixtures("tools")

ADA_AGAIN = "Ada North,Birch Foods,+13125550101,Owner,ada@birch.example,IL,US"


@pytest.mark.requirement("R-075")
def test_put_back_everybody_who_opted_out_is_still_refused(
    desk: Desk, target: Path, put_back: Callable[[Desk, Path], Desk], tmp_path: Path
) -> None:
    opt_out(desk, prospect_named(desk, ADA).id)
    backup(desk, target)
    again = put_back(desk, target)
    assert land(again, tmp_path, ADA_AGAIN, file="again").rejected == 1
    assert all(finding.sound for finding in examine(again))
    again.store.close()


def test_it_is_of_one_moment_while_people_go_on_working(
    desk: Desk, target: Path, put_back: Callable[[Desk, Path], Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = desk.store.copy_to

    def meanwhile(folder: Path) -> str:
        caller = threading.Thread(target=ended, args=(beside(desk, "noor"), "no_answer", BEN))
        caller.start()
        caller.join()
        return copy(folder)

    monkeypatch.setattr(desk.store, "copy_to", meanwhile)
    kept = backup(desk, target)
    assert enrolment_of(desk, BEN).work_state == "cooling"
    again = put_back(desk, target)
    assert enrolment_of(again, BEN).work_state == "queued", "what came after the moment is not in it"
    assert again.store.read(lambda unit: unit.audit.heads()) == kept.audit == heads_in(target)
    assert all(finding.sound for finding in examine(again))
    again.store.close()


def test_it_is_for_its_owner_alone_and_says_what_is_in_it(desk: Desk, target: Path) -> None:
    kept = backup(desk, target)
    assert target.stat().st_mode & 0o777 == 0o700
    assert all(each.stat().st_mode & 0o777 == 0o600 for each in target.rglob("*") if each.is_file())
    assert manifest_in(target) == kept and kept.schema == desk.store.schema()
    assert kept.key == desk.store.read(lambda unit: unit.suppressions.mark)
    assert {name.rpartition(".")[2] for name in kept.files} >= {"key"}
    assert [each.name for each in target.parent.iterdir()] == [target.name]


def test_it_stands_in_the_audit_before_it_is_made(desk: Desk, target: Path) -> None:
    backup(desk, target)
    (entry,) = desk.store.read(lambda unit: unit.audit.about("database"))
    assert (entry.action, entry.caller) == ("backup", "mira")
    assert any(head.hash == entry.hash for head in heads_in(target))


def test_it_is_written_over_nothing(desk: Desk, target: Path) -> None:
    target.mkdir(parents=True)
    with pytest.raises(Refused) as refused:
        backup(desk, target)
    assert refused.value.code == "backup_there" and list(target.iterdir()) == []


@pytest.mark.parametrize(("change", "code"), [("gone", "suppression_key_missing"), ("other", "suppression_key_other")])
def test_without_its_own_key_there_is_none(
    desk: Desk, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str, code: str
) -> None:
    opt_out(desk, prospect_named(desk, ADA).id)  # whose hash is made with the key while it is still there
    key = desk.store.engine.key_place(desk.store.read(lambda unit: unit.suppressions.mark))
    if desk.store.engine.served:  # whose key the other tests need as well
        key = Path(shutil.copy(key, tmp_path / "the.key"))
        monkeypatch.setenv("SETTER_SUPPRESSION_KEY_FILE", str(key))
    if change == "gone":
        key.unlink()
    else:
        key.write_text("ab" * 32, encoding="ascii")
    with pytest.raises(Unusable) as refused:
        backup(desk, target)
    assert refused.value.code == code and not target.exists() and list(target.parent.iterdir()) == []


def test_a_caller_takes_no_house_along(desk: Desk, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(desk), "sandbox", property(lambda self: False))
    with pytest.raises(Refused) as refused:
        backup(desk, target)
    assert refused.value.code == "role"
    backup(beside(desk, "lead"), target)


def test_an_audit_that_does_not_lead_on_from_it_is_found(desk: Desk, target: Path) -> None:
    ended(desk, "no_answer", BEN)
    backup(desk, target)
    assert audit_trail.verify(desk, heads_in(target)).faults == ()
    tamper(desk.store, "DELETE FROM audit", "DELETE FROM audit_head")
    assert audit_trail.verify(desk).faults == ()
    assert audit_trail.verify(desk, heads_in(target)).faults


class TestAFile:
    """What a SQLite file needs besides itself, and how it is put back."""

    def test_is_put_back_with_what_a_caller_had_typed(
        self, small_desk: Desk, target: Path, put_back: Callable[[Desk, Path], Desk]
    ) -> None:
        call = taken(small_desk, BEN)
        keep_note(small_desk, call.id, "asked for the fleet list")
        backup(small_desk, target)
        again = put_back(small_desk, target)
        assert again.journal.draft(call.id).note == "asked for the fleet list"
        again.store.close()

    @pytest.mark.parametrize("ending", ["", ".key", "-wal"])
    def test_is_put_back_over_nothing(self, small_desk: Desk, target: Path, tmp_path: Path, ending: str) -> None:
        backup(small_desk, target)
        there = tmp_path / f"again.db{ending}"
        there.write_text("mine", encoding="utf-8")
        with pytest.raises(Refused) as refused:
            restore(target, str(tmp_path / "again.db"))
        assert refused.value.code == "database_there" and there.read_text(encoding="utf-8") == "mine"

    @pytest.mark.parametrize("name", ["setter.db", "setter.db.key"])
    @pytest.mark.parametrize("how", ["altered", "gone"])
    def test_that_is_not_as_it_was_made_is_not_put_back(
        self, small_desk: Desk, target: Path, tmp_path: Path, name: str, how: str
    ) -> None:
        backup(small_desk, target)
        if how == "gone":
            (target / name).unlink()
        else:
            with (target / name).open("ab") as file:
                file.write(b"x")
        with pytest.raises(Unusable) as refused:
            restore(target, str(tmp_path / "again.db"))
        assert refused.value.code == "backup_damaged" and not (tmp_path / "again.db").exists()

    def test_that_is_no_backup_is_none(self, tmp_path: Path) -> None:
        for place in (tmp_path, tmp_path / "nowhere"):
            with pytest.raises(Wrong) as refused:
                manifest_in(place)
            assert refused.value.code == "no_backup"

    def test_that_cannot_be_written_leaves_nothing_behind(
        self, small_desk: Desk, target: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("setter.store.sqlite.copy_whole", full)
        with pytest.raises(Unusable) as refused:
            backup(small_desk, target)
        assert refused.value.code == "backup_unwritable" and list(target.parent.iterdir()) == []


class TestAServer:
    """A server is backed up by its own tool, or not at all."""

    @pytest.fixture
    def served(self, url_of: Callable[..., str], furnished: Furnished) -> Iterator[Desk]:
        yield from seated_at(url_of("postgres", furnished("postgres", "list")))

    def refusal(self, served: Desk, target: Path) -> SetterError:
        with pytest.raises(Unusable) as refused:
            backup(served, target)
        assert not target.exists()
        return refused.value

    def test_needs_the_tool(self, served: Desk, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "")
        refused = self.refusal(served, target)
        assert refused.code == "backup_tool" and "pg_dump" in refused.message

    def test_of_its_own_age(self, served: Desk, target: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        old = tmp_path / "old" / "pg_dump"
        old.parent.mkdir()
        old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 12.3'\n", encoding="utf-8")
        old.chmod(0o700)
        monkeypatch.setenv("PATH", f"{old.parent}{os.pathsep}{os.environ['PATH']}")
        refused = self.refusal(served, target)
        assert refused.code == "backup_tool" and "of 12" in refused.message

    def test_whose_failure_leaves_nothing_behind(
        self, served: Desk, target: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        failing = tmp_path / "failing" / "pg_dump"
        failing.parent.mkdir()
        failing.write_text("#!/bin/sh\n[ $1 = --version ] && echo 'pg_dump (PostgreSQL) 99.1' || exit 4\n", "utf-8")
        failing.chmod(0o700)
        monkeypatch.setenv("PATH", f"{failing.parent}{os.pathsep}{os.environ['PATH']}")
        refused = self.refusal(served, target)
        assert refused.code == "backup_failed" and list(target.parent.iterdir()) == []

    def test_whose_password_is_on_no_command_line(
        self, served: Desk, target: Path, monkeypatch: pytest.MonkeyPatch, tools: Path, tmp_path: Path
    ) -> None:
        seen = tmp_path / "seen"
        spy = tmp_path / "spy" / "pg_dump"
        spy.parent.mkdir()
        spy.write_text(f'#!/bin/sh\necho "$@" >>{seen}\nexec {tools / "pg_dump"} "$@"\n', encoding="utf-8")
        spy.chmod(0o700)
        monkeypatch.setenv("PATH", f"{spy.parent}{os.pathsep}{os.environ['PATH']}")
        backup(served, target)
        assert "service=" in seen.read_text(encoding="utf-8") and "postgres://" not in seen.read_text(encoding="utf-8")

    def test_is_put_back_by_its_own_tool(self, served: Desk, target: Path, tmp_path: Path) -> None:
        backup(served, target)
        with pytest.raises(Refused) as refused:
            restore(target, str(tmp_path / "again.db"))
        assert refused.value.code == "restore_by_server"
