"""One line that says what just happened, or why a key does nothing: always in the same place, never two at once."""

from __future__ import annotations

from textual.content import Content

from setter.widgets.painted import Painted
from setter.widgets.plain import clean, cut, line, width

SIGNS = {"warning": ("! ", "bold $warning"), "error": ("✗ ", "bold $error")}


class SaidLine(Painted):
    """Says one thing at a time; `severity` is "information", "warning" or "error"."""

    DEFAULT_CSS = """
    SaidLine { height: 1; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self.words, self.severity = "", "information"

    def say(self, words: str, severity: str = "information") -> None:
        """Say something else; '' says nothing."""
        if (words, severity) != (self.words, self.severity):
            self.words, self.severity = words, severity
            self.repaint()

    def lines(self, cells: int, height: int) -> list[Content]:
        """The words; what can be pressed now stays in sight when they are too long."""
        sign, ink = SIGNS.get(self.severity, ("", "$text"))
        room = cells - width(sign)
        head, mark, tail = clean(self.words).rpartition(" · ")
        if not mark:
            return [line((sign, ink), (cut(self.words, room), ink))]
        keep = f" · {tail}"
        return [line((sign, ink), (cut(head, room - width(keep)), ink), (keep, "$text-muted"))]
