"""The fast twin of the number library is believed only where both say the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from setter.intake import numbers

rphonenumbers = pytest.importorskip("rphonenumbers")
REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
FORMATS = (PhoneNumberFormat.NATIONAL, PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.E164)


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numbers, "_agreed", {})


def slowly(text: str, regions: tuple[str, ...]) -> numbers.Number | None:
    """What the library alone says."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(numbers, "_fast", lambda: None)
        return numbers.read_number(text, regions)


def examples() -> Iterator[tuple[str, str]]:
    for region in REGIONS:
        for kind in (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE):
            number = phonenumbers.example_number_for_type(region, kind)
            for form in FORMATS if number else ():
                yield phonenumbers.format_number(number, form), region


def test_every_country_s_numbers_are_read_alike() -> None:
    wrong = [(text, region) for text, region in examples() for _ in range(2)
             if numbers.read_number(text, (region,)) != slowly(text, (region,))]  # fmt: skip
    assert not wrong and sum(numbers._agreed.values()) > 200


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(("US", "GB", "DE", "AU", "IT", "MX")),
    st.sampled_from(("", "+1", "+49 ", "0044 (0)", "(0)", "0", "+61 ")),
    st.text("0123456789", min_size=6, max_size=11),
    st.sampled_from(("", " x12", " ext. 7")),
)
def test_whatever_is_typed_is_read_alike(region: str, before: str, digits: str, after: str) -> None:
    text = f"{before}{digits}{after}"
    assert numbers.read_number(text, (region,)) == slowly(text, (region,))


def test_where_the_twin_is_wrong_the_library_is_asked_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    class Twin:
        """Its tables are old: every number is valid."""

        NumberParseException = rphonenumbers.NumberParseException
        PhoneNumberFormat = rphonenumbers.PhoneNumberFormat
        PhoneNumberType = rphonenumbers.PhoneNumberType
        parse, format_number = rphonenumbers.parse, rphonenumbers.format_number
        number_type = rphonenumbers.number_type

        @staticmethod
        def is_valid_number(number: Any) -> bool:
            return True

    monkeypatch.setattr(numbers, "_fast", lambda: Twin)
    assert numbers.read_number("212 555 0161", ("US",)) == numbers.Number("+12125550161", "", False)
    for _ in range(2):
        assert numbers.read_number("012 555 0161", ("US",)) == slowly("012 555 0161", ("US",))
        assert numbers.read_number("112 555 0161", ("US",)) is None
