"""A meeting lands where its representative is free, and two never on one another."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.clocks import ADELAIDE, CHICAGO, NEW_YORK, at
from domain.representatives import DANA, NOW, PLAN, SAM, SAM_WEST, of_dana, taken
from setter.domain.booking import (
    GRID,
    Busy,
    Slot,
    check_slot,
    choose_rep,
    day_strip,
    free_slots,
    is_aligned,
    serving,
    why_nobody,
)
from setter.domain.calling_window import local_time
from setter.domain.handoff_plan import HandoffPlan, Rep
from setter.domain.opening_hours import Hours
from setter.domain.units import DAY, HOUR, MINUTE


def why_not(start: str, *busy: Busy, rep: str = "dana", now: int = NOW, plan: HandoffPlan = PLAN) -> str | None:
    return check_slot(plan, rep, at(start), busy, now)


def starts_of(slots: list[Slot], day: str, zone: str = CHICAGO) -> list[str]:
    local = [local_time(slot.starts, zone) for slot in slots]
    return [f"{each:%H:%M}" for each in local if f"{each:%Y-%m-%d}" == day]


class TestARepresentativeSaysWhyNot:
    def test_a_free_time_has_no_reason(self) -> None:
        assert why_not("2026-11-25T09:00") is None
        assert check_slot(PLAN, DANA, at("2026-11-25T09:00"), (), NOW) is None

    @pytest.mark.parametrize(
        ("start", "reason"),
        [
            ("2026-11-25T08:30", "Wed 08:30 CST in Chicago is outside Dana Ferrante's hours."),
            ("2026-11-25T11:45", "Wed 11:45 CST in Chicago is outside Dana Ferrante's hours."),
            ("2026-11-28T10:00", "Sat 10:00 CST in Chicago is outside Dana Ferrante's hours."),
            ("2026-11-27T10:00", "Dana Ferrante is off on Friday 27 November."),
            ("2026-11-24T15:00", "A meeting needs 20 hours' notice. The earliest is Wed 06:00 CST in Chicago."),
            ("2026-11-24T09:00", "That time has passed."),
            ("2026-12-10T10:00", "That is too far ahead: at most 15 days."),
            ("2026-11-25T09:03", "A meeting starts on a multiple of five minutes."),
        ],
    )
    def test_by_the_clock_and_the_calendar(self, start: str, reason: str) -> None:
        assert why_not(start) == reason

    def test_the_last_day_that_may_be_booked_is_whole(self) -> None:
        assert why_not("2026-12-09T16:30") is None

    @pytest.mark.parametrize(
        ("start", "reason"),
        [
            ("2026-11-25T10:00", "Dana Ferrante is busy then."),
            ("2026-11-25T09:35", "Dana Ferrante is busy then."),
            ("2026-11-25T10:30", "Dana Ferrante needs 10 minutes between meetings."),
            ("2026-11-25T09:25", "Dana Ferrante needs 10 minutes between meetings."),
            ("2026-11-25T10:40", None),
            ("2026-11-25T09:20", None),
        ],
    )
    def test_by_the_meetings_around_it(self, start: str, reason: str | None) -> None:
        assert why_not(start, taken("2026-11-25T10:00", "2026-11-25T10:30")) == reason

    def test_a_day_has_room_for_so_many_meetings_and_calendar_blocks_are_none(self) -> None:
        two = [taken("2026-11-25T09:00", "2026-11-25T09:30"), taken("2026-11-25T10:00", "2026-11-25T10:30")]
        assert why_not("2026-11-25T15:00", *two) == (
            "Dana Ferrante has 2 meetings that day already, which is the most."
        )
        blocks = [replace(each, meeting=False) for each in two]
        assert why_not("2026-11-25T15:00", *blocks) is None
        assert why_not("2026-11-26T15:00", *two) is None

    def test_the_day_that_counts_is_the_representatives_own(self) -> None:
        plan = replace(PLAN, reps=(replace(DANA, zone=ADELAIDE, max_per_day=1),))
        first = Busy("dana", at("2026-11-26T09:00", ADELAIDE), at("2026-11-26T09:30", ADELAIDE))
        assert check_slot(plan, "dana", at("2026-11-26T16:00", ADELAIDE), [first], NOW) is not None
        assert check_slot(plan, "dana", at("2026-11-27T16:00", ADELAIDE), [first], NOW) is not None
        plan = replace(plan, reps=(replace(plan.reps[0], days_off=()),))
        assert check_slot(plan, "dana", at("2026-11-27T16:00", ADELAIDE), [first], NOW) is None

    def test_another_representatives_meetings_are_no_reason(self) -> None:
        assert why_not("2026-11-25T10:00", taken("2026-11-25T10:00", "2026-11-25T10:30", rep="sam")) is None

    def test_nobody_by_that_name(self) -> None:
        assert why_not("2026-11-25T10:00", rep="zed") == "This campaign has no representative 'zed'."


class TestFreeTimes:
    def test_a_day_is_offered_in_half_hours_of_the_representatives_clock(self) -> None:
        slots = of_dana(PLAN, [], NOW)
        assert starts_of(slots, "2026-11-25") == [
            "09:00", "09:30", "10:00", "10:30", "11:00", "11:30",
            "13:00", "13:30", "14:00", "14:30", "15:00", "15:30", "16:00", "16:30",
        ]  # fmt: skip
        assert starts_of(slots, "2026-11-27") == []
        assert all(slot.ends - slot.starts == 30 * MINUTE for slot in slots)

    def test_a_meeting_takes_its_buffer_with_it(self) -> None:
        slots = of_dana(PLAN, [taken("2026-11-25T10:00", "2026-11-25T10:30")], NOW)
        assert starts_of(slots, "2026-11-25")[:3] == ["09:00", "11:00", "11:30"]

    def test_a_full_day_offers_nothing(self) -> None:
        two = [taken("2026-11-25T09:00", "2026-11-25T09:30"), taken("2026-11-25T10:00", "2026-11-25T10:30")]
        assert starts_of(of_dana(PLAN, two, NOW), "2026-11-25") == []

    def test_they_begin_after_the_notice_and_end_with_the_last_day(self) -> None:
        slots = of_dana(PLAN, [], at("2026-11-24T14:10"))
        assert local_time(slots[0].starts, CHICAGO) == datetime(2026, 11, 25, 10, 30, tzinfo=ZoneInfo(CHICAGO))
        assert local_time(slots[-1].starts, CHICAGO).date() == date(2026, 12, 9)

    def test_a_part_of_the_calendar_can_be_asked_for(self) -> None:
        start, end = at("2026-11-30T10:15"), at("2026-11-30T11:30")
        slots = of_dana(PLAN, [], NOW, from_=start, to=end)
        assert starts_of(slots, "2026-11-30") == ["10:30", "11:00"]
        assert len(slots) == 2

    def test_all_representatives_come_in_order_of_time(self) -> None:
        slots = free_slots(PLAN, [], NOW)
        assert {slot.rep for slot in slots} == {"dana", "sam"}
        assert [slot.starts for slot in slots] == sorted(slot.starts for slot in slots)

    def test_a_clock_off_the_hour_still_gives_round_times(self) -> None:
        plan = replace(PLAN, reps=(replace(SAM, zone="Asia/Kathmandu"),))
        slots = free_slots(plan, [], NOW)
        assert {local_time(slot.starts, "Asia/Kathmandu").minute for slot in slots} == {0, 30}
        assert all(is_aligned(slot.starts) for slot in slots)

    busy_lists = st.lists(
        st.builds(
            lambda rep, start, length, meeting: Busy(rep, NOW + start * GRID, NOW + (start + length) * GRID, meeting),
            st.sampled_from(["dana", "sam"]),
            st.integers(0, 20 * 288),
            st.integers(1, 60),
            st.booleans(),
        ),
        max_size=12,
    )

    @given(busy_lists, st.integers(0, 90), st.sampled_from([CHICAGO, ADELAIDE]))
    @settings(max_examples=60, deadline=None)
    def test_what_is_listed_is_exactly_what_would_be_accepted(self, busy: list[Busy], buffer: int, zone: str) -> None:
        dana = replace(DANA, zone=zone)
        plan = replace(PLAN, reps=(dana, SAM), buffer_minutes=buffer)
        listed = {slot.starts for slot in of_dana(plan, busy, NOW)}
        first = at("2026-11-24T00:00", zone)
        on_the_clock = range(first, first + 18 * DAY, 30 * MINUTE)
        assert listed == {each for each in on_the_clock if check_slot(plan, dana, each, busy, NOW) is None}


class TestWhoTakesTheMeeting:
    WHEN = at("2026-11-25T10:00")

    def choose(self, assigned: dict[str, int], *busy: Busy, last: dict[str, int] | None = None,
               owner: str | None = None, region: str = "IL", plan: HandoffPlan = PLAN) -> str | None:  # fmt: skip
        return choose_rep(plan, self.WHEN, busy, assigned, last or {}, NOW, owner, region)

    def test_the_accounts_owner_comes_first(self) -> None:
        assert self.choose({"sam": 50}, owner="sam") == "sam"

    def test_an_owner_who_is_not_free_leaves_it_to_the_others(self) -> None:
        meeting = taken("2026-11-25T10:00", "2026-11-25T10:30", "sam")
        assert self.choose({}, meeting, owner="sam") == "dana"

    def test_a_territory_keeps_the_others_out(self) -> None:
        assert self.choose({"sam": 50}, region="CA") == "sam"
        assert self.choose({"sam": 50}, region="wi") == "dana"

    def test_without_a_region_it_goes_to_who_serves_everywhere(self) -> None:
        assert self.choose({"sam": 50}, region="") == "sam"
        assert self.choose({}, region="", plan=replace(PLAN, reps=(DANA,))) == "dana"

    def test_the_one_with_fewest_for_their_weight_is_next(self) -> None:
        assert self.choose({"dana": 3, "sam": 2}) == "dana"
        assert self.choose({"dana": 5, "sam": 2}) == "sam"

    def test_among_equals_who_waited_longest(self) -> None:
        even = {"dana": 2, "sam": 1}
        assert self.choose(even, last={"dana": NOW, "sam": NOW - DAY}) == "sam"
        assert self.choose(even, last={"dana": NOW - 2 * DAY, "sam": NOW - DAY}) == "dana"
        assert self.choose(even, last={"dana": NOW}) == "sam"

    def test_over_many_meetings_the_weights_come_out(self) -> None:
        given_out = {"dana": 0, "sam": 0}
        last: dict[str, int] = {}
        for turn in range(30):
            chosen = self.choose(given_out, last=last)
            assert chosen
            given_out[chosen] += 1
            last[chosen] = turn + 1
        assert given_out == {"dana": 20, "sam": 10}

    def test_nobody_is_chosen_who_is_busy_or_takes_none(self) -> None:
        busy = [taken("2026-11-25T10:00", "2026-11-25T10:30", each) for each in ("dana", "sam")]
        assert self.choose({}, *busy) is None
        assert self.choose({}, plan=replace(PLAN, reps=(replace(DANA, weight=0),))) is None
        assert self.choose({}, region="CA", plan=replace(PLAN, reps=(DANA,))) is None


class TestTheDayAtAGlance:
    def states(self, day: date, zone: str, *busy: Busy, rep: Rep = DANA) -> dict[str, str]:
        strip = day_strip(replace(PLAN, reps=(rep,)), rep.id, busy, day, zone)
        assert [minute for minute, _ in strip] == list(range(0, 1440, 30))
        return {f"{minute // 60:02}:{minute % 60:02}": state for minute, state in strip}

    def test_it_shows_what_is_free_busy_and_closed(self) -> None:
        strip = self.states(date(2026, 11, 25), CHICAGO, taken("2026-11-25T10:15", "2026-11-25T10:45"))
        assert [strip[each] for each in ("08:30", "09:00", "09:30", "10:00", "10:30", "11:00", "12:00")] == [
            "closed", "free", "free", "busy", "busy", "free", "closed",
        ]  # fmt: skip

    def test_it_can_be_read_on_the_prospects_clock(self) -> None:
        strip = self.states(date(2026, 11, 25), NEW_YORK)
        assert (strip["09:30"], strip["10:00"], strip["17:30"], strip["18:00"]) == (
            "closed", "free", "free", "closed",
        )  # fmt: skip

    def test_a_day_off_is_closed(self) -> None:
        assert set(self.states(date(2026, 11, 27), CHICAGO).values()) == {"closed"}

    def test_half_an_hour_that_is_partly_outside_is_closed(self) -> None:
        rep = replace(DANA, hours={"wed": (Hours(time(9, 15), time(10, 45)),)})
        strip = self.states(date(2026, 11, 25), CHICAGO, rep=rep)
        assert [each for each, state in strip.items() if state == "free"] == ["09:30", "10:00"]

    def test_a_half_hour_that_the_clock_skips_is_closed(self) -> None:
        rep = replace(DANA, hours={"sun": (Hours(time(0), time(6)),)})
        strip = self.states(date(2027, 3, 14), CHICAGO, rep=rep)
        assert [strip[each] for each in ("01:30", "02:00", "02:30", "03:00")] == ["free", "closed", "closed", "free"]

    @given(st.dates(date(2026, 11, 25), date(2026, 12, 9)), st.sampled_from([CHICAGO, NEW_YORK, ADELAIDE]))
    @settings(max_examples=40, deadline=None)
    def test_every_free_time_lies_in_a_free_half_hour(self, day: date, zone: str) -> None:
        strip = dict(day_strip(PLAN, DANA, [], day, zone))
        for slot in of_dana(PLAN, [], NOW):
            local = local_time(slot.starts, zone)
            if local.date() == day:
                assert strip[local.hour * 60 + local.minute] == "free"


def test_five_representatives_fill_the_days_that_may_be_booked_and_no_more() -> None:
    reps = tuple(replace(SAM, id=f"rep{number}") for number in range(5))
    busy = [Busy(f"rep{number % 5}", NOW + number * 3 * HOUR, NOW + number * 3 * HOUR + HOUR) for number in range(100)]
    slots = free_slots(replace(PLAN, reps=reps), busy, NOW)
    assert len(slots) > 300
    assert max(slot.starts for slot in slots) < NOW + timedelta(days=16) // timedelta(milliseconds=1)


class TestNobodyIsFree:
    def test_the_notice_is_the_reason_where_it_is_everybodys(self) -> None:
        assert why_nobody(PLAN, PLAN.reps, at("2026-11-24T15:00"), (), NOW) == "A meeting needs 20 hours' notice."

    def test_each_with_a_reason_of_their_own_has_none_in_common(self) -> None:
        assert why_nobody(PLAN, PLAN.reps, at("2026-11-28T10:00"), (), NOW) == ""

    def test_only_those_of_the_territory_are_asked(self) -> None:
        assert [rep.id for rep in serving(replace(PLAN, reps=(DANA, SAM_WEST)), "IL")] == ["dana"]
        assert len(serving(replace(PLAN, reps=(DANA, SAM_WEST)), "")) == 2
