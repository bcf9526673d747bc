"""A score explained line by line: what is read is what was added up (R-070)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct
from textual.content import Content

from setter.widgets.painted import Painted
from setter.widgets.plain import cut, fit, line, width

POINTS = 7
"""Cells for the points of a line."""


class ScoreLine(Struct, frozen=True):
    """One reason for points; `note` says what they rest on ("asked for a demo 3 d ago")."""

    label: str
    points: float
    note: str = ""


def tenths(points: Sequence[float]) -> list[int]:
    """Round points to tenths so that the rounded ones still add up to the rounded total."""
    done, sums = 0.0, [0]
    for value in points:
        done += value
        sums.append(round(done * 10))
    return [after - before for before, after in pairwise(sums)]


class ScoreCard(Painted):
    """Score lines and their total; where the total was held within limits, a line says by how much."""

    DEFAULT_CSS = """
    ScoreCard { height: 1fr; min-height: 3; padding: 0 1; }
    """

    def __init__(
        self,
        lines: Sequence[ScoreLine] = (),
        total: float | None = None,
        *,
        title: str = "Score",
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        super().__init__(id=id)
        self._title = title
        self._lines: tuple[ScoreLine, ...] = ()
        self._take(lines, total)

    def show(self, lines: Sequence[ScoreLine], total: float | None = None, *, title: str = "") -> None:
        """Show another score; `total` is the score as stored where it was limited to a range."""
        self._title = title or self._title
        self._take(lines, total)
        self.repaint()

    def _take(self, lines: Sequence[ScoreLine], total: float | None) -> None:
        gap = 0.0 if total is None else total - sum(one.points for one in lines)
        held = (ScoreLine("Held within limits", gap),) if abs(gap) >= 0.05 else ()
        self._lines = (*lines, *held)

    def lines(self, width: int, height: int) -> list[Content]:
        """Title and total, then the reasons, the strongest of them if not all fit."""
        points = tenths([one.points for one in self._lines])
        whole = not any(value % 10 for value in points)
        rows = [_row(one, value, width, whole) for one, value in zip(self._lines, points, strict=True)]
        total = _number(sum(points), whole)
        head = line((fit(self._title, width - POINTS), "bold $foreground"), (total, "bold $foreground"))
        if len(rows) > height - 1:
            left = sum(points[height - 2 :])
            rows = [*rows[: height - 2], _row(ScoreLine(f"{len(rows) - height + 2} more", 0), left, width, whole)]
        return [head, *rows]


def _row(one: ScoreLine, value: int, cells: int, whole: bool) -> Content:
    label = cut(one.label, cells - POINTS)
    room = cells - POINTS - width(label)
    note = fit(f"  {one.note}" if one.note and room >= 10 else "", room)
    ink = "$error" if value < 0 else "$text"
    return line((label, "$text"), (note, "$text-muted"), (_number(value, whole, sign=True), ink))


def _number(value: int, whole: bool, *, sign: bool = False) -> str:
    """Points at the right edge, in tenths only where some line has any; nothing where a line gives none."""
    if sign and not value:
        return " " * POINTS
    text = format(value / 10, f"{'+' if sign else ''}.{0 if whole else 1}f")
    return fit(text.replace("-", "−"), POINTS, "right")
