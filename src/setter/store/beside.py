"""Files beside the database: whole or not at all, for their owner alone, on the disk, never over another."""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path


def copy_beside(connection: sqlite3.Connection, path: Path, ending: str) -> Path:
    """Copy a whole database beside it under a name that is still free, private and on the disk; where it lies."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.copy")
    fresh.unlink(missing_ok=True)
    try:
        copy_whole(connection, fresh)
        for number in itertools.count(1):
            kept = path.with_name(f"{path.name}.{ending}" + (f"-{number}" if number > 1 else ""))
            with suppress(FileExistsError):
                os.link(fresh, kept)
                sync_folder(path.parent)
                return kept
    finally:
        fresh.unlink(missing_ok=True)
    raise AssertionError("numbers never end")


def copy_whole(connection: sqlite3.Connection, fresh: Path) -> None:
    """Copy a whole database as a connection sees it into a new file, private and on the disk; others go on writing."""
    make_private(fresh)
    copy = sqlite3.connect(fresh)
    try:
        connection.backup(copy)
    finally:
        copy.close()
    with fresh.open("rb") as written:
        os.fsync(written.fileno())


def copy_file(path: Path, fresh: Path) -> None:
    """Copy a file into a new one, private and on the disk."""
    make_private(fresh)
    with path.open("rb") as source, fresh.open("r+b") as copy:
        shutil.copyfileobj(source, copy)
        copy.flush()
        os.fsync(copy.fileno())


def make_private(fresh: Path) -> None:
    """Make an empty file for its owner alone; FileExistsError where there is one."""
    os.close(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR))


def sync_folder(folder: Path) -> None:
    """A new file outlives a power cut only when its folder is on the disk, too."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
