"""A time that could be two, that has passed or that nobody can read is asked again, with what to type."""

from __future__ import annotations

import pytest

from domain.clocks import CHICAGO, at
from domain.sayings import TUESDAY, refusal, when
from setter.domain.errors import Wrong
from setter.domain.when import parse_when


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
