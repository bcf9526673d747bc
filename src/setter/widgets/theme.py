"""The two looks of setter: calm and dense, one accent, every text readable by WCAG's 4.5 to 1.

Colours are named here and nowhere else; widgets say `$accent`, `$text-muted` and the like, and pair each with
a word or a sign, so that nothing is lost on a terminal without colour.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="setter-dark",
    primary="#7fb8cf",
    secondary="#7fb8cf",
    accent="#7fb8cf",
    foreground="#f3f6fa",
    background="#13171c",
    surface="#1a1f26",
    panel="#232a33",
    success="#8fc28a",
    warning="#dcb871",
    error="#ec9084",
    dark=True,
    variables={
        "text": "#d5dae1",
        "text-muted": "#9ba5b2",
        "block-cursor-background": "#243c49",
        "block-cursor-foreground": "#f3f6fa",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#20282f",
        "block-cursor-blurred-foreground": "#d5dae1",
        "input-selection-background": "#7fb8cf 35%",
        "border": "#7fb8cf",
        "border-blurred": "#39434f",
        "scrollbar": "#39434f",
        "scrollbar-hover": "#4b5866",
        "scrollbar-active": "#7fb8cf",
        "scrollbar-background": "#13171c",
        "scrollbar-background-hover": "#13171c",
        "scrollbar-background-active": "#13171c",
    },
)

LIGHT = Theme(
    name="setter-light",
    primary="#135d7c",
    secondary="#135d7c",
    accent="#135d7c",
    foreground="#0a0e12",
    background="#fbfbf8",
    surface="#f3f3ef",
    panel="#e8e9e4",
    success="#1f6430",
    warning="#754c00",
    error="#a02c23",
    dark=False,
    variables={
        "text": "#20262c",
        "text-muted": "#525b64",
        "block-cursor-background": "#d2e5ee",
        "block-cursor-foreground": "#0a0e12",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#e6ebec",
        "block-cursor-blurred-foreground": "#20262c",
        "input-selection-background": "#135d7c 25%",
        "border": "#135d7c",
        "border-blurred": "#bfc4c4",
        "scrollbar": "#bfc4c4",
        "scrollbar-hover": "#9aa2a4",
        "scrollbar-active": "#135d7c",
        "scrollbar-background": "#fbfbf8",
        "scrollbar-background-hover": "#fbfbf8",
        "scrollbar-background-active": "#fbfbf8",
    },
)

THEMES = (DARK, LIGHT)
"""Every theme the app registers, the default first; ansi terminals may use Textual's own ansi themes."""
