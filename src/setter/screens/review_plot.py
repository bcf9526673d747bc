"""One measure of a report as a plot: intervals on one scale, bars, weeks; whatever says most of it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from setter.domain.ladder import RUNGS
from setter.domain.measure_words import NONE, counts_words, interval_words, value_words
from setter.domain.measures import ACCURATE, Measure
from setter.domain.metrics import percent
from setter.screens.review_lines import MeasureLine, difference_words
from setter.services.measures import Told
from setter.widgets.plot_rows import PlotRow, PlotShown
from setter.widgets.plot_signs import Bar, Drawing, Weeks, Whisker

PER_WEEK, STEP, PACE = "SQLs submitted per week", "conversion to the next rung", "pace of the "
ACCURACY = "Accuracy"
ENDS = (0.05, 0.1, 0.2, 0.5, 1.0)
"""Where the scale of a share may end."""


class Drawn(Struct, frozen=True):
    """How a measure is drawn, and the words over that: at both ends of the scale, and at a target."""

    draws: Callable[[Measure], Drawing | None]
    scale: tuple[str, str] = ("", "")
    target: tuple[float, str] | None = None


def plot_of(line: MeasureLine, told: Told) -> PlotShown:
    """A measure ready to be painted."""
    drawn = _drawn(line, told)
    rows = tuple(
        PlotRow(_named(each), counts_words(each) if each.denominator else "", _value(each), interval_words(each),
                drawn.draws(each), "" if line.name == STEP else line.own(each))
        for each in line.rows
    )  # fmt: skip
    said = tuple(difference_words(each, named=len(line.rows) > 2) for each in line.apart)
    return PlotShown(line.title, rows, drawn.scale, said, "; ".join(line.common), drawn.target)


def _named(each: Measure) -> str:
    """Whose it is; a rung is counted with all that is above it (R-001)."""
    return f"{each.by} and up" if each.by in RUNGS else each.by


def _value(each: Measure) -> str:
    return "" if each.unit == "count" else value_words(each) if each.denominator else NONE


def _drawn(line: MeasureLine, told: Told) -> Drawn:
    if line.name == PER_WEEK and any(any(weeks) for _, weeks in told.weekly):
        return _weeks(told)
    if line.name == STEP:
        return _steps(line)
    if line.name.startswith(PACE):
        return _pace(line)
    if any(each.interval for each in line.rows):
        return _accuracy(line) if told.title == ACCURACY else _intervals(line)
    values = [each.value for each in line.rows if each.value is not None]
    top = max(values, default=0.0)
    if not top or min(values) < 0:
        return Drawn(lambda each: None)
    return Drawn(lambda each: None if each.value is None else Bar(each.value / top))


def _weeks(told: Told) -> Drawn:
    """The whole weeks of each group."""
    by, most = dict(told.weekly), max(max(weeks, default=0) for _, weeks in told.weekly)
    return Drawn(lambda each: Weeks(by.get(each.by, ()), most), (f"weeks, most {most}", ""))


def _steps(line: MeasureLine) -> Drawn:
    """A funnel: how many reached each rung, and the part of them that went on."""
    top = max(each.denominator for each in line.rows) or 1
    return Drawn(lambda each: Bar(each.numerator / top, each.denominator / top), ("█ went on  ░ not", ""))


def _pace(line: MeasureLine) -> Drawn:
    """What was accepted so far, and where it ought to be by now."""
    top = max(max(each.numerator, each.denominator) for each in line.rows) or 1
    return Drawn(lambda each: Bar(each.numerator / top, 0, each.denominator / top), ("█ accepted  ┃ on pace", ""))


def _intervals(line: MeasureLine) -> Drawn:
    """Intervals from nothing to a round end, so that those that overlap are seen to."""
    highest = max(each.interval[1] for each in line.rows if each.interval)
    if line.rows[0].unit != "share":
        return Drawn(_between(0.0, highest), ("0", f"{highest:.1f}"))
    end = next(each for each in ENDS if each >= min(highest, 1.0))
    return Drawn(_between(0.0, end), ("0", percent(end)))


def _accuracy(line: MeasureLine) -> Drawn:
    """The upper part of the scale, with a line where the target is (R-104)."""
    lowest = min(each.interval[0] for each in line.rows if each.interval)
    start = min(int(lowest * 10) / 10, 0.9)
    target = (ACCURATE - start) / (1.0 - start)
    return Drawn(_between(start, 1.0, target), (percent(start), percent(1.0)), (target, percent(ACCURATE)))


def _between(start: float, end: float, target: float | None = None) -> Callable[[Measure], Drawing | None]:
    def at(share: float) -> float:
        return (share - start) / (end - start) if end > start else 0.0

    def draw(each: Measure) -> Drawing | None:
        if each.interval is None or each.value is None:
            return None
        low, high = each.interval
        return Whisker(at(low), at(each.value), at(high), target)

    return draw
