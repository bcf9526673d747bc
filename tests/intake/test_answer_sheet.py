"""Amounts as people and spreadsheets write them."""

from __future__ import annotations

import pytest

from setter.intake.answer_sheet import money_of

ONE = 123_456


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [
        *(
            (text, ONE)
            for text in ("1234.56", "1,234.56", "1.234,56", "1 234,56", "1'234.56", "$1,234.56", "1234,56 EUR")
        ),
        *((text, 1_234_00) for text in ("1234", "1,234", "1.234", "€ 1 234", "1234.0", "1,234.00")),
        ("1,234,567.5", 123_456_750),
        ("-12.30", -1_230),
        ("0", 0),
    ],
)
def test_an_amount_is_read_however_its_thousands_are_set_apart(text: str, hundredths: int) -> None:
    assert money_of(text) == hundredths


@pytest.mark.parametrize("text", ["much", "1.2.3", "12,34,56", "1e9", "", "--3", "1.234.56,7", "9" * 30])
def test_what_is_no_amount_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="is no amount"):
        money_of(text)
