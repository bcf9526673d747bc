"""Whom the gate kept out of the queue for want of a paper, put in again as soon as it may be there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from setter.services.desk import Desk
from setter.services.place import settle
from setter.services.put_off import kept_out
from setter.store.queue import READY, WAITING
from setter.store.unit import Unit

MANY = 200


def keep_out_with(desk: Desk, numbers: Sequence[str]) -> None:
    """Take out of every queue whom the gate refuses for want of a paper, of all who have one of these numbers."""
    for start in range(0, len(numbers), MANY):
        desk.store.write(partial(_take_out, desk, numbers=numbers[start : start + MANY]), durable=False)


def _take_out(desk: Desk, unit: Unit, numbers: Sequence[str]) -> None:
    clients = {row.client_id for row in unit.campaigns.all()}
    people = {
        each for client in clients for number in numbers for each in unit.prospects.matching(client, "number", number)
    }
    for person in sorted(people):
        for enrolment in unit.prospects.enrolments(person):
            queued = unit.queue.get(enrolment.id)
            if queued is not None and queued.slot in (READY, WAITING):
                kept_out(unit, desk.campaign(unit, enrolment.campaign), enrolment, desk.now())


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
            campaign = desk.campaign(unit, enrolment.campaign)
            placed += unit.queue.get(enrolment.id) is not None and not kept_out(unit, campaign, enrolment, desk.now())
    return placed, waiting[-1].id if waiting else None
