"""SQLite: one file, several caller processes on one machine."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from setter.domain.errors import Unusable

BUSY_TIMEOUT_MS = 10_000


class SqliteEngine:
    """Connections and write transactions on one SQLite file.

    A blocking lock on `<file>.lock` is held around every write transaction, and so around the checkpoints that
    commits run: it keeps waiters in order and closes SQLite's WAL-reset race before 3.51.3.
    """

    dialect = "sqlite3"
    folder = "sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = str(path)
        self._local = threading.local()
        self._lock_file: Any = None
        self._opened: list[sqlite3.Connection] = []

    def connect(self) -> sqlite3.Connection:
        """Open a connection of the calling thread; Unusable when the file cannot be one of ours."""
        try:
            self._create_private()
            connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            connection.row_factory = _as_dict
            connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA cache_size = -65536")
            connection.execute("PRAGMA synchronous = NORMAL")
        except (sqlite3.Error, OSError) as problem:
            raise Unusable(
                "database_unusable",
                f"The database cannot be opened: {problem}.",
                str(self.path),
                "Check the path and its rights, or name another with --db.",
            ) from problem
        self._opened.append(connection)
        return connection

    def reader(self) -> sqlite3.Connection:
        """The calling thread's own connection for reading."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self.connect()
        return connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One unchanging view of the database for as long as the block lasts."""
        connection = self.reader()
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("ROLLBACK")

    @contextmanager
    def writing(self, connection: sqlite3.Connection, durable: bool) -> Iterator[sqlite3.Connection]:
        """One write transaction, alone on the file; `durable` commits reach the disk before this returns."""
        with self._file_lock():
            connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def run_script(self, connection: sqlite3.Connection, script: str) -> None:
        """Run a migration's statements inside the open transaction."""
        for statement in split_statements(script.replace("BIGINT PRIMARY KEY", "INTEGER PRIMARY KEY")):
            connection.execute(statement)

    def has_table(self, connection: sqlite3.Connection, name: str) -> bool:
        """Say whether the database holds a table."""
        found = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)).fetchone()
        return found is not None

    def close(self) -> None:
        """Close every connection this engine opened."""
        for connection in self._opened:
            connection.close()
        if self._lock_file is not None:
            self._lock_file.close()

    def _create_private(self) -> None:
        if not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR))

    @contextmanager
    def _file_lock(self) -> Iterator[None]:
        try:
            import fcntl
        except ImportError:
            import filelock

            with filelock.FileLock(f"{self.path}.lock"):
                yield
            return
        if self._lock_file is None:
            descriptor = os.open(f"{self.path}.lock", os.O_CREAT | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR)
            self._lock_file = os.fdopen(descriptor, "r+")
        fcntl.flock(self._lock_file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._lock_file, fcntl.LOCK_UN)


def _as_dict(cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> dict[str, Any]:
    return {column[0]: value for column, value in zip(cursor.description, row, strict=True)}


def split_statements(script: str) -> list[str]:
    """Cut a migration into statements; `sqlite3` commits by itself when given a whole script."""
    statements, current = [], ""
    for line in script.splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            statements.append(current)
            current = ""
    return [statement for statement in statements if statement.strip()]
