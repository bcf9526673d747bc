"""A caller types a time as people say it; setter says it back in full, or asks again."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.clocks import CHICAGO, at
from domain.sayings import TUESDAY, when
from setter.domain.calling_window import resolve
from setter.domain.errors import Wrong
from setter.domain.units import MINUTE
from setter.domain.when import Moment, moment_of, parse_when

ZONES = [CHICAGO, "America/St_Johns", "Australia/Adelaide", "Australia/Lord_Howe", "America/Phoenix",
         "Europe/London", "Asia/Kathmandu", "America/Argentina/Buenos_Aires", "UTC"]  # fmt: skip


class TestPeopleSayTimes:
    @pytest.mark.parametrize(
        ("text", "wall"),
        [
            ("tue 3pm", "2026-11-24T15:00"),
            ("tuesday at 3", "2026-11-24T15:00"),
            ("on tuesday at 3 p.m.", "2026-11-24T15:00"),
            ("Tue, 3 PM", "2026-11-24T15:00"),
            ("  3PM   tUe ", "2026-11-24T15:00"),
            ("tue 10:15", "2026-12-01T10:15"),
            ("tue 10:16", "2026-11-24T10:16"),
            ("tue 9", "2026-12-01T09:00"),
            ("tomorrow 10", "2026-11-25T10:00"),
            ("tomorrow noon", "2026-11-25T12:00"),
            ("day after tomorrow 12", "2026-11-26T12:00"),
            ("today 4:30pm", "2026-11-24T16:30"),
            ("4:30 pm", "2026-11-24T16:30"),
            ("2:30", "2026-11-24T14:30"),
            ("11", "2026-11-24T11:00"),
            ("3", "2026-11-24T15:00"),
            ("noon", "2026-11-24T12:00"),
            ("12", "2026-11-24T12:00"),
            ("tomorrow 12am", "2026-11-25T00:00"),
            ("tomorrow 02:30", "2026-11-25T02:30"),
            ("tomorrow 14", "2026-11-25T14:00"),
            ("tomorrow 2.30pm", "2026-11-25T14:30"),
            ("tomorrow 10.30", "2026-11-25T10:30"),
            ("tue 14.30", "2026-11-24T14:30"),
            ("wed 15h", "2026-11-25T15:00"),
            ("wed 15h30", "2026-11-25T15:30"),
            ("wed at noon", "2026-11-25T12:00"),
            ("wed 3 o'clock", "2026-11-25T15:00"),
            ("24 nov 14:30", "2026-11-24T14:30"),
            ("24nov 14:30", "2026-11-24T14:30"),
            ("nov 24 2:30 pm", "2026-11-24T14:30"),
            ("november 25th 2026 9", "2026-11-25T09:00"),
            ("the 25th of november at 9", "2026-11-25T09:00"),
            ("the 26th 9", "2026-11-26T09:00"),
            ("the 3rd 9", "2026-12-03T09:00"),
            ("3 dec 9", "2026-12-03T09:00"),
            ("thu 3 dec 9", "2026-12-03T09:00"),
            ("may 3 9", "2027-05-03T09:00"),
            ("15 jan 10", "2027-01-15T10:00"),
            ("24/11 14:30", "2026-11-24T14:30"),
            ("11/24 14:30", "2026-11-24T14:30"),
            ("11/24/2026 14:30", "2026-11-24T14:30"),
            ("24.11.26 14:30", "2026-11-24T14:30"),
            ("24.11. 14:30", "2026-11-24T14:30"),
            ("24-11-2026 14:30", "2026-11-24T14:30"),
            ("12/12 9", "2026-12-12T09:00"),
            ("2026-11-24 14:30", "2026-11-24T14:30"),
            ("2026-11-24T14:30", "2026-11-24T14:30"),
            ("2026-11-24T14:30:59", "2026-11-24T14:30"),
            ("in 2 weeks thu 9", "2026-12-10T09:00"),
            ("thu 9 in 2 weeks", "2026-12-10T09:00"),
            ("in 2 weeks mon 9", "2026-12-07T09:00"),
            ("in a week 9", "2026-12-01T09:00"),
            ("in 3 days 10:30", "2026-11-27T10:30"),
            ("in 3 months 10", "2027-02-24T10:00"),
            ("next tue 11", "2026-12-01T11:00"),
            ("next week thu 11", "2026-12-03T11:00"),
            ("thu next week 11", "2026-12-03T11:00"),
            ("next week fri 11", "2026-12-04T11:00"),
            ("next mon 11", "2026-11-30T11:00"),
            ("this fri 11", "2026-11-27T11:00"),
            ("this tue 11", "2026-11-24T11:00"),
            ("tue 3pm cst", "2026-11-24T15:00"),
            ("3pm CT", "2026-11-24T15:00"),
            ("in 20 min", "2026-11-24T10:35"),
            ("in 20min", "2026-11-24T10:35"),
            ("in 2 hours", "2026-11-24T12:15"),
            ("in an hour", "2026-11-24T11:15"),
            ("in half an hour", "2026-11-24T10:45"),
            ("3pm in chicago", "2026-11-24T15:00"),
            ("３pm", "2026-11-24T15:00"),
        ],
    )  # fmt: skip
    def test_and_they_are_read_in_the_prospects_zone(self, text: str, wall: str) -> None:
        moment = parse_when(text, TUESDAY, CHICAGO)
        assert (moment.wall, moment.zone, moment.certain_time) == (wall, CHICAGO, True)
        assert moment.at == resolve(datetime.fromisoformat(wall), CHICAGO)

    @pytest.mark.parametrize(
        ("text", "wall"),
        [
            ("thu", "2026-11-26T09:00"),
            ("tue", "2026-12-01T09:00"),
            ("tomorrow", "2026-11-25T09:00"),
            ("next week", "2026-11-30T09:00"),
            ("next tue", "2026-12-01T09:00"),
            ("in 2 weeks", "2026-12-08T09:00"),
            ("3 dec", "2026-12-03T09:00"),
            ("thu any time", "2026-11-26T09:00"),
        ],
    )
    def test_a_day_alone_promises_no_hour(self, text: str, wall: str) -> None:
        moment = parse_when(text, TUESDAY, CHICAGO)
        assert (moment.wall, moment.certain_time) == (wall, False)

    def test_the_time_is_said_back_in_full(self) -> None:
        assert parse_when("tue 3pm", TUESDAY, CHICAGO).words == ("Tuesday 24 November 2026, 15:00 in Chicago (CST)")
        assert parse_when("thu", TUESDAY, CHICAGO).words == ("Thursday 26 November 2026, any time in Chicago (CST)")
        assert parse_when("3 jul 2027 9", TUESDAY, "America/St_Johns").words == (
            "Saturday 3 July 2027, 09:00 in St Johns (NDT)"
        )

    @pytest.mark.parametrize(
        ("text", "wall"),
        [
            ("2026-11-24T20:30Z", "2026-11-24T14:30"),
            ("2026-11-24T20:30:00Z", "2026-11-24T14:30"),
            ("2026-11-24T15:30-05:00", "2026-11-24T14:30"),
            ("2026-11-24 21:30 +0100", "2026-11-24T14:30"),
            ("2026-11-24 21:30:00.500+01", "2026-11-24T14:30"),
        ],
    )
    def test_an_iso_time_with_an_offset_is_brought_to_the_prospects_clock(self, text: str, wall: str) -> None:
        assert when(text) == wall

    def test_a_weekday_at_this_very_minute_is_next_weeks(self) -> None:
        assert when("tue 10:15", at("2026-11-24T10:15")) == "2026-12-01T10:15"

    def test_the_day_is_the_prospects_not_the_callers(self) -> None:
        late = at("2026-11-24T23:30", "America/Chicago")
        assert when("today 5pm", late, "Australia/Adelaide") == "2026-11-25T17:00"
        assert when("tomorrow 10", late, "Australia/Adelaide") == "2026-11-26T10:00"


VOCABULARY = (
    "mon tue wednesday thu fri sat sunday next week this in at on the today tomorrow yesterday noon any time 9 3 12 "
    "15 3pm 10am 14:30 2:30 02:30 00:00 24 nov 3 dec jan 2027 2026 3/4 24/11 2026-11-24 2027-03-14 2 weeks days min "
    "hours months 24th 1st , + Z T - (cst) chicago 99 0"
)
words = st.sampled_from(re.findall(r"\S+", VOCABULARY))
sentences = st.lists(words, max_size=6).map(" ".join)
instants = st.integers(at("2026-01-01T00:00"), at("2028-01-01T00:00"))
zones = st.sampled_from(ZONES)


class TestWhateverIsTyped:
    @given(st.text(max_size=90) | sentences, instants, zones)
    @settings(max_examples=600, deadline=None)
    @example("in 20 min", at("2026-11-01T06:20", "UTC"), CHICAGO)
    @example("in 20 min", at("2026-11-01T07:20", "UTC"), CHICAGO)
    def test_the_answer_is_a_future_time_or_a_question(self, text: str, now: int, zone: str) -> None:
        try:
            moment = parse_when(text, now, zone)
        except Wrong as asked:
            assert asked.message and asked.hint
            return
        assert moment.at > now
        assert resolve(datetime.fromisoformat(moment.wall), zone) == moment.at
        assert parse_when(moment.words, now, zone) == moment

    @given(st.integers(1, 700 * 24 * 60), instants, zones, st.booleans())
    @settings(max_examples=300, deadline=None)
    def test_every_moment_said_back_is_read_as_itself(self, minutes: int, now: int, zone: str, certain: bool) -> None:
        later = datetime.fromtimestamp((now + minutes * MINUTE) / 1000, ZoneInfo(zone))
        if not certain:
            later = later.replace(hour=9, minute=0) + timedelta(days=1)
        wall = later.replace(second=0, microsecond=0, tzinfo=None, fold=0)
        moment = moment_of(wall, zone, certain)
        if moment.at > now:
            assert parse_when(moment.words, now, zone) == moment
            assert isinstance(moment, Moment)
