"""A panel to read: rows under headings, wrapped, scrolled by the arrows where they are many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from msgspec import Struct
from textual.binding import Binding, BindingType
from textual.content import Content

from setter.widgets.painted import Painted
from setter.widgets.panel import SCROLLING, Panel
from setter.widgets.plain import cut, fit, line, plain, width

SIGNS = {"yes": ("✓ ", "$success"), "no": ("✗ ", "bold $error"), "": ("", "")}


class ReadRow(Struct, frozen=True):
    """One row: a label, its text, and a sign "yes", "no" or none. A row with no text is a heading."""

    label: str
    text: str = ""
    sign: str = ""


Page = tuple[object, Sequence[ReadRow]]
"""A title, and the rows under it."""
Behind = Callable[[], Page | None]
"""Asked for a page when somebody turns to it; None where it cannot be had now."""


class ReadLines(Painted):
    """Rows with their labels in one column and their text folded beside it."""

    DEFAULT_CSS = "ReadLines { height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[ReadRow, ...] = ()

    def show(self, rows: Sequence[ReadRow]) -> None:
        """Show other rows."""
        if tuple(rows) != self.rows:
            self.rows = tuple(rows)
            self.refresh(layout=True)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as the folded texts need."""
        return len(self.lines(width, 0))

    def lines(self, cells: int, height: int) -> list[Content]:
        """Every row; a long text goes on under itself. What has no room in a given height is counted."""
        told = folded(self.rows, cells)
        if not 0 < height < len(told):
            return told
        return [*told[: height - 1], line((f"{len(told) - height + 1} more lines", "$text-muted"))]


def folded(rows: Sequence[ReadRow], cells: int) -> list[Content]:
    """Rows as lines: labels in one column, texts folded beside them."""
    label = min(max((width(row.label) for row in rows if row.text), default=0), cells // 3)
    return [one for row in rows for one in _row(row, label, cells)]


def _row(row: ReadRow, label: int, cells: int) -> list[Content]:
    if not row.text:
        return [line((cut(row.label, cells), "bold $accent"))]
    sign, ink = SIGNS[row.sign]
    room = max(cells - label - 2 - len(sign), 8)
    parts = plain(row.text, "$text").wrap(room) or [Content("")]
    first = line((fit(row.label, label), "$text-muted"), "  ", (sign, ink), parts[0].rstrip())
    return [first, *(line(" " * (label + 2 + len(sign)), part.rstrip()) for part in parts[1:])]


class ReadPanel(Panel):
    """Shows rows until Escape or the key that opened it."""

    DEFAULT_CSS = """
    ReadPanel { overflow-y: auto; scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "close", "close", show=False, id="read.close"),
        Binding("w", "turn", "turn page", id="read.turn", tooltip="The page behind this one, and back"),
        *SCROLLING,
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._lines = ReadLines()
        self._shown: Page = ("", ())
        self._behind: Behind | None = None

    def compose(self) -> list[ReadLines]:
        """The rows."""
        return [self._lines]

    def tell(self, title: object, rows: Sequence[ReadRow], behind: Behind | None = None) -> None:
        """Open with these rows; `behind` gives another page, which is asked for when somebody turns to it."""
        self._behind = behind
        self._show((title, rows))
        self.open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Turn no page where there is none behind."""
        return self._behind is not None if action == "turn" else True

    def action_turn(self) -> None:
        """Show the page behind; turned again, this one."""
        page = self._behind() if self._behind is not None else None
        if page is not None:
            shown = self._shown
            self._show(page)
            self._behind = lambda: shown

    def _show(self, page: Page) -> None:
        self._shown = page
        title, rows = page
        self.entitle(title)
        self._lines.show(rows)
        self.scroll_home(animate=False)
        self.call_after_refresh(self.screen.refresh_bindings)  # only then it is known whether more follows below

    @property
    def told(self) -> str:
        """What a reader finds in it."""
        return self._lines.painted_text
