"""Prospect-cycles as they began: what was known at the first dial, and what became of it (domain §3.7)."""

from __future__ import annotations

from setter.store.records import Cycle
from setter.store.room import Room


class CycleRoom(Room):
    """What rules are tested on."""

    name = "cycles"

    def keep(self, enrolment_id: int, cycle: int, attempt_id: int, known: str) -> None:
        """Keep what was known (JSON by field) as a cycle's first dial began; its later dials change nothing."""
        self.tell("add_known", enrolment_id=enrolment_id, cycle=cycle, attempt_id=attempt_id, known=known)

    def known_of(self, enrolment_id: int) -> list[dict[str, object]]:
        """What was kept of somebody at the first dial of each cycle: cycle, attempt, known (JSON by field)."""
        return [dict(row) for row in self.ask("known_of", enrolment_id=enrolment_id)]

    def begun(self, campaign: int, until: int, since: int = 0) -> list[Cycle]:
        """A campaign's cycles that began by an instant, and not before another (UTC milliseconds), in that order."""
        return self.many(Cycle, "cycles", campaign=campaign, since=since, until=until)

    def minutes_a_call(self, campaign: int, until: int) -> tuple[int, float]:
        """How many calls of a campaign ended by an instant (UTC milliseconds), and their minutes together."""
        row = self.ask("talk_minutes", campaign=campaign, until=until)
        return int(row["calls"]), float(row["minutes"])
