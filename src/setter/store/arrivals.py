"""Lists on their way in: batches, and people who are known but not let in yet."""

from __future__ import annotations

from setter.store.room import Room

UNFINISHED = -1
"""What a batch counts as landed until it has."""


class ArrivalRoom(Room):
    """Batches and the enrolments that wait for their batch to be whole: work state `new`, marked with its id."""

    name = "arrivals"

    def unfinished_since(self, campaign: int, digest: str) -> int | None:
        """When an import of the same file began that never ended; None when there was none."""
        since = self.ask("unfinished_since", campaign=campaign, digest=digest)
        return None if since is None else int(since)

    def finish(self, batch_id: int, landed: int, merged: int, unchanged: int, rejected: int) -> None:
        """Write what a batch came to: it is whole."""
        self.ask("finish_batch", id=batch_id, landed=landed, merged=merged, unchanged=unchanged, rejected=rejected)

    def supersede(self, campaign: int, digest: str) -> None:
        """Close the batches of a file whose import never ended: another has brought it in."""
        self.ask("supersede", campaign=campaign, digest=digest)

    def zones(self, campaign: int, since: int, mark: str) -> list[str]:
        """The zones of those who wait under a mark, comma-joined, each once."""
        found = self.ask("arriving_zones", campaign=campaign, since=since, mark=f"%{mark}%")
        return [str(row["zones"]) for row in found]

    def let_in(self, campaign: int, since: int, mark: str) -> int:
        """Put everybody who waits under a mark in the queue and in the campaign; how many there were.

        Only enrolments from the id `since` on are looked at.
        """
        under = {"campaign": campaign, "since": since, "mark": f"%{mark}%"}
        self.ask("place_arrivals", **under)
        return int(self.ask("let_in", **under))
