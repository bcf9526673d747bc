"""Measures: a number with what it was divided from, how sure it is, and what it means (domain §8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import sqrt
from typing import Literal

from msgspec import Struct

from setter.domain.metrics import FEWEST_FOR_A_RATE, Z_95, Proportion, percent

Unit = Literal["share", "money", "return", "each", "count", "difference"]
Interval = tuple[float, float]

ACCURATE = 0.98
"""The share of facts that must be right (R-104)."""
FEW = "fewer than 5: counts only"
NO_CLEAR_DIFFERENCE = "no clear difference"


class Measure(Struct, frozen=True):
    """`value` is numerator / denominator, None where that says nothing; `by` is whose, such as a programme's name.

    `interval` is its 95 % interval, None where there is none. `unit`: a share of 1; money, in `currency`; a return on
    money; so many of one thing to each of another; a count; or a difference of two shares.
    """

    measure: str
    by: str
    numerator: float
    denominator: float
    value: float | None
    interval: Interval | None = None
    note: str = ""
    unit: Unit = "share"
    currency: str = ""


def share(measure: str, by: str, hits: int, cases: int, note: str = "", *, bounds: bool = True) -> Measure:
    """A proportion with Wilson's interval; below five cases neither value nor interval (domain §8)."""
    counted = Proportion(hits, cases)
    if cases < FEWEST_FOR_A_RATE:
        return Measure(measure, by, hits, cases, None, None, joined(note, FEW if cases else ""))
    return Measure(measure, by, hits, cases, counted.value, counted.interval if bounds else None, note)


def ratio(
    measure: str, by: str, numerator: float, denominator: float, unit: Unit, note: str = "", currency: str = ""
) -> Measure:
    """One number divided by another, without an interval; without a value where there is nothing to divide by."""
    value = numerator / denominator if denominator else None
    return Measure(measure, by, numerator, denominator, value, None, note, unit, currency)


def count(measure: str, by: str, number: float, note: str = "", currency: str = "") -> Measure:
    """A number that is divided by nothing."""
    return ratio(measure, by, number, 1, "money" if currency else "count", note, currency)


def rate(measure: str, by: str, number: int, weeks: float, note: str = "") -> Measure:
    """So many a week, with Byar's interval of a count that comes by chance.

    Source: Breslow & Day 1987, Statistical Methods in Cancer Research II, formula 2.10.
    """
    low, high = around(number)
    if not weeks:
        return Measure(measure, by, number, 0, None, None, note, "each")
    return Measure(measure, by, number, weeks, number / weeks, (low / weeks, high / weeks), note, "each")


def around(number: int) -> Interval:
    """Byar's 95 % interval of a count."""
    more = number + 1
    high = more * (1 - 1 / (9 * more) + Z_95 / (3 * sqrt(more))) ** 3
    if number == 0:
        return 0.0, high
    return number * (1 - 1 / (9 * number) - Z_95 / (3 * sqrt(number))) ** 3, high


def difference_of(one: Measure, other: Measure, note: str = "") -> Measure:
    """How far two shares lie apart, with Newcombe's interval (1998, method 10), and whether that is clear.

    The numerator is over the common denominator, so that their quotient is the difference of the two shares.
    """
    cases = one.denominator * other.denominator
    over = one.numerator * other.denominator - other.numerator * one.denominator
    name, by = f"{one.measure}: difference", f"{one.by} − {other.by}"
    if one.value is None or other.value is None or one.interval is None or other.interval is None:
        return Measure(name, by, over, cases, None, None, joined(NO_CLEAR_DIFFERENCE, FEW), "difference")
    apart = one.value - other.value
    low = apart - sqrt((one.value - one.interval[0]) ** 2 + (other.interval[1] - other.value) ** 2)
    high = apart + sqrt((one.interval[1] - one.value) ** 2 + (other.value - other.interval[0]) ** 2)
    words = NO_CLEAR_DIFFERENCE
    if low > 0 or high < 0:
        words = f"{one.by} is clearly {'higher' if low > 0 else 'lower'}"
    return Measure(name, by, over, cases, apart, (low, high), joined(words, note), "difference")


def beside(one: Measure, others: Proportion) -> str:
    """Say how a share lies to that of all the others: by its interval, never by its rank."""
    if one.value is None or others.denominator < FEWEST_FOR_A_RATE:
        return NO_CLEAR_DIFFERENCE
    low, high = _newcombe(Proportion(int(one.numerator), int(one.denominator)), others)
    if low <= 0 <= high:
        return NO_CLEAR_DIFFERENCE
    return f"clearly {'above' if low > 0 else 'below'} the others"


def _newcombe(one: Proportion, other: Proportion) -> Interval:
    found = difference_of(
        share("", "", one.numerator, one.denominator), share("", "", other.numerator, other.denominator)
    )
    assert found.interval is not None
    return found.interval


def accuracy_words(right: Proportion) -> str:
    """Whether the target of 98 % is met, missed, or not shown by so few checks (R-104)."""
    if right.interval is None:
        return "nothing checked"
    if right.denominator < FEWEST_FOR_A_RATE:
        return f"target {percent(ACCURATE)} not shown; too few checks to say"
    low, high = right.interval
    if low >= ACCURATE:
        return f"target {percent(ACCURATE)} met"
    if high < ACCURATE:
        return f"target {percent(ACCURATE)} missed"
    return f"target {percent(ACCURATE)} not shown; 189 checks without an error would show it, or 785 with 1 % wrong"


def middle(numbers: Iterable[float]) -> float | None:
    """The median; None of nothing."""
    kept = sorted(numbers)
    if not kept:
        return None
    half = len(kept) // 2
    return kept[half] if len(kept) % 2 else (kept[half - 1] + kept[half]) / 2


def spread(measure: str, by: str, weekly: Sequence[int], note: str = "") -> Measure:
    """How steady whole weeks are: their standard deviation as a share of their mean (R-105); None below two weeks."""
    if len(weekly) < 2:
        return Measure(measure, by, 0, 0, None, None, joined(note, "fewer than two whole weeks"), "each")
    mean = sum(weekly) / len(weekly)
    deviation = sqrt(sum((each - mean) ** 2 for each in weekly) / (len(weekly) - 1))
    said = f"{len(weekly)} whole weeks, {min(weekly)} to {max(weekly)} each"
    return ratio(measure, by, deviation, mean, "each", joined(note, said))


def by_measure(rows: Sequence[Measure]) -> tuple[Measure, ...]:
    """The same rows, what is measured alike side by side."""
    order = {name: place for place, name in enumerate(dict.fromkeys(each.measure for each in rows))}
    return tuple(sorted(rows, key=lambda each: order[each.measure]))


def joined(*notes: str) -> str:
    """Notes as one."""
    return "; ".join(each for each in notes if each)
