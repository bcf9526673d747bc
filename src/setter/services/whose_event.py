"""Whose an event is: the one person who has its address, its number or its supplier's id, or nobody for certain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from setter.intake.match import compatible_names, same_name
from setter.services.left_alone import Key
from setter.store.unit import Unit

if TYPE_CHECKING:
    from setter.intake.events import Told

NOBODY = "Nobody on record has this {what}."
NO_ONE_NAMED = "The row names nobody: it has no valid e-mail address, phone number or id."
SEVERAL = "Several people on record have this {what}, and nothing in the row tells which of them it was."
AT_ODDS = "Its {what} are of different people on record."


class Whose(Struct, frozen=True):
    """Whose an event is, by id; None with the reason where nobody, or more than one, is meant.

    `unmatched`: nobody on record is meant.
    """

    prospect: int | None
    reason: str = ""
    unmatched: bool = False


class Suppliers:
    """Whose ids a bare id may be: those of every list that a client's people came in; read once, when first needed."""

    def __init__(self, client: str) -> None:
        self.client = client
        self._names: list[str] | None = None

    def names(self, unit: Unit) -> list[str]:
        """The names of the lists."""
        if self._names is None:
            self._names = unit.events.suppliers(self.client)
        return self._names


def whose(unit: Unit, suppliers: Suppliers, told: Told) -> Whose:
    """Find whose an event is: whoever has all of what the row names them by, as far as anybody on record has it."""
    named = [what for what, given in _given(told).items() if given]
    found = {what: people for what, people in _found(unit, suppliers, told).items() if people}
    if not named:
        return Whose(None, NO_ONE_NAMED)
    if not found:
        return Whose(None, NOBODY.format(what=" or ".join(named)), unmatched=True)
    what = " and ".join(found)
    meant = {each: name for people in found.values() for each, name in people}
    for people in found.values():
        meant = {each: name for each, name in meant.items() if each in dict(people)}
    if not meant:
        return Whose(None, AT_ODDS.format(what=what))
    one = _the_one(meant, told.full_name)
    return Whose(one) if one is not None else Whose(None, SEVERAL.format(what=what))


def _the_one(people: Mapping[int, str], name: str) -> int | None:
    """The one whom a name leaves, or the oldest record where all that are left bear the same whole name."""
    left = sorted(each for each in people if len(people) == 1 or compatible_names(people[each], name))
    same = all(same_name(people[left[0]], people[each]) for each in left[1:])
    return left[0] if left and same else None


def _given(told: Told) -> dict[str, object]:
    return {"e-mail address": told.emails, "phone number": told.phones, "id": told.external_id}


def _found(unit: Unit, suppliers: Suppliers, told: Told) -> dict[str, list[tuple[int, str]]]:
    """Everybody who has the row's address, number or id, by which of them: (id, name)."""
    bare = told.external_id
    ids = [bare, *(f"{name}:{bare}" for name in suppliers.names(unit))] if bare else []

    def having(kind: str, values: Iterable[str]) -> list[tuple[int, str]]:
        return [each for value in values for each in unit.identity.named(suppliers.client, kind, value)]

    return {
        "e-mail address": having("email", (each.key for each in told.emails)),
        "phone number": having("number", (each.e164 for each in told.phones)),
        "id": having("external_id", ids),
    }


def keys_of(told: Told) -> list[Key]:
    """The addresses and numbers by which a row names somebody."""
    return [*(("email", each.key) for each in told.emails), *(("number", each.e164) for each in told.phones)]
