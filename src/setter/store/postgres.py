"""PostgreSQL: one server, callers on many machines."""

from __future__ import annotations

import itertools
import os
import secrets
import socket
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from setter.domain.errors import Unusable
from setter.domain.units import DAY
from setter.store.dump import dump
from setter.store.endings import end, failed, gone, roll_back
from setter.store.engine import Away, How, InDoubt, Written
from setter.store.listening import Listener
from setter.store.presence import server_away
from setter.store.server_trouble import trouble
from setter.store.sessions import Session, Sessions, server_standby

MIGRATION_LOCK = 7_362_837
_ISOLATION = {How.DURABLE: "SERIALIZABLE", How.CLAIMING: "READ COMMITTED"}
_WROTE = "SELECT pg_current_xact_id_if_assigned() IS NOT NULL AS wrote"
_MARK = """INSERT INTO written (program, mark, at) VALUES ({program}, {mark}, {at})
    ON CONFLICT (program) DO UPDATE SET mark = excluded.mark, at = excluded.at"""
"""An upsert reads nothing that another could have written, so no two writers are in each other's way."""
_ASK_MARK = """BEGIN ISOLATION LEVEL READ COMMITTED;
    INSERT INTO written (program, mark, at) VALUES ({program}, 0, {at}) ON CONFLICT (program) DO NOTHING"""
_LEAVE = """BEGIN; SET LOCAL synchronous_commit = off;
    DELETE FROM written WHERE program = {program} OR at < {long_ago}; COMMIT"""
_LET_GO = "SET LOCAL idle_in_transaction_session_timeout = '20s'"
"""A writer whose machine was lost in the middle holds its rows for less time than others are patient."""
_PLAN_ONCE = "SET LOCAL plan_cache_mode = force_generic_plan"
"""What a caller writes is found by keys alone, whatever they are: to plan a claim anew takes longer than to make it."""
_LONG_MS = 30 * DAY


