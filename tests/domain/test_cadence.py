"""Nobody is forgotten and nobody is pestered: the plan says when to try again, in the prospect's own days."""

from datetime import date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from domain.clocks import CHICAGO, at, wall
from domain.clocks import add_business_days as plain_business_days
from setter.domain.cadence import (
    business_day_before,
    is_business_day,
    is_exhausted,
    next_attempt,
    open_from,
    opening_on,
    recycle_on,
    voicemail_today,
    voicemail_words,
)
from setter.domain.campaign import Cadence, DayPart
from setter.domain.day_parts import PartDials, Tried, day_part
from setter.domain.dispositions import find
from setter.domain.opening_hours import Hours
from setter.domain.schedule import Schedule, span_of_days
from setter.domain.units import DAY, MINUTE

HOLIDAYS = frozenset({date(2026, 11, 26), date(2026, 12, 25)})
add_business_days = partial(plain_business_days, holidays=HOLIDAYS)

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
LONG_DAY = (Hours(time(8, 30), time(17, 30)),)
HOURS = dict.fromkeys(("mon", "tue", "wed", "thu"), LONG_DAY) | {"fri": (Hours(time(8, 30), time(16)),)}
OPENING = Schedule((CHICAGO,), HOURS)


def after(code: str, now: str, made: int = 1, recent: tuple[str, ...] = (), zones: tuple[str, ...] = (CHICAGO,)) -> str:
    found = next_attempt(CADENCE, Schedule(zones, HOURS), made, find(code), at(now), Tried(recent), add_business_days)
    return wall(found)


