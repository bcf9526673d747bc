"""A country moves its clocks: who was promised ten o'clock is rung at ten o'clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from hands import HOUR, MINUTE, called, ended, enrolment_of, everything, place_of, promise_of, taken
from houses import ADA, EVE, wait_until
from setter.services import zone_data
from setter.services.desk import Desk
from setter.services.go_on import go_on
from setter.services.place import settle
from setter.services.zone_data import RESOLVED_BY, see_to_zones
from setter.store.unit import Unit

TEN = int(datetime(2026, 11, 25, 17, tzinfo=UTC).timestamp() * 1000)
"""Ten o'clock in Denver, by the zone data of today."""


@pytest.fixture(autouse=True)
def newer_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """The zone data of today is of a release after the one by which all was resolved."""
    monkeypatch.setattr(zone_data, "release", lambda: "2999b")


def resolved_an_hour_off(desk: Desk, name: str, by: str = "2999a") -> None:
    """Eve's promise as it was resolved before her country moved its clocks."""
    promise, enrolment = promise_of(desk, name), enrolment_of(desk, name)

    def write(unit: Unit) -> None:
        unit.settings.set(RESOLVED_BY, by)
        unit.tasks.save_callback(replace(promise, due_at=promise.due_at + HOUR))
        later = replace(enrolment, next_at=(enrolment.next_at or 0) + HOUR)
        unit.prospects.save_enrolment(later)
        prospect = unit.prospects.get(promise.prospect_id)
        assert prospect is not None
        settle(unit, later, prospect, desk.now())

    desk.store.write(write)


class TestAPromise:
    def test_keeps_its_wall_time_and_its_place_in_the_queue_follows(self, desk: Desk) -> None:
        ended(desk, "callback_prospect", EVE, callback="tomorrow 10")
        resolved_an_hour_off(desk, EVE)
        before = promise_of(desk, EVE)
        assert before.due_at == TEN + HOUR
        go_on(desk, 0.0)
        after, place = promise_of(desk, EVE), place_of(desk, EVE)
        assert (after.wall, after.zone, after.due_at) == (before.wall, before.zone, TEN)
        assert enrolment_of(desk, EVE).next_at == TEN
        assert place is not None and place.due == TEN - 5 * MINUTE
        wait_until(desk, TEN - 5 * MINUTE)
        assert called(desk) == EVE

    def test_that_stands_where_it_stood_is_left_alone(self, desk: Desk) -> None:
        ended(desk, "callback_prospect", EVE, callback="tomorrow 10")
        assert see_to_zones(desk) == 0
        before = everything(desk, "written")
        assert see_to_zones(desk) == 0 and everything(desk, "written") == before

    def test_is_left_alone_by_a_program_with_older_data(self, desk: Desk) -> None:
        ended(desk, "callback_prospect", EVE, callback="tomorrow 10")
        resolved_an_hour_off(desk, EVE, by="2999c")
        assert see_to_zones(desk) == 0 and promise_of(desk, EVE).due_at == TEN + HOUR

    def test_of_somebody_on_the_line_follows_too(self, desk: Desk) -> None:
        ended(desk, "callback_prospect", EVE, callback="tomorrow 10")
        resolved_an_hour_off(desk, EVE)
        taken(desk, EVE)
        assert see_to_zones(desk) == 1
        assert (promise_of(desk, EVE).due_at, enrolment_of(desk, EVE).next_at) == (TEN, TEN)

    def test_leaves_its_prospects_next_step_where_that_is_another(self, desk: Desk) -> None:
        """Ada's line was busy: she is tried again in between, and her promise stands."""
        ended(desk, "callback_prospect", ADA, callback="tomorrow 10")
        resolved_an_hour_off(desk, ADA)
        promise = promise_of(desk, ADA)
        again = replace(enrolment_of(desk, ADA), next_at=desk.now() + HOUR)
        desk.store.write(lambda unit: unit.prospects.save_enrolment(again))
        assert see_to_zones(desk) == 1
        assert promise_of(desk, ADA).due_at == promise.due_at - HOUR
        assert enrolment_of(desk, ADA).next_at == again.next_at

    def test_that_moves_is_in_the_audit(self, desk: Desk) -> None:
        ended(desk, "callback_prospect", EVE, callback="tomorrow 10")
        resolved_an_hour_off(desk, EVE)
        see_to_zones(desk)
        subject = f"prospect/{promise_of(desk, EVE).prospect_id}"
        assert "promise_resolved" in [each.action for each in desk.store.read(lambda unit: unit.audit.about(subject))]
