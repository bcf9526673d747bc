"""A program in a terminal of its own, 100 × 30: what it writes, and when."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import threading
import time

COLUMNS, LINES = 100, 30
QUIET_S = 0.12
"""So long after its last byte a frame is whole."""


class Terminal:
    """A running program; `written` holds (instant, bytes) of everything it has written."""

    def __init__(self, command: list[str], environment: dict[str, str] | None = None) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        given = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
        given |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})}
        self.written: list[tuple[float, bytes]] = []
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=given, start_new_session=True, close_fds=True
        )
        os.close(slave)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def until(self, text: str, patience: float = 30.0) -> float:
        """Wait until a text has been written; the seconds since the start. TimeoutError where it never comes."""
        wanted, end = text.encode(), time.perf_counter() + patience
        while time.perf_counter() < end:
            seen = b""
            for at, piece in tuple(self.written):
                seen += piece
                if wanted in seen:
                    return at - self.began
            time.sleep(0.005)
        raise TimeoutError(f"The program never wrote {text!r}; last: {self.text()[-300:]!r}")

    def press(self, keys: str, patience: float = 5.0) -> tuple[float, float, int]:
        """Press a key and wait for its frame: (seconds to its first byte, to its last, bytes)."""
        seen = len(self.written)
        pressed = time.perf_counter()
        os.write(self._master, keys.encode())
        while len(self.written) == seen and time.perf_counter() - pressed < patience:
            time.sleep(0.0005)
        self.settle()
        frame = self.written[seen:]
        if not frame:
            raise TimeoutError(f"The program painted nothing after {keys!r}.")
        return frame[0][0] - pressed, frame[-1][0] - pressed, sum(len(piece) for _, piece in frame)

    def settle(self, quiet: float = QUIET_S, patience: float = 10.0) -> None:
        """Wait until nothing has been written for a while."""
        end = time.perf_counter() + patience
        while time.perf_counter() < end:
            last = self.written[-1][0] if self.written else self.began
            if time.perf_counter() - last > quiet:
                return
            time.sleep(0.005)

    def text(self) -> str:
        """All it has written."""
        return b"".join(piece for _, piece in self.written).decode(errors="replace")

    def close(self) -> None:
        """End the program."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._reader.join(2)
        os.close(self._master)

    def _read(self) -> None:
        while True:
            with contextlib.suppress(OSError, ValueError):
                if not select.select([self._master], [], [], 0.5)[0]:
                    if self._process.poll() is not None:
                        return
                    continue
            try:
                piece = os.read(self._master, 1 << 16)
            except OSError:  # the program is gone
                return
            if not piece:
                return
            self.written.append((time.perf_counter(), piece))
            if b"\x1b[?2026$p" in piece:  # as a terminal that paints whole frames answers
                os.write(self._master, b"\x1b[?2026;2$y")
