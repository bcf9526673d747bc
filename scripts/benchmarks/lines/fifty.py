"""Fifty callers at one database: half a second apart as people work, and in a closed loop as they never would."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.bench import ENGINES, Bench
from benchmarks.crowd import CALLERS, crowd
from benchmarks.figures import Figure, spread
from benchmarks.seats import round_of_calls

TITLE = "Fifty callers"
WORDS = """
Half a second after each step, from the dial to the next prospect's card, is a pace that nobody keeps: fifty people who
talk make one or two steps a second together. It asks for a hundred steps a second of everything that this machine has:
every caller's own program and, for PostgreSQL, the server run on its cores. What a step costs of CPU is said for both;
alone, without others who take the caches away, it is about half of that. On a file steps come one after another where
they write: a claim, a dial and an outcome hold the lock for 1 to 2 ms each here, so that p99 is a queue of them.
"""
PAUSE_S = 0.5
PARTS = ("the whole step", "next prospect with card", "dial", "outcome")


def measure(bench: Bench) -> Iterator[Figure]:
    """The whole step of fifty processes: next, card, dial, outcome."""
    for engine in ENGINES:
        url = bench.url(engine, bench.size)
        acts, rate, *cpu = crowd(round_of_calls, (url,), 8 if bench.quick else 25, PAUSE_S)
        for part, name in enumerate(PARTS):
            budget = 25.0 if part == 0 else None
            yield from spread("fifty", engine, f"half a second apart: {name}", [act[part] for act in acts], p99=budget)
        yield Figure("fifty", engine, "half a second apart: steps", rate, "/s")
        yield from _cpu(engine, *cpu)
        yield from _refused(engine, "half a second apart", acts)
        acts, rate, *_ = crowd(round_of_calls, (url,), 4 if bench.quick else 10, 0.0)
        yield from spread("fifty", engine, "closed loop: the whole step", [act[0] for act in acts])
        yield Figure("fifty", engine, f"closed loop: steps of {CALLERS} processes", rate, "/s")
        yield from _refused(engine, "closed loop", acts)


def _cpu(engine: str, callers: float, server: float) -> Iterator[Figure]:
    """What a step costs both sides: on this machine they share the cores, in a team every caller brings her own."""
    yield Figure("fifty", engine, "half a second apart: CPU a step of the caller's process", callers * 1000, "ms")
    if server:
        yield Figure("fifty", engine, "half a second apart: CPU a step of the server", server * 1000, "ms")


def _refused(engine: str, how: str, acts: list[tuple[float, ...]]) -> Iterator[Figure]:
    """Say how many steps ended in “the database is busy”, where any did."""
    refused = sum(act[-1] for act in acts)
    if refused:
        yield Figure("fifty", engine, f"{how}: steps refused as busy", refused, f"of {len(acts):,}")
