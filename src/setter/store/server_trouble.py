"""What a PostgreSQL driver's error means to whoever works here; its own words, which may quote a row, stay here."""

from __future__ import annotations

from typing import Any

from setter.domain.errors import Unusable

_CHECK = "Try again in a moment; check SETTER_DATABASE and that the server runs."
_PASSWORD = "Put the right one into ~/.pgpass, PGPASSWORD or SETTER_DATABASE."
_NAMES = "Check their names in SETTER_DATABASE; whoever looks after the server makes them."


def trouble(problem: BaseException) -> Unusable | None:
    """What the driver's error means; None for a broken rule or statement, which is our own mistake."""
    import psycopg
    from psycopg import errors

    name = type(problem).__name__
    if isinstance(problem, (errors.UndefinedTable, errors.UndefinedColumn, errors.DuplicateTable)):
        return Unusable("database_foreign", "The database was not made by this setter.", name, "Name another.")
    if isinstance(problem, (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)):
        return Unusable("database_read_only", "The PostgreSQL server does not let this user write.", name, _CHECK)
    if isinstance(problem, errors.DiskFull):
        return Unusable("disk_full", "The PostgreSQL server's disk is full.", name, _CHECK)
    if isinstance(problem, (psycopg.OperationalError, psycopg.InterfaceError)):
        return _turned_away(problem) or Unusable("database_unusable", "No PostgreSQL server answers.", name, _CHECK)
    return None


def _turned_away(problem: Any) -> Unusable | None:
    """Why a server that answers lets nobody in; None where none answers."""
    attempt = problem.pgconn
    if attempt is None:
        return None
    if attempt.needs_password:
        return Unusable("password_wanted", "The PostgreSQL server wants a password.", "", _PASSWORD)
    if attempt.used_password:
        return Unusable("password_refused", "The PostgreSQL server does not accept this password.", "", _PASSWORD)
    if b"FATAL" in attempt.error_message:
        sentence = "The PostgreSQL server has no such database, or does not let this user in."
        return Unusable("server_refused", sentence, "", _NAMES)
    return None
