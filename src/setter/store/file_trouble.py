"""What an error of SQLite means to whoever works here; its own words, which may quote a row, stay here."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from setter.domain.errors import Unusable

CHECK = "Check the path and its rights, or name another with --db."
_TROUBLE = {
    sqlite3.SQLITE_BUSY: ("database_busy", "Another program holds the database", "Close it, or try again in a moment."),
    sqlite3.SQLITE_LOCKED: ("database_busy", "Another program holds the database", "Try again in a moment."),
    sqlite3.SQLITE_READONLY: ("database_read_only", "The database cannot be written", CHECK),
    sqlite3.SQLITE_PERM: ("database_read_only", "The database cannot be written", CHECK),
    sqlite3.SQLITE_CANTOPEN: ("database_unusable", "The database cannot be opened", CHECK),
    sqlite3.SQLITE_FULL: ("disk_full", "The disk is full", "Free some space, then do it again: nothing was lost."),
    sqlite3.SQLITE_IOERR: ("disk_error", "The disk failed to read or write", "Check the disk, then do it again."),
    sqlite3.SQLITE_NOTADB: ("database_damaged", "The file is no database", "Name another with --db."),
    sqlite3.SQLITE_CORRUPT: ("database_damaged", "The database is damaged", "Put a backup in its place."),
    sqlite3.SQLITE_SCHEMA: ("database_foreign", "The database was changed by another program", "Start setter again."),
}
_FOREIGN = ("no such table", "no such column", "already exists", "has no column")


def trouble(problem: BaseException, path: Path) -> Unusable | None:
    """What the driver's error about a file means; None for a broken rule or statement, which is our own mistake."""
    if not isinstance(problem, sqlite3.Error):
        return None
    code = getattr(problem, "sqlite_errorcode", 0) & 0xFF
    if code in _TROUBLE:
        name, words, hint = _TROUBLE[code]
        return Unusable(name, f"{words}.", str(path), hint)
    if str(problem).startswith("no such module"):
        hint = "Use a Python whose SQLite has FTS5, as that of python.org and of every large distribution has."
        return Unusable("database_without_search", "This Python's SQLite cannot search text.", str(path), hint)
    if any(words in str(problem) for words in _FOREIGN):
        return Unusable("database_foreign", "The database was not made by this setter.", str(path), "Name another.")
    return None
