"""Parts of the calling day: their names, how often they are answered, and what that is worth (domain §3.5, §5)."""

from datetime import UTC, datetime, time

import pytest

from setter.domain.campaign import Cadence, DayPart
from setter.domain.day_parts import PartDials, answer_rates, day_part, day_part_points

PARTS = tuple(
    DayPart(f"{starts:%H:%M}", starts, ends)
    for starts, ends in [
        (time(8, 30), time(10)),
        (time(10), time(12)),
        (time(12), time(14)),
        (time(14), time(16)),
        (time(16), time(17, 30)),
    ]
)
CADENCE = Cadence(day_parts=PARTS)


class TestDayParts:
    def test_have_a_name_for_every_calling_hour(self) -> None:
        assert day_part(CADENCE, time(8, 30)) == "08:30"
        assert day_part(CADENCE, time(9, 59)) == "08:30"
        assert day_part(CADENCE, datetime(2026, 11, 16, 16, tzinfo=UTC)) == "16:00"

    def test_have_none_for_the_night(self) -> None:
        assert day_part(CADENCE, time(17, 30)) == ""
        assert day_part(Cadence(), time(10)) == ""

    def test_are_worth_up_to_five_points_where_most_answer(self) -> None:
        points = day_part_points(CADENCE, (PartDials("08:30", 400, 200), PartDials("10:00", 400, 0)))
        assert max(points.values()) == points["08:30"] == 500 > points["10:00"] > 0
        assert day_part_points(CADENCE, ()) == {} == day_part_points(CADENCE, (PartDials("08:30", 40, 0),))

    def test_have_rates_drawn_to_the_mean(self) -> None:
        rates = answer_rates(CADENCE, (PartDials("08:30", 40, 20), PartDials("10:00", 60, 0)))
        assert rates["12:00"] == 0.2
        assert rates["08:30"] == pytest.approx((20 + 4) / 60) and rates["10:00"] == pytest.approx(4 / 80)
