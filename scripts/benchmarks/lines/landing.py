"""A list lands: rows a second, memory, its writing against a bare insert; and what others make of the same file."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.bare_insert import bare_insert
from benchmarks.bench import ENGINES, Bench, say, timed
from benchmarks.figures import Figure
from benchmarks.lists import HEADER, write_list
from benchmarks.screens import SCRIPTS

TITLE = "Import a list"
PATIENCE_S = 600
WORDS = """
setter cleans every row (names, numbers by country, addresses, zones), finds who is there already and who opted out,
scores and enrols, makes everybody searchable, and stays out of the way of callers while it does. `sqlite-utils insert`
and `sqlite3 .import` put the raw text into one table: where they are faster, it is by what they leave out. The bare
insert, which writes the same rows into the same tables without their indexes, says what writing alone costs.

The pace is the CPU of the slower of two processes, one that cleans and one that matches, drafts and writes: a row of
11 cells becomes 6 rows in 6 tables with a dozen index entries and the words it is found by. 40,000 rows a second would
be 25 µs in each of them; a row's records alone cost more in Python. Inside a write transaction, for which callers wait,
is left what must be: looking for who is known, and the writing itself.
"""


def measure(bench: Bench) -> Iterator[Figure]:
    """Two lengths on each engine, then the same file by sqlite-utils and the sqlite3 shell."""
    sizes = (5_000, 20_000) if bench.quick else (100_000, 1_000_000)
    lists = {size: bench.folder / f"list-{size}.csv" for size in sizes}
    for size, path in lists.items():
        write_list(path, size)
    for engine in ENGINES:
        yield from _measured(bench, engine, lists)
    yield from _peers(bench, lists[sizes[-1]], sizes[-1])


def _measured(bench: Bench, engine: str, lists: dict[int, Path]) -> Iterator[Figure]:
    came: dict[int, dict[str, Any]] = {}
    for size, path in lists.items():
        if came and size / max(each["rate"] for each in came.values()) > PATIENCE_S:
            bench.skipped.append((TITLE, f"{engine}: {size:,} rows would take longer than {PATIENCE_S} s"))
            continue
        url, last = bench.fresh_url(engine, f"import-{size}"), size
        came[size] = _imported(url, path)
        came[size]["rate"] = size / came[size]["seconds"]
        yield Figure(
            "landing", engine, f"import of {size:,} rows", came[size]["rate"], "rows/s", note=_fates(came[size])
        )
    bare = bare_insert(url, bench.fresh_url(engine, "bare"))
    longest = f"import of {last:,} rows, the longest list"
    yield Figure("landing", engine, longest, came[last]["rate"], "rows/s", 40_000, least=True)
    yield Figure("landing", engine, "inside write transactions", came[last]["writing"] / last * 1e6, "µs/row")
    yield Figure("landing", engine, "CPU of the process that lands", came[last]["cpu"] / last * 1e6, "µs/row")
    yield Figure("landing", engine, "CPU of the process that cleans", came[last]["children_cpu"] / last * 1e6, "µs/row")
    yield Figure("landing", engine, "bare insert of the same rows", bare / last * 1e6, "µs/row")
    yield Figure("landing", engine, "insert part : bare insert", came[last]["writing"] / bare, "×", 2.5)
    yield Figure("landing", engine, "peak memory", came[last]["memory_mb"], "MB")
    yield Figure("landing", engine, "peak memory of its cleaners beside", came[last]["children_mb"], "MB")
    if len(came) > 1:
        grown = came[last]["memory_mb"] / came[min(came)]["memory_mb"]
        yield Figure("landing", engine, f"peak memory at {last:,} : at {min(came):,} rows", grown, "×", 1.3)


def _imported(url: str, path: Path) -> dict[str, Any]:
    say(f"  importing {path.name} ...")
    command = [sys.executable, "-m", "benchmarks.importing", url, str(path)]
    run = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": SCRIPTS}, capture_output=True, text=True, check=False
    )
    if run.returncode:
        raise RuntimeError(run.stderr.strip().splitlines()[-1])
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def _fates(came: dict[str, Any]) -> str:
    return f"{came['landed']:,} landed, {came['merged']:,} merged, {came['rejected']:,} refused"


def _peers(bench: Bench, path: Path, rows: int) -> Iterator[Figure]:
    database = bench.folder / "peer-sqlite-utils.db"
    tool = [
        sys.executable,
        "-m",
        "sqlite_utils",
        "insert",
        str(database),
        "people",
        str(path),
        "--csv",
        "--silent",
    ]
    seconds = timed(lambda: subprocess.run(tool, check=True, capture_output=True))
    yield Figure(
        "landing",
        "sqlite-utils",
        f"raw insert of {rows:,} rows",
        rows / seconds,
        "rows/s",
        note="sqlite-utils insert --csv",
    )
    shell = shutil.which("sqlite3")
    database = bench.folder / "peer-sqlite3.db"
    if shell:
        given = [shell, str(database), ".mode csv", f".import {path} people"]
        seconds = timed(lambda: subprocess.run(given, check=True, capture_output=True))
        yield Figure(
            "landing", "sqlite3", f"raw insert of {rows:,} rows", rows / seconds, "rows/s", note="sqlite3 .import"
        )
    else:
        seconds = timed(lambda: _as_the_shell_would(database, path))
        note = "the sqlite3 shell is not installed: csv and executemany stand in for it"
        yield Figure("landing", "sqlite3", f"raw insert of {rows:,} rows", rows / seconds, "rows/s", note=note)


def _as_the_shell_would(database: Path, path: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, path.open(newline="", encoding="utf-8") as file, connection:
        rows = csv.reader(file)
        next(rows)
        connection.execute(f"CREATE TABLE people ({', '.join(HEADER)})")
        connection.executemany(f"INSERT INTO people VALUES ({', '.join('?' * len(HEADER))})", rows)
