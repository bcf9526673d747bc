"""PostgreSQL: one server, callers on many machines."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from setter.domain.errors import Unusable
from setter.store.engine import Contended, How, Written
from setter.store.listening import Listener

MIGRATION_LOCK = 7_362_837
PATIENCE = {
    "connect_timeout": 10,
    "tcp_user_timeout": 20_000,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
"""How long a server may be silent before it counts as gone (seconds; `tcp_user_timeout` in milliseconds)."""


_ISOLATION = {How.DURABLE: "SERIALIZABLE", How.LEASING: "SERIALIZABLE", How.CLAIMING: "READ COMMITTED"}

_COMMIT = "SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS wrote; COMMIT"
"""One trip to the server: whether anything was written, and the commit."""


class PostgresEngine:
    """Connections and write transactions on one PostgreSQL database."""

    dialect = "psycopg"
    folder = "postgres"

    def __init__(self, url: str) -> None:
        self.url = url
        self._local = threading.local()
        self._opened: list[Any] = []
        self._listener = Listener(self.connect)

    def connect(self) -> Any:
        """Open a connection; Unusable when psycopg is not installed."""
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
        given = psycopg.conninfo.conninfo_to_dict(self.url)
        patience: dict[str, Any] = {name: value for name, value in PATIENCE.items() if name not in given}
        connection: Any = psycopg.connect(self.url, autocommit=True, row_factory=dict_row, **patience)
        self._opened = [each for each in self._opened if not each.closed]
        self._opened.append(connection)
        return connection

    def exists(self) -> bool:
        """Say yes: a server is asked, never made."""
        return True

    def lost(self, connection: Any) -> bool:
        """Say whether the server hung up."""
        return bool(connection.closed)

    def trouble(self, problem: BaseException) -> Unusable | None:
        """What the driver's error means; None for a broken rule or statement, which is our own mistake.

        Its own words are never passed on: they may quote a row.
        """
        import psycopg
        from psycopg import errors

        hint = "Try again in a moment; check SETTER_DATABASE and that the server runs."
        name = type(problem).__name__
        if isinstance(problem, (errors.UndefinedTable, errors.UndefinedColumn, errors.DuplicateTable)):
            return Unusable("database_foreign", "The database was not made by this setter.", name, "Name another.")
        if isinstance(problem, (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)):
            return Unusable("database_read_only", "The PostgreSQL server does not let this user write.", name, hint)
        if isinstance(problem, errors.DiskFull):
            return Unusable("disk_full", "The PostgreSQL server's disk is full.", name, hint)
        if isinstance(problem, (psycopg.OperationalError, psycopg.InterfaceError)):
            sentence = "The PostgreSQL server does not answer or refuses this user."
            return Unusable("database_unusable", sentence, name, hint)
        return None

    def mistake(self, problem: BaseException) -> str:
        """Name a driver's error that is our own mistake, without the row it is about; '' for no driver's error."""
        import psycopg

        if not isinstance(problem, psycopg.Error):
            return ""
        about = (problem.sqlstate, problem.diag.table_name, problem.diag.constraint_name)
        return " ".join([type(problem).__name__, *(word for word in about if word)])

    def key_place(self, mark: str) -> Path:
        """Where the suppression key of this mark lies: SETTER_SUPPRESSION_KEY_FILE, or the user's settings."""
        named = os.environ.get("SETTER_SUPPRESSION_KEY_FILE")
        if named:
            return Path(named)
        import platformdirs

        return Path(platformdirs.user_config_dir("setter")) / f"suppression-{mark}.key"

    def reader(self) -> Any:
        """The calling thread's own connection for reading."""
        connection = getattr(self._local, "connection", None)
        if connection is None or connection.closed:
            connection = self._local.connection = self.connect()
        return connection

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """One unchanging view of the database for as long as the block lasts."""
        connection = self._begun_reading()
        try:
            yield connection
        finally:
            _roll_back(connection)

    @contextmanager
    def writing(self, connection: Any, how: How) -> Iterator[Written]:
        """One write transaction, serialisable save for a claim; a durable commit waits for the server's disk.

        Raises `Contended` when another transaction got there first, or when the server had hung up before anything
        was asked of it: nothing is written, the work may be run again.
        """
        import psycopg

        try:
            connection.execute(f"BEGIN ISOLATION LEVEL {_ISOLATION[how]}")
        except psycopg.OperationalError as hung_up:
            if connection.closed:
                raise Contended from hung_up
            raise
        written = Written()
        try:
            if how is not How.DURABLE:
                connection.execute("SET LOCAL synchronous_commit = off")
            yield written
            written.anything = bool(connection.execute(_COMMIT, prepare=False).fetchone()["wrote"])
        except (psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected) as lost:
            _roll_back(connection)
            raise Contended from lost
        except psycopg.errors.UniqueViolation as taken:
            _roll_back(connection)
            if how is How.CLAIMING:
                raise Contended from taken
            raise
        except BaseException:
            _roll_back(connection)
            raise
        if written.anything:
            self._listener.wrote()

    def tell(self, connection: Any) -> None:
        """Let other programs know that something was written; where the server is away, so are they."""
        self._listener.tell(connection)

    def change_mark(self) -> int:
        """What has been heard of others' writes, and what was written here."""
        return self._listener.mark()

    def _begun_reading(self) -> Any:
        """A reading transaction; a server that was started anew since the last one is asked once more."""
        import psycopg

        begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        connection = self.reader()
        try:
            connection.execute(begin)
        except psycopg.OperationalError:
            if not connection.closed:
                raise
            connection = self.reader()
            connection.execute(begin)
        return connection

    @contextmanager
    def migrating(self, connection: Any) -> Iterator[None]:
        """One migrator at a time: whoever waits looks at the database only once the first is done."""
        connection.execute(f"SELECT pg_advisory_lock({MIGRATION_LOCK})")
        try:
            yield
        finally:
            if not connection.closed:
                connection.execute(f"SELECT pg_advisory_unlock({MIGRATION_LOCK})")

    def keep_copy(self, connection: Any, schema: int) -> None:
        """Nothing to do: a server is backed up by its own tools."""

    def run_script(self, connection: Any, script: str) -> None:
        """Run a migration's statements inside the open transaction."""
        connection.execute(script)

    def tables(self, connection: Any) -> set[str]:
        """Name the tables and views where ours would stand; those that an extension brought are nobody's."""
        rows = connection.execute(
            "SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm')"
            " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"
        ).fetchall()
        return {row["name"] for row in rows}

    def names(self, connection: Any) -> set[str]:
        """The tables, views and indexes that are there."""
        asked = """SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ANY (current_schemas(false)) AND c.relkind IN ('r', 'i', 'v', 'p')"""
        return {str(row["name"]) for row in connection.execute(asked).fetchall()}

    def damage(self, connection: Any) -> list[str]:
        """What the database itself finds broken in what it holds; a server checks its own pages."""
        return []

    def close(self) -> None:
        """Close every connection this engine opened."""
        self._listener.close()
        for connection in self._opened:
            connection.close()


def _roll_back(connection: Any) -> None:
    """Leave the transaction; a server that hung up has left it already."""
    import psycopg

    with suppress(psycopg.Error):
        connection.execute("ROLLBACK")
