"""Pictures of screens: what a terminal shows, as SVG, compared with the golden ones in `screens/`.

`REPAINT=1` accepts what is painted now. The goldens are README's pictures too: one and the same file.
"""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from textual.app import App
    from textual.pilot import Pilot

GOLDENS = Path(__file__).resolve().parent.parent / "screens"
SIZES = {"": (100, 30), "-80x24": (80, 24)}
"""The sizes every screen is pictured at, by the suffix of the picture's name."""

AssertPictured = Callable[["App | Pilot", str], None]


def picture(app: App) -> str:
    """Paint an app as SVG, the same bytes for the same screen: ids by place, no font fetched from anywhere."""
    svg = app.export_screenshot(title="setter", simplify=True)
    svg = re.sub(r"terminal-\d+", "setter", svg)
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code, monospace", "'DejaVu Sans Mono', 'Fira Code', monospace")
    return "\n".join(row.rstrip() for row in svg.splitlines()) + "\n"


def compare(shown: str, name: str, goldens: Path = GOLDENS) -> None:
    """Hold a picture against its golden one; AssertionError names both files where they differ."""
    golden = goldens / f"{name}.svg"
    if os.environ.get("REPAINT") == "1":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(shown, encoding="utf-8", newline="\n")
        return
    if golden.exists() and golden.read_text(encoding="utf-8") == shown:
        return
    actual = Path(tempfile.mkdtemp(prefix="setter-pictures-")) / f"{name}.svg"
    actual.write_text(shown, encoding="utf-8", newline="\n")
    reason = "differs from its picture" if golden.exists() else "has no picture yet"
    pytest.fail(f"{name} {reason}\n  golden: {golden}\n  actual: {actual}\n  scripts/paint accepts it", pytrace=False)


def pytest_configure(config: pytest.Config) -> None:
    """Make picture tests known by a mark, so that scripts/paint can run them alone."""
    config.addinivalue_line("markers", "picture: compares a screen with its golden picture")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that compares a picture."""
    for item in items:
        if "assert_pictured" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.picture)


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Hold still what would make two pictures of one screen differ: cursors, motion, colours, the machine's zone."""
    from textual.widgets import Input, TextArea

    for field in (Input, TextArea):
        monkeypatch.setattr(field.cursor_blink, "_default", False)
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")
    for name in ("NO_COLOR", "TEXTUAL_THEME", "COLORTERM", "SETTER_THEME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TZ", "America/Chicago")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def assert_pictured(still: None) -> AssertPictured:
    """Compare the screen of an app (or pilot) with the golden picture of that name."""

    def check(shown: App | Pilot, name: str) -> None:
        app = getattr(shown, "app", shown)
        compare(picture(app), name)

    return check
