"""The lease alone against a bare UPDATE by primary key, in turns, at every size."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from benchmarks.bench import ENGINES, Bench, timed
from benchmarks.claiming import Claims
from benchmarks.figures import Figure, median, spread

TITLE = "Claim (the lease), 6 of about two dozen windows open"
BUDGET = {"SQLite": 6.0, "PostgreSQL": 5.0}
OPEN = 6


def measure(bench: Bench) -> Iterator[Figure]:
    """Claim and bare UPDATE through the store, and on the connection itself, at all sizes in one loop."""
    for engine in ENGINES:
        sizes = {size: Claims(bench.desk(engine, size, calls=size <= 1_000_000), OPEN) for size in bench.sizes}
        kinds = ("claim", "bare", "claim_raw", "bare_raw")
        taken: dict[tuple[int, str], list[float]] = {key: [] for key in itertools.product(sizes, kinds)}
        try:
            for _ in range(bench.times(1500)):
                for (size, kind), seconds in taken.items():
                    seconds.append(timed(getattr(sizes[size], kind)))
        finally:
            for claims in sizes.values():
                claims.put_back()
        yield from _told(engine, bench.sizes, taken)


def _told(engine: str, sizes: tuple[int, ...], taken: dict[tuple[int, str], list[float]]) -> Iterator[Figure]:
    for size in sizes:
        at = f"at {size:,}"
        yield from spread("claim", engine, f"claim {at}", taken[size, "claim"])
        yield from spread("claim", engine, f"bare UPDATE {at}, through the store", taken[size, "bare"])
        ratio = median(taken[size, "claim"]) / median(taken[size, "bare"])
        yield Figure("claim", engine, f"claim : bare UPDATE {at}", ratio, "×", BUDGET[engine])
        yield Figure(
            "claim", engine, f"claim {at}, on the bare connection", median(taken[size, "claim_raw"]) * 1000, "ms"
        )
        yield Figure(
            "claim", engine, f"bare UPDATE {at}, on the bare connection", median(taken[size, "bare_raw"]) * 1000, "ms"
        )
        raw = median(taken[size, "claim_raw"]) / median(taken[size, "bare_raw"])
        yield Figure("claim", engine, f"claim : bare UPDATE {at}, on the bare connection", raw, "×", BUDGET[engine])
    for size in sizes[1:]:
        flat = median(taken[size, "claim"]) / median(taken[sizes[0], "claim"])
        yield Figure("claim", engine, f"claim at {size:,} : at {sizes[0]:,}", flat, "×", 1.5)
