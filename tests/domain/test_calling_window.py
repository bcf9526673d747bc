"""A phone may ring only while every zone the prospect may be in is inside the campaign's hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.clocks import ODD_ZONES, at
from setter.domain.calling_window import (
    HORIZON_DAYS,
    are_known,
    canonical,
    clock_words,
    closes_at,
    is_open,
    local_time,
    next_opening,
    open_spans,
    resolve,
)
from setter.domain.errors import Wrong
from setter.domain.opening_hours import WEEKDAYS, Hours, WeekHours
from setter.domain.units import DAY, HOUR, MINUTE

OFFICE: WeekHours = {day: (Hours(time(8, 30), time(17, 30)),) for day in WEEKDAYS[:5]}
LEGAL: WeekHours = {day: (Hours(time(8), time(21)),) for day in WEEKDAYS}

TWINS = [
    *ODD_ZONES,
    "America/Detroit",
    "America/Indiana/Knox",
    "America/Creston",
    "Europe/Paris",
    "Asia/Manila",
    "Africa/Casablanca",
    "Africa/Algiers",
]


def hours_of_a_day() -> st.SearchStrategy[tuple[Hours, ...]]:
    minutes = st.lists(st.integers(0, 24 * 60 - 1), min_size=0, max_size=4, unique=True).map(sorted)

    def pairs(marks: list[int]) -> tuple[Hours, ...]:
        clock = [time(mark // 60, mark % 60) for mark in marks]
        return tuple(Hours(a, b) for a, b in zip(clock[::2], clock[1::2], strict=False))

    return minutes.map(pairs)


weeks = st.fixed_dictionaries({}, optional={day: hours_of_a_day() for day in WEEKDAYS})
zone_sets = st.lists(st.sampled_from(ODD_ZONES), min_size=1, max_size=3, unique=True).map(tuple)
instants = st.integers(at("2026-01-01", "UTC"), at("2027-12-31", "UTC"))
near_clock_changes = st.builds(
    lambda change, minutes: change + minutes * MINUTE,
    st.sampled_from(
        [
            at("2026-03-08T02:00", "America/Chicago"),
            at("2026-11-01T02:00", "America/Chicago"),
            at("2026-04-05T02:00", "Australia/Lord_Howe"),
            at("2026-10-04T02:00", "Australia/Lord_Howe"),
            at("2026-03-29T01:00", "Europe/London"),
            at("2026-10-25T01:00", "Europe/London"),
        ]
    ),
    st.integers(-36 * 60, 36 * 60),
)
moments = instants | near_clock_changes


class TestThePhoneRingsOnlyInsideEveryCandidateZone:
    def test_a_chicago_office_opens_at_half_past_eight_its_own_time(self) -> None:
        assert not is_open(OFFICE, ("America/Chicago",), at("2026-11-24T08:29", "America/Chicago"))
        assert is_open(OFFICE, ("America/Chicago",), at("2026-11-24T08:30", "America/Chicago"))
        assert is_open(OFFICE, ("America/Chicago",), at("2026-11-24T17:29", "America/Chicago"))
        assert not is_open(OFFICE, ("America/Chicago",), at("2026-11-24T17:30", "America/Chicago"))

    def test_with_two_candidate_zones_both_must_be_open(self) -> None:
        both = ("America/New_York", "America/Chicago")
        assert not is_open(OFFICE, both, at("2026-11-24T09:00", "America/New_York"))
        assert is_open(OFFICE, both, at("2026-11-24T09:30", "America/New_York"))
        assert not is_open(OFFICE, both, at("2026-11-24T16:45", "America/Chicago"))

    @pytest.mark.parametrize(
        ("zones", "day", "opens", "closes"),
        [
            (("America/New_York", "America/Chicago"), "2026-11-24", "09:00", "21:00"),
            (("America/New_York", "America/Los_Angeles"), "2026-11-24", "11:00", "21:00"),
            (("America/New_York", "America/Anchorage", "Pacific/Honolulu"), "2026-11-24", "13:00", "21:00"),
            (("America/New_York", "America/Anchorage", "Pacific/Honolulu"), "2026-07-14", "14:00", "21:00"),
        ],
    )
    def test_the_intersections_known_from_the_reference(
        self, zones: tuple[str, ...], day: str, opens: str, closes: str
    ) -> None:
        noon = at(f"{day}T16:00", "America/New_York")
        assert open_spans(LEGAL, zones, noon - 8 * HOUR, noon + 8 * HOUR) == [
            (at(f"{day}T{opens}", "America/New_York"), at(f"{day}T{closes}", "America/New_York"))
        ]

    def test_new_york_and_guam_have_no_office_hour_in_common(self) -> None:
        assert next_opening(OFFICE, ("America/New_York", "Pacific/Guam"), at("2026-11-24T12:00", "UTC")) is None

    @pytest.mark.parametrize(
        "zones",
        [
            (),
            ("Mars/Olympus",),
            ("America/Chicago", ""),
            ("../../etc/passwd",),
            tuple(f"America/{city}" for city in ["Chicago", "Denver", "Boise", "Juneau", "Nome", "Adak"]),
        ],
    )
    def test_an_unknown_zone_is_never_open(self, zones: tuple[str, ...]) -> None:
        always: WeekHours = {day: (Hours(time(0), time(23, 59)),) for day in WEEKDAYS}
        now = at("2026-11-24T18:00", "UTC")
        assert not are_known(zones)
        assert not is_open(always, zones, now)
        assert next_opening(always, zones, now) is None
        assert open_spans(always, zones, now, now + 7 * DAY) == []

    def test_a_closed_date_is_closed_in_the_zones_own_calendar(self) -> None:
        thanksgiving = frozenset({date(2026, 11, 26)})
        now = at("2026-11-26T09:00", "America/Chicago")
        assert not is_open(OFFICE, ("America/Chicago",), now, thanksgiving)
        assert next_opening(OFFICE, ("America/Chicago",), now, thanksgiving) == at(
            "2026-11-27T08:30", "America/Chicago"
        )

    def test_closing_time_is_known_only_while_open(self) -> None:
        both = ("America/New_York", "America/Chicago")
        assert closes_at(OFFICE, both, at("2026-11-24T12:00", "America/Chicago")) == at(
            "2026-11-24T17:30", "America/New_York"
        )
        assert closes_at(OFFICE, both, at("2026-11-24T20:00", "America/Chicago")) is None

    def test_a_friday_evening_waits_for_monday(self) -> None:
        assert next_opening(OFFICE, ("Europe/London",), at("2026-11-27T18:00", "Europe/London")) == at(
            "2026-11-30T08:30", "Europe/London"
        )


class TestTheSpansAndTheClockSayTheSame:
    @given(weeks, zone_sets, moments)
    @settings(max_examples=300, deadline=None)
    def test_an_instant_is_open_exactly_when_it_lies_in_a_span(
        self, hours: WeekHours, zones: tuple[str, ...], now: int
    ) -> None:
        spans = open_spans(hours, zones, now - DAY, now + DAY)
        for instant in (now, *(edge + step for span in spans for edge in span for step in (-1, 0))):
            inside = any(start <= instant < end for start, end in spans)
            if now - DAY <= instant < now + DAY:
                assert is_open(hours, zones, instant) is inside

    @given(weeks, zone_sets, moments)
    @settings(max_examples=150, deadline=None)
    def test_spans_are_in_order_and_never_touch(self, hours: WeekHours, zones: tuple[str, ...], now: int) -> None:
        spans = open_spans(hours, zones, now, now + 3 * DAY)
        edges = [edge for span in spans for edge in span]
        assert edges == sorted(set(edges))
        assert all(now <= edge <= now + 3 * DAY for edge in edges)

    @given(weeks, zone_sets, moments, st.floats(0, 1, exclude_max=True))
    @settings(max_examples=150, deadline=None)
    def test_the_next_opening_is_open_and_nothing_before_it_is(
        self, hours: WeekHours, zones: tuple[str, ...], now: int, part: float
    ) -> None:
        opening = next_opening(hours, zones, now)
        until = now + HORIZON_DAYS * DAY if opening is None else opening
        if opening is not None:
            assert opening >= now
            assert is_open(hours, zones, opening)
            assert opening == now or not is_open(hours, zones, opening - 1)
        assume(until > now)
        assert not is_open(hours, zones, now + int((until - now) * part))

    @given(weeks, zone_sets, moments)
    @settings(max_examples=150, deadline=None)
    def test_closing_is_the_first_closed_instant_after_an_open_one(
        self, hours: WeekHours, zones: tuple[str, ...], now: int
    ) -> None:
        closing = closes_at(hours, zones, now)
        assert (closing is not None) is is_open(hours, zones, now)
        if closing is not None and closing < now + HORIZON_DAYS * DAY:
            assert is_open(hours, zones, closing - 1)
            assert not is_open(hours, zones, closing)


class TestWallTimes:
    def test_a_time_that_spring_skips_moves_forward_by_the_gap(self) -> None:
        instant = resolve(datetime(2026, 3, 8, 2, 30), "America/Chicago")
        assert local_time(instant, "America/Chicago").replace(tzinfo=None) == datetime(2026, 3, 8, 3, 30)

    def test_lord_howe_skips_only_half_an_hour(self) -> None:
        instant = resolve(datetime(2026, 10, 4, 2, 15), "Australia/Lord_Howe")
        assert local_time(instant, "Australia/Lord_Howe").replace(tzinfo=None) == datetime(2026, 10, 4, 2, 45)

    def test_a_time_that_autumn_repeats_is_the_first_of_the_two(self) -> None:
        assert resolve(datetime(2026, 11, 1, 1, 30), "America/Chicago") == at("2026-11-01T06:30", "UTC")
        assert resolve(datetime(2026, 11, 1, 1, 30, fold=1), "America/Chicago") == at("2026-11-01T06:30", "UTC")

    def test_arizona_keeps_its_clock_all_year(self) -> None:
        for month in (1, 7):
            assert resolve(datetime(2026, month, 5, 9), "America/Phoenix") == at(f"2026-{month:02}-05T16:00", "UTC")

    @given(moments, st.sampled_from(ODD_ZONES))
    def test_a_clock_reading_resolves_to_its_instant_or_to_its_first_twin(self, now: int, zone: str) -> None:
        wall = local_time(now, zone)
        back = resolve(wall.replace(tzinfo=None), zone)
        assert back == now if wall.fold == 0 else back < now
        assert local_time(back, zone).replace(tzinfo=None) == wall.replace(tzinfo=None)

    @pytest.mark.parametrize(
        ("zone", "words"),
        [
            ("America/Chicago", "14:32 CST"),
            ("America/St_Johns", "17:02 NST"),
            ("Australia/Lord_Howe", "07:32 UTC+11"),
            ("Asia/Kathmandu", "02:17 UTC+0545"),
        ],
    )
    def test_a_clock_is_written_with_its_zone(self, zone: str, words: str) -> None:
        assert clock_words(at("2026-11-24T20:32", "UTC"), zone) == words

    def test_a_zone_that_does_not_exist_is_named(self) -> None:
        with pytest.raises(Wrong, match="Mars/Olympus"):
            local_time(0, "Mars/Olympus")


class TestWindowsStayFew:
    NOW = at("2026-11-24T12:00", "UTC")

    @pytest.mark.parametrize(
        ("zones", "reduced"),
        [
            (("America/Detroit", "America/New_York"), ("America/New_York",)),
            (("America/Indiana/Indianapolis",), ("America/New_York",)),
            (("America/Kentucky/Louisville", "America/Menominee"), ("America/Chicago", "America/New_York")),
            (("America/Denver", "America/Phoenix"), ("America/Denver", "America/Phoenix")),
            (("Europe/London", "Europe/Guernsey", "Europe/Isle_of_Man", "Europe/Jersey"), ("Europe/London",)),
            (("Europe/Paris", "Europe/Vienna"), ("Europe/Berlin",)),
        ],
    )
    def test_zones_of_one_clock_are_one(self, zones: tuple[str, ...], reduced: tuple[str, ...]) -> None:
        assert canonical(zones, self.NOW) == reduced

    def test_an_unreal_zone_stays_so_that_its_window_stays_shut(self) -> None:
        zones = canonical(["America/Detroit", "Mars/Olympus"], self.NOW)
        assert zones == ("America/New_York", "Mars/Olympus")
        assert not are_known(zones)

    @given(
        st.lists(st.sampled_from(TWINS), min_size=1, max_size=4, unique=True),
        instants,
        st.integers(0, 525_600),
    )
    @settings(max_examples=200, deadline=None)
    def test_for_a_whole_year_the_reduced_zones_read_the_same_clocks(
        self, zones: list[str], now: int, minutes: int
    ) -> None:
        later = now + minutes * MINUTE
        reduced = canonical(zones, now)
        assert {local_time(later, zone).utcoffset() for zone in zones} == {
            local_time(later, zone).utcoffset() for zone in reduced
        }
        assert len(reduced) <= len(zones)
        assert canonical(reduced, now) == reduced

    @given(instants, st.lists(st.sampled_from(ODD_ZONES), min_size=2, max_size=2, unique=True))
    @settings(max_examples=100, deadline=None)
    def test_only_zones_that_never_differ_in_the_year_are_one(self, now: int, pair: list[str]) -> None:
        days = [now + timedelta(days=step) // timedelta(milliseconds=1) for step in range(366)]
        differ = any(local_time(day, pair[0]).utcoffset() != local_time(day, pair[1]).utcoffset() for day in days)
        if differ:
            assert len(canonical(pair, now)) == 2
