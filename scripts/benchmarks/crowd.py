"""Many processes that do the same thing at the same time, as fifty callers at one database do."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from multiprocessing import get_context
from typing import Any

CALLERS = 50
PATIENCE_S = 120.0
_gate: Any = None
"""Where the processes of a crowd wait for each other."""

Act = Callable[[], Sequence[float]]
"""Does the thing once: the seconds that its parts took."""
Seat = Callable[[int], AbstractContextManager[Act]]
"""Sits a process of the crowd down at what it works with."""


def crowd(
    seat: Callable[..., AbstractContextManager[Act]],
    given: tuple[Any, ...],
    seconds: float,
    pause: float,
    size: int = CALLERS,
) -> tuple[list[tuple[float, ...]], float]:
    """Let so many processes act for so long, with a pause after each act: (every act's parts, acts a second)."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.seats"])
    gate = context.Barrier(size)
    with ProcessPoolExecutor(size, context, _meet, (gate,)) as pool:
        asked = [pool.submit(_work, seat, (index, *given), seconds, pause) for index in range(size)]
        found = [each.result() for each in asked]
    acts = [act for process in found for act in process]
    return acts, len(acts) / seconds


def _meet(gate: Any) -> None:
    global _gate  # noqa: PLW0603 - the one thing that a process of the pool is given at its start
    _gate = gate
    import zoneinfo

    zoneinfo.reset_tzpath(to=())


def _work(
    seat: Callable[..., AbstractContextManager[Act]], given: tuple[Any, ...], seconds: float, pause: float
) -> list[tuple[float, ...]]:
    chosen = random.Random(given[0])
    done = []
    try:
        with seat(*given) as act:
            act()  # what is only slow the first time (imports, connections, plans) is no caller's step
            _gate.wait(PATIENCE_S)
            time.sleep(chosen.random() * pause)
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                done.append(tuple(act()))
                if pause:
                    time.sleep(pause * chosen.uniform(0.9, 1.1))
    except Exception as problem:  # noqa: BLE001 - one that cannot be pickled would break the pool and say nothing
        _gate.abort()
        raise RuntimeError(f"{type(problem).__name__}: {problem}") from None
    return done
