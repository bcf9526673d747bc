"""Every named query runs on both engines, is asked for by its room, and is there for both."""

from __future__ import annotations

import ast
import re
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

import setter.store
from setter.store.house import open_store
from setter.store.sql import queries

STORE = Path(setter.store.__file__).parent
ROOMS = sorted(path.stem for path in (STORE / "queries").glob("*.sql"))
DIALECTS = {"sqlite": "sqlite3", "postgres": "psycopg"}
SPOKEN = {
    "windows": "[1, 2]",
    "campaigns": "[1, 2]",
    "enrolments": "[1, 2]",
    "prospects": "[1, 2]",
    "places": "[1, 2]",
    "rows": '[[1, 2, 3, 4, "cold", "lead"]]',
    "people": "[1, 2]",
    "question": "a",
    "besides": "a",
    "hashes": '["a"]',
    "values": '["a"]',
    "keys": '["a"]',
    "match_keys": '["a"]',
    "channels": '["a"]',
    "mark": "%x%",
    "pattern": "%x%",
    "caller": "mira",
    "new_owner": "noor",
    "first_day": "2026-11-24",
    "last_day": "2026-11-24",
}
NAMED_BY_TEXT = {"campaigns.campaign", "campaigns.add_campaign", "campaigns.save_campaign", "campaigns.add_client"}
"""A campaign and a client are named by a word; every other id is a number."""
WEIGHED_BY_WINDOW = {"queue.claim", "queue.open_lines"}
"""To these, windows come with what each is worth; to others as a list."""
NUMBERS = {"week_since", "rung_since", "most", "skipped", "now", "since", "until", "lease_until", "reserved_before"}


def names(room: str, engine: str) -> list[str]:
    """The queries of a room on an engine; each has a `_cursor` twin that is no query of ours."""
    found = queries(room, DIALECTS[engine], engine).available_queries
    return sorted(name for name in found if not name.endswith("_cursor"))


QUERIES = [(room, name) for room in ROOMS for name in names(room, "sqlite")]


@pytest.fixture(scope="module")
def text_columns() -> set[str]:
    """Every column that is text somewhere and a number nowhere; the schema is the one source of types."""
    script = "\n".join(path.read_text(encoding="utf-8") for path in sorted((STORE / "migrations").glob("*.sql")))
    text = set(re.findall(r"^\s*(?:CREATE TABLE \w+ \()?(\w+) TEXT", script, re.MULTILINE))
    numbers = set(re.findall(r"^\s*(\w+) (?:BIGINT|INTEGER|DOUBLE)", script, re.MULTILINE))
    return text - numbers


@pytest.fixture(scope="module")
def connections(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Any]]:
    """A connection to an empty house on an engine, where rows may refer to nobody."""
    from databases import fresh_database

    stores = {
        "sqlite": open_store(str(tmp_path_factory.mktemp("queries") / "house.db")),
        "postgres": open_store(fresh_database(postgres_server)),
    }
    opened = {}
    for engine, store in stores.items():
        store.migrate()
        opened[engine] = store.engine.connect()
    opened["sqlite"].execute("PRAGMA foreign_keys = OFF")
    opened["postgres"].execute("SET session_replication_role = replica")
    yield opened.__getitem__
    for store in stores.values():
        store.close()


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
@pytest.mark.parametrize("room", ROOMS)
def test_the_queries_of_a_room_run(
    room: str, engine: str, connections: Callable[[str], Any], text_columns: set[str]
) -> None:
    failed = {}
    for name in names(room, "sqlite"):
        try:
            run(room, name, engine, connections(engine), text_columns)
        except (sqlite3.Error, psycopg.Error, LookupError, TypeError, ValueError, AttributeError) as error:
            failed[name] = error
    assert failed == {}


def run(room: str, name: str, engine: str, connection: Any, text_columns: set[str]) -> None:
    """Run a query with a value for each parameter, and take all of it back."""
    query = getattr(queries(room, DIALECTS[engine], engine), name)
    wanted = re.findall(r":(\w+)|%\((\w+)\)s", query.sql)
    values = {asked: value_of(asked, text_columns) for asked in {first or second for first, second in wanted}}
    if f"{room}.{name}" in NAMED_BY_TEXT:
        values["id"] = "quaywise-us"
    if f"{room}.{name}" in WEIGHED_BY_WINDOW:
        values["windows"] = '{"1": 250, "2": 0}'
    connection.execute("BEGIN")
    try:
        found = query(connection, **values)
        if found is not None and not isinstance(found, (int, str, dict)):
            list(found)
    except (sqlite3.IntegrityError, psycopg.IntegrityError):
        pass  # it ran, and the house's own rules took the made-up row for what it is
    finally:
        connection.execute("ROLLBACK")


def value_of(parameter: str, text_columns: set[str]) -> object:
    if parameter in SPOKEN:
        return SPOKEN[parameter]
    return 1 if parameter in NUMBERS or parameter not in text_columns else "x"


@pytest.mark.parametrize("room", ROOMS)
def test_both_engines_have_the_same_queries(room: str) -> None:
    assert names(room, "sqlite") == names(room, "postgres")


def test_every_query_is_asked_for_and_nothing_else_is() -> None:
    spoken = set()
    for source in STORE.glob("*.py"):
        tree = ast.parse(source.read_text(encoding="utf-8"))
        spoken |= {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    unasked = {f"{room}.{name}" for room, name in QUERIES if name not in spoken}
    assert not unasked
