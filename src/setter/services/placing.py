"""Whom the gate kept out of the queue for want of a paper, put in again as soon as it may be there."""

from __future__ import annotations

from functools import partial

from setter.services.desk import Desk
from setter.services.place import settle
from setter.store.unit import Unit

MANY = 200


def place_all_kept_out(desk: Desk) -> int:
    """Put everybody of every campaign where they belong who was kept out; how many are in the queue again."""
    rows = desk.store.read(lambda unit: [row for row in unit.campaigns.all() if row.version is not None])
    return sum(place_kept_out(desk, row.number) for row in rows)


def place_kept_out(desk: Desk, number: int) -> int:
    """Put everybody of a campaign where they belong who was kept out; how many are in the queue again."""
    placed, above = 0, 0
    while True:
        came, last = desk.store.write(partial(_step, desk, number=number, above=above), durable=False)
        placed += came
        if last is None:
            return placed
        above = last


def _step(desk: Desk, unit: Unit, number: int, above: int) -> tuple[int, int | None]:
    placed, waiting = 0, unit.registries.kept_out(number, above, MANY)
    for enrolment in waiting:
        prospect = unit.prospects.get(enrolment.prospect_id)
        if prospect is not None:
            settle(unit, enrolment, prospect, desk.now())
            placed += unit.queue.get(enrolment.id) is not None
    return placed, waiting[-1].id if waiting else None
