"""Two times are offered, in different half days of the prospect's own clock."""

from __future__ import annotations

from datetime import time

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.clocks import ADELAIDE, CHICAGO, at
from domain.representatives import NOW, PLAN, of_dana
from setter.domain.booking import Slot
from setter.domain.calling_window import local_time
from setter.domain.offer import nearest_two, offer_two
from setter.domain.units import MINUTE


class TestTwoTimesAreOffered:
    def offer(self, *starts: str, zone: str = CHICAGO) -> list[str]:
        slots = [Slot("dana", at(each), at(each) + 30 * MINUTE) for each in starts]
        return [f"{local_time(slot.starts, CHICAGO):%d %H:%M}" for slot in offer_two(slots, zone, NOW)]

    def test_a_morning_and_an_afternoon_of_different_days(self) -> None:
        assert self.offer(
            "2026-11-25T09:00", "2026-11-25T09:30", "2026-11-25T14:00", "2026-11-26T09:00", "2026-11-26T15:00"
        ) == ["25 09:00", "26 15:00"]

    def test_or_of_the_same_day(self) -> None:
        assert self.offer("2026-11-25T09:00", "2026-11-25T09:30", "2026-11-25T14:00", "2026-11-26T09:00") == [
            "25 09:00",
            "25 14:00",
        ]

    def test_or_two_mornings(self) -> None:
        assert self.offer("2026-11-25T09:00", "2026-11-25T09:30", "2026-11-26T10:00") == ["25 09:00", "26 10:00"]

    def test_one_half_day_gives_one_time_and_nothing_gives_none(self) -> None:
        assert self.offer("2026-11-25T09:00", "2026-11-25T09:30") == ["25 09:00"]
        assert self.offer() == []

    def test_the_half_days_and_the_hours_are_the_prospects(self) -> None:
        early_in_los_angeles = ("2026-11-25T09:00", "2026-11-25T13:00", "2026-11-25T14:00", "2026-11-25T19:30")
        assert self.offer(*early_in_los_angeles, zone="America/Los_Angeles") == ["25 13:00", "25 14:00"]
        assert self.offer("2026-11-25T09:00", zone="America/Los_Angeles") == []
        assert self.offer("2026-11-25T17:30") == ["25 17:30"]
        assert self.offer("2026-11-25T17:45") == []

    def test_what_has_passed_is_not_offered(self) -> None:
        assert self.offer("2026-11-24T09:00") == []

    @given(st.lists(st.integers(0, 10 * 48), max_size=20), st.sampled_from([CHICAGO, ADELAIDE, "Asia/Kathmandu"]))
    @settings(deadline=None)
    def test_two_offers_are_never_in_one_half_day(self, halves: list[int], zone: str) -> None:
        slots = [Slot("dana", NOW + half * 30 * MINUTE, NOW + (half + 1) * 30 * MINUTE) for half in halves]
        offered = offer_two(slots, zone, NOW)
        local = [local_time(slot.starts, zone) for slot in offered]
        assert len({(each.date(), each.hour >= 12) for each in local}) == len(offered) <= 2
        assert all(time(8) <= each.time() < time(18) for each in local)


class TestTwoTimesNearTheOneWanted:
    def test_lie_in_different_half_days(self) -> None:
        wanted = at("2026-11-25T12:00")
        found = nearest_two(of_dana(PLAN, [], NOW), wanted, CHICAGO)
        assert [f"{local_time(slot.starts, CHICAGO):%d %H:%M}" for slot in found] == ["25 11:30", "25 13:00"]

    def test_are_of_one_half_day_where_there_is_only_one(self) -> None:
        morning = of_dana(PLAN, [], NOW, to=at("2026-11-25T12:00"))
        assert len(nearest_two(morning, at("2026-11-25T09:00"), CHICAGO)) == 2
        assert nearest_two([], at("2026-11-25T09:00"), CHICAGO) == ()
