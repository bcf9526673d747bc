"""Prospect-cycles as they began: what was known at the first dial, and what became of it (domain §3.7)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from setter.store.records import Cycle, NoShow, SaidBySales
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

    def begun(self, campaign: int, until: int, since: int = 0, *, known: bool = True) -> list[Cycle]:
        """A campaign's cycles that began by an instant, and not before another (UTC milliseconds), in that order.

        `known` False leaves out what was known of them.
        """
        return self.many(Cycle, "cycles", campaign=campaign, since=since, until=until, with_known=int(known))

    def no_shows(self, prospects: Sequence[int]) -> list[NoShow]:
        """Every no-show of some people, each person's by the meeting's start."""
        return self.many(NoShow, "no_shows_of", prospects=json.dumps(prospects))

    def said_of(self, prospects: Sequence[int]) -> list[SaidBySales]:
        """What sales said of some people's SQLs, each SQL's as it came."""
        return self.many(SaidBySales, "said_of", prospects=json.dumps(prospects))

    def spent(self, campaign: int, until: int) -> tuple[int, int, float]:
        """How long a campaign's callers had people in hand by an instant, the cycles begun, and what a record cost.

        Milliseconds both; the cost is the mean of its sources, in the campaign's currency.
        """
        row = self.ask("time_in_calls", campaign=campaign, until=until)
        return int(row["milliseconds"]), int(row["cycles"]), float(row["record_cost"])
