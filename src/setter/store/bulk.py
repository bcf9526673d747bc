"""Many new rows of a table at once: the one place where statements are put together, from names of our own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any


def insert_all(
    connection: Any, folder: str, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Insert rows whose values stand in the order of the columns; what is not named has its default."""
    named = tuple(columns)
    if folder == "postgres":
        with connection.cursor() as cursor, cursor.copy(_copy(table, named)) as copy:
            for row in rows:
                copy.write_row(row)
    else:
        connection.executemany(_insert(table, named), rows)


@lru_cache(maxsize=32)
def _insert(table: str, columns: tuple[str, ...]) -> str:
    places = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 - no word of a user's


@lru_cache(maxsize=32)
def _copy(table: str, columns: tuple[str, ...]) -> str:
    return f"COPY {table} ({', '.join(columns)}) FROM STDIN"
