"""PostgreSQL: one server, callers on many machines."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from setter.domain.errors import Unusable
from setter.store.engine import Contended

MIGRATION_LOCK = 7_362_837


class PostgresEngine:
    """Connections and write transactions on one PostgreSQL database."""

    dialect = "psycopg"
    folder = "postgres"

    def __init__(self, url: str) -> None:
        self.url = url
        self._local = threading.local()
        self._opened: list[Any] = []

    def connect(self) -> Any:
        """Open a connection; Unusable when the server does not answer or psycopg is not installed."""
        try:
            import psycopg
            from psycopg.rows import dict_row
        except ImportError as missing:
            raise Unusable(
                "driver_missing",
                "PostgreSQL needs the psycopg driver.",
                "",
                "Install it with: pip install 'setter[postgres]'.",
            ) from missing
        try:
            connection = psycopg.connect(self.url, autocommit=True, row_factory=dict_row, connect_timeout=10)
        except psycopg.Error as problem:
            raise Unusable(
                "database_unusable",
                "The PostgreSQL server does not answer or refuses this user.",
                problem.__class__.__name__,
                "Check SETTER_DATABASE and that the server runs.",
            ) from problem
        self._opened.append(connection)
        return connection

    def reader(self) -> Any:
        """The calling thread's own connection for reading."""
        connection = getattr(self._local, "connection", None)
        if connection is None or connection.closed:
            connection = self._local.connection = self.connect()
        return connection

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """One unchanging view of the database for as long as the block lasts."""
        connection = self.reader()
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield connection
        finally:
            connection.execute("ROLLBACK")

    @contextmanager
    def writing(self, connection: Any, durable: bool) -> Iterator[Any]:
        """One serialisable write transaction; `durable` commits wait for the server's disk.

        Raises `Contended` when another transaction got there first: nothing is written, the work may be run again.
        """
        import psycopg

        connection.execute("BEGIN ISOLATION LEVEL SERIALIZABLE")
        try:
            if not durable:
                connection.execute("SET LOCAL synchronous_commit = off")
            yield connection
            connection.execute("COMMIT")
        except (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected) as lost:
            connection.execute("ROLLBACK")
            raise Contended from lost
        except BaseException:
            if not connection.closed:
                connection.execute("ROLLBACK")
            raise

    def run_script(self, connection: Any, script: str) -> None:
        """Run a migration's statements inside the open transaction, one migrator at a time."""
        connection.execute(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
        connection.execute(script)

    def has_table(self, connection: Any, name: str) -> bool:
        """Say whether the database holds a table."""
        row = connection.execute("SELECT to_regclass(%s) IS NOT NULL AS there", (name,)).fetchone()
        return bool(row["there"])

    def close(self) -> None:
        """Close every connection this engine opened."""
        for connection in self._opened:
            connection.close()
