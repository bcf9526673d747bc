"""Whether the server answers, and for how long it has not."""

from __future__ import annotations

import threading
import time

from setter.domain.errors import Unusable


def server_away() -> Unusable:
    """What to tell whoever asks while the server is away."""
    hint = "Try again once it is back; what you typed is kept on this machine."
    return Unusable("server_away", "The PostgreSQL server is away; nothing was written.", "", hint)


class Presence:
    """What every thread of a program knows of the server; a file is never away."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._told: Unusable | None = None
        self._since = 0.0

    @property
    def away(self) -> Unusable | None:
        """What to tell whoever asks while the server is away; None while it answers."""
        told = self._told
        return None if told is None else Unusable(told.code, told.message, told.where, told.hint)

    @property
    def away_for(self) -> float | None:
        """For how long the server has been known to be away (seconds); None while it answers."""
        return time.monotonic() - self._since if self._told is not None else None

    def lost(self, told: Unusable) -> None:
        """Know that it does not answer; the first to find that out says since when."""
        with self._changed:
            if self._told is None:
                self._since = time.monotonic()
            self._told = told

    def found(self) -> None:
        """Know that it answers, and let everybody go on."""
        with self._changed:
            self._told = None
            self._changed.notify_all()

    def wait(self, until: float) -> bool:
        """Wait for it to answer until an instant of the monotonic clock (seconds); whether it does."""
        with self._changed:
            while self._told is not None:
                rest = until - time.monotonic()
                if rest <= 0:
                    return False
                self._changed.wait(rest)
            return True
