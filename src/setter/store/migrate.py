"""Numbered SQL steps on our own connection; safe when two programs start at once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from setter.domain.errors import Unusable
from setter.store.engine import Contended, Engine, How, foreign, is_foreign
from setter.store.ids import new_id
from setter.store.unit import Unit

SCHEMA_VERSION = 23
PAUSES_S = (0.1, 0.5, 2.0, 5.0)
MADE = re.compile(r"^CREATE (?:UNIQUE |VIRTUAL )?(?:TABLE|INDEX|VIEW|TRIGGER) (\w+)", re.MULTILINE)
UNMADE = re.compile(r"^DROP (?:TABLE|INDEX|VIEW|TRIGGER) (\w+)\b|^ALTER TABLE (\w+) RENAME", re.MULTILINE)
RENAMED = re.compile(r"^ALTER TABLE \w+ RENAME TO (\w+);", re.MULTILINE)


def steps(folder: str) -> list[tuple[int, str]]:
    """The numbered migrations of an engine, in order: (number, SQL text), what all engines share first."""
    root = files("setter.store") / "migrations"
    found: dict[int, str] = {}
    for place in (root, root / folder):
        for entry in place.iterdir():
            if entry.name.endswith(".sql"):
                number = int(entry.name.split("_")[0])
                found[number] = found.get(number, "") + entry.read_text(encoding="utf-8")
    return sorted(found.items())


def version(engine: Engine, connection: Any) -> int:
    """The newest step that the database has taken; 0 for an empty one, Unusable for another program's."""
    tables = engine.tables(connection)
    if is_foreign(tables):
        raise foreign(engine.url if "://" not in engine.url else "")
    if not tables:
        return 0
    row = connection.execute("SELECT max(number) AS number FROM migration").fetchone()
    return int(row["number"] or 0)


def _second(unit: Unit) -> None:
    """What the second step needs besides SQL: the suppression key out of the database."""
    if unit.settings.get("suppression_key"):
        unit.suppressions.see_to_key()


def _sixth(unit: Unit) -> None:
    """What the sixth step needs besides SQL: the words of everybody who is on record."""
    unit.search.renew_all()


def _fourteenth(unit: Unit) -> None:
    """What the fourteenth step needs besides SQL: the places of everybody who is on record."""
    unit.localities.place_everybody()


def _sixteenth(unit: Unit) -> None:
    """What the sixteenth step needs besides SQL: windows for whoever speaks another language."""
    unit.localities.stand_everybody(new_id(time.time_ns() // 1_000_000))


def _nineteenth(unit: Unit) -> None:
    """What the nineteenth step needs besides SQL: which details were empty before it had to be said whose."""
    unit.audit.own_up(time.time_ns() // 1_000_000)


def _twenty_first(unit: Unit) -> None:
    """What the twenty-first step needs besides SQL: a first version of every campaign's rules."""
    unit.rule_sets.number_filed()


def _twenty_third(unit: Unit) -> None:
    """What the twenty-third step needs besides SQL: sign-offs by part, from the files of campaigns in force."""
    unit.sign_offs.take_over_filed()


AFTER: Mapping[int, Callable[[Unit], None]] = MappingProxyType(
    {2: _second, 6: _sixth, 14: _fourteenth, 16: _sixteenth, 19: _nineteenth, 21: _twenty_first, 23: _twenty_third}
)
"""What is left to do once a step's statements have run, in the same transaction."""


def migrate(engine: Engine, connection: Any, unit: Callable[[Any], Unit]) -> int:
    """Bring the database to this program's schema; Unusable when it is newer than the program.

    Each step runs in one write transaction that looks again inside the lock, so a second starter finds the work done.
    An older database is copied first.
    """
    with engine.migrating(connection):
        present = refuse_newer(engine, connection)
        if 0 < present < SCHEMA_VERSION:
            engine.keep_copy(connection, present)
        for number, script in steps(engine.folder):
            if number > present:
                _take_alone(engine, connection, number, script, unit)
    return refuse_newer(engine, connection)


def missing(engine: Engine, connection: Any) -> list[str]:
    """What the schema of this program has and the database has not: tables, views, indexes and triggers."""
    wanted: set[str] = set()
    for _, script in steps(engine.folder):
        wanted |= set(MADE.findall(script))
        wanted -= {name for found in UNMADE.findall(script) for name in found}
        wanted |= set(RENAMED.findall(script))
    return sorted(wanted - engine.names(connection))


def _take_alone(engine: Engine, connection: Any, number: int, script: str, unit: Callable[[Any], Unit]) -> None:
    """Take a step; again where an older program that is still at work got in between."""
    for pause in PAUSES_S:
        try:
            _take(engine, connection, number, script, unit)
        except Contended:
            time.sleep(pause)
        else:
            return
    words = "Other programs keep writing to the database, and it cannot be brought up to date beside them."
    raise Unusable("database_busy", words, "", "Close the older setters that have it open, then try again.")


def _take(engine: Engine, connection: Any, number: int, script: str, unit: Callable[[Any], Unit]) -> None:
    there = engine.tables(connection)
    with engine.writing(connection, How.DURABLE):
        engine.hold_all(connection, there)
        if version(engine, connection) >= number:
            return
        if number == 1:
            engine.run_script(connection, "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY);")
        engine.run_script(connection, script)
        if number in AFTER:
            whole = unit(connection)
            AFTER[number](whole)
            whole.settle()
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
