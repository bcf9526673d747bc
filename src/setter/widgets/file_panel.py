"""A panel to pick a file: a path that completes as it is typed, and under it what is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input

from setter.widgets.ask_panel import AskedLine
from setter.widgets.panel import Panel
from setter.widgets.search_panel import FoundLines, FoundRow


class FileRow(Struct, frozen=True):
    """A file or a folder to go into: its whole path, its name, and a word about it (how old, how large)."""

    path: str
    name: str
    is_folder: bool
    note: str = ""


Look = Callable[[str], Sequence[FileRow]]
"""Told the path as typed; gives what it may mean, the likeliest first."""


class FilePanel(Panel):
    """Asks for a file; `Picked` says which. Enter or Tab on a folder goes into it, Backspace out again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="file.up"),
        Binding("down", "move(1)", "Down", show=False, id="file.down"),
        Binding("tab", "complete", "complete", key_display="Tab", id="file.complete", tooltip="Complete the path"),
        Binding("enter", "take", "open", key_display="Enter", id="file.take", tooltip="Open what is marked"),
    ]

    @dataclass
    class Picked(Message):
        """A path was picked, and the panel closed."""

        panel: FilePanel
        path: str

    def __init__(self, look: Look, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._look = look
        self._rows: tuple[FileRow, ...] = ()
        self._field = AskedLine(replaced=False)
        self._field.hear = self._hear
        self._found = FoundLines()

    def compose(self) -> ComposeResult:
        """The path, and what is there."""
        yield self._field
        yield self._found

    @property
    def text(self) -> str:
        """The path as typed."""
        return self._field.value

    @property
    def rows(self) -> tuple[FileRow, ...]:
        """What is on show."""
        return self._rows

    def ask(self, title: object, path: str) -> None:
        """Open on a path, a folder's with its slash."""
        self.entitle(title)
        self._type(path)
        self._hear(path)
        self.open()

    def _type(self, path: str) -> None:
        self._field.value = path
        self._field.cursor_position = len(path)

    def _hear(self, text: str) -> None:
        self._rows = tuple(self._look(text))
        self._found.rows = tuple(FoundRow(0, row.name, "", row.note) for row in self._rows)
        self._found.at, self._found.empty = 0, "Nothing there begins like that."
        self._found.repaint()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the field."""
        event.stop()
        self.action_take()

    def action_move(self, step: int) -> None:
        """Mark the next or the one before."""
        self._found.at = max(min(self._found.at + step, len(self._rows) - 1), 0)
        self._found.repaint()

    def action_complete(self) -> None:
        """Write out what is marked; into a folder, what it holds is shown."""
        if self._rows:
            row = self._rows[self._found.at]
            self._type(f"{row.path}/" if row.is_folder else row.path)

    def action_take(self) -> None:
        """Open the marked file, or go into the marked folder; a path that names nothing is handed on as typed."""
        if self._rows and self._rows[self._found.at].is_folder:
            self.action_complete()
            return
        path = self._rows[self._found.at].path if self._rows else self.text.strip()
        if path:
            self.close()
            self.post_message(self.Picked(self, path))
