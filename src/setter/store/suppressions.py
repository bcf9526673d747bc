"""Who must not be contacted, as keyed hashes that outlive the person's own record."""

from __future__ import annotations

import json
from collections.abc import Iterable

from setter.store.records import Suppression
from setter.store.room import Room, as_values


class SuppressionRoom(Room):
    """Suppressions of each client."""

    name = "suppressions"

    def add(self, suppression: Suppression) -> bool:
        """Suppress; a suppression that stands already stays as it is. True when it is new."""
        return bool(self.ask("add_suppression", **as_values(suppression)))

    def reasons(self, client_id: str, hashes: Iterable[str]) -> tuple[str, ...]:
        """Why any of these keyed hashes is suppressed for a client; empty when none is."""
        asked = list(hashes)
        standing = self.standing(client_id, asked)
        return tuple(dict.fromkeys(standing[each] for each in asked if each in standing))

    def standing(self, client_id: str, hashes: Iterable[str]) -> dict[str, str]:
        """Those of the keyed hashes that are suppressed for a client, each with its reason."""
        rows = self.ask("suppressed", client_id=client_id, hashes=json.dumps(list(hashes)))
        return {str(row["hash"]): str(row["reason"]) for row in rows}

    def of_client(self, client_id: str) -> list[Suppression]:
        """All suppressions of a client, oldest first."""
        return self.many(Suppression, "suppressions_of", client_id=client_id)
