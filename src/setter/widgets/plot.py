"""Plots of how a score sorts: how soon the successes are reached, and how many of the queue have which score."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from msgspec import Struct
from rich.text import Text
from textual.color import Color
from textual.content import Content

from setter.widgets.painted import Painted
from setter.widgets.plain import cut, fit, line

SOLID, DOTTED = "hd", "•"
LEAST_CELLS, LEAST_ROWS = 24, 6
LONGEST_BAR = 60


class Curve(Struct, frozen=True):
    """A line from 0 to its last point, each a share from 0 to 1, at even steps; `name` is told above it."""

    name: str
    points: tuple[float, ...]


class GainsPlot(Painted):
    """What share of all successes is reached by what share of the calls: one curve drawn through, another in dots."""

    DEFAULT_CSS = """
    GainsPlot { height: 13; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._title = ""
        self._drawn, self._dotted = Curve("", ()), Curve("", ())

    def show(self, title: str, drawn: Curve, dotted: Curve | None = None) -> None:
        """Show other curves."""
        self._title, self._drawn, self._dotted = title, drawn, dotted or Curve("", ())
        self.repaint()

    def lines(self, cells: int, height: int) -> list[Content]:
        """The title, which curve is which, and the plot on its axes."""
        told = [line((cut(self._title, cells), "bold $foreground"))]
        if not self._drawn.points or cells < LEAST_CELLS or height < LEAST_ROWS:
            return told
        names = [("▄▖ ", "$accent"), (self._drawn.name, "$text")]
        if self._dotted.points:
            names += [("   •• ", "$text-muted"), (self._dotted.name, "$text")]
        return [*told, line(*names), *self._plot(cells, height - 2)]

    def _plot(self, cells: int, height: int) -> list[Content]:
        from textual_plotext.plot import Plot

        plot = Plot()
        plot.plotsize(cells, height)
        for curve, marker, ink in ((self._dotted, DOTTED, "text-muted"), (self._drawn, SOLID, "accent")):
            if curve.points:
                steps = len(curve.points)
                across = [100 * step / steps for step in range(steps + 1)]
                up = [0.0, *(100 * share for share in curve.points)]
                plot.plot(across, up, marker=marker, color=self._colour(ink))
        for way in (plot.xticks, plot.yticks):
            way([0, 50, 100], ["0", "50", "100 %"])
        axes = self._colour("text-muted")
        plot.canvas_color("default")
        plot.axes_color("default")
        plot.ticks_color(axes)
        painted = Text.from_ansi(plot.build()).split("\n")
        return [Content.from_rich_text(row) for row in painted[:height]]

    def _colour(self, name: str) -> tuple[int, int, int]:
        return Color.parse(self.app.theme_variables[name]).rgb


class ScoreBars(Painted):
    """How many have a score in each ten points, the highest on top, and how many had before."""

    DEFAULT_CSS = """
    ScoreBars { height: 13; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._title, self._legend = "", ""
        self._counts: tuple[int, ...] = ()
        self._before: tuple[int, ...] = ()

    def show(self, title: str, legend: str, scores: Sequence[int], before: Sequence[int] = ()) -> None:
        """Show other scores (0 to 100), and what they were before."""
        self._title, self._legend = title, legend
        self._counts, self._before = _by_ten(scores), _by_ten(before) if before else ()
        self.repaint()

    def lines(self, cells: int, height: int) -> list[Content]:
        """Title, what is what, and a bar for each ten points."""
        rows = [line((cut(self._title, cells), "bold $foreground")), line((cut(self._legend, cells), "$text-muted"))]
        most = max((*self._counts, 1))
        both = list(zip_longest(self._counts, self._before))
        told = [(f" {count}" if count else "", _was(count, before)) for count, before in both]
        room = max(min(cells - 9 - max((len(now + was) for now, was in told), default=0), LONGEST_BAR), 0)
        for ten, count in list(enumerate(self._counts))[::-1]:
            bar = "█" * round(room * count / most) if count else ""
            now, was = told[ten]
            label = "90–100" if ten == 9 else f"{10 * ten}–{10 * ten + 9}"
            rows.append(line((fit(label, 7, "right"), "$text-muted"), "  ", (bar or "▏" * bool(count), "$accent"),
                             (now, "$text"), (was, "$text-muted")))  # fmt: skip
        return rows


def _was(count: int, before: int | None) -> str:
    return "" if before is None or before == count else f" was {before}"


def _by_ten(scores: Sequence[int]) -> tuple[int, ...]:
    counts = [0] * 10
    for each in scores:
        counts[max(0, min(9, each // 10))] += 1
    return tuple(counts)
