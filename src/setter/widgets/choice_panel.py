"""A panel of choices, each with its key: the other outcomes, the objections, the reasons for a break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from msgspec import Struct
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message

from setter.widgets.painted import Painted
from setter.widgets.panel import Panel
from setter.widgets.plain import cut, fit, line, width
from setter.widgets.read_panel import ReadRow, folded

COLUMN = 38
"""The cells a column of choices takes at least: two of them fit in eighty."""

LETTERS = "123456789abcdefghijklmnopqrstuvwxyz"
"""The keys of choices that have none of their own, in order."""


class ChoiceRow(Struct, frozen=True):
    """One choice: `key` is one character, `value` what the asker gets back, `note` its consequence."""

    key: str
    label: str
    value: str
    note: str = ""


def of_how_many(title: str, rows: Sequence[ChoiceRow], found: int) -> str:
    """A title that says so where there are more choices than keys."""
    return title if found <= len(rows) else f"{title} · the first {len(rows)} of {found}"


class ChoiceLines(Painted):
    """Choices in as many columns as fit, the highlighted one with a sign."""

    DEFAULT_CSS = "ChoiceLines { height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[ChoiceRow, ...] = ()
        self.said: tuple[ReadRow, ...] = ()
        self.at, self.column = 0, COLUMN

    def shape(self, cells: int) -> tuple[int, int]:
        """How many columns, and how many lines each has."""
        columns = max(min(cells // self.column, 3), 1) if len(self.rows) > 6 else 1
        return columns, -(-len(self.rows) // columns)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as the columns need below what is said before them."""
        return len(folded(self.said, width)) + self.shape(width)[1]

    def place(self, index: int) -> int:
        """The line on which a choice stands."""
        cells = max(self.content_size.width, 1)
        return len(folded(self.said, cells)) + index % self.shape(cells)[1]

    def at_place(self, x: int, y: int) -> int:
        """The choice that stands at a place; below 0 where there is none."""
        columns, deep = self.shape(self.content_size.width)
        y -= len(folded(self.said, self.content_size.width))
        index = x // max(self.content_size.width // columns, 1) * deep + y
        return index if y >= 0 and index < len(self.rows) else -1

    def lines(self, cells: int, height: int) -> list[Content]:
        """What is said before, and the choices, filled column by column."""
        columns, deep = self.shape(cells)
        wide = cells // columns
        table = [[self._cell(index, wide) for index in range(y, len(self.rows), deep)] for y in range(deep)]
        return [*folded(self.said, cells), *(line(*row) for row in table)]

    def _cell(self, index: int, cells: int) -> Content:
        row, here = self.rows[index], index == self.at
        label = cut(row.label, cells - 6)
        if row.note:
            label = fit(label, max(width(one.label) for one in self.rows if one.note))
        note = cut(f"  {row.note}", cells - 6 - width(label)) if row.note else ""
        gap = " " * (cells - 5 - width(label) - width(note))
        ink = "bold $foreground" if here else "$text"
        return line(
            ("▌" if here else " ", "$accent"),
            (f" {fit(row.key, 1)} ", "bold $accent"),
            (f" {label}", ink),
            (note, "$text-muted"),
            gap,
        )


class ChoicePanel(Panel):
    """A panel that asks for one of several: by its key, by arrows and Enter, or by a click."""

    DEFAULT_CSS = """
    ChoicePanel { overflow-y: auto; scrollbar-size-vertical: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="choice.up"),
        Binding("down", "move(1)", "Down", show=False, id="choice.down"),
        Binding("enter", "take", "take", key_display="Enter", id="choice.take", tooltip="Take the marked choice"),
    ]

    @dataclass
    class Picked(Message):
        """One choice was made, and the panel closed."""

        panel: ChoicePanel
        row: ChoiceRow

        @property
        def control(self) -> ChoicePanel:
            """The panel that asked."""
            return self.panel

    def __init__(self, *, title: object = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(title=title, id=id)
        self._list = ChoiceLines()

    def compose(self) -> ComposeResult:
        """The list of choices."""
        yield self._list

    def ask(
        self,
        title: object,
        rows: Sequence[ChoiceRow],
        at: int = 0,
        *,
        said: Sequence[ReadRow] = (),
        column: int = COLUMN,
    ) -> None:
        """Open with these choices, the one at place `at` marked.

        `said` is what to read before one chooses, `column` the cells that a column of many choices takes at least.
        """
        self.entitle(title)
        self._list.rows, self._list.said, self._list.column = tuple(rows), tuple(said), column
        self._list.at = min(at, max(len(rows) - 1, 0))
        self._list.refresh(layout=True)
        self.scroll_home(animate=False)
        self.open()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Every character belongs to the panel while it is open."""
        return character is not None and character.isprintable()

    def on_key(self, event: events.Key) -> None:
        """Take the choice whose key was pressed; other characters go nowhere.

        The key ends here: the panel closes with it, and to the screen below it would be a command.
        """
        if event.character is None or not event.character.isprintable():
            return
        event.stop()
        event.prevent_default()
        for row in self._list.rows:
            if row.key == event.character:
                self._pick(row)
                return

    def action_move(self, step: int) -> None:
        """Mark the next or the previous choice."""
        self._list.at = max(min(self._list.at + step, len(self._list.rows) - 1), 0)
        self._list.repaint()
        self.scroll_to_region(Region(0, self._list.place(self._list.at), 1, 1), animate=False)

    @property
    def told(self) -> str:
        """What a reader finds in it."""
        return self._list.painted_text

    def action_take(self) -> None:
        """Take the marked choice."""
        if self._list.rows:
            self._pick(self._list.rows[self._list.at])

    def on_click(self, event: events.Click) -> None:
        """Take the choice that was clicked."""
        at = event.get_content_offset(self._list)
        if at is None:
            return
        index = self._list.at_place(at.x, at.y)
        if index >= 0:
            self._pick(self._list.rows[index])

    def _pick(self, row: ChoiceRow) -> None:
        self.close()
        self.post_message(self.Picked(self, row))
