"""A table in which one row is marked: lines under headings, as many as there is room for, the mark always in sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from msgspec import Struct
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content

from setter.widgets.painted import Painted
from setter.widgets.plain import clean, cut, fit, line, plain, width
from setter.widgets.table_lines import Column

GAP = 2
LEAST_SPARE = 14
"""A spare column with less room than this is left out."""
MOST_FIRST = 30
"""The first column takes no more than this while another could use the room."""


class MarkedRow(Struct, frozen=True):
    """One row: its key, its cells as words, and how it is set. One without a key is a heading over those below it."""

    key: str
    cells: tuple[str, ...]
    ink: str = "$text"


OnMark = Callable[[MarkedRow], None]


class MarkedTable(Painted, can_focus=True):
    """Rows of which one is marked; `on_mark` hears of another one in the tick in which it is painted.

    The columns are as wide as their words; a spare one takes what is left, and goes where that is too little.
    """

    DEFAULT_CSS = """
    MarkedTable { height: 1fr; min-height: 3; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="table.up"),
        Binding("down", "move(1)", "Down", show=False, id="table.down"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="table.page_up"),
        Binding("pagedown", "page(1)", "Page down", show=False, id="table.page_down"),
        Binding("home", "move(-9999)", "First", show=False, id="table.first"),
        Binding("end", "move(9999)", "Last", show=False, id="table.last"),
    ]

    def __init__(
        self,
        *,
        empty: str = "Nothing to show yet.",
        on_mark: OnMark | None = None,
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        super().__init__(id=id)
        self._on_mark = on_mark
        self._columns: tuple[Column, ...] = ()
        self._rows: tuple[MarkedRow, ...] = ()
        self._title, self._empty = "", empty
        self._at, self._top = 0, 0

    @property
    def marked(self) -> MarkedRow | None:
        """The marked row; None in an empty table."""
        return self._rows[self._at] if self._at < len(self._rows) and self._rows[self._at].key else None

    def show(
        self,
        columns: Sequence[Column],
        rows: Sequence[MarkedRow],
        *,
        title: str = "",
        empty: str = "",
        afresh: bool = False,
        mark: str = "",
    ) -> None:
        """Show other rows; the mark stays on its row where that is still there, or goes to the first one `afresh`.

        `mark` is the key of the row that it goes to instead.
        """
        before = mark or (self.marked.key if self.marked else "")
        self._columns, self._rows = tuple(columns), tuple(rows)
        self._title, self._empty = title, empty or self._empty
        keys = [row.key for row in self._rows]
        if afresh:
            self._at = self._nearest(0, 1) if self._rows else 0
        elif before and before in keys:
            self._at = keys.index(before)
        else:
            self._at = self._nearest(min(self._at, max(len(self._rows) - 1, 0)), 1)
        self.repaint()

    def action_move(self, step: int) -> None:
        """Mark a row above or below."""
        wanted = max(0, min(self._at + step, len(self._rows) - 1))
        self._mark(self._nearest(wanted, 1 if step > 0 else -1))

    def action_page(self, step: int) -> None:
        """Move the mark by what is in sight."""
        self.action_move(step * max(self.content_size.height - 3, 1))

    def on_click(self, event: events.Click) -> None:
        """Mark the row that was clicked."""
        at = event.get_content_offset(self)
        if at is not None:
            place = at.y - self._head + self._top
            if 0 <= place < len(self._rows) and at.y >= self._head and self._rows[place].key:
                self._mark(place)

    def on_focus(self) -> None:
        """The mark of the table that has the keys is the stronger one."""
        self.repaint()

    def on_blur(self) -> None:
        """Its mark is weaker again."""
        self.repaint()

    def lines(self, cells: int, height: int) -> list[Content]:
        """Title, column headings, and the rows round the mark."""
        rows = [line((cut(self._title, cells), "bold $foreground"))] if self._title else []
        if not self._rows:
            return [*rows, *plain(self._empty, "$text-muted").wrap(cells)]
        widths = self._widths(cells - 2)
        view = height - len(rows) - 1
        self._keep_in_sight(view)
        rows.append(line("  ", (self._cells(self._titles(self._top + view), widths), "$text-muted")))
        below = self._rows[self._top : self._top + view]
        return rows + [self._row(row, self._top + at == self._at, widths, cells) for at, row in enumerate(below)]

    @property
    def _head(self) -> int:
        return 1 + bool(self._title)

    def _titles(self, end: int) -> list[str]:
        """The column headings, the first with how many rows follow below."""
        first, *others = (column.title for column in self._columns)
        more = sum(bool(row.key) for row in self._rows[end:])
        return [f"{first}  ↓ {more} more" if more else first, *others]

    def _row(self, row: MarkedRow, marked: bool, widths: Sequence[int], cells: int) -> Content:
        if not row.key:
            return line((cut("  ".join(row.cells), cells), "bold $accent"))
        text = fit(self._cells(row.cells, widths), cells - 2)
        if not marked:
            return line("  ", (text, row.ink))
        ground = "$block-cursor-background" if self.has_focus else "$block-cursor-blurred-background"
        return line(("▌ ", f"$accent on {ground}"), (text, f"bold {row.ink} on {ground}"))

    def _cells(self, cells: Sequence[str], widths: Sequence[int]) -> str:
        parts = [
            fit(cell, wide, "right" if column.number else "left")
            for cell, wide, column in zip(cells, widths, self._columns, strict=True)
            if wide
        ]
        return (" " * GAP).join(parts).rstrip()

    def _widths(self, cells: int) -> list[int]:
        """How wide each column is; 0 leaves it out."""
        table = [self._titles(0), *(row.cells for row in self._rows if row.key)]
        widths = [max(width(clean(row[place])) for row in table) for place in range(len(self._columns))]
        spare = [place for place, column in enumerate(self._columns) if column.spare]
        wished, widths[0] = widths[0], min(widths[0], MOST_FIRST)
        for place in spare:
            others = sum(wide + GAP for at, wide in enumerate(widths) if wide and at != place)
            left = cells - others
            widths[place] = 0 if left < LEAST_SPARE else min(widths[place], left)
        over = sum(wide + GAP for wide in widths if wide) - GAP - cells
        widths[0] = max(widths[0] - over, 6) if over > 0 else min(wished, widths[0] - over)
        return widths

    def _keep_in_sight(self, view: int) -> None:
        above = self._at - 1 if self._at and not self._rows[self._at - 1].key else self._at
        self._top = max(0, min(self._top, above, len(self._rows) - 1))
        if self._at >= self._top + view:
            self._top = self._at - view + 1
        self._top = min(self._top, max(len(self._rows) - view, 0))

    def _nearest(self, place: int, step: int) -> int:
        """The row with a key nearest to a place: on in the direction of the step, else back."""
        for way in (step, -step):
            at = place
            while 0 <= at < len(self._rows):
                if self._rows[at].key:
                    return at
                at += way
        return self._at

    def _mark(self, place: int) -> None:
        if place != self._at and place < len(self._rows):
            self._at = place
            self.repaint()
            if self._on_mark is not None:
                self._on_mark(self._rows[place])
