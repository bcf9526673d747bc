"""Both looks are readable: 4.5 to 1 for every text on every ground (WCAG 2.2, 1.4.3)."""

import pytest
from textual.color import Color

from setter.widgets.theme import DARK, LIGHT, THEMES

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
