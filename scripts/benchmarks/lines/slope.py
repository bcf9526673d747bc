"""How a claim's cost grows with the open windows: a queue spread over 200 windows, some of them open."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.bench import ENGINES, Bench, timed
from benchmarks.claiming import Claims, spread_over
from benchmarks.figures import Figure, median

TITLE = "The claim's slope in open windows"
OPEN = (6, 24, 50, 160)
WINDOWS = 200


def measure(bench: Bench) -> Iterator[Figure]:
    """Claims from 6 to 160 open windows and bare UPDATEs, in turns."""
    for engine in ENGINES:
        size = bench.sizes[0]
        spread_over(bench.desk(engine, size, calls=False), WINDOWS)
        claims = {most: Claims(bench.desk(engine, size, calls=False), most, range(1, most + 1)) for most in OPEN}
        taken: dict[int, list[float]] = {most: [] for most in OPEN}
        bare = []
        for _ in range(bench.times(500)):
            bare.append(timed(claims[OPEN[0]].bare))
            for most in OPEN:
                taken[most].append(timed(claims[most].claim))
        for each in claims.values():
            each.put_back()
        for most in OPEN:
            budget = {"SQLite": 6.0, "PostgreSQL": 5.0}[engine] if most <= 24 else None
            ratio = median(taken[most]) / median(bare)
            yield Figure("slope", engine, f"claim with {most} windows open : bare UPDATE", ratio, "×", budget)
        per = (median(taken[OPEN[-1]]) - median(taken[OPEN[0]])) / (OPEN[-1] - OPEN[0])
        yield Figure("slope", engine, "each further open window", per * 1e6, "µs")