class PostgresEngine:
    """Connections and write transactions on one PostgreSQL database."""

    dialect = "psycopg"
    folder = "postgres"
    served = True

    def __init__(self, url: str) -> None:
        self.url = url
        self._local = threading.local()
        self._sessions = Sessions(url)
        self._listener = Listener(self.connect)
        self._program = secrets.randbits(62)
        self._marks = itertools.count(1)

    def connect(self) -> Any:
        """Open a connection; Away when the server answered before and does not now."""
        return self._sessions.open()

    def exists(self) -> bool:
        """Say yes: a server is asked, never made."""
        return True

    def lost(self, connection: Any) -> bool:
        """Say whether the server hung up."""
        return bool(connection.closed)

    def trouble(self, problem: BaseException) -> Unusable | None:
        """What the driver's error means; None for a broken rule or statement, which is our own mistake."""
        return trouble(problem)

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

    def user(self) -> str:
        """The database role that is connected: each caller has one of their own."""
        return str(self.reader().info.user)

    @contextmanager
    def reading(self) -> Iterator[Any]:
        """One unchanging view of the database for as long as the block lasts; Away when the server is lost."""
        import psycopg

        connection = self.reader()
        try:
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield connection
        except psycopg.Error as problem:
            if gone(connection, problem):
                raise Away(server_away()) from None
            raise
        finally:
            end(connection, "COMMIT")  # nothing was written; the driver forgets at a rollback what it has prepared

    @contextmanager
    def writing(self, connection: Any, how: How, at_once: bool = False) -> Iterator[Written]:
        """One write transaction, never Occupied; what must last waits for the server's disk.

        Where the server has a standby of its own every commit waits for it, leases too: after a fail-over a lease that
        was lost would be given again. Raises `Contended` when another transaction got there first, `Away` when the
        server was lost before it was asked to commit a durable one, `InDoubt` when it was lost in it.
        """
        import psycopg

        _refuse_standby(connection)
        mark = next(self._marks) if how.lasts and connection.session.marks else 0
        written, committing = Written(), False
        try:
            connection.execute(_begin(how, connection.session), prepare=False)
            yield written
            committing = True
            written.anything = self._commit(connection, mark)
        except psycopg.Error as problem:
            raise failed(connection, problem, how, mark if committing else 0) from None
        except BaseException:
            roll_back(connection)
            raise
        if written.anything:
            self._listener.wrote()

    def _commit(self, connection: Any, mark: int) -> bool:
        """Commit, and say whether anything was written; a durable commit leaves its mark, and so always reaches the
        disk, and the standby with everything that was committed before.
        """
        session: Session = connection.session
        session.unconfirmed = False
        marked = [_MARK.format(program=self._program, mark=mark, at=_now())] if mark else []
        wrote = connection.execute("; ".join([_WROTE, *marked, "COMMIT"]), prepare=False).fetchone()["wrote"]
        if session.unconfirmed:
            raise InDoubt(server_away(), mark) if mark else Away(server_away())
        return bool(wrote)

    def stands(self, connection: Any, doubt: InDoubt) -> bool:
        """Say whether a commit in doubt was made, once it is safe; if it was not, it never will be.

        A commit still on its way is waited for, and what has not committed by then finds the mark changed.
        """
        import psycopg

        _refuse_standby(connection)
        ours = f"FROM written WHERE program = {self._program:d} FOR UPDATE"
        try:
            connection.execute(_ASK_MARK.format(program=self._program, at=_now()), prepare=False)
            stood = connection.execute(f"SELECT mark {ours}").fetchone()["mark"] == doubt.mark
            self._commit(connection, doubt.mark if stood else -doubt.mark)
        except InDoubt:  # this answer is not safe either: it is asked for again, about the same commit
            raise Away(server_away()) from None
        except psycopg.Error as problem:
            if not gone(connection, problem):
                roll_back(connection)
            raise Away(server_away()) from None
        if stood:
            self._listener.wrote()
        return bool(stood)

    def cut(self, connection: Any) -> None:
        """Hang up on a server that lets a connection wait, from another thread; the one that waits hears of it."""
        import psycopg

        if connection is None:  # hung up already
            return
        quietly = suppress(OSError, ValueError, psycopg.Error)
        with quietly, socket.socket(fileno=os.dup(connection.fileno())) as line:
            line.shutdown(socket.SHUT_RDWR)

    def leave(self, connection: Any) -> None:
        """Take this program's mark away, and those of programs that were killed long ago."""
        import psycopg

        if connection.session.marks:
            long_ago = _now() - _LONG_MS
            with suppress(psycopg.Error):
                connection.execute(_LEAVE.format(program=self._program, long_ago=long_ago), prepare=False)

    def tell(self, connection: Any) -> bool:
        """Let other programs know that something was written; whether they were told."""
        return self._listener.tell(connection)

    def change_mark(self) -> int:
        """What has been heard of others' writes, and what was written here."""
        return self._listener.mark()

    @contextmanager
    def migrating(self, connection: Any) -> Iterator[None]:
        """One migrator at a time: whoever waits looks at the database only once the first is done."""
        connection.session.pausing = True
        connection.execute("SET lock_timeout = 0")
        connection.execute(f"SELECT pg_advisory_lock({MIGRATION_LOCK})")
        try:
            yield
        finally:
            if not connection.closed:
                connection.execute(f"SELECT pg_advisory_unlock({MIGRATION_LOCK})")

    def hold_all(self, connection: Any, tables: Collection[str]) -> None:
        """Keep everybody else from these tables: what an older program wrote while a step reads would go with them."""
        if tables:
            names = ", ".join(f'"{name}"' for name in sorted(tables))
            connection.execute(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE", prepare=False)

    def keep_copy(self, connection: Any, schema: int) -> None:
        """Nothing to do: a server is backed up by its own tools."""

    def copy_to(self, connection: Any, folder: Path) -> str:
        """Dump the database into a folder as this connection sees it, by the server's own tool; the dump's name."""
        return dump(connection, folder)

    def run_script(self, connection: Any, script: str) -> None:
        """Run a migration's statements inside the open transaction."""
        connection.execute(script, prepare=False)

    def tables(self, connection: Any) -> set[str]:
        """Name the tables and views where ours would stand; those that an extension brought are nobody's."""
        rows = connection.execute(
            "SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm')"
            " AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"
        ).fetchall()
        return {row["name"] for row in rows}

    def names(self, connection: Any) -> set[str]:
        """The tables, views, indexes and triggers that are there and at work."""
        asked = """SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ANY (current_schemas(false)) AND c.relkind IN ('r', 'i', 'v', 'p')
            UNION ALL SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ANY (current_schemas(false)) AND NOT t.tgisinternal AND t.tgenabled <> 'D'"""
        return {str(row["name"]) for row in connection.execute(asked).fetchall()}

    def damage(self, connection: Any) -> list[str]:
        """What the database itself finds broken in what it holds; a server checks its own pages."""
        return []

    def survives_fail_over(self, connection: Any) -> bool | None:
        """Say whether every commit waits for a standby; None where the address names one host only."""
        return bool(connection.session.replicated) if self._sessions.several else None

    def close(self) -> None:
        """Close every connection this engine opened."""
        self._listener.close()
        self._sessions.close()


def _begin(how: How, session: Session) -> str:
    steps = [f"BEGIN ISOLATION LEVEL {_ISOLATION.get(how, 'REPEATABLE READ')}"]
    if not how.lasts and not session.replicated:
        steps.append("SET LOCAL synchronous_commit = off")
    if not session.pausing:
        steps.append(_LET_GO)
    if how is not How.DURABLE:
        steps.append(_PLAN_ONCE)
    return "; ".join(steps)


def _refuse_standby(connection: Any) -> None:
    if connection.session.standby:
        raise Away(server_standby())


def _now() -> int:
    return time.time_ns() // 1_000_000
