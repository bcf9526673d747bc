"""PostgreSQL databases that tests hand on: rows put back as they were, and connections that know the tables already.

To make a database and drop it takes as long as many a test, and a new connection answers its first questions in three
times the time. Whatever a test changed but rows, tables, triggers or rights, shows in the database's shape; such a one
is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import pytest

SHAPE = """
SELECT md5(string_agg(told, '|' ORDER BY told)) AS shape FROM (
  SELECT concat_ws(' ', 'class', oid, relname, relacl::text, relrowsecurity) AS told FROM pg_class
  WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', 'trigger', oid, tgenabled) FROM pg_trigger
  UNION ALL SELECT concat_ws(' ', 'function', oid, xmin) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', 'namespace', oid, nspacl::text) FROM pg_namespace WHERE nspname !~ '^pg_'
) AS all_of_it
"""
TABLES = """
SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""
ELSE_OUT = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND NOT pid = ANY (%s)
"""
CLEAN = "UNLISTEN *; SELECT pg_advisory_unlock_all(); RESET ALL"
MOST_IDLE = 6
SWEPT_EVERY = 40
"""After so many tests the rows that are gone take more time than sweeping them out."""
PREFIX = "again_"


class Kept(NamedTuple):
    """What a database is put back to: its shape, its tables, and the rows of those that have any."""

    shape: str
    tables: tuple[str, ...]
    rows: dict[str, bytes]


class Reused:
    """Databases of one server, each like another that stays as it is; `make` makes one, `drop` takes one away."""

    def __init__(self, make: Callable[[str], str], drop: Callable[[str], None]) -> None:
        self._make, self._drop = make, drop
        self._kept: dict[str, Kept] = {}
        self._free: dict[str, list[str]] = {}
        self._turns: dict[str, int] = {}
        self.connections: dict[str, list[Any]] = {}

    def take(self, like: str) -> str:
        """A database with the rows of another, for one test."""
        if like not in self._kept:
            self._kept[like] = _look(like)
        free = self._free.setdefault(like, [])
        return free.pop() if free else self._make(like)

    def give_back(self, like: str, url: str) -> None:
        """Put a database's rows back for the next test; one that cannot be is taken away."""
        self._turns[url] = self._turns.get(url, 0) + 1
        if self._put_back(url, self._kept[like]):
            self._free[like].append(url)
        else:
            self.connections.pop(_name(url), None)
            self._drop(url)

    def _put_back(self, url: str, kept: Kept) -> bool:
        import psycopg

        idle = self.connections.get(_name(url), [])
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(ELSE_OUT, ([each.info.backend_pid for each in idle],))
                if _shape(connection) != kept.shape:
                    return False
                emptied = "".join(f'DELETE FROM "{table}";' for table in kept.tables)
                emptying = f"SET lock_timeout = '2s'; SET session_replication_role = replica; BEGIN; {emptied}"
                connection.execute(emptying, prepare=False)
                for table, rows in kept.rows.items():
                    with connection.cursor().copy(f'COPY "{table}" FROM STDIN') as copy:
                        copy.write(rows)
                connection.execute("COMMIT")
                if self._turns[url] % SWEPT_EVERY == 0:
                    connection.execute("VACUUM")
        except psycopg.Error:
            return False
        return True


def _look(url: str) -> Kept:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        tables = tuple(str(name) for (name,) in connection.execute(TABLES).fetchall())
        rows = {table: data for table in tables if (data := _rows(connection, table))}
        return Kept(_shape(connection), tables, rows)


def _rows(connection: Any, table: str) -> bytes:
    with connection.cursor().copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(copy)


def _shape(connection: Any) -> str:
    return str(connection.execute(SHAPE).fetchone()[0])


def _name(url: str) -> str:
    return urlsplit(url).path[1:]


@contextmanager
def warm_connections(reused: Reused) -> Iterator[None]:
    """Have whoever connects to a reused database get a connection that another test has closed."""
    import psycopg

    cold, conninfo_of = psycopg.connect, psycopg.conninfo.conninfo_to_dict

    class Warm(psycopg.Connection[Any]):
        """A connection that is kept for the next test when it is closed."""

        idle = False

        def close(self) -> None:
            if self.idle or self.closed:
                return
            kept = reused.connections.setdefault(self.info.dbname, [])
            if len(kept) >= MOST_IDLE or not _clean(self):
                super().close()
                return
            self.idle = True
            kept.append(self)

    def connect(conninfo: str = "", **given: Any) -> Any:
        asked = conninfo_of(conninfo, **{name: given[name] for name in ("dbname", "user") if name in given})
        if not str(asked.get("dbname")).startswith(PREFIX):
            return cold(conninfo, **given)
        kept = reused.connections.get(str(asked["dbname"]), [])
        while kept:
            warm = kept.pop()
            if not warm.closed and warm.info.user == asked.get("user"):
                warm.idle, warm.row_factory = False, given.get("row_factory", psycopg.rows.tuple_row)
                return warm
        return Warm.connect(conninfo, **given)

    with pytest.MonkeyPatch.context() as here:
        here.setattr(psycopg, "connect", connect)
        yield


def _clean(connection: Any) -> bool:
    """Leave nothing of a session behind; False where it is in a transaction, or lost."""
    import psycopg

    if not connection.autocommit or connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
        return False
    connection._notice_handlers.clear()
    try:
        connection.execute(CLEAN, prepare=False)
    except psycopg.Error:
        return False
    return True
