"""Claiming as people would have it instead on PostgreSQL: procrastinate and PgQueuer, beside our own."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack

from benchmarks.bench import POSTGRES, Bench, by_turns, say
from benchmarks.claiming import spread_over
from benchmarks.crowd import crowd
from benchmarks.figures import Figure, median, spread
from benchmarks.seats import lease, pgqueuer, procrastinate

TITLE = "Claiming beside procrastinate and PgQueuer (PostgreSQL)"
BACKLOG = 100_000
OPEN = 6
WORDS = """
procrastinate and PgQueuer hand out jobs by priority and age: no calling windows, no person who may be held once only,
no promise kept for its owner. They are asyncio programs; each claim is timed as one turn of an event loop, as a worker
of theirs makes it, which costs some tens of microseconds. They wait for the disk at each claim, ours does not
(`synchronous_commit = off` for a lease, which a power cut may take back; an outcome waits).
"""


def measure(bench: Bench) -> Iterator[Figure]:
    """One process in turns, then fifty in a closed loop, each from 100,000 waiting."""
    backlog = BACKLOG if not bench.quick else 20_000
    urls = {name: bench.fresh_url(POSTGRES, name) for name in ("procrastinate", "pgqueuer")}
    say(f"  filling procrastinate and PgQueuer with {backlog:,} ...")
    asyncio.run(_fill_procrastinate(urls["procrastinate"], backlog))
    asyncio.run(_fill_pgqueuer(urls["pgqueuer"], backlog))
    spread_over(bench.desk(POSTGRES, bench.sizes[0], calls=False), OPEN)
    seats = {
        "setter": (lease, (bench.url(POSTGRES, bench.sizes[0], calls=False), OPEN)),
        "procrastinate": (procrastinate, (urls["procrastinate"],)),
        "pgqueuer": (pgqueuer, (urls["pgqueuer"],)),
    }
    with ExitStack() as stack:
        acts = {name: stack.enter_context(seat(99, *given)) for name, (seat, given) in seats.items()}
        taken = by_turns(acts, bench.times(500))
    for name, seconds in taken.items():
        yield from spread("peers_postgres", name, "one process: a claim", seconds)
    ratio = median(taken["setter"]) / median(taken["procrastinate"])
    yield Figure("peers_postgres", "setter", "our median : procrastinate's", ratio, "×", 1.0)
    for name, (seat, given) in seats.items():
        found, rate, *_ = crowd(seat, given, 3 if bench.quick else 8, 0.0)
        yield from spread(
            "peers_postgres", name, "fifty processes in a closed loop: a claim", [act[0] for act in found]
        )
        yield Figure("peers_postgres", name, "fifty processes in a closed loop: claims", rate, "/s")


async def _fill_procrastinate(url: str, backlog: int) -> None:
    from procrastinate import App, PsycopgConnector
    from procrastinate.schema import SchemaManager

    connector = PsycopgConnector(conninfo=url)
    async with App(connector=connector).open_async():
        await SchemaManager(connector).apply_schema_async()
    await _put(
        url,
        "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args)"
        " SELECT 'bench', 'bench', n %% 100, '{}' FROM generate_series(1, %s) n",
        backlog,
    )


async def _fill_pgqueuer(url: str, backlog: int) -> None:
    import psycopg
    from pgqueuer.db import PsycopgDriver
    from pgqueuer.queries import Queries

    connection = await psycopg.AsyncConnection.connect(url, autocommit=True)
    async with connection:
        queries = Queries(PsycopgDriver(connection))
        await queries.install()
        for start in range(0, backlog, 5_000):
            count = min(5_000, backlog - start)
            await queries.enqueue(["bench"] * count, [None] * count, [number % 100 for number in range(count)])
        await connection.execute("ANALYZE")


async def _put(url: str, statement: str, backlog: int) -> None:
    import psycopg

    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(statement, (backlog,))
        await connection.execute("ANALYZE")
