"""SQLite: one file, several caller processes on one machine."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from setter.domain.errors import Unusable
from setter.store.beside import copy_beside, copy_whole
from setter.store.disks import network_disk
from setter.store.engine import How, InDoubt, Written, foreign, is_foreign
from setter.store.file_trouble import CHECK, trouble
from setter.store.statements import split_statements
from setter.store.to_disk import WriteAheadLog
from setter.store.turn import Turn

BUSY_TIMEOUT_MS = 10_000
COPY = "setter.db"
"""What a copy is called in a folder of its own: its key beside it makes it a database."""


class SqliteEngine:
    """Connections and write transactions on one SQLite file.

    Every write transaction, and so every checkpoint that a commit runs, waits for its turn at the file.
    """

    dialect = "sqlite3"
    folder = "sqlite"
    served = False

    def __init__(self, path: Path) -> None:
        self.path = path
        self.url = str(path)
        self._local = threading.local()
        self._turn = Turn(path)
        self._identity: tuple[int, int] | None = None
        self._log: WriteAheadLog | None = None
        self._opened: list[sqlite3.Connection] = []

    def exists(self) -> bool:
        """Say whether the file is there; Unusable where nobody may look."""
        try:
            return self.path.exists()
        except OSError as problem:
            raise self._unusable(
                "database_unusable", f"The database cannot be reached: {problem.strerror}"
            ) from problem

    def connect(self) -> sqlite3.Connection:
        """Open a connection of the calling thread; Unusable when the file cannot be one of ours, and left untouched."""
        self._refuse_what_is_no_file()
        try:
            self._refuse_foreign()
            self._create_private()
            connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        except OSError as problem:
            raise self._unusable("database_unusable", f"The database cannot be made: {problem.strerror}") from problem
        self._opened.append(connection)
        connection.row_factory = _as_dict
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
        if is_foreign(self.tables(connection)):
            raise foreign(str(self.path))
        ahead = self._write_ahead(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA cache_size = -65536")
        connection.execute(f"PRAGMA synchronous = {'NORMAL' if ahead else 'FULL'}")
        self._log = WriteAheadLog(self.path) if ahead else None
        self._identity = self._identity or _identity(self.path)
        return connection

    def lost(self, connection: sqlite3.Connection) -> bool:
        """Say no: a file does not hang up."""
        return False

    def trouble(self, problem: BaseException) -> Unusable | None:
        """What SQLite's error means; None for a broken rule or statement, which is our own mistake."""
        return trouble(problem, self.path)

    def mistake(self, problem: BaseException) -> str:
        """Name a driver's error that is our own mistake; '' for no driver's error."""
        if not isinstance(problem, sqlite3.Error):
            return ""
        return f"{type(problem).__name__} {getattr(problem, 'sqlite_errorname', '')}".strip()

    def key_place(self, mark: str) -> Path:
        """Where the suppression key lies: beside the file, whatever its mark."""
        return Path(f"{self.path}.key")

    def reader(self) -> sqlite3.Connection:
        """The calling thread's own connection for reading."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self.connect()
        return connection

    def user(self) -> str:
        """Nobody: a file knows no names."""
        return ""

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One unchanging view of the database for as long as the block lasts."""
        connection = self.reader()
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            _roll_back(connection)

    @contextmanager
    def writing(self, connection: sqlite3.Connection, how: How, at_once: bool = False) -> Iterator[Written]:
        """One write transaction, alone on the file; a durable commit reaches the disk before this returns.

        Whoever waits for the disk lets the next writer in meanwhile; Occupied where it is wanted `at_once` and cannot.
        """
        with self._alone(at_once):
            self._refuse_replaced()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield Written()
                connection.execute("COMMIT")
            except BaseException:
                _roll_back(connection)
                raise
        if how.lasts:
            self._reach_disk()

    def stands(self, connection: sqlite3.Connection, doubt: InDoubt) -> bool:
        """Say no: a commit to a file is never in doubt."""
        return False

    def cut(self, connection: sqlite3.Connection) -> None:
        """Nothing to do: a file lets nobody wait."""

    def leave(self, connection: sqlite3.Connection) -> None:
        """Nothing to do: a file keeps nothing for one program."""

    def hold_all(self, connection: sqlite3.Connection, tables: Collection[str]) -> None:
        """Nothing to do: whoever writes a file is alone on it."""

    def tell(self, connection: sqlite3.Connection) -> bool:
        """Nothing to do: whoever has the file open sees its counter move."""
        return True

    def change_mark(self) -> int:
        """The counter of commits by all others than this thread's reading connection; it lies in shared memory."""
        try:
            return int(self.reader().execute("PRAGMA data_version").fetchone()["data_version"])
        except (sqlite3.Error, Unusable):
            return 0

    @contextmanager
    def migrating(self, connection: sqlite3.Connection) -> Iterator[None]:
        """Alone on the file from the copy to the last step."""
        with self._alone():
            yield

    def keep_copy(self, connection: sqlite3.Connection, schema: int) -> None:
        """Keep the file as it is beside it, for its owner alone; no copy of before is overwritten."""
        try:
            copy_beside(connection, self.path, f"schema-{schema}.backup")
        except OSError as problem:
            words = f"The database cannot be copied before it is brought up to date: {problem.strerror}"
            raise self._unusable("database_unusable", words, "Free space beside it, then start again.") from problem

    def copy_to(self, connection: sqlite3.Connection, folder: Path) -> str:
        """Copy the file into a folder as this connection sees it, while others go on writing; the copy's name."""
        try:
            copy_whole(connection, folder / COPY)
        except OSError as problem:
            words = f"The database cannot be copied: {problem.strerror}"
            raise self._unusable("backup_unwritable", words, "Free space there, or name another folder.") from problem
        return COPY

    def run_script(self, connection: sqlite3.Connection, script: str) -> None:
        """Run a migration's statements inside the open transaction."""
        for statement in split_statements(script.replace("BIGINT PRIMARY KEY", "INTEGER PRIMARY KEY")):
            connection.execute(statement)

    def tables(self, connection: sqlite3.Connection) -> set[str]:
        """Name every table and view that somebody made there."""
        asked = (
            "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
        )
        return {row["name"] for row in connection.execute(asked).fetchall()}

    def names(self, connection: sqlite3.Connection) -> set[str]:
        """The tables, views, indexes and triggers that are there."""
        return {str(row["name"]) for row in connection.execute("SELECT name FROM sqlite_master").fetchall()}

    def damage(self, connection: sqlite3.Connection) -> list[str]:
        """What the database itself finds broken in what it holds."""
        found = [str(row["quick_check"]) for row in connection.execute("PRAGMA quick_check(5)")]
        orphans = connection.execute("PRAGMA foreign_key_check").fetchmany(5)
        parents = [f"{row['table']}: a row without its parent" for row in orphans]
        return [words for words in found if words != "ok"] + parents

    def survives_fail_over(self, connection: sqlite3.Connection) -> bool | None:
        """Nobody stands by for a file."""
        return None

    def close(self) -> None:
        """Close every connection this engine opened."""
        for connection in self._opened:
            connection.close()
        self._turn.close()

    def _write_ahead(self, connection: sqlite3.Connection) -> bool:
        """Put a new file into WAL mode, alone on it: SQLite waits for nobody when it changes the mode.

        False where its folder cannot have a log that is shared: then SQLite itself waits for the disk.
        """
        mode = connection.execute("PRAGMA journal_mode").fetchone()["journal_mode"]
        if mode != "wal":
            with self._alone():
                mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()["journal_mode"]
        return bool(mode == "wal")

    def _reach_disk(self) -> None:
        if self._log is None:
            return
        try:
            self._log.reach_disk()
        except OSError as problem:
            words = f"The disk failed to keep what was written: {problem.strerror}"
            raise self._unusable("disk_error", words, "Check the disk, then do it again: it counts once.") from problem

    def _refuse_foreign(self) -> None:
        """One file serves one account of this machine: whatever another made would be half readable at best."""
        if not hasattr(os, "geteuid") or os.geteuid() == 0 or not self.exists():
            return
        if self.path.stat().st_uid != os.geteuid():
            hint = "Share a server (PostgreSQL), or let everybody work in one account: see docs/database.md."
            sentence = "The database belongs to another user of this machine."
            raise Unusable("database_not_yours", sentence, str(self.path), hint)

    def _refuse_what_is_no_file(self) -> None:
        there = self.exists()
        if self.path.is_dir():
            raise self._unusable("database_unusable", "This is a folder, not a database", "Name a file in it.")
        if there and not self.path.is_file():
            raise self._unusable("database_unusable", "This is a device or a pipe, and holds no database")
        shared = network_disk(self.path)
        if shared:
            words = f"The database would lie on a disk that machines share ({shared}), and two of them would spoil it"
            hint = "Put it on a disk of this machine; a team shares a PostgreSQL server: see docs/database.md."
            raise self._unusable("database_on_network", words, hint)

    def _create_private(self) -> None:
        if not self.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR))

    def _refuse_replaced(self) -> None:
        """What is written to a file that was moved away or replaced meanwhile would be lost in silence."""
        if _identity(self.path) != self._identity:
            hint = "Put the file back, or close setter and open it again."
            raise self._unusable("database_replaced", "The database was moved or replaced while it was open", hint)

    def _unusable(self, code: str, words: str, hint: str = CHECK) -> Unusable:
        return Unusable(code, f"{words}.", str(self.path), hint)

    @contextmanager
    def _alone(self, at_once: bool = False) -> Iterator[None]:
        """Wait for the turn, and hold it."""
        with ExitStack() as turn:
            try:
                turn.enter_context(self._turn.taken(at_once))
            except OSError as problem:
                words = f"The database cannot be locked: {problem.strerror}"
                raise self._unusable("database_read_only", words) from problem
            yield


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file is there now: device and number; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _roll_back(connection: sqlite3.Connection) -> None:
    """Leave the transaction; on some errors SQLite has left it already."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _as_dict(cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> dict[str, Any]:
    return {column[0]: value for column, value in zip(cursor.description, row, strict=True)}
