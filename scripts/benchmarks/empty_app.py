"""A Textual app with nothing in it: what every program on Textual pays before it shows anything of its own."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Static

READY = "ready to measure"


class EmptyApp(App[None]):
    """One line of text that counts keys."""

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static(READY)

    def on_key(self, event: events.Key) -> None:
        """Paint the line anew."""
        if event.key == "q":
            self.exit()
        self.query_one(Static).update(f"{READY} {event.key} {event.time}")


if __name__ == "__main__":
    EmptyApp().run()
