"""How measures are said: with the two numbers behind them, halves rounded up, and nothing where there is no case."""

from __future__ import annotations

import pytest

from setter.domain.measure_words import counts_words, interval_words, value_words, words
from setter.domain.measures import Measure, count, difference_of, rate, ratio, share

FEW, FULL = share("m", "a", 1, 3), share("m", "a", 5, 8)
LOSS = ratio("return on investment", "a", -1234.5, 5000.0, "return", "", "USD")
SPENT = ratio("cost per accepted SQL", "a", 1302.0, 0, "money", "", "USD")


@pytest.mark.parametrize(
    ("measure", "parts", "whole"),
    [
        (FULL, ("5 / 8", "63 %", "31–86 %"), "5 / 8 (63 %, 31–86 %)"),
        (share("m", "a", 5, 8, bounds=False), ("5 / 8", "63 %", ""), "5 / 8 (63 %)"),
        (FEW, ("1 / 3", "", ""), "1 / 3"),
        (share("m", "a", 0, 0), ("0 / 0", "—", ""), "—"),
        (count("m", "a", 1200), ("1,200", "1,200", ""), "1,200"),
        (rate("m", "a", 9, 4.0), ("9 / 4.0", "2.2", "1.0–4.3"), "2.2 (1.0–4.3)"),
        (LOSS, ("−1,234.50 / 5,000.00", "−25 %", ""), "−25 %"),
        (ratio("m", "a", 1302.0, 2, "money", "", "USD"), ("1,302.00 / 2", "651.00 USD", ""), "651.00 USD"),
        (SPENT, ("1,302.00 / 0", "—", ""), "no accepted SQL; spend 1,302.00 USD"),
        (difference_of(FULL, share("m", "b", 1, 9)), ("", "+51 points", "+6 to +77"), "+51 points (+6 to +77)"),
        (difference_of(FEW, FULL), ("", "—", ""), "—"),
    ],
)
def test_a_measure_is_said_with_what_it_rests_on(measure: Measure, parts: tuple[str, str, str], whole: str) -> None:
    assert (counts_words(measure), value_words(measure), interval_words(measure)) == parts
    assert words(measure) == whole
