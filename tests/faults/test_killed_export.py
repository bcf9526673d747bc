"""kill -9 at every write of an export: each change leaves once, at one place, whatever is exported next and where."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from faults.forks import KILLED, ForkServer, copied
from faults.ledger import ask
from faults.shift_script import furnish, sit_down
from hands import booked
from setter.services.hand_off import export
from setter.services.meeting_life import reschedule


@pytest.fixture(scope="module")
def with_a_meeting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which one meeting is due to leave."""
    path = tmp_path_factory.mktemp("furnished") / "meeting.db"
    furnish(path)
    desk = sit_down(str(path))
    booked(desk, "Ada North", when="tue 1 dec 3pm")
    desk.store.close()
    return path


def left(folder: Path) -> list[tuple[str, int]]:
    """The changes that stand in a folder by its manifests, every file they name being there whole."""
    found = []
    for path in folder.glob("manifest*.json"):
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        found += [(change["meeting"], change["change"]) for change in told["changes"]]
        for file in told["files"]:
            assert sha256((folder / file["name"]).read_bytes()).hexdigest() == file["sha256"]
    return found


class Killed:
    """One export to Monday's folder, killed at one boundary; whoever comes next exports to Tuesday's."""

    def __init__(self, forks: ForkServer, furnished: Path, folder: Path, at: int) -> None:
        self.forks, self.house = forks, copied(furnished, folder / f"at-{at}")
        self.monday, self.tuesday = self.house.folder / "monday", self.house.folder / "tuesday"
        self.died = self.export("first", self.monday, watch=["files", "database"], kill_at=at)

    def export(self, name: str, out: Path, **request: Any) -> Any:
        given = {"path": str(self.house.path), "out": str(out)}
        node = {"first": 1, "second": 2}.get(name, 3)
        return self.forks.run("exporting", self.house.told(name), given=given, node=node, **request)

    def wrong(self) -> list[str]:
        """Whatever is not as promised."""
        second = self.export("second", self.tuesday)
        if second.status != 0:
            return [f"nobody could go on: {second.errors}"]
        places = left(self.monday) + left(self.tuesday)
        found = [] if len(places) == 1 else [f"the change stands {len(places)} times: {places}"]
        if list(self.tuesday.glob("*.ics")) and list(self.monday.glob("*.ics")):
            found.append("calendar files are in both places")
        if (list(self.monday.glob("*")) or self.begun()) and not left(self.monday):
            found.append("it was begun for Monday's folder and is not there")
        if ask(self.house.path, "SELECT count(*) FROM export WHERE manifest LIKE '%preparing%'") != [(0,)]:
            found.append("an export is still preparing")
        if ask(self.house.path, "SELECT count(*) FROM export_line") != [(1,)]:
            found.append("the change is not counted once")
        third = self.export("third", self.house.folder / "wednesday")
        if third.told[0]["changes"] != 0:
            found.append("it leaves once more")
        return found

    def begun(self) -> bool:
        """Say whether the one that died had begun to put files in place."""
        return bool(list(self.monday.glob(".*")))


def test_each_change_leaves_once_whatever_write_the_export_dies_at(
    forks: ForkServer, with_a_meeting: Path, tmp_path: Path
) -> None:
    boundaries = Killed(forks, with_a_meeting, tmp_path, 0).died.told[-1]["boundaries"]
    wrong = []
    for at in range(1, len(boundaries) + 1):
        killed = Killed(forks, with_a_meeting, tmp_path, at)
        assert killed.died.status == KILLED
        wrong += [f"killed at {at}, {boundaries[at - 1]}: {words}" for words in killed.wrong()]
    assert not wrong, "\n".join(wrong[:20])
    assert len(boundaries) > 20


def died_between(forks: ForkServer, furnished: Path, folder: Path) -> Killed:
    """An export that was killed after its last file was in place and before it was counted."""
    boundaries = Killed(forks, furnished, folder, 0).died.told[-1]["boundaries"]
    last_file = max(place for place, name in enumerate(boundaries, 1) if name == "after replace")
    return Killed(forks, furnished, folder, last_file)


def test_what_stands_complete_is_believed_and_said(forks: ForkServer, with_a_meeting: Path, tmp_path: Path) -> None:
    killed = died_between(forks, with_a_meeting, tmp_path)
    (invite,) = killed.monday.glob("invite-*.ics")
    before = invite.stat().st_mtime_ns
    (told, *_) = killed.export("second", killed.tuesday).told
    assert told["changes"] == 0 and f"is complete in {killed.monday}: 1 change" in told["text"]
    assert invite.stat().st_mtime_ns == before and not killed.tuesday.exists()


def test_what_moved_on_since_a_kill_leaves_as_it_stands_and_as_the_change_it_is(
    forks: ForkServer, with_a_meeting: Path, tmp_path: Path
) -> None:
    killed = died_between(forks, with_a_meeting, tmp_path)
    desk = sit_down(str(killed.house.path))
    (meeting,) = desk.store.read(lambda unit: unit.meetings.all())
    reschedule(desk, meeting.id, "wed 2 dec 10:00")
    done = export(desk, "ics", killed.tuesday)
    assert done.changes == 1 and [change for _, change in left(killed.tuesday)] == [meeting.change + 1]
    assert b"SEQUENCE:1" in next(killed.tuesday.glob("invite-*.ics")).read_bytes()
    desk.store.close()


def test_a_place_that_is_gone_gives_its_changes_to_the_next(
    forks: ForkServer, with_a_meeting: Path, tmp_path: Path
) -> None:
    boundaries = Killed(forks, with_a_meeting, tmp_path, 0).died.told[-1]["boundaries"]
    first_file = next(place for place, name in enumerate(boundaries, 1) if name == "before replace")
    killed = Killed(forks, with_a_meeting, tmp_path, first_file)
    for path in killed.monday.glob(".*"):
        path.unlink()
    killed.monday.rmdir()
    killed.monday.write_text("somebody put a file there")
    desk = sit_down(str(killed.house.path))
    done = export(desk, "ics", killed.tuesday)
    assert done.changes == 1 and "could not be finished" in done.text
    desk.store.close()
