"""Panels: what opens over a screen and closes again, without the cost and the traps of a modal screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget

from setter.widgets.plain import plain

SCROLLING: list[BindingType] = [
    Binding("down", "scroll_down", "more", key_display="↓", id="panel.down", tooltip="What follows below"),
    Binding("up", "scroll_up", show=False, id="panel.up"),
    Binding("pagedown", "page_down", show=False, id="panel.page_down"),
    Binding("pageup", "page_up", show=False, id="panel.page_up"),
    Binding("home", "scroll_home", show=False, id="panel.home"),
    Binding("end", "scroll_end", show=False, id="panel.end"),
]
"""The keys of a panel that is read: of itself a `Vertical` has none of them, whatever its overflow."""


class Panel(Vertical, can_focus=True):
    """A box over the lower part of the screen: `open` shows it and takes the focus, `close` gives the focus back.

    While it is open the screen's own keys are off (see `SetterScreen.check_action`), so that a letter typed
    for the panel never becomes an outcome. Escape closes it.
    """

    DEFAULT_CSS = """
    Panel {
        display: none;
        layer: panel;
        dock: bottom;
        width: 1fr;
        height: auto;
        max-height: 80%;
        margin: 0 0 1 0;
        padding: 0 1;
        background: $panel;
        border-top: tall $accent;
        border-title-color: $accent;
        border-title-style: bold;
        border-title-background: $panel;
    }
    Panel.-open { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape", "close", "close", key_display="Esc", id="panel.close", tooltip="Close this panel and go back"
        ),
    ]

    @dataclass
    class Closed(Message):
        """The panel was closed by Escape: nothing was decided in it."""

        panel: Panel

    def __init__(self, *children: Widget, title: object = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(*children, id=id)
        self._before: Widget | None = None
        self.entitle(title)

    def entitle(self, title: object) -> None:
        """Set the panel's title; any text is safe."""
        self.border_title = plain(title)

    @property
    def is_open(self) -> bool:
        """Whether the panel is on show."""
        return self.has_class("-open")

    def allow_focus(self) -> bool:
        """A closed panel is passed over."""
        return self.is_open

    def open(self) -> None:
        """Show the panel and give it the focus; an open panel stays as it is."""
        if self.is_open:
            return
        self._before = self.screen.focused
        self.add_class("-open")
        self.first_focus().focus(scroll_visible=False)
        self.screen.refresh_bindings()

    def first_focus(self) -> Widget:
        """The widget that has the focus when the panel opens: its first field, else the panel."""
        return next((child for child in self.query("*").results(Widget) if child.can_focus), self)

    def close(self) -> None:
        """Hide the panel; the focus returns to where it was."""
        if not self.is_open:
            return
        self.remove_class("-open")
        before, self._before = self._before, None
        if before is not None and before.is_attached and before.focusable:
            before.focus(scroll_visible=False)
        else:
            self.screen.set_focus(None)
        self.screen.refresh_bindings()

    def on_resize(self) -> None:
        """Offer to read on where more follows below now, and no longer where all of it has room."""
        if self.is_open:
            self.call_after_refresh(self.screen.refresh_bindings)

    def action_close(self) -> None:
        """Close, deciding nothing."""
        self.close()
        self.post_message(self.Closed(self))
