"""A morning on which thousands are due at once: whoever is given out is given out in order (domain §3.5)."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from hands import DAY, called, ended, enrolment_of, entry_of, land
from houses import ADA, CAMPAIGN, MORNING, wait_until
from services.crowds import crowd
from setter.domain.scoring import RECYCLED
from setter.services import place as place_of_queue
from setter.services.desk import Desk
from setter.services.place import settle
from setter.services.queue_view import queue_of
from setter.store.unit import Unit


class TestAMorningOnWhichThousandsAreDue:
    def put_to_sleep(self, desk: Desk, folder: Path) -> None:
        """Let a crowd wait until one and the same time."""
        land(desk, folder, *crowd(100))
        people = desk.store.read(lambda unit: unit.prospects.enrolments_of(1))
        waiting = [replace(each, work_state="cooling", next_at=MORNING + DAY) for each in people]

        def sleep(unit: Unit) -> None:
            for each in waiting:
                prospect = unit.prospects.get(each.prospect_id)
                assert prospect is not None
                unit.prospects.save_enrolment(each)
                settle(unit, each, prospect, MORNING)

        desk.store.write(sleep)

    def test_all_are_awake_before_anybody_is_given_out_or_shown(
        self, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.put_to_sleep(desk, tmp_path)
        assert called(desk) is None
        monkeypatch.setattr(place_of_queue, "PROMOTE_BATCH", 40)
        wait_until(desk, MORNING + DAY)
        assert called(desk) is not None, "one batch is awake, and that is enough to go on with"
        awake = [sum(entry.line.slot == 0 for entry in queue_of(desk, CAMPAIGN, limit=200)) for _ in range(3)]
        assert awake == [79, 105, 105], "forty at a time, less the one who is on the line"

    def test_whoever_was_warm_and_whoever_is_recycled_is_looked_at_one_by_one(self, desk: Desk) -> None:
        ended(desk, "no_answer", ADA)
        ada = enrolment_of(desk, ADA)
        assert ada.next_at is not None
        recycled = replace(ada, work_state="exhausted", attempts=6, temperature="hot", tier=2)
        desk.store.write(lambda unit: unit.prospects.save_enrolment(recycled))
        wait_until(desk, ada.next_at)
        assert entry_of(desk, ADA).line.tier == RECYCLED
        again = enrolment_of(desk, ADA)
        assert (again.work_state, again.cycle, again.attempts, again.temperature) == ("queued", 2, 0, "cold")
