"""A watch over reads that somebody waits for in front of a screen: a server that hangs is hung up on."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

LOOK_S = 0.5
HANGS_S = 3.0
"""How long a server may take over a read of a screen; what takes longer belongs on a thread of its own."""


class Watch:
    """Cuts the connection of a read that takes too long, from a thread of its own: the reader is stuck in it."""

    def __init__(self, cut: Callable[[Any], None]) -> None:
        self._cut = cut
        self._read: tuple[Any, float] | None = None
        self._over = threading.Event()
        threading.Thread(target=self._look, name="setter-watch", daemon=True).start()

    @contextmanager
    def over(self, connection: Any) -> Iterator[None]:
        """Watch the block that reads on this connection."""
        self._read = (connection, time.monotonic() + HANGS_S)
        try:
            yield
        finally:
            self._read = None

    def end(self) -> None:
        """Watch no longer."""
        self._over.set()

    def _look(self) -> None:
        while not self._over.wait(LOOK_S):
            read = self._read
            if read is not None and time.monotonic() > read[1]:
                self._cut(read[0])
