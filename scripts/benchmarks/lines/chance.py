"""Whoever is given out at random, whatever their score: one place in twenty, outside of sandboxes."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from benchmarks.bench import ENGINES, Bench, timed
from benchmarks.figures import Figure, spread
from setter.services.desk import Desk
from setter.services.windows import open_windows
from setter.store.queue import LOOKED_AT, REMAINDERS
from setter.store.unit import Unit

TITLE = "A place given at random"
NOBODYS = 0
"""A window in which nobody stands: whoever is looked at is none of those who may be given out."""
WORDS = f"""
Before anybody is given out at random it is asked whether a promise, an inquiry or somebody hot stands ready: they come
first. Where few are ready a look ends after {LOOKED_AT} people, and the place is given by the score.
"""


def measure(bench: Bench) -> Iterator[Figure]:
    """What a claim does more when a place is given at random: with people ready, and with nobody."""
    for engine in ENGINES:
        desk = bench.desk(engine)
        windows = desk.store.read(lambda unit: open_windows(unit, desk.campaign(unit, 1), 1, desk.now()))  # noqa: B023
        looks: dict[str, tuple[Callable[..., object], Sequence[int]]] = {
            "does anybody come before": (_before, windows),
            "the same where nobody does": (_before, [NOBODYS]),
            "somebody at random": (_somebody, windows),
            "the same where nobody is ready": (_somebody, [NOBODYS]),
        }
        for name, (look, among) in looks.items():
            seconds = [_timed(desk, look, among) for _ in range(bench.times(300))]
            yield from spread("chance", engine, f"{name}, {bench.size:,} prospects", seconds)
        desk.store.close()


def _timed(desk: Desk, look: Callable[..., object], windows: Sequence[int]) -> float:
    return desk.store.read(lambda unit: timed(partial(look, unit, json.dumps(windows))))


def _before(unit: Unit, windows: str) -> object:
    return unit.queue.ask("anybody_before_the_rest", campaign=1, windows=windows, caller="caller-40")


def _somebody(unit: Unit, windows: str) -> object:
    remainder = random.randrange(REMAINDERS)
    return unit.queue.ask("ready_by_chance", campaign=1, windows=windows, remainder=remainder, most=LOOKED_AT)
