"""Which of several pages of a screen is shown, and the key of each."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from textual import events
from textual.content import Content

from setter.widgets.painted import Painted
from setter.widgets.plain import line, width

GAP = 2


class Tab(Struct, frozen=True):
    """One page: its key, and its name; `short` where room is scarce."""

    key: str
    name: str
    short: str = ""


class TabLine(Painted):
    """One line with the pages side by side, the shown one with a sign; a click presses its key."""

    DEFAULT_CSS = """
    TabLine { height: 1; padding: 0 1; }
    """

    def __init__(self, tabs: Sequence[Tab], *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._tabs, self._shown = tuple(tabs), ""

    def show(self, key: str) -> None:
        """Say which page is shown, by its key."""
        if key != self._shown:
            self._shown = key
            self.repaint()

    def lines(self, cells: int, height: int) -> list[Content]:
        """The one line."""
        parts: list[tuple[object, str]] = []
        for tab, name in self._named(cells):
            here = tab.key == self._shown
            parts.append(("▸" if here else " ", "bold $accent"))
            parts.append((tab.key, "bold $accent"))
            parts.append((f" {name}", "bold $foreground" if here else "$text-muted"))
            parts.append((" " * GAP, ""))
        return [line(*parts[:-1])]

    def _named(self, cells: int) -> list[tuple[Tab, str]]:
        full = [(tab, tab.name) for tab in self._tabs]
        if sum(_cells(name) for _, name in full) - GAP <= cells:
            return full
        return [(tab, tab.short or tab.name) for tab in self._tabs]

    def on_click(self, event: events.Click) -> None:
        """Press the key of the page that was clicked."""
        at = event.get_content_offset(self)
        x = 0
        for tab, name in self._named(self.content_size.width):
            if at is not None and x <= at.x < x + _cells(name) - GAP:
                self.app.simulate_key(tab.key)
                return
            x += _cells(name)


def _cells(name: str) -> int:
    return 3 + width(name) + GAP
