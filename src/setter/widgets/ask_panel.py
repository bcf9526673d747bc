"""A one-line panel: asks for a time, a name, a reason or an answer, and says in place what it did not understand."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input

from setter.domain.errors import SetterError
from setter.widgets.painted import Painted
from setter.widgets.panel import Panel
from setter.widgets.plain import clean, cut, line


class Question(Struct, frozen=True):
    """What is asked for in one line.

    `typed` hears the text at every key, before it is painted, and gives back the echo to show under it. `accept` takes
    the text on Enter; what it raises is shown in place and the panel stays.
    """

    title: str
    accept: Callable[[str], None]
    text: str = ""
    hint: str = ""
    typed: Callable[[str], str] | None = None


class AskedLine(Input):
    """A field of one line that tells every change in the tick in which it happens."""

    DEFAULT_CSS = """
    AskedLine, AskedLine:focus { border: none; height: 1; padding: 0; background: $surface; }
    """

    def __init__(self, *, replaced: bool = True) -> None:
        """`replaced`: what stands there is replaced by what is typed, as a known answer is; else it goes on."""
        super().__init__(compact=True, select_on_focus=replaced)
        self.hear: Callable[[str], None] = lambda text: None

    def watch_value(self, value: str) -> None:
        """Pass the text on before it is painted."""
        self.hear(value)


class AskedWords(Painted):
    """What the typed words mean, or what is wrong with them."""

    DEFAULT_CSS = "AskedWords { height: 2; }"

    def __init__(self) -> None:
        super().__init__()
        self.words, self.wrong = "", False

    def lines(self, cells: int, height: int) -> list[Content]:
        """The echo, the hint or the refusal, on two lines if it needs them."""
        sign, ink = ("✗ ", "bold $error") if self.wrong else ("", "$text")
        words = clean(self.words)
        if not words:
            return []
        first, rest = _halved(words, cells - len(sign))
        return [line((sign, ink), (first, ink)), line((cut(rest, cells - len(sign)), ink))]


def _halved(words: str, cells: int) -> tuple[str, str]:
    if len(words) <= cells:
        return words, ""
    space = words.rfind(" ", 0, cells)
    at = space if space > cells // 2 else cells
    return words[:at], words[at:].lstrip()


class AskPanel(Panel):
    """Asks one question after another in the same place; Escape leaves it and what was typed is not lost."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "go on", key_display="Enter", show=True, id="ask.accept", tooltip="Take this line"),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self.question: Question | None = None
        self._line = AskedLine()
        self._line.hear = self._hear
        self._words = AskedWords()

    def compose(self) -> ComposeResult:
        """The field, and what it says."""
        yield self._line
        yield self._words

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self._line.value

    @property
    def words(self) -> str:
        """The echo or the refusal on show."""
        return self._words.words

    def ask(self, question: Question) -> None:
        """Ask; an open panel goes on to this question."""
        self.question = question
        self.entitle(question.title)
        text = clean(question.text)
        self._line.value = text
        self._line.cursor_position = len(text)
        self._hear(text)
        self.open()

    def complain(self, error: SetterError) -> None:
        """Say in place what is wrong and what to type."""
        self._show(" ".join(part for part in (error.message, error.hint) if part), wrong=True)

    def _hear(self, text: str) -> None:
        if self.question is None:
            return
        try:
            echo = self.question.typed(text) if self.question.typed else ""
        except SetterError as error:  # a disk that cannot keep what is typed: a field's own errors would end the app
            self.complain(error)
            return
        self._show(echo or self.question.hint)

    def _show(self, words: str, *, wrong: bool = False) -> None:
        self._words.words, self._words.wrong = words, wrong
        self._words.repaint()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the field."""
        event.stop()
        self.action_accept()

    def action_accept(self) -> None:
        """Hand the line to the asker; it closes the panel unless another question follows."""
        question = self.question
        if question is None or not self.is_open:
            return
        try:
            question.accept(self._line.value)
        except SetterError as error:
            self.complain(error)
            return
        if self.question is question:
            self.close()

    def close(self) -> None:
        """Forget the question and close."""
        self.question = None
        super().close()
