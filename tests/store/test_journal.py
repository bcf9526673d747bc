"""What is typed is on this machine's disk before it is anywhere else, private, and outlives whatever happens to it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from setter.domain.errors import Unusable
from setter.store.journal import Journal, journal_of

CALL = 4711
TYPE = """
import sys
from pathlib import Path
from setter.store.journal import Journal
journal = Journal(Path(sys.argv[1]), sync=False)
for number in range(200):
    journal.answer(4711, int(sys.argv[2]) * 1000 + number, "field", "x" * number)
"""


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "house.db.journal" / "mira")


def file_of(journal: Journal) -> Path:
    return journal.folder / f"{CALL}.ndjson"


def test_a_line_is_forced_to_the_disk_before_it_is_acknowledged(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[bytes] = []
    monkeypatch.setattr(os, "fdatasync", lambda descriptor: synced.append(file_of(journal).read_bytes()))
    journal.note(CALL, "We lose")
    journal.note(CALL, "We lose two hours")
    assert len(synced) == 2 and b"two hours" in synced[1]


def test_the_folders_are_forced_to_the_disk_with_what_is_new_in_them(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor)[1:3]))
    journal.note(CALL, "a")
    journal.note(CALL, "ab")
    house = journal.folder.parent
    assert synced == [each.stat()[1:3] for each in (house.parent, house, journal.folder)]


def test_a_line_for_a_file_that_was_swept_meanwhile_is_forced_to_the_disk_as_well(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    journal.note(CALL, "a")
    file_of(journal).unlink()
    monkeypatch.setattr(os, "fdatasync", lambda descriptor: synced.append(os.fstat(descriptor).st_nlink))
    journal.note(CALL, "ab")
    assert synced[-1] == 1 and journal.draft(CALL).note == "ab"


def test_what_was_typed_since_it_was_looked_at_is_not_forgotten(journal: Journal) -> None:
    journal.note(CALL, "We lose")
    seen = journal.draft(CALL)
    journal.note(CALL, "We lose two hours")
    assert not journal.forget(CALL, seen.length)
    assert journal.draft(CALL).note == "We lose two hours"
    assert journal.forget(CALL, journal.draft(CALL).length) and journal.calls() == ()


def test_two_threads_keep_and_forget_at_once_and_no_file_is_taken_for_another(journal: Journal) -> None:
    journal.sync = False

    def type_on(call_id: int) -> None:
        for number in range(300):
            journal.note(call_id, f"{call_id}: {number}")
            if number % 7 == 0:
                journal.close()

    with ThreadPoolExecutor() as pool:
        list(pool.map(type_on, (11, 12, 13)))
    assert [journal.draft(each).note for each in (11, 12, 13)] == ["11: 299", "12: 299", "13: 299"]


def test_it_is_its_owners_alone(journal: Journal) -> None:
    previous = os.umask(0o002)
    try:
        journal.note(CALL, "private")
    finally:
        os.umask(previous)
    for path, mode in ((file_of(journal), 0o600), (journal.folder, 0o700), (journal.folder.parent, 0o700)):
        assert stat.S_IMODE(path.stat().st_mode) == mode, path


@pytest.mark.parametrize("torn", [b'{"note": "half a li', b"\x00\x00\x00", b'{"note": 7}', b"[[[[", b'"words"'])
def test_a_torn_line_is_passed_over_and_takes_neither_neighbour_with_it(journal: Journal, torn: bytes) -> None:
    journal.note(CALL, "before")
    journal.place(CALL, ("reach",))
    with file_of(journal).open("ab") as file:
        file.write(torn)
    assert (journal.draft(CALL).note, journal.draft(CALL).path) == ("before", ("reach",))
    journal.note(CALL, "after")
    assert (journal.draft(CALL).note, journal.draft(CALL).path) == ("after", ("reach",))


def test_two_programs_of_one_caller_lose_nothing_of_each_other(journal: Journal) -> None:
    command = [sys.executable, "-c", TYPE, str(journal.folder)]
    started = [subprocess.Popen([*command, str(number)]) for number in (1, 2)]
    assert [program.wait() for program in started] == [0, 0]
    kept = {number: text for number, _, text in journal.draft(CALL).answers}
    assert kept == {who * 1000 + number: "x" * number for who in (1, 2) for number in range(200)}


def test_what_is_typed_after_another_program_swept_the_file_is_kept_all_the_same(journal: Journal) -> None:
    journal.note(CALL, "before")
    Journal(journal.folder).forget(CALL)
    assert journal.calls() == ()
    journal.note(CALL, "after")
    assert journal.calls() == (CALL,) and journal.draft(CALL).note == "after"


def test_whoever_cannot_keep_a_word_says_so(tmp_path: Path) -> None:
    (tmp_path / "house.db.journal").write_text("a file where the folder should be")
    with pytest.raises(Unusable) as refused:
        Journal(tmp_path / "house.db.journal" / "mira").note(CALL, "x")
    assert refused.value.code == "journal_unwritable"


def test_a_forgotten_call_leaves_nothing(journal: Journal) -> None:
    journal.note(CALL, "x")
    journal.forget(CALL)
    journal.forget(CALL)
    assert list(journal.folder.iterdir()) == [] and journal.draft(CALL).note is None


def test_callers_whose_names_look_alike_have_journals_apart() -> None:
    folders = {journal_of("/tmp/house.db", name).folder for name in ("mira", "Mira", "mi ra", "mi_ra", "mi/ra", "")}
    assert len(folders) == 6
