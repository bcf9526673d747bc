"""What a call writes to a terminal of a hundred by thirty, as it goes over a slow line (DESIGN §9)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from real_terminal import RealTerminal, real_terminal
from setter.services.sandbox import open_sandbox

LOADING = (" ", "d", "n", "\r", "an")
"""Keys after which somebody else is fetched before anything is painted."""
A_CALL = 16_000
"""Bytes that a whole no-answer call may write."""


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[RealTerminal]:
    """The queue of a sandbox, in its open hours."""
    desk, _ = open_sandbox(str(tmp_path / "demo.db"))
    desk.store.close()
    with real_terminal(tmp_path / "demo.db") as terminal:
        terminal.wait_for("best")
        terminal.settle()
        yield terminal


def test_a_whole_call_fits_and_ends_with_the_next_one_there(queue: RealTerminal) -> None:
    written = 0
    for key, shown in ((" ", "may be dialled"), ("d", "on the line"), ("n", "No answer: again")):
        queue.press(key)
        queue.wait_for(shown)
        queue.settle(0.5)  # less than a second: the time on the line goes on
        written += queue.bytes
    assert written <= A_CALL


def test_a_terminal_of_another_size_is_painted_whole(queue: RealTerminal) -> None:
    queue.resize(90, 28)
    queue.wait_for("best")
    queue.settle()
    narrow = queue.text
    queue.resize(100, 30)
    queue.wait_for("best")
    queue.resize(90, 28)
    queue.settle()
    assert queue.text == narrow


def test_what_somebody_else_wrote_there_is_painted_over_when_asked(queue: RealTerminal) -> None:
    clean = queue.text
    queue._stream.feed(b"\x1b[12;1HBroadcast message from root: the server goes down in five minutes")
    assert queue.text != clean
    queue.press("\x0c")
    queue.settle()
    assert queue.text == clean


def test_nothing_of_one_screen_is_left_on_the_next(queue: RealTerminal) -> None:
    for keys in ("\x1b[B", "?", "\x1b", " ", "d", "n", "w", "\x1b", "\x10", "look", "\r", "q", "/", "an"):
        queue.press(keys)
        queue.settle(0.9 if keys in LOADING else 0.4)
        shown = queue.cells
        queue.press("\x0c")
        queue.settle(0.3)
        assert queue.cells == shown, keys
