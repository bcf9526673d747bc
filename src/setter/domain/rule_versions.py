"""Versions of a campaign's scoring rules: how they come into force, what a test says, where a way back leads."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from setter.domain.metrics import percent

FILE, FIT, EDIT = "file", "fit", "edit"
"""Where a version comes from: the campaign's file, a fit to outcomes, a person's hand."""
ORIGINS = (FILE, FIT, EDIT)
ORIGIN_WORDS = {FILE: "campaign file", FIT: "fitted", EDIT: "added"}

ACTIVATED, ADOPTED, ROLLED_BACK = "activated", "adopted", "rolled_back"
"""The ways in which a version comes into force."""

UNSIGNED = "not signed off by sales"
"""What is said of rules that carry no sign-off (R-033)."""


class Backtested(Struct, frozen=True):
    """What a backtest of a version came to, as far as whoever adopts it must know (domain §3.7).

    `source` names the history, `cases` and `positives` count it; `against` is the version it was compared with, 0 for
    none, and `warnings` are its sentences. Shares are from 0 to 1, None where there was nothing to share.
    """

    source: str
    cases: int
    positives: int
    auc: float | None = None
    auc_interval: tuple[float, float] | None = None
    precision_at_10pct: float | None = None
    lift_at_10pct: float | None = None
    against: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The result in a few words."""
        if self.auc is None or self.precision_at_10pct is None:
            return "too few outcomes"
        return f"AUC {self.auc:.3f}, top tenth {100 * self.precision_at_10pct:.0f} %"

    @property
    def words(self) -> str:
        """The result on one line."""
        told = [f"{self.positives:,} of {self.cases:,} in {self.source}"]
        if self.auc is not None:
            low_high = "" if self.auc_interval is None else " ({:.3f}–{:.3f})".format(*self.auc_interval)
            told.append(f"AUC {self.auc:.3f}{low_high}")
        if self.precision_at_10pct is not None:
            told.append(f"top tenth {percent(self.precision_at_10pct, 1)}")
        if self.lift_at_10pct is not None:
            told.append(f"lift {self.lift_at_10pct:.2f}")
        if self.against:
            told.append(f"against version {self.against}")
        if self.warnings:
            told.append(f"{len(self.warnings)} warnings" if len(self.warnings) > 1 else "1 warning")
        return ", ".join(told)


def way_back(changes: Iterable[tuple[str, int]]) -> int:
    """The version that was in force before the one that is, by (way, version) from the first on; 0 where none was.

    Each step back undoes one step on: whoever goes back twice is where they were two steps before, never to and fro.
    """
    passed: list[int] = []
    for way, version in changes:
        if way == ROLLED_BACK and version in passed:
            while passed[-1] != version:
                passed.pop()
        else:
            passed.append(version)
    return passed[-2] if len(passed) > 1 else 0
