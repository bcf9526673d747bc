"""From the start of the program to the first prospect on the screen, against an empty Textual app; whole processes."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.bench import ENGINES, Bench
from benchmarks.empty_app import READY
from benchmarks.figures import Figure, median
from benchmarks.screens import empty, first_in_queue, setter
from benchmarks.terminal import Terminal

TITLE = "First useful frame"
CALLER = "caller-40"


def measure(bench: Bench) -> Iterator[Figure]:
    """Starts in turns: the empty app, then setter on each engine."""
    names = {engine: first_in_queue(bench, engine, CALLER) for engine in ENGINES}
    seconds: dict[str, list[float]] = {name: [] for name in ("", *ENGINES)}
    for _ in range(max(4, bench.times(12))):
        seconds[""].append(_shown(empty(), READY))
        for engine in ENGINES:
            seconds[engine].append(_shown(setter(bench.url(engine, bench.size), CALLER), names[engine]))
    yield Figure("first_frame", "Textual", "start to first useful frame, median", median(seconds[""]) * 1000, "ms")
    for engine in ENGINES:
        yield Figure("first_frame", engine, "start to first useful frame, median", median(seconds[engine]) * 1000, "ms")
        ratio = median(seconds[engine]) / median(seconds[""])
        yield Figure("first_frame", engine, f"setter at {bench.size:,} : an empty app", ratio, "×", 1.5)


def _shown(terminal: Terminal, text: str) -> float:
    try:
        return terminal.until(text)
    finally:
        terminal.close()
