"""Search as you type: a field, and under it who was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from setter.widgets.painted import Painted
from setter.widgets.panel import Panel
from setter.widgets.plain import clean, cut, fit, line, width

SHOWN = 10


class FoundRow(Struct, frozen=True):
    """Somebody who was found; `barred` says why nobody may take them up, `note` how they stand.

    `key` is what the asker takes up, `person` the prospect's own id: 0 for somebody nobody knows yet.
    """

    key: int
    name: str
    rest: str = ""
    note: str = ""
    barred: str = ""
    person: int = 0


class FoundLines(Painted):
    """Who was found, one a line, the marked one with a sign."""

    DEFAULT_CSS = f"FoundLines {{ height: {SHOWN}; }}"

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[FoundRow, ...] = ()
        self.at = 0
        self.empty = ""

    def lines(self, cells: int, height: int) -> list[Content]:
        """The rows, or what to type."""
        if not self.rows:
            return [line((cut(self.empty, cells), "$text-muted"))]
        first = max(0, self.at - height + 1)
        return [self._row(row, first + place, cells) for place, row in enumerate(self.rows[first : first + height])]

    def _row(self, row: FoundRow, index: int, cells: int) -> Content:
        here = index == self.at
        note = cut(row.barred or row.note, max(cells // 3, 8))
        room = cells - width(note) - 3
        name = cut(row.name, room)
        rest = fit(f" · {clean(row.rest)}" if row.rest else "", room - width(name))
        return line(
            ("▌ " if here else "  ", "$accent"),
            (name, "bold $foreground" if here else "$foreground"),
            (rest, "$text"),
            " ",
            (note, "bold $error" if row.barred else "$text-muted"),
        )


class SearchPanel(Panel):
    """Asks whom to find; `Asked` goes out at every letter, and whoever knows answers with `found`."""

    DEFAULT_CSS = """
    SearchPanel Input, SearchPanel Input:focus {
        border: none; height: 1; padding: 0; margin: 0 0 1 0; background: $surface;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="search.up"),
        Binding("down", "move(1)", "Down", show=False, id="search.down"),
        Binding("enter", "take", "take", key_display="Enter", id="search.take", tooltip="Take the marked person"),
    ]

    @dataclass
    class Asked(Message):
        """The words changed: somebody is sought by them."""

        text: str

    @dataclass
    class Chosen(Message):
        """One of the found was taken, and the panel closed."""

        row: FoundRow

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(title="Search", id=id)
        self._field = Input(placeholder="name, company, e-mail or number", compact=True)
        self._found = FoundLines()
        self._of: str | None = ""
        self._wanted = False

    def compose(self) -> ComposeResult:
        """The field and who was found."""
        yield self._field
        yield self._found

    @property
    def rows(self) -> tuple[FoundRow, ...]:
        """Who is on show."""
        return self._found.rows

    @property
    def marked(self) -> FoundRow | None:
        """The one who is marked; None where nobody was found."""
        rows = self._found.rows
        return rows[self._found.at] if rows else None

    def ask(self, title: object = "Search") -> None:
        """Open with an empty field."""
        self.entitle(title)
        self._field.value = ""
        self.found("", ())
        self.open()

    def found(self, text: str, rows: Sequence[FoundRow]) -> None:
        """Show who was found by `text`; an answer to words that have changed since is let go."""
        if text.strip() != self._field.value.strip():
            return
        self._of, self._found.rows, self._found.at = text.strip(), tuple(rows), 0
        self._found.empty = "Nobody found." if len(text.strip()) > 1 else "Two letters or digits begin the search."
        self._show()
        if self._wanted:
            self.action_take()

    @property
    def text(self) -> str:
        """The words in the field."""
        return self._field.value

    def unanswered(self) -> None:
        """Show nobody: these words have no answer yet."""
        self._wanted = False
        self._of, self._found.rows, self._found.at = None, (), 0
        self._found.empty = "No answer yet."
        self._found.repaint()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass the words on."""
        event.stop()
        self._wanted = False
        self.post_message(self.Asked(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the field takes the marked one."""
        event.stop()
        self.action_take()

    def action_move(self, step: int) -> None:
        """Mark the next or the one before."""
        self._found.at = max(min(self._found.at + step, len(self._found.rows) - 1), 0)
        self._show()

    def _show(self) -> None:
        self._found.repaint()
        self.screen.refresh_bindings()  # an opt-out is for whoever is marked

    def action_take(self) -> None:
        """Take the marked one; words whose answer is still on its way are waited for, never an older answer taken."""
        if self._of != self._field.value.strip():
            self._wanted = True
            return
        self._wanted = False
        if self._found.rows:
            row = self._found.rows[self._found.at]
            self.close()
            self.post_message(self.Chosen(row))
