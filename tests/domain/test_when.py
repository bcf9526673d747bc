"""A caller types a time as people say it; setter says it back in full, or asks again."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from setter.domain.calling_window import resolve
from setter.domain.errors import Wrong
from setter.domain.units import MINUTE
from setter.domain.when import Moment, moment_of, parse_when

CHICAGO = "America/Chicago"
ZONES = [CHICAGO, "America/St_Johns", "Australia/Adelaide", "Australia/Lord_Howe", "America/Phoenix",
         "Europe/London", "Asia/Kathmandu", "America/Argentina/Buenos_Aires", "UTC"]  # fmt: skip


def at(text: str, zone: str = CHICAGO) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


TUESDAY = at("2026-11-24T10:15:40")


def when(text: str, now: int = TUESDAY, zone: str = CHICAGO) -> str:
    return parse_when(text, now, zone).wall


def refusal(text: str, now: int = TUESDAY, zone: str = CHICAGO) -> Wrong:
    with pytest.raises(Wrong) as caught:
        parse_when(text, now, zone)
    assert caught.value.code == "when"
    assert caught.value.hint
    return caught.value


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


class TestWhatCouldBeTwoTimesIsAskedAgain:
    def test_numbers_that_could_be_day_or_month_name_both(self) -> None:
        asked = refusal("3/4 10")
        assert asked.message == '"3/4" can be 3 April or 4 March.'
        assert asked.hint == 'Type "3 apr" or "4 mar".'

    @pytest.mark.parametrize("text", ["3/4/2027", "3.4. 10", "3-4-2027 10"])
    def test_in_any_punctuation(self, text: str) -> None:
        assert "3 April or 4 March" in refusal(text).message

    @pytest.mark.parametrize(
        "text", ["tue wed 3pm", "tomorrow 24 nov 3pm", "tue 3pm 4pm", "today tomorrow", "in 2 days in 2 weeks",
                 "in 20 min tue", "3pm in 2 hours", "3pm any time", "next tue next week"]
    )  # fmt: skip
    def test_two_days_or_two_times_are_one_too_many(self, text: str) -> None:
        refusal(text)

    def test_a_weekday_that_is_not_the_dates_own(self) -> None:
        assert refusal("mon 24 nov 15:00").message == (
            "Tuesday 24 November 2026 is a Tuesday: the weekday and the date do not agree."
        )

    @pytest.mark.parametrize(
        ("text", "hint"),
        [
            ("tue afternoon", 'Type one, such as "2pm" or "4pm".'),
            ("tomorrow in the morning", 'Type one, such as "9" or "10:30".'),
            ("tue evening", 'Type one, such as "5pm" or "5:30pm".'),
            ("wed midnight", 'Type the time with its day, such as "wed 00:00".'),
            ("wed 10.11", 'Type "10:11" or "10 nov".'),
            ("wed 3h", 'Type "15:00" or "in 3 hours".'),
        ],
    )
    def test_an_hour_that_was_not_said_is_asked_for(self, text: str, hint: str) -> None:
        assert refusal(text).hint == hint

    def test_another_places_clock_is_not_guessed(self) -> None:
        assert '"in new york"' in refusal("3pm in new york").message
        assert refusal("3pm in chicago (est)").message == "Chicago is on CST then, not EST."
        for text in ("tue 3pm est", "tue 3pm cdt", "3pm et"):
            asked = refusal(text)
            assert asked.message == f"Chicago is on CST then, not {text.split()[-1].upper()}."
            assert asked.hint == "Type the time on their own clock, without letters."

    def test_a_next_friday_that_may_be_either_of_two_is_asked_again(self) -> None:
        asked = refusal("next fri 11")
        assert asked.message == '"next fri" can be Friday 27 November 2026 or Friday 4 December 2026.'
        assert asked.hint == 'Type "fri 27 nov" or "fri 4 dec".'
        for text, day in (("fri 27 nov 11", "2026-11-27"), ("fri 4 dec 11", "2026-12-04")):
            assert when(text, TUESDAY) == f"{day}T11:00"


class TestWhatHasPassedIsAskedAgain:
    @pytest.mark.parametrize(
        "text",
        ["yesterday", "yesterday 3pm", "10", "today 10", "10:15", "24 nov 9", "23 nov 2026 9", "20 nov 9",
         "2020-01-01 10:00", "0001-01-01 10:00", "2026-11-24T16:15:00Z", "0001-01-01T00:00Z", "this week mon 3",
         "this tue 9", "this mon 11",
         "2026-11-24T16:15:39+00:00"],
    )  # fmt: skip
    def test_a_time_that_is_gone(self, text: str) -> None:
        refusal(text)

    def test_the_answer_names_what_was_understood(self) -> None:
        assert refusal("today 10").message == ("Tuesday 24 November 2026, 10:00 in Chicago (CST) has passed.")
        gone = refusal("20 nov 9")
        assert gone.message == "Friday 20 November 2026 has passed."
        assert gone.hint == 'For next year type "2027-11-20".'

    def test_today_without_a_time_asks_for_one(self) -> None:
        for text in ("today", "24 nov", "in 0 days"):
            assert "no time was typed" in refusal(text).message

    def test_too_far_ahead_is_a_slip(self) -> None:
        for text in ("24 nov 2062 9", "9999-12-31", "in 999 weeks", "9999-12-31T23:59-12:00"):
            assert "two years" in refusal(text).message


class TestNonsenseIsAskedAgain:
    @pytest.mark.parametrize(
        "text",
        ["", "   ", "soon", "money", "at", "in", "tue 25:00", "tue 3:75", "15pm", "0am", "0", "tue 24", "31 nov",
         "29 feb", "13/13", "0/5", "40/2", "32.1.", "2026-13-01", "2026-02-30 10:00", "next", "in two weeks",
         "tue 3-4pm", "the 32nd", "2026-11-24T25:00Z", "2026-11-24T10:00+99:99", "x" * 500, "tue\x003pm", "٣pm",
         "[@click=app.quit]", "\x1b[31m", "tue 14.75", "25h", "1430"],
    )  # fmt: skip
    def test_a_sentence_and_an_example_come_back(self, text: str) -> None:
        asked = refusal(text)
        assert asked.message.endswith(".")
        assert asked.message.isprintable()
        assert len(asked.message) < 160

    def test_a_day_that_no_calendar_has(self) -> None:
        assert refusal("31 nov 9").message == "There is no 31 November."
        assert refusal("29 feb 2027 9").message == "There is no 29 February 2027."
        assert refusal("13/13 9").message == '"13/13" is no day and month.'

    def test_the_word_that_was_not_understood_is_named(self) -> None:
        assert refusal("tue sometime").message == '"sometime" cannot be read as a day or a time.'

    def test_an_unreal_zone_is_its_own_mistake(self) -> None:
        with pytest.raises(Wrong) as caught:
            parse_when("tue 3pm", TUESDAY, "Mars/Olympus")
        assert caught.value.code == "zone"


class TestTheClocksChange:
    SATURDAY = at("2027-03-13T12:00")

    def test_an_hour_that_is_skipped_is_asked_again(self) -> None:
        asked = refusal("sun 02:30", self.SATURDAY)
        assert asked.message == ("02:30 does not exist on Sunday 14 March 2027 in Chicago: the clocks go forward.")
        assert asked.hint == 'Type "03:30" for an hour that does.'

    @pytest.mark.parametrize("text", ["1 nov 01:30", "1 nov 2026 1:00am", "sun 1 nov 01:59"])
    def test_an_hour_that_comes_twice_is_asked_again(self, text: str) -> None:
        asked = refusal(text, at("2026-10-20T12:00"))
        assert "comes twice that night in Chicago" in asked.message
        assert asked.hint == "Type a time outside that hour."

    def test_unless_its_letters_say_that_it_is_the_first(self) -> None:
        moment = parse_when("1 nov 01:30 cdt", at("2026-10-20T12:00"), CHICAGO)
        assert moment.at == at("2026-11-01T06:30", "UTC")
        assert moment.words.endswith("(CDT)")
        assert "not CST" in refusal("1 nov 01:30 cst", at("2026-10-20T12:00")).message

    def test_the_hours_beside_it_come_once(self) -> None:
        for clock in ("00:59", "02:00"):
            assert when(f"1 nov {clock}", at("2026-10-20T12:00")) == f"2026-11-01T{clock}"

    def test_the_second_of_the_two_cannot_be_promised(self) -> None:
        asked = refusal("2026-11-01T07:30Z", at("2026-10-20T12:00"))
        assert asked.message == "01:30 comes twice that night in Chicago, when the clocks go back."

    def test_a_promise_keeps_its_wall_time_over_a_change(self) -> None:
        moment = parse_when("in 2 weeks 10", at("2026-10-24T09:00"), CHICAGO)
        assert moment.wall == "2026-11-07T10:00"
        assert moment.at == at("2026-11-07T16:00", "UTC")

    def test_hours_from_now_are_hours_not_clock_readings(self) -> None:
        assert when("in 20 hours", self.SATURDAY) == "2027-03-14T09:00"


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
