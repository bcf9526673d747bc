"""A ban on legal holidays falls on the days that the statute names, whatever the year."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setter.law.holiday_rules import NotADay, dates_of, falls_on

YEARS = st.integers(1990, 2090)
WORDS = st.sampled_from(
    ("07-04", "3rd mon jan", "last mon may", "5th fri oct", "easter", "easter-47", "easter+1", "mon before 05-25")
)


class TestTheDayThatAStatuteNames:
    @pytest.mark.parametrize(
        ("words", "year", "day"),
        [
            ("07-04", 2026, date(2026, 7, 4)),
            ("3rd mon jan", 2026, date(2026, 1, 19)),
            ("4th thu nov", 2026, date(2026, 11, 26)),
            ("last mon may", 2026, date(2026, 5, 25)),
            ("easter-2", 2026, date(2026, 4, 3)),
            ("easter-47", 2026, date(2026, 2, 17)),
            ("tue after 1st mon nov", 2026, date(2026, 11, 3)),
            ("mon before 05-25", 2026, date(2026, 5, 18)),
            ("mon before 05-25", 2020, date(2020, 5, 18)),
            ("mon on or before 05-25", 2026, date(2026, 5, 25)),
            ("fri after 4th thu nov", 2026, date(2026, 11, 27)),
            ("2026-07-10", 2026, date(2026, 7, 10)),
        ],
    )
    def test_is_found(self, words: str, year: int, day: date) -> None:
        assert falls_on(words, year) == day

    @pytest.mark.parametrize(
        ("words", "year"),
        [
            ("2026-07-10", 2027),
            ("5th mon feb", 2026),
            ("02-29", 2026),
            ("06-19, from 2021", 2020),
            ("06-03, until 2021", 2022),
            ("tue after 1st mon nov, even years", 2027),
        ],
    )
    def test_is_not_there_in_a_year_that_has_none(self, words: str, year: int) -> None:
        assert falls_on(words, year) is None

    @pytest.mark.parametrize(
        "words", ["", "july 4", "13-01", "02-30", "6th mon jan", "mon jan", "easter-", "07-04, sometimes", "2026-02-30"]
    )
    def test_words_that_name_none_are_said_to_be_none(self, words: str) -> None:
        with pytest.raises(NotADay):
            falls_on(words, 2026)

    @given(WORDS, YEARS)
    def test_lies_in_its_own_year(self, words: str, year: int) -> None:
        day = falls_on(words, year)
        assert day is None or day.year == year


CHRISTMAS = [("Christmas Day", "12-25"), ("Boxing Day", "12-26")]


class TestAHolidayAtTheWeekend:
    def test_is_kept_on_the_monday_where_the_statute_says_so_and_stays_closed_itself(self) -> None:
        days = dates_of([("Christmas Day", "12-25")], "sunday-monday", 2022)
        assert days == {date(2022, 12, 25): "Christmas Day", date(2022, 12, 26): "Christmas Day (observed)"}

    def test_is_kept_on_the_friday_where_the_statute_says_so(self) -> None:
        days = dates_of([("Independence Day", "07-04")], "saturday-friday sunday-monday", 2026)
        assert list(days) == [date(2026, 7, 3), date(2026, 7, 4)]

    def test_two_in_a_row_move_to_two_free_days(self) -> None:
        days = dates_of(CHRISTMAS, "next-weekday", 2021)
        assert list(days) == [date(2021, 12, day) for day in (25, 26, 27, 28)]

    def test_new_year_on_a_saturday_closes_the_last_day_of_the_old_one(self) -> None:
        days = dates_of([("New Year's Day", "01-01")], "saturday-friday sunday-monday", 2021)
        assert days == {date(2021, 1, 1): "New Year's Day", date(2021, 12, 31): "New Year's Day (observed)"}

    def test_stays_where_it_is_where_nothing_is_said(self) -> None:
        assert list(dates_of([("Independence Day", "07-04")], "", 2026)) == [date(2026, 7, 4)]
