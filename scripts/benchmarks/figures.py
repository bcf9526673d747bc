"""What was measured: figures with their budgets, and what becomes of a run in which one is far off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FAR = 1.5
"""A figure this many times beyond its budget fails the run; a little beyond is said, and told from noise by a rerun."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one line of the report, such as a median in milliseconds on one engine.

    `budget` is what DESIGN §9 allows ("" engine: it has none), at most by default and at least where `least` is set.
    """

    line: str
    engine: str
    what: str
    value: float
    unit: str
    budget: float | None = None
    least: bool = False
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Say whether the budget is kept; None where there is none."""
        if self.budget is None:
            return None
        return self.value >= self.budget if self.least else self.value <= self.budget

    @property
    def far_off(self) -> bool:
        """Say whether it is so far beyond its budget that the run fails."""
        if self.budget is None:
            return False
        return self.value < self.budget / FAR if self.least else self.value > self.budget * FAR

    def words(self) -> str:
        """The figure in a line for people."""
        allowed = ""
        if self.budget is not None:
            sign = "at least" if self.least else "at most"
            kept = "met" if self.met else "FAR OFF" if self.far_off else "not met"
            allowed = f"  ({sign} {short(self.budget)} {self.unit}: {kept})"
        return f"{self.engine:10} {self.what}: {short(self.value)} {self.unit}{allowed}"


class NotYet(Exception):
    """A line cannot be measured, and why in a sentence."""


def short(value: float) -> str:
    """Three digits that count: 12.3, 0.045, 48,200."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.{2 if abs(value) >= 1 else 3}f}".rstrip("0").rstrip(".")


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return quantile(values, 0.5)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which a share of all lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def spread(
    line: str, engine: str, what: str, seconds: Sequence[float], p50: float | None = None, p99: float | None = None
) -> list[Figure]:
    """Median and p99 of some timings, in milliseconds, with their budgets where there are any."""
    return [
        Figure(line, engine, f"{what}, median", median(seconds) * 1000, "ms", p50),
        Figure(line, engine, f"{what}, p99", quantile(seconds, 0.99) * 1000, "ms", p99, note=f"n = {len(seconds):,}"),
    ]
