"""Columns that may tell the outcome because they were filled in after it."""

from __future__ import annotations

import re

import numpy as np
from msgspec import Struct

from setter.domain.metrics import percent
from setter.lab.division import Division
from setter.lab.kinds import CATEGORY, NUMBER, Kind, header_words
from setter.lab.measure import auc
from setter.lab.table import Bools, Column, Floats, Table
from setter.lab.warning import LEAKAGE, Warned

PURE = 0.1
"""A value is nearly pure where a tenth or less of the usual share has the rarer outcome."""
LEAST_ROWS = 30
SUSPECT, CERTAIN = 0.08, 0.12
"""From which share of rows with nearly pure values on a column is raised, and may be left out."""
TELLING_MUCH, TELLING, TELLING_ALL = 0.75, 0.8, 0.9
"""From which AUC by itself on a column is left out for its pure values, is raised, and is left out for that alone."""
TIED = 0.55
"""A column whose name says that it is filled in afterwards is raised from this AUC on."""
FILLED = 0.5
"""So much more of the rows must be filled at one end of the history than at the other."""

_AFTERWARDS = re.compile(
    r"\b(last|latest|final|after(wards)?|quality|profile|grade|rating|rated|scored?|index|status|stage|outcomes?|results?"
    r"|disposition|tags?|closed|won|lost|duration|talk|reasons?|sales|qualified|converted|conversion)\b"
)


class Suspect(Struct, frozen=True):
    """A column that may leak, why, and whether it is so surely that no line should stand on it."""

    field: str
    header: str
    reasons: tuple[str, ...]
    certain: bool

    def warned(self, kept_out: bool, asked_for: bool = True) -> Warned:
        """The same as a warning; nothing is to be done about a column that no rule asks for."""
        ending = "It is kept out of the card." if kept_out else "Leave it out with --ignore if it is."
        ending = ending if asked_for else "No rule asks for it."
        reasons = "; ".join(self.reasons)
        return Warned(LEAKAGE, self.field, f"«{self.header}» may be known only afterwards: {reasons}. {ending}")


def suspects_of(table: Table, label: Bools, kinds: dict[str, Kind]) -> list[Suspect]:
    """Every column that gives cause to ask whether it is known in time."""
    found = (_suspect(column, label, kinds[column.name]) for column in table.columns if column.name in kinds)
    return [each for each in found if each is not None]


def _suspect(column: Column, label: Bools, kind: Kind) -> Suspect | None:
    if kind.sort not in (NUMBER, CATEGORY):
        return None
    division = Division(column, kind, np.ones(len(label)))
    pure, alone = _pure_share(division, label), _alone(division, label)
    reasons = []
    if pure >= SUSPECT:
        reasons.append(f"{percent(pure)} of the rows have a value of which nearly all ended alike")
    if alone >= TELLING:
        reasons.append(f"by itself it tells the outcomes apart (AUC {alone:.2f})")
    early, late = _filled(column)
    if abs(early - late) >= FILLED:
        reasons.append(f"it is filled in {percent(early)} of the earliest rows and in {percent(late)} of the latest")
    certain = (pure >= CERTAIN and alone >= TELLING_MUCH) or alone >= TELLING_ALL or abs(early - late) >= FILLED
    hint = _AFTERWARDS.search(header_words(column.header))
    if hint is not None and (alone >= TIED or reasons):
        reasons.append(f"its name («{hint[0]}») says so, and it goes with the outcome (AUC {alone:.2f})")
    return Suspect(column.name, column.header, tuple(reasons), certain) if reasons else None


def _pure_share(division: Division, label: Bools) -> float:
    """The share of rows whose value nearly always ends alike, though it should not by chance."""
    base = float(label.mean())
    hits = np.bincount(division.codes, label.astype(np.float64), minlength=len(division.held))
    held = np.maximum(division.held, 1)
    rates = hits / held
    failed = (rates <= PURE * base) & (held * base >= 5)
    succeeded = (rates >= 1 - PURE * (1 - base)) & (held * (1 - base) >= 5)
    pure = (failed | succeeded) & (division.held >= LEAST_ROWS)
    return float(division.held[pure].sum() / len(label))


def _alone(division: Division, label: Bools) -> float:
    """The AUC of a column by itself: each half of the rows is scored by the rates of the other."""
    even = np.arange(len(label)) % 2 == 0
    scores: Floats = np.empty(len(label))
    for mine in (even, ~even):
        if not label[~mine].any() or label[~mine].all():
            return 0.5
        parts = division.codes[~mine]
        held = np.bincount(parts, minlength=len(division.held))
        hits = np.bincount(parts, label[~mine].astype(np.float64), minlength=len(division.held))
        base = float(label[~mine].mean())
        scores[mine] = ((hits + 5 * base) / (held + 5))[division.codes[mine]]
    return auc(scores, label)


def _filled(column: Column) -> tuple[float, float]:
    """The share of rows in which a column is known, in the first and in the last fifth."""
    fifth = max(1, len(column.codes) // 5)
    return float(column.known[:fifth].mean()), float(column.known[-fifth:].mean())
