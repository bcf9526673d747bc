"""Both looks are readable: 4.5 to 1 for every text on every ground (WCAG 2.2, 1.4.3)."""

import pytest
from textual.color import Color

from setter.widgets.theme import DARK, LIGHT, THEMES
from widgets.gallery import BookPage, CallPage, Gallery, QueuePage
from widgets.stage import painted

TEXTS = ("foreground", "text", "text-muted", "accent", "success", "warning", "error")
GROUNDS = ("background", "surface", "panel", "block-cursor-background", "block-cursor-blurred-background")


def luminance(color: Color) -> float:
    parts = [part / 255 for part in color.rgb]
    red, green, blue = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("ground", GROUNDS)
def test_every_text_is_readable_on_every_ground(theme, text, ground):
    colors = theme.to_color_system().generate()
    assert contrast(colors[text], colors[ground]) >= 4.5


def test_one_accent():
    assert all(theme.primary == theme.secondary == theme.accent for theme in (DARK, LIGHT))


@pytest.mark.parametrize("page", [QueuePage, CallPage, BookPage])
async def test_nothing_is_said_by_colour_alone(page, monkeypatch):
    """A terminal without colour, or with its own sixteen, reads the same words and signs."""

    async def read(theme: str) -> list[str]:
        async with Gallery(page, theme).run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            return painted(pilot.app)

    coloured = await read("setter-dark")
    assert await read("setter-light") == coloured
    assert await read("ansi-dark") == coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert await read("setter-dark") == coloured
