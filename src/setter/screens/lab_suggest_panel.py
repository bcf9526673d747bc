"""Suggested changes of the rules, one a line: each is taken by itself, with what it rests on in sight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from setter.widgets.marked_table import MarkedRow, MarkedTable
from setter.widgets.panel import Panel
from setter.widgets.read_panel import ReadLines, ReadRow
from setter.widgets.table_lines import Column

COLUMNS = (Column("line"), Column("points", number=True), Column("what came of it", spare=True))
MOST = 12


class SuggestedRow(Struct, frozen=True):
    """A suggestion as it is shown: its row, and all that it rests on."""

    row: MarkedRow
    behind: tuple[ReadRow, ...]


class SuggestPanel(Panel):
    """The suggestions, and below them what the marked one rests on."""

    DEFAULT_CSS = """
    SuggestPanel { max-height: 90%; }
    SuggestPanel MarkedTable { padding: 0; }
    SuggestPanel ReadLines { height: 7; margin: 1 0 0 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "space,enter", "take", "take or leave", key_display="Space", id="suggest.take", tooltip="Into the draft"
        ),
    ]

    @dataclass
    class Taken(Message):
        """One suggestion is wanted in the draft, or no more."""

        key: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self.table, self.said = MarkedTable(on_mark=self._tell_behind), ReadLines()
        self._behind: dict[str, tuple[ReadRow, ...]] = {}

    def compose(self) -> ComposeResult:
        """The lines, then what they rest on."""
        yield self.table
        yield self.said

    def tell(self, title: str, rows: Sequence[SuggestedRow]) -> None:
        """Open with these, or go on with them."""
        self.entitle(title)
        self._behind = {each.row.key: each.behind for each in rows}
        self.table.styles.height = min(len(rows), MOST) + 1
        self.table.show(COLUMNS, [each.row for each in rows])
        if self.table.marked:
            self._tell_behind(self.table.marked)
        self.open()

    def _tell_behind(self, row: MarkedRow) -> None:
        self.said.show(self._behind.get(row.key, ()))

    def action_take(self) -> None:
        """Take the marked one into the draft, or out of it."""
        if row := self.table.marked:
            self.post_message(self.Taken(row.key))
