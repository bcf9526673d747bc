"""Many processes that do the same thing at the same time, as fifty callers at one database do."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

CALLERS = 50
WARM = 12
"""So often each process acts before anything counts: imports and plans are no caller's step."""
PATIENCE_S = 120.0
_gate: Any = None
"""Where the processes of a crowd wait for each other."""

Act = Callable[[], Sequence[float]]
"""Does the thing once: the seconds that its parts took."""
Seat = Callable[[int], AbstractContextManager[Act]]
"""Sits a process of the crowd down at what it works with."""


class Crowded(NamedTuple):
    """What a crowd did: every act's parts (seconds), acts a second, seconds of CPU an act: its own, the server's."""

    acts: list[tuple[float, ...]]
    rate: float
    cpu: float
    server_cpu: float


def crowd(
    seat: Callable[..., AbstractContextManager[Act]],
    given: tuple[Any, ...],
    seconds: float,
    pause: float,
    size: int = CALLERS,
) -> Crowded:
    """Let so many processes act for so long, with a pause after each act."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["benchmarks.seats"])
    gate = context.Barrier(size)
    with ProcessPoolExecutor(size, context, _meet, (gate,)) as pool:
        asked = [pool.submit(_work, seat, (index, *given), seconds, pause) for index in range(size)]
        found = [each.result() for each in asked]
    acts = [act for done, _ in found for act in done]
    cpu, server_cpu = (sum(each[place] for _, each in found) / max(1, len(acts)) for place in (0, 1))
    return Crowded(acts, len(acts) / seconds, cpu, server_cpu)


def _meet(gate: Any) -> None:
    global _gate  # noqa: PLW0603 - the one thing that a process of the pool is given at its start
    _gate = gate
    import zoneinfo

    zoneinfo.reset_tzpath(to=())


def _work(
    seat: Callable[..., AbstractContextManager[Act]], given: tuple[Any, ...], seconds: float, pause: float
) -> tuple[list[tuple[float, ...]], tuple[float, float]]:
    """One of the crowd: its acts, and the CPU they took of this process, and of a server (the first of them looks)."""
    chosen = random.Random(given[0])
    done = []
    try:
        with seat(*given) as act:
            for _ in range(WARM):
                act()
            _gate.wait(PATIENCE_S)
            before = _cpu(given[0])
            time.sleep(chosen.random() * pause)
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                done.append(tuple(act()))
                if pause:
                    time.sleep(pause * chosen.uniform(0.9, 1.1))
            own, servers = (after - began for after, began in zip(_cpu(given[0]), before, strict=True))
    except Exception as problem:  # noqa: BLE001 - one that cannot be pickled would break the pool and say nothing
        _gate.abort()
        raise RuntimeError(f"{type(problem).__name__}: {problem}") from None
    return done, (own, servers)


def _cpu(index: int) -> tuple[float, float]:
    """Seconds of CPU so far: of this process, and of a PostgreSQL server, ended backends too, where it is the first."""
    return time.process_time(), _of_servers() if index == 0 else 0.0


def _of_servers() -> float:
    ticks = 0
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            name, _, fields = place.read_text().partition(") ")
            if name.endswith("(postgres"):
                ticks += sum(map(int, fields.split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")
