"""The law of every place that a call may reach binds: of the address, and of where the number was assigned."""

from __future__ import annotations

import pytest

from setter.law.jurisdictions import address_places, candidate_places, number_places


class TestAnAddress:
    @pytest.mark.parametrize(
        ("country", "region", "places"),
        [
            ("US", "FL", ("US-FL",)),
            ("United States", "Florida", ("US-FL",)),
            ("usa", "", ("US",)),
            ("US", "Atlantis", ("US",)),
            ("Canada", "British Columbia", ("CA-BC",)),
            ("Germany", "Bavaria", ("DE",)),
            ("", "FL", ()),
        ],
    )
    def test_lies_in_its_country_or_state(self, country: str, region: str, places: tuple[str, ...]) -> None:
        assert address_places(country, region) == places


class TestANumber:
    @pytest.mark.parametrize(
        ("number", "places"),
        [
            ("+13055550142", ("US-FL",)),
            ("+16045550142", ("CA-BC",)),
            ("+19025550142", ("CA-NS", "CA-PE")),
            ("+18765550142", ("JM",)),
            ("+442079460018", ("GB",)),
            ("+4930901820", ("DE",)),
            ("+353199900123", ("IE",)),
        ],
    )
    def test_says_where_it_was_assigned(self, number: str, places: tuple[str, ...]) -> None:
        assert number_places(number) == places

    @pytest.mark.parametrize("number", ["+18005550142", "+80012345678", ""])
    def test_that_is_free_to_call_says_nothing(self, number: str) -> None:
        assert number_places(number) == ()


class TestSomebody:
    def test_is_under_the_law_of_the_address_and_of_every_number(self) -> None:
        assert candidate_places(("US-NY",), [("US-FL",), ("GB",)]) == ("GB", "US-FL", "US-NY")

    def test_whose_state_is_known_is_not_in_the_country_beside(self) -> None:
        assert candidate_places(("US",), [("US-FL",)]) == ("US-FL",)
