"""Who must not be contacted, as keyed hashes that outlive the person's own record."""

from __future__ import annotations

import hmac
import json
import unicodedata
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from setter.store.keys import KeyRing, mark_of
from setter.store.memo import Memo
from setter.store.records import Suppression, SuppressionAct
from setter.store.room import Room, as_values
from setter.store.touched import Touched


class SuppressionRoom(Room):
    """Suppressions of each client, and the key that hashes them."""

    name = "suppressions"

    def __init__(self, connection: Any, dialect: str, folder: str, touched: Touched, memo: Memo, keys: KeyRing) -> None:
        super().__init__(connection, dialect, folder, touched, memo)
        self._keys = keys
        self._hashes: dict[tuple[str, str], str] = {}

    @cached_property
    def key(self) -> bytes:
        """The key of the hashes; Unusable when it is not on this machine."""
        return self._keys.key(self.mark)

    def hash_of(self, kind: str, value: str) -> str:
        """The keyed hash under which a number, address or person is suppressed (domain §6.2).

        One step asks several times who a person is, so that it keeps what it has worked out.
        """
        known = self._hashes.get((kind, value))
        if known is None:
            folded = unicodedata.normalize("NFKC", value).strip().casefold()
            known = hmac.digest(self.key, f"{kind}:{folded}".encode(), "sha256").hex()
            self._hashes[kind, value] = known
        return known

    @property
    def mark(self) -> str:
        """The mark of the key; '' while the database has none."""
        return str(self.ask("key_mark") or "")

    def key_exposed(self) -> str:
        """Where others on this machine may read the key, how so; '' where they may not."""
        return self._keys.exposed(self.mark)

    def see_to_key(self) -> None:
        """Give the database its key where it has none; a lost one is made anew only while nobody is suppressed.

        A key that an older schema kept in the database moves out of it.
        """
        inside = self.ask("key_inside")
        if inside is not None:
            mark = mark_of(bytes.fromhex(str(inside)))
            self._keys.keep(str(inside))
            self._keys.key(mark)  # what lay in its place already must be the same key
            self.ask("set_key_mark", mark=mark)
            self.ask("drop_key_inside")
        elif not self.mark or not (self._keys.is_there(self.mark) or self.ask("any_suppression")):
            self.ask("set_key_mark", mark=self._keys.make())
        else:
            self._keys.forget_fresh(self.mark)

    def begin(self, act: SuppressionAct) -> None:
        """Keep an act, to which keys may be added."""
        self.put("add_act", act)

    def add(self, suppression: Suppression) -> bool:
        """Suppress a key by an act; one that stands by it already stays as it is. True when it is new."""
        return bool(self.ask("add_suppression", **as_values(suppression)))

    def against(self, client_id: str, hashes: Iterable[str]) -> list[SuppressionAct]:
        """The acts by which any of these keyed hashes is suppressed for a client, oldest first."""
        return self.many(SuppressionAct, "acts_against", client_id=client_id, hashes=json.dumps(list(hashes)))

    def act(self, act_id: int) -> SuppressionAct | None:
        """An act, or None."""
        return self.one(SuppressionAct, "act", id=act_id)

    def standing_after(self, above: int, most: int) -> list[SuppressionAct]:
        """Some acts that have not been lifted, from an id on."""
        return self.many(SuppressionAct, "acts_after", above=above, most=most)

    def keys_of(self, act_id: int) -> list[Suppression]:
        """What an act suppresses."""
        return self.many(Suppression, "keys_of_act", act_id=act_id)

    def on(self, prospect_id: int) -> list[SuppressionAct]:
        """The acts that keep a person on record out and have not been lifted, oldest first."""
        return self.many(SuppressionAct, "acts_on", prospect_id=prospect_id)

    def reached(self, act_id: int) -> list[int]:
        """Everybody on record whom an act took out of the queues."""
        return [int(row["prospect_id"]) for row in self.ask("reached", act_id=act_id)]

    def reach(self, act_id: int, prospect_id: int, stood: str) -> None:
        """Keep that an act took somebody out, and where they stood until then (JSON)."""
        self.ask("add_reach", act_id=act_id, prospect_id=prospect_id, stood=stood)

    def stood(self, prospect_id: int) -> list[str]:
        """Where somebody stood before each act that reached them (JSON), oldest first."""
        return [str(row["stood"]) for row in self.ask("reaches", prospect_id=prospect_id)]

    def lift(self, act_id: int, now: int, by: str, how: str, why: str) -> None:
        """Mark an act as lifted and let its keys go; another's stay."""
        self.ask("drop_keys", act_id=act_id)
        self.ask("lift_act", id=act_id, lifted_at=now, lifted_by=by, lifted_as=how, lifted_for=why)

    def lifted_calls(self, prospect_id: int) -> set[int]:
        """The calls with a person whose suppression has been lifted."""
        return {int(row["call_id"]) for row in self.ask("lifted_calls", prospect_id=prospect_id)}

    def reasons(self, client_id: str, hashes: Iterable[str]) -> tuple[str, ...]:
        """Why any of these keyed hashes is suppressed for a client; empty when none is."""
        asked = list(hashes)
        standing = self.standing(client_id, asked)
        return tuple(dict.fromkeys(standing[each] for each in asked if each in standing))

    def standing(self, client_id: str, hashes: Iterable[str]) -> dict[str, str]:
        """Those of the keyed hashes that are suppressed for a client, each with its reason."""
        rows = self.ask("suppressed", client_id=client_id, hashes=json.dumps(list(hashes)))
        ours = sorted((row for row in rows if not row["registry"]), key=lambda row: -int(row["act_id"]))
        return {str(row["hash"]): str(row["reason"]) for row in ours}  # the oldest act's reason

    def listed(self, client_id: str, hashes: Iterable[str]) -> list[tuple[str, str, int]]:
        """Those of the keyed hashes that a register held: (hash, register, of which day, UTC milliseconds).

        It is the question that `standing` asks: after it the answer is at hand.
        """
        rows = self.ask("suppressed", client_id=client_id, hashes=json.dumps(list(hashes)))
        return [(str(row["hash"]), str(row["registry"]), int(row["asked_at"])) for row in rows if row["registry"]]

    def few(self, client_id: str, most: int) -> dict[str, str] | None:
        """All keyed hashes that are suppressed for a client, each with its reason; None where they are more."""
        rows = list(self.ask("some_suppressed", client_id=client_id, most=most + 1))
        return None if len(rows) > most else {str(row["hash"]): str(row["reason"]) for row in rows}
