"""The rows that an import left, into the same tables without their indexes, in one transaction: what writing costs."""

from __future__ import annotations

import time
from contextlib import closing
from typing import Any

from benchmarks.fill import drop_indexes, put_rows
from setter.store.house import open_store

TABLES = ("client", "campaign", "company", "prospect", "phone", "email", "acquisition", "enrolment", "queue")
AT_ONCE = 20_000


def bare_insert(source: str, target: str) -> float:
    """Copy what stands in one database into another, new one; the seconds that its writing took."""
    store, fresh = open_store(source), open_store(target)
    fresh.migrate()
    seconds = 0.0
    with (
        closing(store.engine),
        closing(fresh.engine),
        closing(store.engine.connect()) as read,
        closing(fresh.engine.connect()) as write,
    ):
        dialect = fresh.engine.dialect
        write.execute("BEGIN")
        drop_indexes(write, dialect)
        for table in TABLES:
            seconds += _copied(read, write, dialect, table)
        began = time.perf_counter()
        write.execute("COMMIT")
        seconds += time.perf_counter() - began
    return seconds


def _copied(read: Any, write: Any, dialect: str, table: str) -> float:
    cursor = read.execute(f"SELECT * FROM {table}")
    seconds = 0.0
    while rows := cursor.fetchmany(AT_ONCE):
        columns = {table: " ".join(rows[0])}
        values = {table: [tuple(row.values()) for row in rows]}
        began = time.perf_counter()
        put_rows(write, dialect, values, columns)
        seconds += time.perf_counter() - began
    return seconds
