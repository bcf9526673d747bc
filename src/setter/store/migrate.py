"""Numbered SQL steps on our own connection; safe when two programs start at once."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from setter.domain.errors import Unusable
from setter.store.engine import Engine, foreign, is_foreign

SCHEMA_VERSION = 1


def steps() -> list[tuple[int, str]]:
    """The numbered migrations, in order: (number, SQL text)."""
    folder = files("setter.store") / "migrations"
    found = [
        (int(entry.name.split("_")[0]), entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".sql")
    ]
    return sorted(found)


def version(engine: Engine, connection: Any) -> int:
    """The newest step that the database has taken; 0 for an empty one, Unusable for another program's."""
    tables = engine.tables(connection)
    if is_foreign(tables):
        raise foreign(engine.url if "://" not in engine.url else "")
    if not tables:
        return 0
    row = connection.execute("SELECT max(number) AS number FROM migration").fetchone()
    return int(row["number"] or 0)


def migrate(engine: Engine, connection: Any) -> int:
    """Bring the database to this program's schema; Unusable when it is newer than the program.

    Each step runs in one write transaction that looks again inside the lock, so a second starter finds the work done.
    """
    with engine.migrating(connection):
        for number, script in steps():
            _take(engine, connection, number, script)
    return refuse_newer(engine, connection)


def _take(engine: Engine, connection: Any, number: int, script: str) -> None:
    with engine.writing(connection, durable=True):
        if version(engine, connection) >= number:
            return
        if number == 1:
            engine.run_script(connection, "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY);")
        engine.run_script(connection, script)
        engine.run_script(connection, f"INSERT INTO migration (number) VALUES ({number:d});")  # noqa: S608 - an int


def refuse_newer(engine: Engine, connection: Any) -> int:
    """The schema version; Unusable when a newer setter wrote this database."""
    present = version(engine, connection)
    if present > SCHEMA_VERSION:
        raise Unusable(
            "database_newer",
            f"The database has schema {present}, this setter knows {SCHEMA_VERSION}.",
            engine.url if "://" not in engine.url else "",
            "Update setter.",
        )
    return present
