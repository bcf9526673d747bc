"""A name is written as a caller would say it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setter.intake.names import clean_name, says_otherwise


@pytest.mark.parametrize(
    ("typed", "full", "first", "last"),
    [
        ("James Butt", "James Butt", "James", "Butt"),
        ("Butt, James", "James Butt", "James", "Butt"),
        ("James Butt, Jr.", "James Butt, Jr.", "James", "Butt"),
        ("JAMES BUTT", "James Butt", "James", "Butt"),
        ("MCDONALD, RONALD", "Ronald McDonald", "Ronald", "McDonald"),
        ("SEAN O'BRIEN", "Sean O'Brien", "Sean", "O'Brien"),
        ("ANNE-MARIE O’NEILL III", "Anne-Marie O’Neill III", "Anne-Marie", "O’Neill"),
        ("JAN VAN DER BERG", "Jan van der Berg", "Jan", "van der Berg"),
        ("JÜRGEN GROSS", "Jürgen Gross", "Jürgen", "Gross"),
        ("Mr. James Butt", "James Butt", "James", "Butt"),
        ("Herr Dr. Jürgen Groß", "Jürgen Groß", "Jürgen", "Groß"),
        ("McDonald", "McDonald", "McDonald", ""),
        ("bell hooks", "bell hooks", "bell", "hooks"),
        ("Mary Null", "Mary Null", "Mary", "Null"),
        ("J R Ewing", "J R Ewing", "J R", "Ewing"),
        ("M Butt", "M Butt", "M", "Butt"),
        ("AJ", "AJ", "AJ", ""),
        ("[/]", "[/]", "[/]", ""),
        ("李小龙", "李小龙", "李小龙", ""),
        ("n/a", "", "", ""),
        ("-", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_one_column_is_turned_cased_and_parted(typed, full, first, last):
    assert clean_name(typed)[:3] == (full, first, last)


def test_a_form_of_address_is_taken_off_and_kept():
    assert clean_name("Dr. Anna McDonald").honorific == "Dr."
    assert clean_name("", "Mrs Anna", "Lee") == ("Anna Lee", "Anna", "Lee", "Mrs")


def test_two_columns_make_one_name():
    assert clean_name("", "JAMES", "BUTT")[:3] == ("James Butt", "James", "Butt")
    assert clean_name("", "n/a", "Butt")[:3] == ("Butt", "", "Butt")
    assert clean_name("James Butt", "", "Butt")[:3] == ("James Butt", "James", "Butt")


def test_a_whole_name_that_says_more_than_its_parts_is_kept():
    assert clean_name("Stone, Ada M.", "Ada", "Stone") == ("Ada M. Stone", "Ada", "Stone", "")
    assert clean_name("Dr. Ada M. Stone", "Ada", "Stone") == ("Ada M. Stone", "Ada", "Stone", "Dr.")
    assert clean_name("Eve Sand", "Ada", "Stone") == ("Ada Stone", "Ada", "Stone", "")
    assert says_otherwise("Eve Sand", clean_name("Eve Sand", "Ada", "Stone"))
    assert not says_otherwise("Dr. Ada Stone", clean_name("Dr. Ada Stone", "Ada", "Stone"))


@given(st.text(), st.text(), st.text())
def test_any_text_gives_some_name_or_none(full, first, last):
    clean_name(full.strip(), first.strip(), last.strip())
