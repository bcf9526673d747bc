"""Bringing what was committed to a SQLite file onto the disk, after the lock that other writers wait for is free.

SQLite's own `synchronous = FULL` waits for the disk before it lets the next writer in. Here a commit only writes the
log; whoever must be sure waits for the log's way to the disk alone, and brings along whatever others committed before.
A checkpoint that empties the log meanwhile has itself waited for the disk.
"""

from __future__ import annotations

import os
from pathlib import Path

_sync = getattr(os, "fdatasync", os.fsync)


class WriteAheadLog:
    """The log beside a SQLite file in WAL mode, which a connection of this program keeps from being taken away."""

    def __init__(self, database: Path) -> None:
        self._path = Path(f"{database}-wal")
        self._named: tuple[int, int] | None = None

    def reach_disk(self) -> None:
        """Return once everything committed so far would outlive a power cut; OSError when the disk fails.

        A log that is new needs its name on the disk, too.
        """
        descriptor = os.open(self._path, os.O_RDWR)
        try:
            _sync(descriptor)
            found = os.fstat(descriptor)
        finally:
            os.close(descriptor)
        if (found.st_dev, found.st_ino) != self._named:
            self._keep_name()
            self._named = found.st_dev, found.st_ino

    def _keep_name(self) -> None:
        if os.name != "posix":  # a folder is nothing that other systems let anybody sync
            return
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
