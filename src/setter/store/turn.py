"""Taking turns at a SQLite file: a blocking lock on `<file>.lock`, held by one program at a time."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from setter.store.engine import Occupied


class Turn:
    """The lock around every write transaction and checkpoint of a file; one thread may take it several times over.

    It keeps waiters in order, and closes SQLite's WAL-reset race before 3.51.3. `filelock` serves where there is no
    fcntl: it asks again and again, and fifty who wait feel it.
    """

    def __init__(self, database: Path) -> None:
        self._path = f"{database}.lock"
        self._file: Any = None
        self._thread = threading.RLock()
        self._holds = 0

    @contextmanager
    def taken(self, at_once: bool = False) -> Iterator[None]:
        """Hold the lock for the block; OSError where it cannot be had at all, Occupied where that is not `at_once`."""
        try:
            import fcntl
        except ImportError:
            import filelock

            if at_once:
                raise Occupied from None
            with filelock.FileLock(self._path, is_singleton=True):
                yield
            return
        if not self._thread.acquire(blocking=not at_once):
            raise Occupied
        try:
            if self._holds == 0:
                _lock(self._opened(), fcntl.LOCK_EX | (fcntl.LOCK_NB if at_once else 0))
            self._holds += 1
            try:
                yield
            finally:
                self._holds -= 1
                if self._holds == 0:
                    fcntl.flock(self._file, fcntl.LOCK_UN)
        finally:
            self._thread.release()

    def close(self) -> None:
        """Let go of the lock's file."""
        if self._file is not None:
            self._file.close()

    def _opened(self) -> Any:
        if self._file is None:
            descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR)
            self._file = os.fdopen(descriptor, "r+")
        return self._file


def _lock(file: Any, how: int) -> None:
    import fcntl

    try:
        fcntl.flock(file, how)
    except BlockingIOError:
        raise Occupied from None
