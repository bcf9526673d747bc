"""Fill a database with a population: at the schema's third step, without indexes, then brought up to date.

The first three steps never change, so whatever later steps derive (windows, roll-ups, search) is derived by the
migrations themselves, as for somebody who upgrades with a million prospects.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.campaign_text import CAMPAIGN, campaign_text
from benchmarks.happenings import COLUMNS as EVENT_COLUMNS
from benchmarks.population import CALLERS, CHUNK, COLUMNS, Population, Rows
from setter.domain.campaign import Campaign
from setter.services.campaigns import activate, add_text, load
from setter.services.clock import parse_instant
from setter.services.desk import Desk, make_database
from setter.services.go_on import see_to_law
from setter.store.engine import How
from setter.store.house import open_store
from setter.store.migrate import steps

MORNING = parse_instant("2026-11-24T14:05:00Z")
"""A Tuesday: nine in New York, and about seven of the two dozen windows are open."""
LEAD = "lead"
FROZEN = 3
"""The schema step that is filled."""


def fill(
    url: str, size: int, *, calls: bool = True, closed_loop: bool = False, at: int = MORNING
) -> tuple[Desk, dict[str, float]]:
    """Make a sandbox with so many people, and time it: (the lead's desk, seconds of filling, indexing, upgrading)."""
    began = time.perf_counter()
    campaign, kept = _compiled(closed_loop)
    store = open_store(url)
    people = Population(size, campaign, at, calls, ready=closed_loop)
    with closing(store.engine), closing(store.engine.connect()) as connection:
        with store.engine.writing(connection, How.DURABLE):
            for number, script in steps(store.engine.folder)[:FROZEN]:
                if number == 1:
                    store.engine.run_script(connection, "CREATE TABLE migration (number INTEGER PRIMARY KEY);")
                store.engine.run_script(connection, script)
        with _without_waiting(connection, store.engine.dialect):
            seconds = _load(connection, store.engine.dialect, people, kept)
    loaded = time.perf_counter()
    desk = make_database(url, sandbox=True, anchor=at)
    desk.store.write(lambda unit: [unit.settings.set_role(name, "team_lead") for name in (LEAD, desk.caller)])
    see_to_law(desk)
    _forget_copy(url)
    upgraded = time.perf_counter()
    with closing(desk.store.engine.connect()) as connection, _without_waiting(connection, desk.store.engine.dialect):
        _put_events(connection, desk.store.engine.dialect, people)
    _tidy(desk)
    ended = time.perf_counter()
    seconds |= {"upgrade": upgraded - loaded, "events": ended - upgraded, "whole": ended - began}
    return Desk(desk.store, desk.clock, LEAD), seconds


def _compiled(closed_loop: bool) -> tuple[Campaign, dict[str, list[dict[str, Any]]]]:
    """The campaign as the services add it, and its rows, from a database in memory's place that is thrown away."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        desk = make_database(str(Path(folder) / "campaign.db"), sandbox=True, anchor=MORNING)
        add_text(desk, campaign_text(closed_loop=closed_loop))
        activate(desk, CAMPAIGN)
        with desk.store.engine.reading() as connection:
            kept = {
                each: connection.execute(f"SELECT * FROM {each}").fetchall()
                for each in ("client", "campaign", "campaign_version")
            }
        campaign = load(desk, CAMPAIGN)
        desk.store.close()
    return campaign, kept


def _load(connection: Any, dialect: str, people: Population, kept: dict[str, list[dict[str, Any]]]) -> dict[str, float]:
    began = time.perf_counter()
    connection.execute("BEGIN")
    indexes = drop_indexes(connection, dialect)
    for number in range(1, FROZEN + 1):
        connection.execute(f"INSERT INTO migration (number) VALUES ({number})")
    _insert_kept(connection, dialect, kept)
    for rows in people.chunks():
        put_rows(connection, dialect, rows)
    windows = [(each, 1, zones) for zones, each in people.windows.items()]
    put_rows(connection, dialect, {"calling_window": windows}, {"calling_window": "id campaign zones"})
    filled = time.perf_counter()
    for statement in indexes:
        connection.execute(statement)
    connection.execute("COMMIT")
    return {"fill": filled - began, "index": time.perf_counter() - filled}


def _insert_kept(connection: Any, dialect: str, kept: dict[str, list[dict[str, Any]]]) -> None:
    columns = {
        "client": "id name",
        "campaign": "number id name client_id programme_id status version",
        "campaign_version": "campaign version digest compiled source added_at added_by",
    }
    for table, names in columns.items():
        put_rows(
            connection, dialect, {table: [tuple(row[name] for name in names.split()) for row in kept[table]]}, columns
        )
    callers = [(f"caller-{each:02d}", "caller") for each in range(CALLERS)]
    put_rows(connection, dialect, {"colleague": callers}, {"colleague": "name role"})
    batch = "id campaign file_name digest started_at started_by read_rows landed merged unchanged rejected"
    put_rows(
        connection,
        dialect,
        {"import_batch": [(1, 1, "list.csv", "0", MORNING, "lead", 1, 1, 0, 0, 0)]},
        {"import_batch": batch},
    )


def _put_events(connection: Any, dialect: str, people: Population) -> None:
    """What people did elsewhere has a table since a later step of the schema."""
    connection.execute("BEGIN")
    for rows in people.happened():
        put_rows(connection, dialect, {"event": rows}, {"event": EVENT_COLUMNS})
    connection.execute("COMMIT")


def put_rows(connection: Any, dialect: str, rows: Rows, columns: dict[str, str] = COLUMNS) -> None:
    """Write rows, table by table, the fastest way that a driver has; `columns` names them, space-joined."""
    (_copied if dialect == "psycopg" else _inserted)(connection, rows, columns)


def _inserted(connection: Any, rows: Rows, columns: dict[str, str]) -> None:
    for table, each in rows.items():
        names = columns[table].split()
        marks = ", ".join("?" * len(names))
        connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", each)


def _copied(connection: Any, rows: Rows, columns: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        for table, each in rows.items():
            with cursor.copy(f"COPY {table} ({', '.join(columns[table].split())}) FROM STDIN") as copy:
                copy.write("".join("\t".join(map(_text, row)) + "\n" for row in each))


def _text(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, str):
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
    return str(value)


def drop_indexes(connection: Any, dialect: str) -> list[str]:
    """Drop every index that a statement made, and say how to make them again."""
    if dialect == "psycopg":
        asked = (
            "SELECT indexname AS name, indexdef AS made FROM pg_indexes WHERE schemaname = current_schema()"
            " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        )
    else:
        asked = "SELECT name, sql AS made FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    found = connection.execute(asked).fetchall()
    for row in found:
        connection.execute(f"DROP INDEX {row['name']}")
    return [row["made"] for row in found]


@contextmanager
def _without_waiting(connection: Any, dialect: str) -> Iterator[None]:
    """Filling is no line of the report: let it not wait for the disk, nor look up parents that are there."""
    if dialect == "psycopg":
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET session_replication_role = replica")
    else:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA cache_size = -400000")
    yield


def _forget_copy(url: str) -> None:
    """The copy that an upgrade keeps of a file is not wanted here."""
    if "://" not in url:
        for copy in Path(url).parent.glob(f"{Path(url).name}.*backup*"):
            copy.unlink()


def _tidy(desk: Desk) -> None:
    """Statistics and clean pages, as a database has that has been in use; then everything on the disk."""
    with closing(desk.store.engine.connect()) as connection:
        if desk.store.engine.dialect == "psycopg":
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")
        else:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


__all__ = ["CHUNK", "FROZEN", "MORNING", "fill"]
