"""The ground of setter's small widgets: fixed height, painted from their own values, never laid out anew."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

from setter.widgets.plain import stack


class Painted(Widget, can_focus=False):
    """A widget that paints itself from values it was shown, at whatever size it has.

    Subclasses keep values, implement `lines`, and call `repaint` when one changes: one paint, same tick.
    """

    DEFAULT_CSS = """
    Painted {
        width: 1fr;
        height: 1;
        text-wrap: nowrap;
        text-overflow: clip;
    }
    """

    def lines(self, width: int, height: int) -> Sequence[Content]:
        """The lines to paint in an area of `width` cells by `height` rows."""
        raise NotImplementedError

    def render(self) -> Content:
        """Paint the lines that fit."""
        width, height = self.content_size
        if not width or not height:
            return Content("")
        return stack(list(self.lines(width, height))[:height])

    def repaint(self) -> None:
        """Paint again where the widget stands, without laying the screen out anew."""
        self.refresh(layout=False)

    @property
    def painted_text(self) -> str:
        """What a reader sees, without colours: for tests and for the clipboard."""
        return self.render().plain
