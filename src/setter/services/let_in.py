"""Let in whoever has arrived with a list that is whole: in short steps, so that nobody has to wait for all of them.

The list is in for good when its batch says that it is whole; whoever comes next goes on with what was left undone.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec.structs import replace

from setter.services.desk import Desk
from setter.services.placing import any_register_answered, keep_out_arrivals
from setter.services.windows import join_new
from setter.store.arrivals import LAST_ID
from setter.store.records import ImportBatch
from setter.store.unit import Unit

FEW, MOST, STEP_S = 250, 4000, 0.04
"""A step looks at so many enrolments, and takes about so long: callers' writes go in between."""
BREATH_S = 0.004
"""How long whoever writes much stands back between two steps, so that whoever waits for the database gets it."""

LetIn = Callable[[int], None]
"""Told of each step how many came in."""


def mark_of(batch_id: int) -> str:
    """What the enrolments of a batch carry until they are let in."""
    return f":{batch_id}:"


def let_in(desk: Desk, seconds: float = float("inf"), told: LetIn | None = None) -> bool:
    """Let in whoever waits, for so many seconds at most; True when somebody still waits.

    Whom another import, or a call, has let in meanwhile a list has not landed.
    """
    if desk.store.read(lambda unit: unit.arrivals.waiting()) is None:
        return False
    until, size = time.monotonic() + seconds, FEW
    while True:
        many = size

        def step(unit: Unit, many: int = many) -> tuple[int | None, float]:
            began = time.monotonic()
            return _step(desk, unit, many), time.monotonic() - began

        came, took = desk.store.write(step, durable=False)
        if came is None:
            return False
        if told is not None:
            told(came)
        if time.monotonic() > until:
            return True
        size = paced(size, took, STEP_S, FEW, MOST)
        time.sleep(BREATH_S)


def paced(size: int, took: float, wanted: float, least: int, most: int) -> int:
    """How much to do at a time, when so much took so long (seconds) and should have taken `wanted`.

    Never less than `least`: where the machine has no time for us, many small steps take more of it, and help nobody.
    """
    if took > wanted:
        return max(least, int(size * wanted / took))
    return min(most, 2 * size if took * 2 < wanted else size)


def _step(desk: Desk, unit: Unit, most: int) -> int | None:
    """Let in some of the oldest batch; how many, or None where nobody waits."""
    batch = unit.arrivals.waiting()
    if batch is None or batch.waiting_from is None:
        return None
    since, until = batch.waiting_from, unit.arrivals.after(batch.waiting_from, most)
    mark, last = mark_of(batch.id), until or LAST_ID
    join_new(desk, unit, batch.campaign, unit.arrivals.localities(batch.campaign, since, last, mark))
    numbers = unit.arrivals.numbers(batch.campaign, since, last, mark) if any_register_answered(unit) else []
    came = unit.arrivals.let_in(batch.campaign, since, last, mark)
    keep_out_arrivals(desk, unit, batch.campaign, numbers)
    batch = replace(batch, waiting_from=until, waiting=batch.waiting - came)
    unit.arrivals.save(batch if until is not None else _all_in(batch))
    return came


def _all_in(batch: ImportBatch) -> ImportBatch:
    before = min(max(0, batch.waiting), batch.landed)
    return replace(batch, landed=batch.landed - before, unchanged=batch.unchanged + before, waiting=0)
