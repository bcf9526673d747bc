"""A report of measures on the screen: its lines, and the marked one as a plot with what it means."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical

from setter.screens.review_lines import FEW_MEASURES, MeasureLine, Table, groups_of, lines_of, table_of
from setter.screens.review_plot import plot_of
from setter.services.measures import Told
from setter.widgets.marked_table import MarkedRow, MarkedTable
from setter.widgets.note_lines import NoteLines
from setter.widgets.plot_rows import PlotRows, PlotShown
from setter.widgets.table_lines import Column

COUNTING = "counting …"
NOTHING = "Nothing yet in this period; ← looks at a longer one."
ABOVE, BESIDE, FEW = "-above", "-beside", "-few"
"""How the lines stand to the plot: above it, with their groups side by side; beside it; or a few above all groups."""


class MeasuresPage(Vertical):
    """One report, as its service told it; nothing here counts."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self.told: Told | None = None
        self.by_name: dict[str, MeasureLine] = {}
        self.table = MarkedTable(id="lines", empty=NOTHING, on_mark=lambda row: self._draw())
        self.title, self.remarks = NoteLines("bold $foreground"), NoteLines(id="remarks")
        self.plot = PlotRows(id="plot")
        self.body = Container(self.table, self.plot, id="measured")
        self._mark = ""
        self._groups: tuple[str, ...] = ()
        self._tables: tuple[Table, ...] = ()

    def compose(self) -> ComposeResult:
        """The lines, the plot, and what is to be known of the whole."""
        yield self.title
        yield self.body
        yield self.remarks

    def wait(self, title: str) -> None:
        """Say that a report is being counted."""
        self.told, self.by_name = None, {}
        self.title.show((f"{title} · {COUNTING}",))
        self.table.show((Column(""),), (), empty=" ")
        self.plot.show(PlotShown())
        self.remarks.show(())

    def tell(self, told: Told, title: str, *, afresh: bool) -> None:
        """Show a report; the mark goes to its first line `afresh`, else it stays."""
        lines, self._mark = lines_of(told), "" if afresh else self._mark
        self.told, self.by_name = told, {each.name: each for each in lines}
        self._groups = groups_of(lines)
        self._tables = tuple(table_of(lines, self._groups, intervals=each) for each in (True, False))
        self.title.show((title,))
        self.remarks.show(told.remarks)
        self._lay_out(afresh)

    @property
    def marked(self) -> MeasureLine | None:
        """The marked line."""
        row = self.table.marked
        return self.by_name.get(row.key) if row else None

    def on_resize(self, event: events.Resize) -> None:
        """Set groups side by side where there is room now."""
        if self.told is not None:
            self._lay_out(False)

    def _lay_out(self, afresh: bool) -> None:
        """Set the groups side by side, with their intervals where there is room; else the plot beside the lines."""
        cells = (self.size.width or self.app.size.width) - 4  # nothing has a size before it is first shown
        table = next((each for each in self._tables if each.cells <= cells), None)
        few = len(self.by_name) <= FEW_MEASURES and len(self._groups) > len(self.by_name)
        way = FEW if few else ABOVE if table is not None else BESIDE
        for each in (ABOVE, BESIDE, FEW):
            self.body.set_class(each == way, each)
        if few or table is None:
            table = _names_only(self._tables[0])
        self.table.styles.height = len(table.rows) + 1 if few else None
        self.table.show(table.columns, table.rows, empty=NOTHING, afresh=afresh, mark=self._mark)
        self._draw()

    def _draw(self) -> None:
        """Draw the marked line, in the tick in which it is marked."""
        line = self.marked
        self._mark = line.name if line else self._mark
        self.plot.show(plot_of(line, self.told) if line and self.told else PlotShown())


def _names_only(table: Table) -> Table:
    """The lines without their groups."""
    return Table((Column(""),), tuple(MarkedRow(each.key, each.cells[:1], each.ink) for each in table.rows), 0)
