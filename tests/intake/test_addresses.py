"""An address comes in parts, its state and country under their codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setter.intake.addresses import Address, clean_address, padded, split_line


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("6649 N Blue Gum St, New Orleans, LA, 70116", ("6649 N Blue Gum St", "New Orleans", "LA", "70116")),
        ("6649 N Blue Gum St, New Orleans, LA 70116-1234", ("6649 N Blue Gum St", "New Orleans", "LA", "70116-1234")),
        ("8 W Cerritos Ave #54, Bridgeport, NJ, 8014", ("8 W Cerritos Ave #54", "Bridgeport", "NJ", "08014")),
        ("1 Main St, Suite 5, Albany, New York, 12207, USA", ("1 Main St, Suite 5", "Albany", "NY", "12207")),
        ("Portland, OR", ("", "Portland", "OR", "")),
        ("1 Rue X, Los Angeles, CA", ("1 Rue X", "Los Angeles", "CA", "")),
    ],
)
def test_one_american_line_is_split(line, parts):
    address = clean_address(line, Address(), "US")
    assert address[:5] == (*parts, "US")


def test_a_canadian_line_by_its_country():
    address = clean_address("1 Bay St, Toronto, Ontario M5H 2Y4, Canada", Address(), "US")
    assert address[:5] == ("1 Bay St", "Toronto", "ON", "M5H 2Y4", "CA")


@pytest.mark.parametrize("line", ["somewhere", "1 Main St, Atlantis, ZZ, 12345", "Hauptstr. 5, 10115 Berlin", ",,,"])
def test_a_line_that_cannot_be_split_is_kept_whole(line):
    assert split_line(line, "US") is None
    address = clean_address(line, Address(), "US")
    assert (address.street, address.flags) == (line, ("address_unsplit",))


def test_parts_that_are_given_win_over_the_line():
    address = clean_address("1 Main St", Address(city="Albany", region="New York", postal_code="8014"), "US")
    assert address == ("1 Main St", "Albany", "NY", "08014", "US", ("postal_padded",))


def test_the_country_is_not_assumed_where_nothing_says_so():
    assert clean_address("", Address(city="Berlin"), "US").country == ""
    assert clean_address("", Address(city="Berlin", postal_code="1011", country="Deutschland"), "US")[3:5] == (
        "1011",
        "DE",
    )
    assert clean_address("", Address(country="Freedonia"), "US").country == "Freedonia"


def test_eaten_zeros_are_put_back_in_america_only():
    assert (padded("8014", "US"), padded("612-1234", "US"), padded("8014", "CH")) == ("08014", "00612-1234", "8014")


@given(st.text(alphabet="ab,1 LANY-", max_size=40), st.text(max_size=5))
def test_any_line_is_read_without_complaint(line, country):
    clean_address(line, Address(country=country), "US")
