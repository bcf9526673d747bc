"""Whom the gate kept out of the queue for want of a paper, put in again as soon as it may be there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from msgspec.structs import replace

from setter.domain.callable_law import registry
from setter.domain.law import CONSENT
from setter.services.callability import standing_in
from setter.services.desk import Desk
from setter.services.law_in_force import law_of, laws_for
from setter.services.place import KEPT_OUT, settle
from setter.services.put_off import kept_out
from setter.store.arrivals import ArrivingNumber
from setter.store.localities import names_in
from setter.store.queue import READY, WAITING
from setter.store.records import Enrolment, Prospect
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
            _take_out_if_barred(desk, unit, enrolment)


def _take_out_if_barred(desk: Desk, unit: Unit, enrolment: Enrolment) -> None:
    queued = unit.queue.get(enrolment.id)
    if queued is not None and queued.slot in (READY, WAITING):
        kept_out(unit, desk.campaign(unit, enrolment.campaign), enrolment, desk.now())


def place_anew(desk: Desk, unit: Unit, enrolment: Enrolment, prospect: Prospect) -> bool:
    """Put somebody where their state says, whatever paper was wanted before; True when they are in the queue."""
    if enrolment.state_reason in KEPT_OUT:
        enrolment = replace(enrolment, state_reason="")
        unit.prospects.save_enrolment(enrolment)
    settle(unit, enrolment, prospect, desk.now())
    _take_out_if_barred(desk, unit, enrolment)
    return unit.queue.get(enrolment.id) is not None


def any_register_answered(unit: Unit) -> bool:
    """Say whether any register of numbers was ever asked: before that none of them keeps out one rather than all."""
    return any(each.asked_at is not None for each in law_of(unit).registries.values())


def keep_out_arrivals(desk: Desk, unit: Unit, number: int, numbers: Sequence[ArrivingNumber]) -> None:
    """Take out of a campaign's queue, of all who just came in, whom a register keeps from being rung on any number.

    The gate's own rule says so, alone: a list has thousands of them, and the whole gate is asked at the claim.
    """
    campaign, now = desk.campaign(unit, number), desk.now()
    by_hash = {unit.suppressions.hash_of("number", each.e164): each.e164 for each in numbers}
    found: dict[str, list[tuple[str, int]]] = {}
    for hashed, register, asked_at in unit.suppressions.listed(campaign.client.id, by_hash):
        found.setdefault(by_hash[hashed], []).append((register, asked_at))
    barred = {each.enrolment for each in numbers}
    for each in numbers:
        market = (each.market or campaign.market_type).casefold()
        laws = laws_for(unit, campaign, names_in(each.places), market, now)
        listed, agreed = standing_in(laws, found.get(each.e164, ())), (CONSENT,) if each.agreed else ()
        if registry(laws, market, each.kind, listed, each.added_at, agreed, now).passed:
            barred.discard(each.enrolment)
    unit.arrivals.keep_out(sorted(barred), "registry")


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
            placed += place_anew(desk, unit, enrolment, prospect)
    return placed, waiting[-1].id if waiting else None
