"""A bare app that shows one widget, and the means to read what it painted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget

from setter.widgets.theme import THEMES


class Stage(App[None]):
    """Shows the widgets it was given, and remembers the messages they sent."""

    def __init__(self, *widgets: Widget) -> None:
        super().__init__()
        self.widgets = widgets
        self.heard: list[object] = []

    def compose(self) -> ComposeResult:
        yield from self.widgets

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "setter-dark"

    def hear(self, message: object) -> None:
        if not any(message is one for one in self.heard):
            self.heard.append(message)


@asynccontextmanager
async def staged(*widgets: Widget, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """Run the widgets on a stage of that size."""
    app = Stage(*widgets)
    async with app.run_test(size=size, message_hook=app.hear) as pilot:
        await pilot.pause()
        yield pilot


def painted(app: App[None]) -> list[str]:
    """The lines a terminal would show now."""
    width, height = app.size
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip)[: width * 2] for strip in strips[:height]]
