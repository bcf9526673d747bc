"""Who must not be contacted, as keyed hashes that outlive the person's own record."""

from __future__ import annotations

from collections.abc import Iterable

from setter.store.records import Suppression
from setter.store.room import Room


class SuppressionRoom(Room):
    """Suppressions of each client."""

    name = "suppressions"

    def add(self, suppression: Suppression) -> None:
        """Suppress; a suppression that stands already stays as it is."""
        self.put("add_suppression", suppression)

    def reasons(self, client_id: str, hashes: Iterable[str]) -> tuple[str, ...]:
        """Why any of these keyed hashes is suppressed for a client; empty when none is."""
        found: dict[str, None] = {}
        for each in hashes:
            for row in self.ask("suppressed", client_id=client_id, hash=each):
                found[str(row["reason"])] = None
        return tuple(found)

    def of_client(self, client_id: str) -> list[Suppression]:
        """All suppressions of a client, oldest first."""
        return self.many(Suppression, "suppressions_of", client_id=client_id)
