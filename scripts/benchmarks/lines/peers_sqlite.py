"""Claiming as people would have it instead on SQLite: huey and litequeue, beside our own, from the same backlog."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

from benchmarks.bench import SQLITE, Bench, by_turns, say
from benchmarks.claiming import spread_over
from benchmarks.crowd import crowd
from benchmarks.figures import Figure, median, spread
from benchmarks.seats import huey, lease, litequeue

TITLE = "Claiming beside huey and litequeue (SQLite)"
BACKLOG = 100_000
OPEN = 6
WORDS = """
huey and litequeue are queues of tasks: one order, no calling windows, no lease that runs out and comes back, no person
who may be held by one caller only, no promise kept for its owner. huey deletes a task as it hands it out, so a worker
that dies has lost it; litequeue marks it and leaves it. Neither waits for the disk here any more than our claims do
(WAL, NORMAL). Where one of them is faster, that is what it leaves out.
"""


def measure(bench: Bench) -> Iterator[Figure]:
    """One process in turns, then fifty in a closed loop, each from 100,000 waiting."""
    backlog = BACKLOG if not bench.quick else 20_000
    paths = {name: bench.fresh_url(SQLITE, name) for name in ("huey", "litequeue")}
    say(f"  filling huey and litequeue with {backlog:,} ...")
    _fill(paths, backlog)
    spread_over(bench.desk(SQLITE, bench.sizes[0], calls=False), OPEN)
    ours = bench.url(SQLITE, bench.sizes[0], calls=False)
    seats = {
        "setter": (lease, (ours, OPEN)),
        "huey": (huey, (paths["huey"],)),
        "litequeue": (litequeue, (paths["litequeue"],)),
    }
    with ExitStack() as stack:
        acts = {name: stack.enter_context(seat(99, *given)) for name, (seat, given) in seats.items()}
        taken = by_turns(acts, bench.times(500))
    for name, seconds in taken.items():
        yield from spread("peers_sqlite", name, "one process: a claim", seconds)
    yield Figure(
        "peers_sqlite", "setter", "our median : huey's", median(taken["setter"]) / median(taken["huey"]), "×", 1.0
    )
    for name, (seat, given) in seats.items():
        found, rate, *_ = crowd(seat, given, 3 if bench.quick else 8, 0.0)
        yield from spread("peers_sqlite", name, "fifty processes in a closed loop: a claim", [act[0] for act in found])
        yield Figure("peers_sqlite", name, "fifty processes in a closed loop: claims", rate, "/s")
        locked = sum(act[1] for act in found if len(act) > 1)
        if locked:
            yield Figure("peers_sqlite", name, "fifty processes in a closed loop: refused as locked", locked, "claims")


def _fill(paths: dict[str, str], backlog: int) -> None:
    """Put the backlog in by their own statements, many to a transaction."""
    from huey.storage import SqliteStorage
    from litequeue import LiteQueue

    storage = SqliteStorage("bench", paths["huey"])
    with storage.db(commit=True) as cursor:
        cursor.executemany(
            "insert into task (queue, data, priority) values (?, ?, ?)",
            (("bench", b"x" * 100, number % 100) for number in range(backlog)),
        )
    storage.close()
    queue = LiteQueue(paths["litequeue"])
    with queue.transaction():
        for number in range(backlog):
            queue.put(f"message {number}")
    queue.close()
