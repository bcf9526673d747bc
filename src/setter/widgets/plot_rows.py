"""One measure of several groups under one another: counts, value, interval, and a drawing of it on one scale."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from textual.content import Content

from setter.widgets.note_lines import MORE
from setter.widgets.painted import Painted
from setter.widgets.plain import cut, fit, line, plain, width
from setter.widgets.plot_signs import Drawing

GAP = 2
LEAST_PLOT, MOST_PLOT = 12, 60
INTERVAL = "95 % interval"


class PlotRow(Struct, frozen=True):
    """One group; `told` is what is to be said of it alone."""

    name: str
    counts: str = ""
    value: str = ""
    interval: str = ""
    drawing: Drawing | None = None
    told: str = ""


class PlotShown(Struct, frozen=True):
    """What is painted: `scale` are the words at both ends over the drawings, `said` sentences of all rows together.

    `note` tells what the numbers mean; `target` is the place of a line in all drawings, from 0 to 1, and its words.
    """

    title: str = ""
    rows: tuple[PlotRow, ...] = ()
    scale: tuple[str, str] = ("", "")
    said: tuple[str, ...] = ()
    note: str = ""
    target: tuple[float, str] | None = None


class Widths(Struct, frozen=True):
    """How wide each column is; 0 leaves it out."""

    name: int
    counts: int
    value: int
    interval: int
    plot: int


class PlotRows(Painted):
    """Rows as many as there is room for; what is said of them stands below, and gives way first."""

    DEFAULT_CSS = """
    PlotRows { height: 1fr; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._shown = PlotShown()

    def show(self, shown: PlotShown) -> None:
        """Show other rows."""
        self._shown = shown
        self.repaint()

    def lines(self, cells: int, height: int) -> list[Content]:
        """Title, headings, rows, and below what is said of them."""
        shown = self._shown
        widths = fitting(shown.rows, cells)
        head = [line((cut(shown.title, cells), "bold $foreground"))] if shown.title else []
        if (heading := _heading(shown, widths)).plain:
            head.append(heading)
        rows = self._rows(widths, cells, height - len(head))
        folded = [plain(each, "$text").wrap(cells) for each in shown.said]
        folded += [plain(shown.note, "$text-muted").wrap(cells)] if shown.note else []
        below = [part.rstrip() for each in folded for part in each]
        room = height - len(head) - len(rows)
        if below and room > len(below):
            return [*head, *rows, line(""), *below]
        if len(below) > room > 0:
            below = [*below[: room - 1], line((MORE, "$text-muted"))]
        return [*head, *rows, *below]

    def _rows(self, widths: Widths, cells: int, room: int) -> list[Content]:
        """Each row with what is told of it below; without that where there is no room for it."""
        rows = self._shown.rows
        indent = " " * (widths.name + GAP)
        told = [[line((cut(f"{indent}{row.told}", cells), "$text-muted"))] if row.told else [] for row in rows]
        painted = [_painted(row, widths) for row in rows]
        if len(rows) + sum(map(len, told)) + len(self._shown.said) <= room:
            return [each for row, below in zip(painted, told, strict=True) for each in (row, *below)]
        if len(rows) <= room:
            return painted
        return [*painted[: room - 1], line((f"↓ {len(rows) - room + 1} more: w", "$text-muted"))]


def fitting(rows: Sequence[PlotRow], cells: int) -> Widths:
    """Names give way to numbers, and the words of an interval to its drawing."""
    name, counts, value, interval = (
        max((width(getattr(row, part)) for row in rows), default=0) for part in ("name", "counts", "value", "interval")
    )
    name = min(name, max(cells // 4, 14))
    drawn = any(row.drawing is not None for row in rows)
    taken = name + sum(each + GAP for each in (counts, value) if each)
    for kept in (max(interval, width(INTERVAL)) if interval else 0, interval, 0):
        left = cells - taken - GAP - (kept + GAP if kept else 0)
        if drawn and left >= LEAST_PLOT:
            return Widths(name, counts, value, kept, min(left, MOST_PLOT))
    return Widths(name, counts, value, interval, 0)


def _heading(shown: PlotShown, widths: Widths) -> Content:
    over = INTERVAL if widths.interval >= width(INTERVAL) else "95 %"
    before = [fit("", each) for each in (widths.name, widths.counts, widths.value) if each]
    interval = [fit(over, widths.interval)] if widths.interval else []
    scale = [_scale(shown, widths.plot)] if widths.plot else []
    return line(((" " * GAP).join([*before, *interval, *scale]).rstrip(), "$text-muted"))


def _scale(shown: PlotShown, room: int) -> str:
    """The words at both ends, and those of the target, which the ones at the right give way to."""
    low, high = shown.scale
    if shown.target is None:
        return f"{low}{fit(high, room - width(low), 'right')}" if high else low
    place, words = shown.target
    before = f"{low}{fit(f'{words} ┊', round(place * (room - 1)) + 1 - width(low), 'right')}"
    left = room - width(before)
    return before + (fit(high, left, "right") if left > width(high) else "")


def _painted(row: PlotRow, widths: Widths) -> Content:
    parts: list[Content | str | tuple[object, str]] = [(fit(row.name, widths.name), "$text-muted")]
    for words, wide, ink in (
        (row.counts, widths.counts, "$text"),
        (row.value, widths.value, "bold $foreground"),
    ):
        parts += [" " * GAP, (fit(words, wide, "right"), ink)] if wide else []
    if widths.interval:
        parts += [" " * GAP, (fit(row.interval, widths.interval), "$text")]
    if widths.plot and row.drawing is not None:
        parts += [" " * GAP, row.drawing.painted(widths.plot)]
    return line(*parts)
