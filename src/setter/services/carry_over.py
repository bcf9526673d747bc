"""Take over who asked to be left alone from another copy of this house: a backup put back knows the earlier ones only.

The duty to honour a no outlives the copy that it was written to (domain §6.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec import Struct

from setter.domain.errors import Wrong
from setter.domain.roles import DECIDING
from setter.services.desk import Desk
from setter.services.suppress import close_all
from setter.store.house import Store, open_store
from setter.store.records import Suppression, SuppressionAct
from setter.store.unit import Unit

MANY = 200

Act = tuple[SuppressionAct, list[Suppression], list[int]]
"""An act with its keys, and everybody on record whom it reached."""


class CarriedOver(Struct, frozen=True):
    """How many acts another copy had that this one lacked, and how many people went out of every queue for them."""

    acts: int
    people: int


def carry_over(desk: Desk, other: str) -> CarriedOver:
    """Write every standing suppression that another copy has and this one lacks; whoever it reached is out at once.

    What was lifted here stays lifted: its act is known. Refused for whoever neither leads nor is compliance; Wrong for
    a database of another house, whose key is another.
    """
    mark = desk.store.read(partial(_allowed, desk))
    store = open_store(other)
    try:
        _check_copy(store, mark)
        acts, people = 0, 0
        for piece in _pieces(store):
            came, went = desk.store.write(partial(_take_over, desk, piece=piece))
            acts, people = acts + came, people + went
    finally:
        store.close()
    return CarriedOver(acts, people)


def _allowed(desk: Desk, unit: Unit) -> str:
    """The mark of this house's key, for whoever may take suppressions over."""
    sentence = "Only a team lead or compliance takes suppressions over."
    desk.allow_only(unit, DECIDING, sentence, "--all-of", "Ask your lead.", in_sandbox=True)
    return unit.suppressions.mark


def _check_copy(other: Store, mark: str) -> None:
    if not other.ready() or other.read(lambda unit: unit.suppressions.mark) != mark:
        hint = "Name the database that the backup was made of."
        raise Wrong("other_house", "That is no copy of this house: its suppression key is another.", "--all-of", hint)


def _pieces(store: Store) -> Iterator[list[Act]]:
    above = 0
    while True:
        piece = store.read(partial(_read, above=above))
        if not piece:
            return
        yield piece
        above = piece[-1][0].id


def _read(unit: Unit, above: int) -> list[Act]:
    room = unit.suppressions
    return [(act, room.keys_of(act.id), room.reached(act.id)) for act in room.standing_after(above, MANY)]


def _take_over(desk: Desk, unit: Unit, piece: list[Act]) -> tuple[int, int]:
    acts, people = 0, 0
    for act, keys, reached in piece:
        if unit.suppressions.act(act.id) is None:
            unit.suppressions.begin(act)
            acts += 1
        elif unit.suppressions.act(act.id) != act:  # lifted here since
            continue
        for key in keys:
            unit.suppressions.add(key)
        people += close_all(desk, unit, reached, act.reason, [act], "carried_over")
    if acts:
        desk.audit(unit, "carry_over", "suppressions", {"acts": acts, "people": people})
    return acts, people
