"""A shareable extract: plain tables in a SQLite file of their own, searchable, that opens in Datasette."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


def write_extract(
    path: Path, tables: Mapping[str, tuple[str, Iterable[dict[str, Any]]]], searchable: Mapping[str, list[str]]
) -> dict[str, int]:
    """Write tables (name to primary key and rows) whole or not at all, readable by their owner; rows written by table.

    `searchable` names the columns of each table that full-text search covers.
    """
    import sqlite_utils

    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_CREAT | os.O_RDWR, 0o600))
    connection = sqlite3.connect(fresh)
    try:
        database = sqlite_utils.Database(connection)
        for name, (key, rows) in tables.items():
            database.table(name).insert_all(rows, pk=key)
            if name in searchable and database.table(name).exists():
                database.table(name).enable_fts(searchable[name], tokenize="unicode61")
        written = {name: database.table(name).count if database.table(name).exists() else 0 for name in tables}
        database.analyze()
        database.vacuum()
    finally:
        connection.close()
    fresh.replace(path)
    return written
