"""Each change leaves exactly once, whoever exports at the same time and whatever is stopped on the way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from hands import booked, calendars, everything, meeting_of, prospect_named
from houses import ADA, BEN, Colleague
from setter.domain.errors import Wrong
from setter.handoff.files import place_files
from setter.services.desk import Desk
from setter.services.due import due_in
from setter.services.hand_off import export
from setter.services.leaving import Overtaken, claim
from setter.services.meeting_life import confirm, reschedule
from setter.services.opt_out import opt_out


class TestExactlyOnce:
    @pytest.mark.parametrize("form", ["csv", "json", "ics"])
    def test_of_colleagues_who_export_at_once_one_puts_a_change_out(
        self, desk: Desk, colleague: Colleague, tmp_path: Path, form: str
    ) -> None:
        booked(desk, ADA)
        desks = [colleague(desk, f"c{place}") for place in range(4)]
        folders = [tmp_path / f"out-{place}" for place in range(4)]
        for folder in folders:
            folder.mkdir()
        ready = threading.Barrier(4)
        changes: list[int] = []

        def run(place: int) -> None:
            ready.wait()
            changes.append(export(desks[place], form, folders[place]).changes)

        threads = [threading.Thread(target=run, args=(place,)) for place in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(changes) == [0, 0, 0, 1]
        assert [len(list(folder.glob("invite-*"))) for folder in folders].count(1) == 1
        assert len(everything(desk)["export"]) == 1

    def test_what_has_left_stays_gone_until_it_changes(self, desk: Desk, tmp_path: Path) -> None:
        booked(desk, ADA)
        booked(desk, BEN, when="thu 3 dec 9:00")
        assert export(desk, "csv", tmp_path / "first.csv").changes == 2
        assert export(desk, "csv", None).changes == 0
        confirm(desk, meeting_of(desk, BEN).id)
        done = export(desk, "csv", tmp_path / "second.csv")
        assert [change["meeting"] for change in done.document["changes"]] == [str(meeting_of(desk, BEN).id)]

    @pytest.mark.parametrize("change", ["opted out", "moved"])
    def test_nothing_leaves_as_it_was_when_it_changed_while_it_was_gathered(self, desk: Desk, change: str) -> None:
        booked(desk, ADA)
        due = desk.store.read(lambda unit: due_in(desk, unit, "json"))
        if change == "moved":
            reschedule(desk, meeting_of(desk).id, "thu 3 dec 10:30")
        else:
            opt_out(desk, prospect_named(desk, ADA).id)
        with pytest.raises(Overtaken):
            desk.store.write(lambda unit: claim(desk, unit, "json", "", "crm", due))
        assert everything(desk)["export"] == []

    def test_a_place_that_cannot_be_written_uses_nothing_up(self, desk: Desk, tmp_path: Path) -> None:
        booked(desk, ADA)
        (tmp_path / "file").write_text("no folder")
        with pytest.raises(Wrong) as refused:
            export(desk, "ics", tmp_path / "file" / "out")
        assert refused.value.code == "cannot_write"
        assert everything(desk)["export"] == []
        assert export(desk, "ics", tmp_path / "out").changes == 1

    def test_a_copy_in_the_folder_is_no_proof_that_it_left(self, desk: Desk, tmp_path: Path) -> None:
        booked(desk, ADA)
        out = tmp_path / "out"
        with stopped("setter.services.leaving.settle"):
            export(desk, "ics", out)
        export(desk, "ics", out, everything=True)
        again = export(desk, "ics", tmp_path / "other")
        assert again.changes == 0 and "is complete in" in again.text
        with stopped("setter.services.leaving.put_out"):
            reschedule(desk, meeting_of(desk).id, "thu 3 dec 10:30")
            export(desk, "ics", tmp_path / "third")
        export(desk, "ics", tmp_path / "third", everything=True)
        finished = export(desk, "ics", tmp_path / "other")
        assert "has been finished in" in finished.text and finished.changes == 0

    def test_an_export_that_a_key_stopped_is_finished_by_the_same_command(self, desk: Desk, tmp_path: Path) -> None:
        booked(desk, ADA)
        with stopped("setter.services.leaving.put_out"):
            export(desk, "ics", tmp_path / "out")
        done = export(desk, "ics", tmp_path / "out")
        assert done.changes == 1 and calendars(tmp_path / "out") == {"invite", "hold"}
        assert export(desk, "ics", tmp_path / "out").changes == 0

    def test_two_exports_at_once_leave_each_others_parts_alone(self, tmp_path: Path) -> None:
        def write(place: int) -> None:
            for turn in range(15):
                place_files(tmp_path, {f"{place}.csv": b"x", "manifest.json": b"%d %d" % (place, turn)})

        with ThreadPoolExecutor(4) as pool:
            for done in [pool.submit(write, place) for place in range(4)]:
                done.result()
        assert {path.name for path in tmp_path.iterdir()} == {"0.csv", "1.csv", "2.csv", "3.csv", "manifest.json"}


@contextmanager
def stopped(place: str) -> Iterator[None]:
    """Ctrl-C is pressed when a function is reached, as a kill that the process itself survives."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(place, stop)
        with pytest.raises(KeyboardInterrupt):
            yield


def stop(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt
