"""How many stand on which rung, what lists claim of them, and who of a company may be called."""

from __future__ import annotations

from collections import Counter

from setter.store.room import Room


class LadderRoom(Room):
    """Counts by rung; whoever waits for the whole of their list to be there is nobody yet."""

    name = "ladder"

    def by_rung(self, campaign: int) -> Counter[str]:
        """How many of a campaign's people stand on each rung."""
        return Counter({str(row["rung"]): int(row["number"]) for row in self.ask("by_rung", campaign=campaign)})

    def claims(self, campaign: int) -> list[tuple[str, str, str, int]]:
        """A campaign's people by where they came from first, what a list claims of them, and their rung: how many."""
        rows = self.ask("claims", campaign=campaign)
        return [(str(row["source"]), str(row["claimed_stage"]), str(row["rung"]), int(row["number"])) for row in rows]

    def callable_at(self, company_id: int, most: int) -> list[int]:
        """The people of a company who may be contacted, and with whom the work has not ended; at most so many."""
        return [int(row["id"]) for row in self.ask("callable_at", company_id=company_id, most=most)]
