"""No screen, report or table counts “leads”: a count names its rung, and by which definition it counts (R-001)."""

from __future__ import annotations

import ast
import re
from html import unescape
from pathlib import Path

import pytest

from sources import trees

ROOT = Path(__file__).resolve().parent.parent
BARE = re.compile(r"\bleads?\b\s*[:=]\s*[\d{]|[\d}]\s+leads?\b|^leads?$|\btotal leads?\b", re.IGNORECASE)
FACES = ("cli", "screens", "widgets", "handoff", "services")
NAMES = {"lead"}
"""The rung itself, which stands beside the others and never alone as a count."""


@pytest.mark.requirement("R-001")
def test_no_picture_of_a_screen_shows_a_bare_count() -> None:
    pictures = sorted((ROOT / "screens").glob("*.svg"))
    assert len(pictures) > 10
    for picture in pictures:
        text = unescape(re.sub(r"<[^>]+>", " ", picture.read_text(encoding="utf-8"))).replace("\xa0", " ")
        assert not re.search(r"\bleads?\s*:?\s*\d|\d\s+leads?\b", text, re.IGNORECASE), picture.name


@pytest.mark.requirement("R-001")
def test_no_word_of_the_program_is_a_bare_count() -> None:
    bare = []
    for path, tree in trees().items():
        if path.partition("/")[0] not in FACES:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in NAMES:
                bare += [f"{path}: {node.value[:60]}" for _ in BARE.finditer(node.value)]
    assert bare == []
