"""The opt-out panel: one key opens it from anywhere, Enter does it, Escape does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from setter.widgets.painted import Painted
from setter.widgets.panel import Panel
from setter.widgets.plain import clean, cut, line, width


class OptOutTarget(Struct, frozen=True):
    """Whom an opt-out would be for: the prospect's id, name and company, and the client they will not hear from."""

    prospect: int
    name: str
    company: str = ""
    client: str = ""


class OptOutLines(Painted):
    """What Enter would do, in words."""

    DEFAULT_CSS = "OptOutLines { height: 2; }"

    def __init__(self) -> None:
        super().__init__()
        self.target: OptOutTarget | None = None

    def lines(self, cells: int, height: int) -> list[Content]:
        """Who, and for whom."""
        if self.target is None:
            return []
        who = " · ".join(part for part in (self.target.name, self.target.company) if part)
        client = self.target.client or "this client"
        return [
            line(("Never contact again: ", "$text"), (cut(who, cells - 21), "bold $foreground")),
            line((_consequence(client, cells), "$text")),
        ]


def _consequence(client: str, cells: int) -> str:
    """What it means; what a narrow terminal has no room for is told with fewer words, never cut off."""
    said = (
        f"All numbers, all campaigns of {client}, at once. Only compliance can undo it.",
        f"Everywhere for {client}, at once. Only compliance can undo it.",
        "Everywhere, at once. Only compliance can undo it.",
    )
    return next((each for each in map(clean, said) if width(each) <= cells), said[-1])


class OptOutPanel(Panel):
    """Asks once before a person is taken off every list (R-075)."""

    DEFAULT_CSS = """
    OptOutPanel { border-top: tall $error; border-title-color: $error; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter",
            "confirm",
            "opt out",
            key_display="Enter",
            id="opt_out.confirm",
            tooltip="Never contact this person again",
        ),
    ]

    @dataclass
    class Confirmed(Message):
        """The caller confirmed: this person must not be contacted again."""

        target: OptOutTarget

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(title="Opt out", id=id)
        self._lines = OptOutLines()

    def compose(self) -> ComposeResult:
        """The sentence."""
        yield self._lines

    def ask(self, target: OptOutTarget) -> None:
        """Open for this person; the person does not change while the panel is open."""
        if self.is_open:
            return
        self._lines.target = target
        self._lines.repaint()
        self.open()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """No letter means anything here."""
        return character is not None and character.isprintable()

    def action_confirm(self) -> None:
        """Do it, once."""
        target, self._lines.target = self._lines.target, None
        if target is None or not self.is_open:
            return
        self.close()
        self.post_message(self.Confirmed(target))
