"""The facts panel: each fact of the card, marked as verified or wrong by one key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from msgspec import Struct
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from setter.widgets.painted import Painted
from setter.widgets.panel import Panel
from setter.widgets.plain import cut, fit, line, width

SIGNS = {"verified": ("✓ verified", "$success"), "wrong": ("✗ wrong", "bold $error")}


class FactChoice(Struct, frozen=True):
    """One fact that can be marked: its field, what callers call it, its value, and its mark so far."""

    field: str
    label: str
    value: str
    mark: str = ""


class FactLines(Painted):
    """The facts under one another, the marked one with a sign at its edge."""

    DEFAULT_CSS = "FactLines { height: auto; }"

    def __init__(self) -> None:
        super().__init__()
        self.facts: tuple[FactChoice, ...] = ()
        self.at = 0

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """One line a fact, and one that says the keys."""
        return len(self.facts) + 1

    def lines(self, cells: int, height: int) -> list[Content]:
        """The facts, and the keys."""
        labels = max((width(fact.label) for fact in self.facts), default=0)
        keys = line(
            ("v", "bold $accent"), (" verified  ", "$text-muted"), ("w", "bold $accent"), (" wrong  ", "$text-muted")
        )
        return [*(self._row(index, labels, cells) for index in range(len(self.facts))), keys]

    def _row(self, index: int, labels: int, cells: int) -> Content:
        fact, here = self.facts[index], index == self.at
        sign, ink = SIGNS.get(fact.mark, ("", ""))
        value = cut(fact.value or "–", cells - labels - 5 - width(sign))
        return line(
            ("▌" if here else " ", "$accent"),
            (f" {fit(fact.label, labels)}  ", "$text-muted"),
            (value, "bold $foreground" if here else "$text"),
            (f"  {sign}", ink),
        )


class FactsPanel(Panel):
    """Up and down mark a fact, `v` says that it is right, `w` that it is wrong."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "Up", show=False, id="facts.up"),
        Binding("down", "move(1)", "Down", show=False, id="facts.down"),
        Binding("v", "judge('verified')", "verified", id="facts.verified", tooltip="The prospect says it is right"),
        Binding("w", "judge('wrong')", "wrong", id="facts.wrong", tooltip="It is wrong: type what is right"),
        Binding("enter,e", "close", "close", show=False, id="facts.close"),
    ]

    @dataclass
    class Judged(Message):
        """A fact was found right ("verified") or "wrong"."""

        fact: FactChoice
        verdict: str

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(title="Facts: right or wrong?", id=id)
        self._list = FactLines()

    def compose(self) -> list[FactLines]:
        """The facts."""
        return [self._list]

    def ask(self, facts: Sequence[FactChoice], at: str = "") -> None:
        """Open with these facts, or show how they stand now; `at` is the field to mark first."""
        self._list.facts = tuple(facts)
        places = [index for index, fact in enumerate(facts) if fact.field == at]
        self._list.at = places[0] if places else min(self._list.at, len(facts) - 1) if self.is_open else 0
        self._list.refresh(layout=not self.is_open)
        self.open()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters that mean nothing here go nowhere."""
        return character is not None and character.isprintable() and key not in ("v", "w", "e")

    def action_move(self, step: int) -> None:
        """Mark the next or the previous fact."""
        self._list.at = max(min(self._list.at + step, len(self._list.facts) - 1), 0)
        self._list.repaint()

    def action_judge(self, verdict: str) -> None:
        """Say so to the screen."""
        if self._list.facts:
            self.post_message(self.Judged(self._list.facts[self._list.at], verdict))

    def on_click(self, event: events.Click) -> None:
        """Mark the fact that was clicked."""
        at = event.get_content_offset(self._list)
        if at is not None and at.y < len(self._list.facts):
            self._list.at = at.y
            self._list.repaint()
