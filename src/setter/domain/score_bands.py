"""Whether the score sorts: of whom it put into which band, how many came to what was wanted, week by week (§3.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from setter.domain.metrics import FEWEST_FOR_A_RATE, Proportion
from setter.domain.weigher import HIGHEST

BAND = 20
"""Points from one band to the next."""

SORTING, NOT_SORTING, NOT_CLEAR, TOO_FEW = "sorting", "not_sorting", "not_clear", "too_few"


class Scored(Struct, frozen=True):
    """A prospect's cycle: the score that its first attempt went by, on which day, and whether it came to the label."""

    score: int
    on: date
    positive: bool


class Band(Struct, frozen=True, order=True):
    """How many of the cycles with a score from `first` to `last` were positive."""

    first: int
    last: int
    share: Proportion

    @property
    def words(self) -> str:
        """The band on one line."""
        return f"{self.first}–{self.last}: {self.share.words()}"


class Sorted(Struct, frozen=True):
    """The bands from the highest down, without those that are empty, and what they say of the score.

    `verdict` is "sorting", "not_sorting", "not_clear" or "too_few".
    """

    bands: tuple[Band, ...]
    verdict: str
    words: str


class Accuracy(Struct, frozen=True):
    """How the score sorted over all weeks, and in each by its ISO name ("2026-W48"), the oldest first."""

    overall: Sorted
    weeks: Mapping[str, Sorted]


def accuracy(cycles: Iterable[Scored]) -> Accuracy:
    """Count by band and by week."""
    known = list(cycles)
    weeks: dict[str, list[Scored]] = {}
    for each in sorted(known, key=lambda cycle: cycle.on):
        weeks.setdefault(week_of(each.on), []).append(each)
    return Accuracy(_sorted(known), {week: _sorted(those) for week, those in weeks.items()})


def week_of(day: date) -> str:
    """The ISO week of a day by its name."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _sorted(cycles: Iterable[Scored]) -> Sorted:
    counted: dict[int, list[int]] = {}
    for each in cycles:
        first = min(each.score // BAND * BAND, HIGHEST - BAND)
        tally = counted.setdefault(first, [0, 0])
        tally[0] += each.positive
        tally[1] += 1
    bands = tuple(
        Band(first, HIGHEST if first == HIGHEST - BAND else first + BAND - 1, Proportion(*counted[first]))
        for first in sorted(counted, reverse=True)
    )
    return Sorted(bands, *_judged(bands))


def _judged(bands: tuple[Band, ...]) -> tuple[str, str]:
    """The two highest bands that a share can be told of: the first must be better than the next."""
    told = [band for band in bands if band.share.denominator >= FEWEST_FOR_A_RATE]
    if len(told) < 2 or not (told[0].share.numerator or told[1].share.numerator):
        return TOO_FEW, "Too few to say whether the score is sorting."
    top, following = told[:2]
    beside = f"{top.words}; {following.words}"
    if _rate(top) <= _rate(following):
        return NOT_SORTING, f"The score is not sorting: {beside}."
    if _low(top) <= _high(following):
        return NOT_CLEAR, f"The top band is better, with no clear difference: {beside}."
    return SORTING, f"The score is sorting: {beside}."


def _rate(band: Band) -> float:
    return band.share.value or 0.0


def _low(band: Band) -> float:
    return band.share.interval[0] if band.share.interval else 0.0


def _high(band: Band) -> float:
    return band.share.interval[1] if band.share.interval else 1.0
