"""What a PostgreSQL driver's error means to whoever works here; its own words, which may quote a row, stay here."""

from __future__ import annotations

from typing import Any

from setter.domain.errors import Unusable

_CHECK = "Try again in a moment; check SETTER_DATABASE and that the server runs."
_WAIT = "Try again in a moment; if it stays so, ask whoever looks after the server."
_GRANT = (
    "Ask an admin to give this user its role (setter colleague NAME --role caller); where this server is a standby,"
    " name the primary."
)
_SPACE = "Free space on the server's disk, then do it again: nothing was written."
_PASSWORD = "Put the right one into ~/.pgpass, PGPASSWORD or SETTER_DATABASE."
_NAMES = "Check their names in SETTER_DATABASE; whoever looks after the server makes them."

FOR_GOOD = frozenset({"password_wanted", "password_refused", "server_refused"})
"""The codes of a server that answers and refuses, and goes on to however often it is asked."""


def trouble(problem: BaseException) -> Unusable | None:
    """What the driver's error means; None for a broken rule or statement, which is our own mistake."""
    import psycopg
    from psycopg import errors

    name = type(problem).__name__
    if isinstance(problem, (errors.UndefinedTable, errors.UndefinedColumn, errors.DuplicateTable)):
        return Unusable("database_foreign", "The database was not made by this setter.", name, "Name another.")
    if isinstance(problem, (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)):
        return Unusable("database_read_only", "The PostgreSQL server does not let this user write.", name, _GRANT)
    if isinstance(problem, errors.DiskFull):
        return Unusable("disk_full", "The PostgreSQL server's disk is full.", name, _SPACE)
    if isinstance(problem, (psycopg.OperationalError, psycopg.InterfaceError)):
        return turned_away(problem) or Unusable("database_unusable", "No PostgreSQL server answers.", name, _CHECK)
    return None


def turned_away(problem: Any) -> Unusable | None:
    """Why a server that answers lets nobody in; None where none answers.

    What it says is in its own language: only whose name stands in it tells what it is about, a password or a database.
    """
    attempt = problem.pgconn
    if attempt is None:
        return None
    if attempt.needs_password:
        return Unusable("password_wanted", "The PostgreSQL server wants a password.", "", _PASSWORD)
    said = attempt.error_message.decode(errors="replace")
    if "FATAL" not in said:
        return None
    database, user = _quoted(attempt.db) in said, _quoted(attempt.user) in said
    if attempt.used_password and user:
        return Unusable("password_refused", "The PostgreSQL server does not accept this password.", "", _PASSWORD)
    if database or user:
        sentence = "The PostgreSQL server has no such database, or does not let this user in."
        return Unusable("server_refused", sentence, "", _NAMES)
    reason = said.rpartition("FATAL:")[2].strip().splitlines()[0].rstrip(".") if "FATAL:" in said else "it is not ready"
    return Unusable("server_unready", f"The PostgreSQL server lets nobody in now: {reason}.", "", _WAIT)


def _quoted(name: bytes | None) -> str:
    return f'"{(name or b"").decode(errors="replace")}"'
