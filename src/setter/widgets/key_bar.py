"""The key bar: one widget that paints only the keys that work now, the most important first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct
from textual import events
from textual.actions import parse
from textual.binding import Binding
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from setter.widgets.painted import Painted
from setter.widgets.plain import line, width

GAP: Final = 2
FEW: Final = 2
"""So few keys of a group are no row of their own."""


class KeyHint(Struct, frozen=True):
    """How a key stands on the bar: a lower `rank` stays longer, `short` is its label where room is scarce.

    Keys of one `group` share a row of their own.
    """

    rank: int
    short: str = ""
    group: str = ""


NEAR: Final = KeyHint(1)
"""How keys stand that no hint names: those of the widget that has the focus, so near the front."""


class Chip(Struct, frozen=True):
    """One key as the bar paints it: what to press, what is shown, what it does."""

    key: str
    shown: str
    label: str
    hint: KeyHint

    def text(self, short: bool) -> str:
        """The words beside the key."""
        return (self.hint.short or self.label) if short else self.label

    def cells(self, short: bool) -> int:
        """The room it takes."""
        return width(self.shown) + 1 + width(self.text(short))


class Placed(Struct, frozen=True):
    """A chip on its row, from cell `x` on."""

    chip: Chip
    x: int
    short: bool

    @property
    def end(self) -> int:
        """The cell after its last one."""
        return self.x + self.chip.cells(self.short)


def place(chips: Sequence[Chip], cells: int, more: Chip | None) -> tuple[list[Placed], list[Chip]]:
    """Set chips on one row: in full, else the least important shortened, else dropped; returns also what is left.

    `more` ("? keys") keeps its place at the end of the row whatever is dropped.
    """
    kept = list(chips)
    while True:
        row = [*kept, more] if more else kept
        by_rank = sorted(row, key=lambda chip: chip.hint.rank, reverse=True)
        for shortened in range(len(row) + 1):
            placed = _at(row, by_rank[:shortened])
            if not placed or placed[-1].end <= cells:
                return placed, [chip for chip in chips if chip not in kept]
        if not kept:
            return [], list(chips)
        kept.remove(max(kept, key=lambda chip: chip.hint.rank))


def _at(row: Sequence[Chip], shortened: Sequence[Chip]) -> list[Placed]:
    placed, x = [], 0
    for chip in row:
        placed.append(Placed(chip, x, chip in shortened))
        x = placed[-1].end + GAP
    return placed


def live_bindings(screen: Screen[Any]) -> Iterator[tuple[str, Binding]]:
    """Yield each key that works now with the binding it really reaches.

    A text field submits by Enter, and every widget binds the arrows to a scrolling it may not be able to do:
    there the binding of whoever holds the field is what the key means.
    """
    for key, (node, binding, enabled, _) in screen.active_bindings.items():
        if binding.action == "submit" or _scrolls_nothing(node, binding.action):
            yield from ((key, one) for one in _behind(screen, node, key))
        elif enabled:
            yield key, binding


def _behind(screen: Screen[Any], node: DOMNode, key: str) -> list[Binding]:
    """What a key means to the first of those round a field that knows it: its panel, else the screen."""
    for around in node.ancestors:
        known = [one for one in around._bindings.key_to_bindings.get(key, ()) if not one.action.startswith("scroll_")]
        if known:
            return [one for one in known if around.check_action(*_parsed(one.action)) is True]
        if around is screen:
            break
    return []


def _scrolls_nothing(node: DOMNode, action: str) -> bool:
    if not isinstance(node, Widget) or not action.startswith(("scroll_", "page_")):
        return False
    sideways = action.endswith(("left", "right"))
    return not (node.allow_horizontal_scroll if sideways else node.allow_vertical_scroll)


def _parsed(action: str) -> tuple[str, tuple[object, ...]]:
    _, name, parameters = parse(action)
    return name, parameters


class KeyBar(Painted):
    """The keys that work now, painted from the screen's active bindings; a click presses the key.

    `hints` says by binding id how each key stands; keys without a hint belong to what has the focus, and come first.
    `rows` is fixed, so that the bar never moves the screen. Keys that a text field would eat are not shown.
    """

    DEFAULT_CSS = """
    KeyBar {
        height: 1;
        padding: 0 1;
        background: $surface;
        color: $text-muted;
    }
    KeyBar.-two-rows { height: 2; }
    """

    def __init__(
        self,
        hints: Mapping[str, KeyHint] | None = None,
        *,
        rows: int = 1,
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        super().__init__(id=id, classes="-two-rows" if rows == 2 else None)
        self._hints = hints or {}
        self._chips: list[Chip] = []
        self._placed: list[list[Placed]] = []

    def on_mount(self) -> None:
        """Follow the screen's keys."""
        self.screen.bindings_updated_signal.subscribe(self, self._take, immediate=True)
        self._take(self.screen)

    def chips(self) -> list[Chip]:
        """Every key that works now and is meant to be seen, the most important first."""
        found: dict[str, Chip] = {}
        for key, binding in live_bindings(self.screen):
            if binding.show and binding.description:
                name = binding.id or f"{binding.action} {key}"
                hint = self._hints.get(name, NEAR)
                found.setdefault(name, Chip(key, self.app.get_key_display(binding), binding.description, hint))
        return sorted(found.values(), key=lambda chip: chip.hint.rank)

    def _take(self, _: Screen[object]) -> None:
        chips = self.chips()
        if chips != self._chips:
            self._chips = chips
            self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        """One row, or two: a group has the first for itself."""
        self._placed = list(self._rows(width, height))
        return [self._painted(row) for row in self._placed]

    def _rows(self, cells: int, height: int) -> list[list[Placed]]:
        help_key = next((chip for chip in self._chips if chip.shown == "?"), None)
        grouped = [chip for chip in self._chips if chip.hint.group]
        rest = [chip for chip in self._chips if not chip.hint.group and chip is not help_key]
        if height == 1:
            return [place([*rest, *grouped], cells, help_key)[0]]
        if len(grouped) > FEW:
            return [place(grouped, cells, None)[0], place(rest, cells, help_key)[0]]
        first, left = place([*rest, *grouped], cells, None)
        return [first, place(left, cells, help_key)[0]]

    def _painted(self, row: Sequence[Placed]) -> Content:
        parts: list[tuple[object, str]] = []
        for placed in row:
            if parts:
                parts.append((" " * GAP, ""))
            parts.append((placed.chip.shown, "bold $accent"))
            parts.append((f" {placed.chip.text(placed.short)}", "$text"))
        return line(*parts)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        at = event.get_content_offset(self)
        if at is None or not at.y < len(self._placed):
            return
        for placed in self._placed[at.y]:
            if placed.x <= at.x < placed.end:
                self.app.simulate_key(placed.chip.key)
                return
