"""What a whole no-answer call writes to the terminal at 100 × 30, as it goes over SSH."""

from __future__ import annotations

import time
from collections.abc import Iterator

from benchmarks.bench import SQLITE, Bench
from benchmarks.figures import Figure, median
from benchmarks.screens import first_in_queue, setter

TITLE = "Bytes of a whole no-answer call at 100 × 30"
CALLER = "caller-43"
HANDS_S = 0.8
"""A person's hands between two keys; a key that repeats is ignored."""


def measure(bench: Bench) -> Iterator[Figure]:
    """The first call from the queue, then calls one after the other, each until the next prospect stands there."""
    terminal = setter(bench.url(SQLITE, bench.size), CALLER)
    try:
        terminal.until(first_in_queue(bench, SQLITE, CALLER))
        terminal.settle(0.4)
        opened = sum(len(piece) for _, piece in terminal.written)
        calls = [_call(terminal, (" ", "d", "n"))] + [_call(terminal, ("d", "n")) for _ in range(5)]
    finally:
        terminal.close()
    yield Figure("wire", "", "the queue's first screen", opened / 1000, "kB")
    yield Figure("wire", "", "the first call: take, dial, no answer, the next one there", calls[0] / 1000, "kB", 16.0)
    yield Figure(
        "wire",
        "",
        "each further call: dial, no answer, the next one there, median",
        median(calls[1:]) / 1000,
        "kB",
        16.0,
    )


def _call(terminal, keys: tuple[str, ...]) -> int:  # type: ignore[no-untyped-def]
    before = len(terminal.written)
    for key in keys:
        terminal.press(key)
        time.sleep(HANDS_S)
    terminal.settle()
    return sum(len(piece) for _, piece in terminal.written[before:])
