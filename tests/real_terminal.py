"""setter in a real terminal: a hundred by thirty, as a terminal's own program shows it."""

from __future__ import annotations

import os
import pty
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

import pyte

PATIENCE_S = 30.0
COLUMNS, LINES = 100, 30


class RealTerminal:
    """A terminal with setter in it; `bytes` counts what was written to it since the last key."""

    def __init__(self, database: Path) -> None:
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            ioctl(0, TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", TEXTUAL_ANIMATIONS="none", LC_ALL="C.UTF-8")
            os.execv(sys.executable, [sys.executable, "-m", "setter", "--db", str(database)])
        self.screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self.screen)
        self.bytes = 0
        self.lives = True

    @property
    def text(self) -> str:
        """What stands there."""
        return "\n".join(self.screen.display)

    @property
    def cells(self) -> list[list[pyte.screens.Char]]:
        """Every cell, with its colours; a digit is as good as another, for a clock may go on."""
        rows = [[self.screen.buffer[y][x] for x in range(self.screen.columns)] for y in range(self.screen.lines)]
        return [[cell._replace(data="0") if cell.data.isdigit() else cell for cell in row] for row in rows]

    def wait_for(self, words: str) -> None:
        """Read until these words stand there; fail with what stands there instead."""
        until = time.monotonic() + PATIENCE_S
        while words not in self.text:
            assert time.monotonic() < until, f"never shown: {words}; instead:\n{self.text}"
            self._read(0.2)

    def settle(self, seconds: float = 1.0) -> None:
        """Read until nothing has been written for so long."""
        while self._read(seconds):
            pass

    def press(self, keys: str) -> None:
        """Type."""
        self.bytes = 0
        os.write(self.handle, keys.encode())

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size; what stood there is blank."""
        ioctl(self.handle, TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.screen.resize(lines, columns)
        self.screen.erase_in_display(2)
        os.kill(self.pid, signal.SIGWINCH)

    def kill(self) -> None:
        """Kill it where it stands."""
        if self.lives:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            os.close(self.handle)
            self.lives = False

    def _read(self, seconds: float) -> bool:
        if not select.select([self.handle], [], [], seconds)[0]:
            return False
        told = os.read(self.handle, 65536)
        self.bytes += len(told)
        self._stream.feed(told)
        return True


@contextmanager
def real_terminal(database: Path) -> Iterator[RealTerminal]:
    """A terminal that is gone afterwards."""
    opened = RealTerminal(database)
    try:
        yield opened
    finally:
        opened.kill()