class TestTheNextAttempt:
    def test_comes_after_the_gap_and_in_another_part_of_the_day(self) -> None:
        assert after("no_answer", "2026-11-23T09:00", 1, ("08:30",)) == "2026-11-24T10:00"
        assert after("no_answer", "2026-11-23T10:05", 2, ("08:30", "10:00")) == "2026-11-25T12:00"

    @pytest.mark.parametrize(
        ("made", "day"), [(1, "17"), (2, "18"), (3, "18"), (4, "19"), (5, "20"), (6, "23"), (7, "25"), (30, "25")]
    )
    def test_the_gaps_grow_with_the_attempts(self, made: int, day: str) -> None:
        assert after("no_answer", "2026-11-16T09:00", made) == f"2026-11-{day}T08:30"

    def test_holidays_and_weekends_are_no_business_days(self) -> None:
        assert after("no_answer", "2026-11-25T09:00", 1) == "2026-11-27T08:30"
        assert after("no_answer", "2026-11-27T09:00", 1) == "2026-11-30T08:30"

    def test_a_voicemail_waits_one_day_more(self) -> None:
        assert after("voicemail_left", "2026-11-16T09:00") == "2026-11-18T08:30"
        assert after("voicemail_no_message", "2026-11-16T09:00") == "2026-11-17T08:30"

    def test_a_guarded_line_is_tried_before_nine_or_after_five_and_not_twice_in_one_part(self) -> None:
        assert after("gatekeeper_block", "2026-11-16T14:00", 1, ("14:00",)).endswith("T08:30")
        assert after("gatekeeper_block", "2026-11-16T08:45", 1, ("08:30",)).endswith("T17:00")
        assert after("gatekeeper_block", "2026-11-16T17:15", 2, ("08:30", "16:00")).endswith("T10:00")

    def test_gatekeepers_hang_ups_and_information_have_gaps_of_their_own(self) -> None:
        assert after("gatekeeper_block", "2026-11-16T09:00", 1, ("08:30",)) == "2026-11-19T17:00"
        assert after("hang_up_early", "2026-11-09T09:00") == "2026-11-23T08:30"
        assert after("info_requested", "2026-11-16T09:00") == "2026-11-19T08:30"

    def test_a_busy_line_is_tried_again_within_the_hour(self) -> None:
        assert after("busy", "2026-11-16T09:00") == "2026-11-16T09:45"
        assert after("call_failed", "2026-11-16T09:00") == "2026-11-16T09:15"

    def test_a_line_busy_at_the_end_of_the_day_is_tried_on_the_next_business_day(self) -> None:
        assert after("busy", "2026-11-25T17:10") == "2026-11-27T08:30"

    def test_every_candidate_zone_must_be_open(self) -> None:
        both = ("America/New_York", "America/Los_Angeles")
        found = after("no_answer", "2026-11-16T12:00", 1, (), both)
        assert found == "2026-11-17T10:30"
        assert after("busy", "2026-11-16T16:00", 1, (), both) == "2026-11-17T10:30"

    def test_a_part_that_is_closed_that_day_is_passed_over(self) -> None:
        recent = ("08:30", "10:00", "12:00", "14:00")
        keeping_away = Cadence(day_parts=PARTS, no_repeat_day_part=4)
        found = next_attempt(
            keeping_away, OPENING, 1, find("no_answer"), at("2026-11-19T14:30"), Tried(recent), add_business_days
        )
        assert wall(found) == "2026-11-20T08:30"

    def test_where_every_part_was_used_the_one_used_least_lately_serves(self) -> None:
        two = Cadence(day_parts=PARTS[:2])
        found = next_attempt(
            two, OPENING, 1, find("no_answer"), at("2026-11-16T09:00"), Tried(("10:00", "08:30")), add_business_days
        )
        assert wall(found) == "2026-11-17T10:00"

    def test_a_plan_without_day_parts_takes_the_first_opening(self) -> None:
        found = next_attempt(
            Cadence(), OPENING, 1, find("no_answer"), at("2026-11-16T15:00"), Tried(), add_business_days
        )
        assert wall(found) == "2026-11-17T08:30"

    def test_a_campaign_that_calls_on_one_weekday_waits_for_it(self) -> None:
        found = next_attempt(
            CADENCE,
            Schedule((CHICAGO,), {"wed": LONG_DAY}),
            1,
            find("no_answer"),
            at("2026-11-18T09:00"),
            Tried(),
            add_business_days,
        )
        assert wall(found) == "2026-11-25T08:30"

    def test_an_unknown_zone_still_gets_a_date(self) -> None:
        found = next_attempt(
            CADENCE,
            Schedule((), HOURS),
            1,
            find("no_answer"),
            at("2026-11-16T09:00", "UTC"),
            Tried(),
            add_business_days,
        )
        assert wall(found, "UTC")[:10] > "2026-11-16"

    @given(
        some.sampled_from(["no_answer", "voicemail_left", "busy", "call_failed", "gatekeeper_block", "hang_up_early"]),
        some.integers(at("2026-01-05T00:00") // MINUTE, at("2026-12-20T00:00") // MINUTE),
        some.integers(0, 9),
        some.lists(some.sampled_from([part.name for part in PARTS]), max_size=4),
        some.sampled_from(
            [(CHICAGO,), ("America/Phoenix", CHICAGO), ("America/St_Johns",), ("Europe/London",), ("Asia/Kolkata",)]
        ),
    )
    def test_is_always_later_and_always_inside_the_hours(
        self, code: str, minute: int, made: int, recent: list[str], zones: tuple[str, ...]
    ) -> None:
        now = minute * MINUTE
        found = next_attempt(
            CADENCE, Schedule(zones, HOURS), made, find(code), now, Tried(tuple(recent)), add_business_days
        )
        assert found > now
        assert Schedule(zones, HOURS).is_open(found)
        local = datetime.fromtimestamp(found / 1000, ZoneInfo(zones[0]))
        assert local.date() not in HOLIDAYS or code in ("busy", "call_failed")
        if code not in ("busy", "call_failed"):
            assert day_part(CADENCE, local) not in recent[-2:] or local.date().weekday() == 4


class TestGoingRoundTheDay:
    """All parts of the day are used before one repeats, then those that are answered (domain §5)."""

    def parts_of(self, number: int, answered: tuple[PartDials, ...] = ()) -> list[str]:
        """The day parts of so many attempts, planned one after the other from a Monday on."""
        now, tried = at("2026-03-02T08:30"), Tried(("08:30",), (0,), answered)
        for made in range(1, number):
            now = next_attempt(CADENCE, OPENING, made, find("no_answer"), now, tried, plain_business_days)
            local = datetime.fromtimestamp(now / 1000, ZoneInfo(CHICAGO))
            tried = Tried((*tried.parts, day_part(CADENCE, local)), (*tried.weekdays, local.weekday()), answered)
        return list(tried.parts)

    def test_all_five_are_used_before_one_repeats(self) -> None:
        assert self.parts_of(8) == ["08:30", "10:00", "12:00", "14:00", "16:00", "08:30", "10:00", "12:00"]

    def test_the_best_answered_come_first_once_they_have_dials_enough(self) -> None:
        some_answer = (PartDials("10:00", 30, 1), PartDials("14:00", 30, 9), PartDials("16:00", 30, 6))
        assert self.parts_of(5, some_answer) == ["08:30", "14:00", "16:00", "12:00", "10:00"]

    def test_too_few_dials_say_nothing(self) -> None:
        assert self.parts_of(5, (PartDials("14:00", 29, 29),)) == ["08:30", "10:00", "12:00", "14:00", "16:00"]

    def test_the_last_attempts_go_to_weekdays_not_tried_yet(self) -> None:
        mondays = Tried(("08:30", "10:00", "12:00"), (0, 0, 0))
        for made, day in [(5, "2026-11-23"), (6, "2026-11-24")]:
            gaps = Cadence(day_parts=PARTS, gaps_business_days=(5,))
            found = next_attempt(
                gaps, OPENING, made, find("no_answer"), at("2026-11-16T14:00"), mondays, plain_business_days
            )
            assert wall(found)[:10] == day, made

    def test_a_gap_of_no_day_goes_on_with_what_is_left_of_it(self) -> None:
        at_once = Cadence(day_parts=PARTS, gaps_business_days=(0,))
        found = next_attempt(
            at_once, OPENING, 1, find("no_answer"), at("2026-11-16T11:00"), Tried(("10:00",), (0,)), plain_business_days
        )
        assert wall(found) == "2026-11-16T12:00"


class TestVoicemail:
    def test_is_left_on_the_planned_attempts_only(self) -> None:
        assert [made for made in range(8) if voicemail_today(CADENCE, made)] == [1, 3, 6]

    def test_is_left_no_more_often_in_a_cycle_than_the_campaign_allows(self) -> None:
        assert [left for left in range(5) if voicemail_today(CADENCE, 6, left)] == [0, 1, 2]
        told = [voicemail_words(CADENCE, *made) for made in ((1, 0), (2, 0), (6, 3), (6, 7))]
        assert told == [
            "yes, leave one",
            "no, not today",
            "no message: three left already",
            "no message: 7 left already",
        ]
        assert voicemail_words(Cadence(max_voicemails=0), 1, 0) == "no message: none may be left"


WIDE = Tried(("08:30", "10:00", "12:00"), (0, 1, 2))


class TestTheEndOfACycle:
    START = at("2026-11-02T09:00")

    def test_comes_with_the_last_attempt(self) -> None:
        assert not is_exhausted(CADENCE, 7, self.START, self.START + DAY, WIDE, (CHICAGO,))
        assert is_exhausted(CADENCE, 8, self.START, self.START + DAY, WIDE, (CHICAGO,))

    @pytest.mark.parametrize(
        ("tried", "next_at", "over"),
        [
            (Tried(("08:30",) * 8, (0, 1, 2)), "2026-11-16T08:30", True),
            (Tried(("08:30",) * 8, (0, 1, 2)), "2026-11-16T10:00", False),
            (Tried(("08:30", "10:00"), (0, 1)), "2026-11-16T08:30", True),
            (Tried(("08:30", "10:00"), (0, 1)), "2026-11-18T08:30", False),
            (Tried(("08:30", "10:00", "12:00"), (0, 1, 2)), "2026-11-19T14:00", True),
        ],
    )
    def test_waits_for_three_day_parts_and_three_weekdays(self, tried: Tried, next_at: str, over: bool) -> None:
        assert is_exhausted(CADENCE, 8, self.START, at(next_at), tried, (CHICAGO,)) is over

    def test_but_not_for_so_many_where_the_campaign_wants_fewer(self) -> None:
        easy, once = Cadence(day_parts=PARTS, fewest_day_parts=1, fewest_weekdays=0), Tried(("08:30",), (0,))
        assert is_exhausted(easy, 8, self.START, at("2026-11-18T10:00"), once, (CHICAGO,))

    def test_comes_when_the_next_attempt_would_fall_after_its_days(self) -> None:
        assert not is_exhausted(CADENCE, 1, self.START, self.START + 35 * DAY, WIDE, (CHICAGO,))
        assert is_exhausted(CADENCE, 1, self.START, self.START + 35 * DAY + 1, WIDE, (CHICAGO,))

    def test_is_followed_by_a_new_cycle_three_times_at_most(self) -> None:
        today = date(2026, 11, 24)
        assert recycle_on(CADENCE, 1, today) == date(2027, 2, 22)
        assert recycle_on(CADENCE, 2, today) == date(2027, 2, 22)
        assert recycle_on(CADENCE, 3, today) is None


class TestTheBusinessCalendar:
    def test_knows_weekends_and_holidays(self) -> None:
        assert is_business_day(date(2026, 11, 25), add_business_days)
        assert not is_business_day(date(2026, 11, 26), add_business_days)
        assert not is_business_day(date(2026, 11, 28), add_business_days)

    def test_finds_the_business_day_before_a_meeting(self) -> None:
        assert business_day_before(date(2026, 11, 30), add_business_days) == date(2026, 11, 27)
        assert business_day_before(date(2026, 11, 27), add_business_days) == date(2026, 11, 25)

    def test_opens_a_date_at_its_first_hour_and_a_holiday_on_the_next_business_day(self) -> None:
        assert wall(opening_on(OPENING, date(2026, 11, 25), add_business_days)) == "2026-11-25T08:30"
        assert wall(opening_on(OPENING, date(2026, 11, 26), add_business_days)) == "2026-11-27T08:30"
        assert wall(opening_on(Schedule((CHICAGO,), {"tue": LONG_DAY}), date(2026, 11, 25), add_business_days)) == (
            "2026-12-01T08:30"
        )

    def test_finds_the_first_open_instant_from_now(self) -> None:
        assert wall(open_from(OPENING, at("2026-11-24T11:00"), add_business_days)) == "2026-11-24T11:00"
        assert wall(open_from(OPENING, at("2026-11-24T06:00"), add_business_days)) == "2026-11-24T08:30"
        assert wall(open_from(OPENING, at("2026-11-25T18:00"), add_business_days)) == "2026-11-27T08:30"

    def test_a_month_in_which_nobody_may_be_rung_is_waited_out(self) -> None:
        decree = span_of_days(date(2026, 11, 24), date(2026, 12, 24), "a state of emergency")
        closed = Schedule((CHICAGO,), HOURS, decree)
        assert wall(open_from(closed, at("2026-11-24T11:00"), add_business_days)) == "2026-12-28T08:30"
