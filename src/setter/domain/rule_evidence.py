"""What a history says of one rule: how many succeed of whom it holds, and of whom it does not (domain §3.7)."""

from __future__ import annotations

from math import log2, sqrt

from msgspec import Struct

from setter.domain.metrics import Proportion

FEWEST_FIRINGS = 20
"""Of a rule that held of fewer cases there is too little to say."""
SHRINKAGE = 50
"""A rule that held of so many cases is believed by half."""


class RuleEvidence(Struct, frozen=True):
    """A rule's record; `points` are those it has."""

    rule: str
    label: str
    points: int
    with_it: Proportion
    without: Proportion

    @property
    def few(self) -> bool:
        """Say whether it held too rarely to say anything."""
        return self.with_it.denominator < FEWEST_FIRINGS

    @property
    def difference(self) -> tuple[float, float, float] | None:
        """By how much the rate is higher with it, and the 95 % interval; None where one of the two has no cases."""
        return difference(self.with_it, self.without)

    @property
    def suggested(self) -> int | None:
        """The points that its record alone would give it; None where there is too little to say."""
        return None if self.few else suggested_points(self.with_it, self.without)


def difference(one: Proportion, other: Proportion) -> tuple[float, float, float] | None:
    """How far two shares are apart, with Newcombe's 95 % interval (1998, method 10)."""
    if one.value is None or other.value is None or one.interval is None or other.interval is None:
        return None
    apart = one.value - other.value
    below = sqrt((one.value - one.interval[0]) ** 2 + (other.interval[1] - other.value) ** 2)
    above = sqrt((one.interval[1] - one.value) ** 2 + (other.value - other.interval[0]) ** 2)
    return apart, max(-1.0, apart - below), min(1.0, apart + above)


def suggested_points(with_it: Proportion, without: Proportion) -> int:
    """Ten points for each doubling of the odds, half a case added to each of the four counts, shrunk by n/(n+50)."""
    hits, misses = with_it.numerator + 0.5, with_it.denominator - with_it.numerator + 0.5
    other_hits, other_misses = without.numerator + 0.5, without.denominator - without.numerator + 0.5
    n = with_it.denominator
    return round(10 * log2(hits * other_misses / (misses * other_hits)) * n / (n + SHRINKAGE))
