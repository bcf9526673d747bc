"""A gap of two business days is two days on which the prospect's office works."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setter.law.business_days import add_business_days, is_business_day

THANKSGIVING = date(2026, 11, 26)


class TestOfficesRest:
    def test_at_the_weekend(self) -> None:
        assert not is_business_day("US", "IL", date(2026, 11, 28))
        assert is_business_day("US", "IL", date(2026, 11, 30))

    def test_on_a_public_holiday_of_their_country(self) -> None:
        assert not is_business_day("US", "IL", THANKSGIVING)
        assert is_business_day("GB", "", THANKSGIVING)

    def test_on_a_holiday_of_their_region_alone(self) -> None:
        epiphany = date(2026, 1, 6)
        assert not is_business_day("DE", "BY", epiphany)
        assert is_business_day("DE", "BE", epiphany)

    def test_on_the_monday_that_stands_for_a_sunday(self) -> None:
        assert not is_business_day("GB", "ENG", date(2027, 12, 27))

    def test_where_the_weekend_is_friday_and_saturday(self) -> None:
        assert not is_business_day("IL", "", date(2026, 11, 27))
        assert is_business_day("IL", "", date(2026, 11, 29))

    @pytest.mark.parametrize("country", ["United States", "usa", "US"])
    @pytest.mark.parametrize("region", ["Louisiana", "la", ""])
    def test_whatever_the_list_calls_the_place(self, country: str, region: str) -> None:
        assert not is_business_day(country, region, THANKSGIVING)

    @pytest.mark.parametrize(("country", "region"), [("", ""), ("Atlantis", "X"), ("US", "Nowhere")])
    def test_an_unknown_place_still_has_weekends(self, country: str, region: str) -> None:
        assert not is_business_day(country, region, date(2026, 11, 28))
        assert is_business_day(country, region, date(2026, 11, 24))


class TestCountingBusinessDays:
    @pytest.mark.parametrize(
        ("n", "expected"),
        [
            (1, date(2026, 11, 25)),
            (2, date(2026, 11, 27)),
            (3, date(2026, 11, 30)),
            (0, date(2026, 11, 24)),
            (-1, date(2026, 11, 23)),
            (-2, date(2026, 11, 20)),
        ],
    )
    def test_thanksgiving_and_the_weekend_do_not_count(self, n: int, expected: date) -> None:
        assert add_business_days("US", "IL", date(2026, 11, 24), n) == expected

    def test_no_days_from_a_holiday_is_the_next_business_day(self) -> None:
        assert add_business_days("US", "IL", THANKSGIVING, 0) == date(2026, 11, 27)

    @given(
        st.sampled_from([("US", "TX"), ("GB", "SCT"), ("DE", "BY"), ("IL", ""), ("XX", "")]),
        st.dates(date(2025, 1, 1), date(2029, 12, 31)),
        st.integers(1, 12),
    )
    @settings(max_examples=60, deadline=None)
    def test_exactly_so_many_business_days_lie_between(self, place: tuple[str, str], day: date, n: int) -> None:
        end = add_business_days(*place, day, n)
        between = [day + timedelta(days=step) for step in range(1, (end - day).days + 1)]
        assert sum(is_business_day(*place, each) for each in between) == n
        assert is_business_day(*place, end)
        if is_business_day(*place, day):
            assert add_business_days(*place, end, -n) == day
