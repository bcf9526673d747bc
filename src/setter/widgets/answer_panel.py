"""The conversation: the words to say, set large, and the numbered ways on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec import Struct
from textual import events
from textual.content import Content
from textual.message import Message

from setter.widgets.painted import Painted
from setter.widgets.plain import clean, cut, line, plain, width

MEASURE = 68
"""Cells in a line of spoken words: what an eye takes in while a mouth speaks."""


class Option(Struct, frozen=True):
    """A numbered way on; `chosen` marks the one that the last answer gave."""

    key: str
    label: str
    chosen: bool = False


class Turn(Struct, frozen=True):
    """One node of the script as it is spoken.

    `known` is an answer that stands already and `known_from` where it came from ("list, 2 d ago"); `step` is ready
    to read ("Need · 3 of 9"); `note` is a quiet word to the caller.
    """

    say: str
    step: str = ""
    options: tuple[Option, ...] = ()
    asks: str = ""
    known: str = ""
    known_from: str = ""
    note: str = ""


class AnswerPanel(Painted):
    """Says what to say and which digits answer it; clicking a way on chooses it."""

    DEFAULT_CSS = """
    AnswerPanel { height: 1fr; min-height: 6; padding: 0 1; }
    """

    @dataclass
    class Picked(Message):
        """A way on was clicked; the digits are the screen's own keys."""

        option: Option

    def __init__(self, turn: Turn | None = None, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._turn = turn or Turn("")
        self._rows: list[Option | None] = []

    @property
    def turn(self) -> Turn:
        """The node on show."""
        return self._turn

    def show(self, turn: Turn) -> None:
        """Show another node."""
        if turn != self._turn:
            self._turn = turn
            self.repaint()

    def lines(self, cells: int, height: int) -> list[Content]:
        """The step, the words with room round them, the known answer, the ways on.

        Where there is no room for all, the words shorten before the ways on do.
        """
        turn = self._turn
        after = self._known(cells) + [_option(option, cells) for option in turn.options]
        if turn.note:
            after.append(line(("  ", ""), (cut(turn.note, cells - 2), "italic $text-muted")))
        loose = height >= len(after) + 5
        said = self._said(min(cells - 4, MEASURE), max(height - len(after) - (3 if loose else 1), 1))
        gap = [Content("")] if loose else []
        rows = [line((cut(turn.step, cells), "$text-muted")), *gap, *said, *gap, *after]
        first = len(rows) - len(turn.options) - (1 if turn.note else 0)
        self._rows = [None] * first + list(turn.options)
        return rows

    def _said(self, measure: int, room: int) -> list[Content]:
        words = plain(self._turn.say, "bold $foreground", lines=True)
        rows = words.fold(measure) if not words else _wrapped(words, measure)
        if len(rows) > room:
            rows = [*rows[: room - 1], line((cut(rows[room - 1].plain, measure - 2) + " …", "bold $foreground"))]
        return [line("  ", row) for row in rows]

    def _known(self, cells: int) -> list[Content]:
        turn = self._turn
        if not (turn.asks or turn.known):
            return []
        if not turn.known:
            return [line(("  ? ", "bold $accent"), (cut(turn.asks, cells - 4), "$text"))]
        source = f"  ({clean(turn.known_from)})" if turn.known_from else ""
        keep = "   Enter keeps it"
        label = cut(f"{turn.asks}: " if turn.asks else "", cells // 2)
        value = cut(turn.known, cells - 4 - width(label) - width(keep))
        room = cells - 4 - width(label) - width(value) - width(keep)
        return [
            line(
                ("  = ", "bold $accent"),
                (label, "$text"),
                (value, "bold $foreground"),
                (cut(source, room) if room > 6 else "", "$text-muted"),
                (keep, "$text-muted"),
            )
        ]

    def on_click(self, event: events.Click) -> None:
        """Choose the way on that was clicked."""
        at = event.get_content_offset(self)
        if at is not None and at.y < len(self._rows) and (option := self._rows[at.y]) is not None:
            self.post_message(self.Picked(option))


def _wrapped(words: Content, measure: int) -> Sequence[Content]:
    return [row.rstrip() for row in words.wrap(measure)]


def _option(option: Option, cells: int) -> Content:
    ink = "bold $accent" if option.chosen else "$text"
    sign = "  ◂" if option.chosen else ""
    return line(
        (f"  {cut(option.key, 3)} ", "bold $accent"), (" ", ""), (cut(option.label, cells - 8), ink), (sign, ink)
    )
