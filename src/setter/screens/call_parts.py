"""Parts of the call screen that are only its own: the band with the number, and the note."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace
from textual.content import Content
from textual.style import Style
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from setter.widgets.painted import Painted
from setter.widgets.plain import clean, cut, line, phone_grouped, phone_masked, plain, width


class Band(Struct, frozen=True):
    """Who is on the line: `number` is E.164, `since` the instant the attempt began (UTC ms), None before a dial.

    `refusal` says why the number may not be dialled; '' where it may.
    """

    name: str = ""
    title: str = ""
    company: str = ""
    number: str = ""
    extension: str = ""
    since: int | None = None
    refusal: str = ""
    inbound: bool = False
    alert: str = ""
    now: int = 0


class CallBand(Painted):
    """Three lines: the person, the firm, and the number, large, with what may be done with it."""

    DEFAULT_CSS = """
    CallBand { height: 3; padding: 0 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.band = Band()

    def show(self, band: Band) -> None:
        """Show another person, or another state of the line."""
        if band != self.band:
            self.band = band
            self.repaint()

    def tick(self, now: int) -> None:
        """Move the time on the line."""
        if self.band.since is not None:
            self.show(replace(self.band, now=now))

    def lines(self, cells: int, height: int) -> list[Content]:
        """Name and title, firm, number and state."""
        band = self.band
        name = cut(band.name or "Name unknown", cells)
        title = cut(f" · {band.title}" if band.title else "", cells - width(name))
        return [
            line((name, "bold $foreground"), (title, "$text")),
            line((cut(band.company, cells), "$text")),
            self._number(cells),
        ]

    def _number(self, cells: int) -> Content:
        band = self.band
        if not band.number:
            return line(("no number to dial", "bold $error"))
        refused = bool(band.refusal) and band.since is None
        told = phone_masked(band.number) if refused else phone_grouped(band.number)
        grouped = f" {told.replace(' ', '  ')} "
        digits = plain(grouped, "bold $text" if refused else "bold reverse $accent")
        if band.since is not None:  # before Dial nothing is offered that rings
            digits = digits.stylize(Style(link=f"tel:{clean(band.number)}"))
        extension = f" ext {band.extension}" if band.extension else ""
        words, ink = self._state()
        room = cells - width(grouped) - width(extension) - 2
        return line(digits, (extension, "bold $foreground"), "  ", (cut(words, room), ink))

    def _state(self) -> tuple[str, str]:
        band = self.band
        if band.alert:
            return f"✗ {band.alert}", "bold $error"
        if band.since is not None:
            seconds = max(band.now - band.since, 0) // 1000
            called = "they called, " if band.inbound else ""
            return f"● {called}on the line {seconds // 60}:{seconds % 60:02d}", "bold $success"
        if band.refusal:
            return f"✗ {band.refusal}", "bold $error"
        return "✓ may be dialled: d", "$success"


class NoteField(TextArea):
    """The note; every change is handed on in the tick it happens, before it is painted."""

    DEFAULT_CSS = """
    NoteField, NoteField:focus {
        height: 3; border: none; padding: 0 1; background: $surface;
        border-left: tall $border-blurred; scrollbar-size-vertical: 1;
    }
    NoteField:focus { border-left: tall $accent; }
    """

    def __init__(self, keep: Callable[[str], None]) -> None:
        placeholder = Content("t: note, kept as you type")
        super().__init__(
            compact=True, show_line_numbers=False, highlight_cursor_line=False, placeholder=placeholder, id="note"
        )
        self._keep = keep

    def edit(self, edit: Edit) -> EditResult:
        """Change the text, and keep it."""
        result = super().edit(edit)
        self._keep(self.text)
        return result

    def undo(self) -> None:
        """Take a change back, and keep what stands then."""
        super().undo()
        self._keep(self.text)

    def redo(self) -> None:
        """Change again, and keep what stands then."""
        super().redo()
        self._keep(self.text)

    def put(self, text: str) -> None:
        """Show a note that is kept already; the cursor stands at its end."""
        self.load_text(clean(text, lines=True))
        self.move_cursor(self.document.end)
