"""From a key to its painted frame on the queue and call screens, against an empty Textual app; in turns."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack

from benchmarks.bench import ENGINES, Bench
from benchmarks.empty_app import READY
from benchmarks.figures import Figure, median, quantile
from benchmarks.screens import empty, first_in_queue, setter
from benchmarks.terminal import Terminal

TITLE = "Key to painted frame"
WORDS = """
A key in the empty app paints one line. On the queue it moves the mark over two rows and shows another prospect's card,
score and way to the goal; on the call it shows another step of the talk: some 25 lines, which Textual composes and
styles anew: two thirds of the time. What is written is only what is different. The questions to the database are a
small part of it on a file, and a fifth on PostgreSQL.
"""
UP, DOWN, BACKSPACE = "\x1b[A", "\x1b[B", "\x7f"


def measure(bench: Bench) -> Iterator[Figure]:
    """An empty app's key; on the queue the mark goes down and up; on the call the talk goes a step on and back."""
    for engine in ENGINES:
        with ExitStack() as stack:
            blank = _opened(stack, empty(), READY)
            queue = _opened(
                stack, setter(bench.url(engine, bench.size), "caller-41"), first_in_queue(bench, engine, "caller-41")
            )
            call = _opened(
                stack, setter(bench.url(engine, bench.size), "caller-42"), first_in_queue(bench, engine, "caller-42")
            )
            for key in (" ", "d"):
                call.press(key)
                time.sleep(1)
            taken: dict[str, list[float]] = {"an empty app": [], "queue": [], "call": []}
            for turn in range(max(10, bench.times(60))):
                back = turn % 2
                taken["an empty app"].append(blank.press("b" if back else "a")[1])
                taken["queue"].append(queue.press(UP if back else DOWN)[1])
                taken["call"].append(call.press(BACKSPACE if back else "1")[1])
                time.sleep(0.1)
        for name, seconds in taken.items():
            yield Figure("key_to_frame", engine, f"{name}: key to whole frame, median", median(seconds) * 1000, "ms")
            yield Figure(
                "key_to_frame", engine, f"{name}: key to whole frame, p90", quantile(seconds, 0.9) * 1000, "ms"
            )
        for name in ("queue", "call"):
            ratio = median(taken[name]) / median(taken["an empty app"])
            yield Figure("key_to_frame", engine, f"{name} screen : an empty app", ratio, "×", 1.2)


def _opened(stack: ExitStack, terminal: Terminal, text: str) -> Terminal:
    stack.callback(terminal.close)
    terminal.until(text)
    terminal.settle(0.4)
    return terminal
