"""The screens in a real terminal, killed in the middle of a word: the same call is there, with the same words."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import struct
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

import pytest

from setter.services.desk import Desk, open_desk
from setter.services.sandbox import open_sandbox

PATIENCE_S = 30.0
_CODES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|P[^\x1b]*\x1b\\|[ -/]*[0-~])")


class Terminal:
    """A terminal of a hundred by thirty with setter in it."""

    def __init__(self, database: Path) -> None:
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            ioctl(0, TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", TEXTUAL_ANIMATIONS="none", LC_ALL="C.UTF-8")
            os.execv(sys.executable, [sys.executable, "-m", "setter", "--db", str(database)])
        self.painted = ""
        self.lives = True

    def wait_for(self, words: str) -> None:
        """Read until the terminal was told these words since the last key; fail with what it was told instead."""
        until = time.monotonic() + PATIENCE_S
        while words not in self.painted:
            assert time.monotonic() < until, f"never shown: {words}; last: {self.painted[-400:]!r}"
            if select.select([self.handle], [], [], 0.2)[0]:
                self.painted += _CODES.sub("", os.read(self.handle, 65536).decode(errors="replace"))

    def press(self, keys: str) -> None:
        """Type."""
        self.painted = ""
        os.write(self.handle, keys.encode())

    def kill(self) -> None:
        """Kill it where it stands."""
        if self.lives:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            os.close(self.handle)
            self.lives = False


@contextmanager
def terminal(database: Path) -> Iterator[Terminal]:
    """A terminal that is gone afterwards."""
    opened = Terminal(database)
    try:
        yield opened
    finally:
        opened.kill()


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A sandbox with prospects, in its open hours."""
    desk, _ = open_sandbox(str(tmp_path / "demo.db"))
    desk.store.close()
    return tmp_path / "demo.db"


def words_kept(database: Path) -> str:
    """The note of the live call as it is on the disk now."""
    desk: Desk = open_desk(str(database))
    call = desk.store.read(lambda unit: unit.calls.live(desk.caller))
    kept = desk.journal.draft(call.id).note if call else None
    desk.store.close()
    return kept or ""


def test_a_kill_in_the_middle_of_a_word_loses_no_letter(database: Path) -> None:
    with terminal(database) as screen:
        screen.wait_for("best")
        screen.press(" ")
        screen.wait_for("may be dialled")
        screen.press("d")
        screen.wait_for("on the line")
        screen.press("t")
        time.sleep(0.3)
        screen.press("wants a quote by sprin")
        until = time.monotonic() + PATIENCE_S
        while words_kept(database) != "wants a quote by sprin":
            assert time.monotonic() < until, words_kept(database)
            time.sleep(0.05)
        screen.kill()
        with terminal(database) as again:
            again.wait_for("Still talking, ended, or never dialled?")
            again.wait_for("wants a quote by sprin")
            again.press("1")
            again.wait_for("Go on where you were")
            again.press("n")
            again.wait_for("No answer: again")
    desk = open_desk(str(database))
    done = desk.store.read(lambda unit: unit.calls.last_closed(desk.caller))
    desk.store.close()
    assert done is not None and (done.outcome, done.note) == ("no_answer", "wants a quote by sprin")
