"""How a transaction on a PostgreSQL server ends otherwise than it should: lost, raced for, or wrong."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from setter.store.engine import Away, Contended, How, InDoubt
from setter.store.presence import server_away

RACED_FOR = frozenset({"audit_pkey", "queue_one_lease_a_person"})
"""Keys for which a durable write races with others that do not wait for it: the next of a chain, a person's lease."""


def failed(connection: Any, problem: Any, how: How, mark: int) -> Exception:
    """What the driver's error makes of a transaction, which is over; `mark` is its own once it was told to commit."""
    from psycopg import errors

    if gone(connection, problem):
        return InDoubt(server_away(), mark) if mark else Away(server_away())
    roll_back(connection)
    raced = isinstance(problem, (errors.SerializationFailure, errors.DeadlockDetected, errors.LockNotAvailable))
    taken = isinstance(problem, errors.UniqueViolation)
    guarded = how is not How.DURABLE or (taken and problem.diag.constraint_name in RACED_FOR)
    lost: Exception = Contended() if raced or (taken and guarded) else problem
    return lost


def gone(connection: Any, problem: Any) -> bool:
    """Say whether an error means that the server hung up; what is left of the connection is closed."""
    from psycopg import errors

    if isinstance(problem, (errors.AdminShutdown, errors.CrashShutdown, errors.CannotConnectNow)):
        connection.close()
    return bool(connection.closed)


def roll_back(connection: Any) -> None:
    """Undo the transaction."""
    end(connection, "ROLLBACK")


def end(connection: Any, how: str) -> None:
    """Leave the transaction; a server that hung up has left it already."""
    import psycopg

    with suppress(psycopg.Error):
        connection.execute(how)
