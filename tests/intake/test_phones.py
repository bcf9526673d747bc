"""Numbers are found in whatever people type, and nothing is taken for a number that is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setter.intake.phones import Found, clean_phones, kind_of
from setter.intake.text import visible

JAMES = "+15046218927"


def found(text: str, *regions: str) -> Found:
    return clean_phones([("Phone", text)], regions or ("US",))


@pytest.mark.parametrize(
    ("typed", "region", "numbers"),
    [
        ("504-621-8927", "US", [JAMES]),
        ("(504) 621 8927", "US", [JAMES]),
        ("1.504.621.8927", "US", [JAMES]),
        ("+1 504 621 8927", "DE", [JAMES]),
        ("tel:+15046218927", "US", [JAMES]),
        ("٥٠٤٦٢١٨٩٢٧", "US", [JAMES]),
        ("＋１ ５０４ ６２１ ８９２７", "DE", [JAMES]),
        ("504-621-8927 / 504-845-1427; 808-892-7943", "US", [JAMES, "+15048451427", "+18088927943"]),
        ("504-621-8927 or 504-845-1427", "US", [JAMES, "+15048451427"]),
        ("5046218927,5048451427", "US", [JAMES, "+15048451427"]),
        ("5046218927;5048451427", "US", [JAMES, "+15048451427"]),
        ("504-621-8927\n504-845-1427", "US", [JAMES, "+15048451427"]),
        ("1-800-FLOWERS", "US", ["+18003569377"]),
        ("+44 (0)20 7946 0958", "US", ["+442079460958"]),
        ("+34 (0)912345678", "US", ["+34912345678"]),
        ("+39 (0)6 698 12345", "US", ["+390669812345"]),
        ("0044 20 7946 0958", "US", ["+442079460958"]),
        ("442079460958", "US", ["+442079460958"]),
        ("030/1234567", "DE", ["+49301234567"]),
        ("504-621-8927 (mobile)", "US", [JAMES]),
        ("Tel: 504-621-8927 after 5pm", "US", [JAMES]),
        ("\x1b[31m504-621-8927\u202e", "US", [JAMES]),
        ("(312) 555-0142", "US", ["+13125550142"]),
    ],
)
def test_are_found(typed, region, numbers):
    result = found(typed, region)
    assert [phone.e164 for phone in result.phones] == numbers
    assert (result.unused, result.flags) == ((), ())


@pytest.mark.parametrize(
    "typed", ["504-621-8927x123", "504-621-8927 ext. 123", "504-621-8927, ext 123", "504-621-8927;ext=123"]
)
def test_extensions_are_kept_apart(typed):
    (phone,) = found(typed).phones
    assert (phone.e164, phone.extension, phone.raw) == (JAMES, "123", typed)


@pytest.mark.parametrize("typed", ["n/a", "N/A", "-", "unknown", "000", "0", "000-000-0000", "9999999999", "none"])
def test_a_placeholder_is_no_number(typed):
    assert found(typed) == Found((), (), ("phone_placeholder",))


@pytest.mark.parametrize(
    "typed", ["call me", "123-456-7890", "5.04622E+09", "504-621", "[/]", "a@b.com", "=1+1", "1" * 5000 + "2"]
)
def test_what_is_no_valid_number_is_named_for_keeping(typed):
    assert found(typed) == Found((), ("Phone",), ("phone_invalid",))


def test_one_bad_number_does_not_cost_the_good_one():
    result = found("504-621-8927; 12")
    assert [phone.e164 for phone in result.phones] == [JAMES]
    assert (result.unused, result.flags) == (("Phone",), ("phone_invalid",))


def test_the_same_number_comes_once_with_its_extension():
    cells = [("Phone", "504-621-8927"), ("Direct", "5046218927 x9"), ("Mobile", "5046218927 x8")]
    result = clean_phones(cells, ("US",))
    assert [(phone.e164, phone.extension) for phone in result.phones] == [(JAMES, "9")]
    assert result.unused == ("Mobile",)


def test_the_first_region_that_fits_reads_a_national_number():
    assert found("030 1234567", "DE", "US").phones[0].e164 == "+49301234567"
    assert found("504-621-8927", "GB", "US").phones[0].e164 == JAMES
    assert found("504-621-8927", "").phones == ()


def test_the_kind_comes_from_the_header_or_from_the_number():
    assert [kind_of(header) for header in ("Mobile Phone", "Handy", "Direct Dial", "Main Number", "phone1")] == [
        "mobile", "mobile", "direct", "switchboard", "unknown",
    ]  # fmt: skip
    assert found("07400 123456", "GB").phones[0].kind == "mobile"
    assert found("504-621-8927").phones[0].kind == "unknown"


@settings(deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="0123456789+-()/.;,x ext", max_size=60))
def test_any_text_gives_valid_numbers_or_is_kept(text):
    result = found(text)
    assert all(phone.e164.startswith("+") and phone.e164[1:].isdecimal() for phone in result.phones)
    assert result.phones or result.flags or not visible(text).strip(";| ")


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("504-621-8927 fax 504-845-1427", [JAMES]),
        ("Tel: 504-621-8927, Telefax: 504-845-1427", [JAMES]),
        ("504-845-1427 (fax)", []),
        ("Fax: 504-845-1427", []),
    ],
)
def test_a_fax_machine_is_never_dialled_and_its_number_is_kept_as_text(typed: str, numbers: list[str]) -> None:
    kept = found(typed)
    assert [phone.e164 for phone in kept.phones] == numbers
    assert kept.unused == ("Phone",)
