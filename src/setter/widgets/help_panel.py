"""The help panel: every key of the screen and what it does, those that work now first in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct
from textual.binding import Binding, BindingType
from textual.content import Content

from setter.widgets.painted import Painted
from setter.widgets.panel import SCROLLING, Panel
from setter.widgets.plain import cut, fit, line, width


class HelpRow(Struct, frozen=True):
    """One key: how it is shown, its sentence, and whether it works now. A row without a key is a heading."""

    key: str
    sentence: str
    works: bool = True


class HelpLines(Painted):
    """Keys and sentences in one or two columns."""

    DEFAULT_CSS = "HelpLines { height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[HelpRow, ...] = ()

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as the columns need."""
        return self._deep(width)[1]

    def _deep(self, cells: int) -> tuple[int, int]:
        columns = 2 if cells >= 90 else 1
        return columns, -(-len(self.rows) // columns)

    def lines(self, cells: int, height: int) -> list[Content]:
        """The rows, filled column by column."""
        columns, deep = self._deep(cells)
        wide = cells // columns
        parts = [self.rows[start : start + deep] for start in range(0, len(self.rows), deep)]
        keys = [max(width(row.key) for row in part) for part in parts]
        return [
            line(*(_cell(part[y], key, wide) for part, key in zip(parts, keys, strict=True) if y < len(part)))
            for y in range(deep)
        ]


def _cell(row: HelpRow, keys: int, cells: int) -> Content:
    if not row.key:
        return line((fit(row.sentence, cells), "bold $foreground"))
    later = "" if row.works else "  (not now)"
    text = cut(row.sentence, cells - keys - 4 - width(later))
    gap = " " * (cells - keys - 2 - width(text) - width(later))
    return line(
        (fit(row.key, keys, "right"), "bold $accent"),
        ("  " + text, "$text" if row.works else "$text-muted"),
        (later, "$text-muted"),
        gap,
    )


class HelpPanel(Panel):
    """Lists the keys; up and down scroll where a small terminal cannot show them all."""

    DEFAULT_CSS = """
    HelpPanel { overflow-y: auto; scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1", "close", "close", show=False, id="help.close"),
        *SCROLLING,
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(title="Keys", id=id)
        self._lines = HelpLines()

    def compose(self) -> list[HelpLines]:
        """The rows."""
        return [self._lines]

    def tell(self, rows: Sequence[HelpRow]) -> None:
        """Open with these keys."""
        self._lines.rows = tuple(rows)
        self._lines.refresh(layout=True)
        self.open()
