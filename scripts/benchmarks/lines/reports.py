"""Reports over as many calls as there are prospects, spread over three months."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from benchmarks.bench import ENGINES, Bench, timed
from benchmarks.figures import Figure, spread
from setter.services import review
from setter.services.desk import Desk

TITLE = "Reports over a million calls"
BUDGET_MS = 1000.0


def measure(bench: Bench) -> Iterator[Figure]:
    """Today, this week, and where it can be asked for, all three months."""
    for engine in ENGINES:
        desk = bench.desk(engine)
        for name, look in _reports(desk).items():
            seconds = [timed(look) for _ in range(5 if bench.quick else 12)]
            yield from spread(
                "reports", engine, f"report of {name}, {bench.size:,} calls in all", seconds, p50=BUDGET_MS
            )
        desk.store.close()


def _reports(desk: Desk) -> dict[str, Callable[[], object]]:
    found: dict[str, Callable[[], object]] = {
        "today": lambda: review.report(desk, "today"),
        "the week": lambda: review.report(desk, "week"),
    }
    of_days = getattr(review, "report_of", None)
    if of_days is not None:
        last = datetime.fromtimestamp(desk.now() / 1000, UTC).date()
        found["90 days"] = lambda: of_days(desk, last - timedelta(days=90), last)
    return found
