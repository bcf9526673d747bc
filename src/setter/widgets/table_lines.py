"""Small report tables as aligned lines: words to the left, numbers to the right, no grid."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from textual.content import Content

from setter.widgets.painted import Painted
from setter.widgets.plain import clean, cut, fit, line, width

Cell = str | int | float | None


class Column(Struct, frozen=True):
    """A column: its heading, whether it holds numbers, and whether it may be dropped on a narrow screen."""

    title: str
    number: bool = False
    spare: bool = False


class TableLines(Painted):
    """A table of a few rows; the first column gives way when there is no room, spare columns go altogether."""

    DEFAULT_CSS = """
    TableLines { height: auto; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._columns: tuple[Column, ...] = ()
        self._rows: tuple[tuple[str, ...], ...] = ()
        self._empty = ""
        self._title = ""

    def show(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[Cell]],
        *,
        title: str = "",
        empty: str = "Nothing to show yet.",
    ) -> None:
        """Show a table, or `empty` where it has no rows; the widget is laid out anew only if its height changes."""
        before = self._height()
        self._columns = tuple(columns)
        self._rows = tuple(tuple(_word(cell) for cell in row) for row in rows)
        self._title, self._empty = title, empty
        self.refresh(layout=self._height() != before)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Title, headings and rows."""
        return self._height()

    def _height(self) -> int:
        return bool(self._title) + (1 + len(self._rows) if self._rows else bool(self._empty))

    def lines(self, cells: int, height: int) -> list[Content]:
        """The table as lines."""
        rows = [line((cut(self._title, cells), "bold $foreground"))] if self._title else []
        if self._rows:
            places, widths = self._fitting(cells)
            rows.append(self._line([column.title for column in self._columns], places, widths, "$text-muted"))
            rows += [self._line(row, places, widths, "$text") for row in self._rows]
        elif self._empty:
            rows.append(line((cut(self._empty, cells), "$text-muted")))
        return rows

    def _fitting(self, cells: int) -> tuple[list[int], list[int]]:
        table = [[column.title for column in self._columns], *self._rows]
        widths = [max(width(clean(row[place])) for row in table) for place in range(len(self._columns))]
        places = list(range(len(self._columns)))
        for place in reversed(range(len(self._columns))):
            if sum(widths[one] + 2 for one in places) - 2 > cells and self._columns[place].spare:
                places.remove(place)
        over = sum(widths[one] + 2 for one in places) - 2 - cells
        if over > 0:
            widths[places[0]] = max(widths[places[0]] - over, 6)
        return places, widths

    def _line(self, row: Sequence[str], places: Sequence[int], widths: Sequence[int], ink: str) -> Content:
        parts = [fit(row[place], widths[place], "right" if self._columns[place].number else "left") for place in places]
        return line(("  ".join(parts).rstrip(), ink))


def _word(cell: Cell) -> str:
    if cell is None:
        return "–"
    if isinstance(cell, float):
        return f"{cell:,.1f}"
    return f"{cell:,}" if isinstance(cell, int) else clean(cell)
