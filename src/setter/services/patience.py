"""Waiting for what may hang: so long and no longer, and only a moment for whoever wants to leave meanwhile.

A server that says a word now and then keeps every limit of its own line, and a folder on a network may never answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")
LOOKED_AGAIN_S = 0.1
LEAVING_S = 2.0
"""So long whoever leaves still waits for what is under way."""


class TooLong(Exception):
    """Nobody waits for it any more; it may still come to an end, and nobody hears of it."""


def stays() -> bool:
    """Say no to whether anybody wants to leave."""
    return False


class Errand(Generic[T]):
    """Work that is done beside, and ends with the program at the latest; it must not touch the database."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._came: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()
        Thread(target=self._do, args=(work,), daemon=True).start()

    def _do(self, work: Callable[[], T]) -> None:
        try:
            self._came.put((work(), None))
        except BaseException as error:  # noqa: BLE001 - whoever waits for it raises it
            self._came.put((None, error))

    def result(self, seconds: float, is_leaving: Callable[[], bool] = stays) -> T:
        """What came of it, or what it raised; TooLong after so many seconds, or a moment after somebody leaves."""
        until = time.monotonic() + seconds
        while True:
            left = until - time.monotonic()
            if is_leaving() and left > LEAVING_S:
                until, left = time.monotonic() + LEAVING_S, LEAVING_S
            try:
                value, error = self._came.get(timeout=max(0.0, min(left, LOOKED_AGAIN_S)))
            except Empty:
                if left <= 0:
                    raise TooLong from None
                continue
            if error is not None:
                raise error
            return value  # type: ignore[return-value]
