"""From the start of the program to the first prospect on the screen, against an empty Textual app; whole processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from benchmarks.bench import ENGINES, Bench
from benchmarks.empty_app import READY
from benchmarks.figures import Figure, median
from benchmarks.screens import empty, first_in_queue, setter
from benchmarks.terminal import Terminal

TITLE = "First useful frame"
CALLER = "caller-40"
QUEUE = "textual.app, textual.widgets, setter.app, setter.screens.queue, setter.store.sqlite, aiosql"
IMPORTED = "import time; began = time.perf_counter(); import {}; print(time.perf_counter() - began)"
WORDS = """
Importing Textual is most of an empty app's start; setter's own modules, some 190, and what they bring along cost three
quarters of that again. Then come the database, the first look at the queue and the first layout of a whole screen.
"""


def measure(bench: Bench) -> Iterator[Figure]:
    """Starts in turns: the empty app, then setter on each engine."""
    names = {engine: first_in_queue(bench, engine, CALLER) for engine in ENGINES}
    seconds: dict[str, list[float]] = {name: [] for name in ("", *ENGINES)}
    for _ in range(max(4, bench.times(12))):
        seconds[""].append(_shown(empty(), READY))
        for engine in ENGINES:
            seconds[engine].append(_shown(setter(bench.url(engine, bench.size), CALLER), names[engine]))
    yield from _imports()
    yield Figure("first_frame", "Textual", "start to first useful frame, median", median(seconds[""]) * 1000, "ms")
    for engine in ENGINES:
        yield Figure("first_frame", engine, "start to first useful frame, median", median(seconds[engine]) * 1000, "ms")
        ratio = median(seconds[engine]) / median(seconds[""])
        yield Figure("first_frame", engine, f"setter at {bench.size:,} : an empty app", ratio, "×", 1.5)


def _imports() -> Iterator[Figure]:
    """How long each takes to be read into Python: a start can be no quicker."""
    for engine, what in (("Textual", "textual.app, textual.widgets"), (ENGINES[0], QUEUE)):
        seconds = []
        for _ in range(7):
            found = subprocess.run(
                [sys.executable, "-c", IMPORTED.format(what)], capture_output=True, text=True, check=True
            )
            seconds.append(float(found.stdout))
        yield Figure("first_frame", engine, "of that, importing, median", median(seconds) * 1000, "ms")


def _shown(terminal: Terminal, text: str) -> float:
    try:
        return terminal.until(text)
    finally:
        terminal.close()
