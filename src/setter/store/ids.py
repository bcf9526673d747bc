"""Ids: 63 bits, ordered by the time they were made, made by whoever asks."""

from __future__ import annotations

import os
import threading

EPOCH_MS = 1_704_067_200_000  # 2024-01-01T00:00:00Z: leaves 69 years in 41 bits
LARGEST_ID = 2**63 - 1
_COUNTER_BITS = 8
_NODE_BITS = 14


class IdMaker:
    """Makes ids that grow with time: 41 bits of milliseconds, 14 of this process, 8 of a counter.

    A process that makes more than 256 a millisecond borrows from the milliseconds to come.
    """

    def __init__(self, node: int | None = None) -> None:
        self._node = (os.getpid() ^ int.from_bytes(os.urandom(2), "big") if node is None else node) % (1 << _NODE_BITS)
        self._last = 0
        self._lock = threading.Lock()

    def make(self, now: int) -> int:
        """Make the next id at `now` (UTC milliseconds); never the same twice, never smaller than the one before."""
        fresh = (now - EPOCH_MS) << (_NODE_BITS + _COUNTER_BITS) | self._node << _COUNTER_BITS
        with self._lock:
            if fresh <= self._last:
                fresh = self._after(self._last)
            self._last = fresh
            return fresh

    def _after(self, last: int) -> int:
        if (last + 1) % (1 << _COUNTER_BITS):
            return last + 1
        step = 1 << (_NODE_BITS + _COUNTER_BITS)
        return (last // step + 1) * step | self._node << _COUNTER_BITS


_maker = IdMaker()


def _begin_anew() -> None:
    global _maker  # noqa: PLW0603 - a forked child is another process and must not go on as its parent
    _maker = IdMaker()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_begin_anew)


def new_id(now: int) -> int:
    """A new id of this process at `now` (UTC milliseconds)."""
    return _maker.make(now)


def as_id(text: str) -> int | None:
    """Read an id as setter prints it, decimal digits that a database can hold; None for whatever is none."""
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ID))
    return int(text) if is_number and 0 < int(text) <= LARGEST_ID else None
