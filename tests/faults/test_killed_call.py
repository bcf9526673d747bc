"""kill -9 at every write of a call: reopen, and the same call is there with the same words (DESIGN §2, promise 3)."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from faults.boundaries import WRITES, sqlite_library
from faults.forks import KILLED, Died, ForkServer, House, copied
from faults.ledger import ask, half_done, standing
from faults.shift_script import PARTS
from thorough import MORE

FIRST, *_ = PARTS
SEEN = ["files", "database"]
SAMPLE = 47 if MORE == 1 else 17
"""SQLite writes some hundred pages a call, each alike: one in so many is torn. A prime, to meet them all in turn."""

WITHIN = 5 if MORE == 1 else 1
"""Nothing of a transaction lasts before its commit, a killed process takes no written page with it, and before a line
of the journal the lines before it are whole: of the statements inside of a transaction, of the waits for the disk and
of the lines not yet begun, one in so many is died at, and the first. So it is with what a call writes as the first kind
of call does before their ways part.
"""
ALIKE = (*(f"before {word}" for word in WRITES), "before fdatasync", "after fdatasync", "before write")


@pytest.fixture(scope="module")
def first(forks: ForkServer, two_people: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the first kind of call writes."""
    return Session(forks, two_people, tmp_path_factory.mktemp("first"), FIRST, SEEN).boundaries


@pytest.fixture(params=PARTS)
def part(request: pytest.FixtureRequest) -> str:
    """Each kind of call in turn."""
    return str(request.param)


class Session:
    """One call, killed at one boundary and gone on with."""

    def __init__(self, forks: ForkServer, furnished: Path, folder: Path, part: str, watch: list[str]) -> None:
        self.forks, self.furnished, self.folder, self.part, self.watch = forks, furnished, folder, part, watch
        unkilled = self._house("unkilled")
        self.boundaries: list[str] = self._work(unkilled, "first").told[-1]["boundaries"]
        self.expected = standing(unkilled.path)

    def kill(self, at: int) -> list[str]:
        """Kill at a boundary, look, go on, look again; whatever was not as promised."""
        house = self._house(f"killed-{at}")
        died = self._work(house, "first", kill_at=at)
        where = f"killed at {at}, {self.boundaries[at - 1]}: "
        if died.status != KILLED:
            return [f"{where}it lived on: {died.errors}"]
        wrong = lost(died, house.path) + half_done(house.path)
        open_call = ask(house.path, "SELECT id, note FROM call WHERE state = 'live'")
        again = self._work(house, "second")
        if again.status != 0:
            return [f"{where}nobody could go on: {again.errors}"]
        wrong += forgotten(died, again, open_call)
        wrong += half_done(house.path)
        held = standing(house.path)
        wrong += [
            f"{room} is {held[room]}, not {self.expected[room]}" for room in held if held[room] != self.expected[room]
        ]
        wrong += [f"the journal still holds {file.name}" for file in journals(house)]
        return [where + words for words in wrong]

    def _house(self, name: str) -> House:
        return copied(self.furnished, self.folder / name)

    def _work(self, house: House, name: str, kill_at: int = 0) -> Died:
        given = {"path": str(house.path), "part": self.part}
        # the clock stands still for both: what the later one makes must have the later ids
        node, watch = (1, self.watch) if name == "first" else (2, [])
        return self.forks.run("one_call", house.told(name), given=given, node=node, watch=watch, kill_at=kill_at)


def lost(died: Died, path: Path) -> list[str]:
    """What was acknowledged and is not in the database (what is typed is in the journal, see `forgotten`)."""
    wanted = {"taken": ("call", "call"), "dialled": ("attempt", "attempt"), "booked": ("meeting", "meeting")}
    wrong = []
    for told in died.told:
        if told["told"] in wanted:
            table, key = wanted[told["told"]]
            if not ask(path, f"SELECT 1 FROM {table} WHERE id = ?", told[key]):
                wrong.append(f"{told} is lost")
        for field in told.get("fields", ()):
            if not ask(path, "SELECT 1 FROM answer WHERE call_id = ? AND field = ?", told["call"], field):
                wrong.append(f"{field} of {told} is lost")
        kept = told["told"] != "outcome" or ask(
            path, "SELECT 1 FROM outcome WHERE call_id = ? AND code = ?", told["call"], told["code"]
        )
        if not kept:
            wrong.append(f"{told} is lost")
    return wrong


def forgotten(died: Died, again: Died, open_call: list[tuple[Any, ...]]) -> list[str]:
    """Whatever the caller was not told again when she sat down: the same call, the same words, the same question."""
    resumed = next((told for told in again.told if told["told"] == "resumed"), None)
    if not open_call:
        return [] if resumed is None else [f"{resumed} was made up"]
    call = open_call[0][0]
    if resumed is None or resumed["call"] != call:
        return [f"call {call} is not there again, but {resumed}"]
    notes = ["", *(told["text"] for told in died.told if told["told"] == "note" and told["call"] == call)]
    paths = [["reach"], *(told["path"] for told in died.told if told["told"] == "path" and told["call"] == call)]
    wrong = []
    # one letter, or step, may have reached the disk without having been acknowledged any more
    if not resumed["note"].startswith(notes[-1]) or len(resumed["note"]) > len(notes[-1]) + 1:
        wrong.append(f"the note is {resumed['note']!r}, not {notes[-1]!r}")
    if resumed["path"][: len(paths[-1])] != paths[-1] or len(resumed["path"]) > len(paths[-1]) + 1:
        wrong.append(f"the path is {resumed['path']}, not {paths[-1]}")
    if any(told["told"] == "dialled" and told["call"] == call for told in died.told) and not resumed["dialled"]:
        wrong.append("nobody asks: still talking, ended, or never dialled?")
    return wrong


def journals(house: House) -> list[Path]:
    """The files that the journal keeps."""
    return list(Path(f"{house.path}.journal").rglob("*.ndjson"))


def test_the_same_call_is_there_whatever_write_it_dies_at(
    forks: ForkServer, two_people: Path, tmp_path: Path, part: str, first: list[str]
) -> None:
    session = Session(forks, two_people, tmp_path, part, SEEN)
    common = 0 if part == FIRST else alike_until(first, session.boundaries)
    wrong = [words for at in telling(session.boundaries, common) for words in session.kill(at)]
    assert not wrong, "\n".join(wrong[:20])
    assert len(session.boundaries) > 40


def alike_until(one: list[str], other: list[str]) -> int:
    """How many boundaries two calls pass before their ways part."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def telling(boundaries: list[str], common: int) -> list[int]:
    """The places, from 1 on, of all boundaries but most of those that leave nothing new behind."""
    places, alike = [], 0
    for at, what in enumerate(boundaries, start=1):
        repeats = at <= common or what in ALIKE
        alike += repeats
        if not repeats or alike % WITHIN == 1 % WITHIN:
            places.append(at)
    return places


def test_a_page_torn_in_the_middle_takes_nothing_with_it(
    forks: ForkServer, two_people: Path, tmp_path: Path, part: str
) -> None:
    if sqlite_library() is None:
        pytest.skip("this Python has SQLite built in, where its system calls cannot be reached")
    session = Session(forks, two_people, tmp_path, part, ["engine"])
    wrong = [words for at in range(1, len(session.boundaries) + 1, SAMPLE) for words in session.kill(at)]
    assert not wrong, "\n".join(wrong[:20])
