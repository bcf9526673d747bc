"""What every room of the store shares: its queries, bound to one connection."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any, TypeVar

import msgspec

from setter.store.bulk import insert_all
from setter.store.memo import Memo
from setter.store.sql import queries
from setter.store.touched import Touched

T = TypeVar("T")


class Room:
    """The named queries of `name`, each called with the connection already in hand."""

    name = ""

    def __init__(self, connection: Any, dialect: str, folder: str, touched: Touched, memo: Memo) -> None:
        self._connection = connection
        self._folder = folder
        self._touched = touched
        self._memo = memo
        self._queries = queries(self.name, dialect, folder)

    def ask(self, query: str, **values: Any) -> Any:
        """Run a named query with its values; what this transaction has read and not written since is at hand."""
        run: Any = getattr(self._queries, query)
        return self._memo.ask(query, run.sql, values, lambda: run(self._connection, **values))

    def ask_each(self, query: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run a named query that writes once for each of many rows of values."""
        if rows:
            sql = getattr(self._queries, query).sql
            self._memo.owe(sql, lambda: self._connection.cursor().executemany(sql, rows))

    def insert_all(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """Insert many new rows of a table as fast as the engine can."""
        self._memo.settle()
        insert_all(self._connection, self._folder, table, columns, rows)
        self._memo.forget(frozenset({table}))

    def insert_rows(self, record: type[Any], table: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert many new rows of a table, as `as_row` makes them of its records."""
        if rows:
            self.insert_all(table, names_of(record), rows)

    def afresh(self, query: str, **values: Any) -> list[Mapping[str, Any]]:
        """Run a named query that reads, and keep none of its rows at hand: there may be many."""
        self._memo.settle()
        return list(getattr(self._queries, query)(self._connection, **values))

    def one(self, record: type[T], query: str, **values: Any) -> T | None:
        """The one row of a query as a record, or None."""
        row = self.ask(query, **values)
        return None if row is None else as_record(record, row)

    def many(self, record: type[T], query: str, **values: Any) -> list[T]:
        """All rows of a query as records."""
        return [as_record(record, row) for row in self.ask(query, **values)]

    def tell(self, query: str, **values: Any) -> None:
        """Run a named query that writes, and for whose result nobody waits."""
        run: Any = getattr(self._queries, query)
        self._memo.owe(run.sql, lambda: run(self._connection, **values))

    def put(self, query: str, record: Any) -> None:
        """Write a record with a query that names all of its fields."""
        self.tell(query, **as_values(record))

    def wrote(self, query: str, record: Any, **values: Any) -> None:
        """Have a record that was just written at hand as the answer to a query."""
        self._memo.wrote(query, getattr(self._queries, query).sql, values, as_values(record))


_known_names: dict[Any, tuple[str, ...]] = {}
_known_values: dict[Any, attrgetter[Any]] = {}


def names_of(record: Any) -> tuple[str, ...]:
    """The names of a record's fields, in their order."""
    if record not in _known_names:
        _known_names[record] = tuple(record.__struct_fields__)
    return _known_names[record]


def as_record(record: type[T], row: Mapping[str, Any]) -> T:
    """Turn a row into a frozen record of the same column names."""
    return msgspec.convert(row, record)


def as_values(record: Any) -> dict[str, Any]:
    """A record's fields by name, ready to be bound."""
    return {name: getattr(record, name) for name in names_of(type(record))}


def as_row(record: Any) -> tuple[Any, ...]:
    """A record's values, in the order of its fields."""
    kind = type(record)
    if kind not in _known_values:
        _known_values[kind] = attrgetter(*names_of(kind))
    return tuple(_known_values[kind](record))


def first(rows: Iterable[T]) -> T | None:
    """The first of some rows, or None."""
    return next(iter(rows), None)
