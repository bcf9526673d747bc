"""What is on its way to reps and prospects, and where a meeting stands in its rep's calendar."""

from __future__ import annotations

import json
from collections.abc import Sequence

from setter.domain.units import HOUR, MINUTE
from setter.store.records import CalendarEntry, Delivery, Meeting
from setter.store.room import Room

LEASE_MS = 10 * MINUTE
"""So long a delivery is in one program's hands: longer than any channel is waited for."""


def in_hand(delivery: Delivery, now: int) -> bool:
    """Say whether a program has a delivery in hand; whoever had it for longer than there is had a wrong clock."""
    return now < (delivery.taken_until or 0) <= now + LEASE_MS


class DeliveryRoom(Room):
    """The outbox."""

    name = "deliveries"

    def reps_ahead(self, since: int) -> list[tuple[str, int, int, str]]:
        """Whose meetings start after `since` (UTC ms): (client, campaign, its version, rep)."""
        rows = self.ask("reps_ahead", since=since)
        return [(str(row["client_id"]), int(row["campaign"]), int(row["version"]), str(row["rep"])) for row in rows]

    def untold(
        self, client_id: str, campaign: int, rep: str, channels: Sequence[str], now: int, since: int
    ) -> list[int]:
        """A rep's meetings with a change that was not yet put on its way through each of these channels."""
        about = {"client_id": client_id, "campaign": campaign, "rep": rep, "now": now, "since": since}
        wanted = {"channels": json.dumps(list(channels)), "number": len(channels), "hour_ago": now - HOUR}
        rows = self.ask("untold", **about, **wanted)
        return [int(row["id"]) for row in rows]

    def ahead_of(self, client_id: str, campaign: int, rep: str, now: int) -> list[Meeting]:
        """A rep's meetings ahead of which somebody may have been told."""
        return self.many(Meeting, "ahead_of", client_id=client_id, campaign=campaign, rep=rep, now=now)

    def add(self, delivery: Delivery) -> None:
        """Put a change on its way; one that is there already stays as it is."""
        self.put("add_delivery", delivery)

    def get(self, delivery_id: int) -> Delivery | None:
        """One delivery."""
        return self.one(Delivery, "delivery", id=delivery_id)

    def of_meeting(self, meeting_id: int) -> list[Delivery]:
        """Every delivery there ever was of a meeting, by change."""
        return self.many(Delivery, "deliveries_of", meeting_id=meeting_id)

    def due(self, now: int) -> list[Delivery]:
        """What is due and in nobody's hands, longest first."""
        return self.many(Delivery, "due_deliveries", now=now, lapses=now + LEASE_MS)

    def open(self) -> list[Delivery]:
        """What has yet to leave."""
        return self.many(Delivery, "open_deliveries")

    def withheld_ahead(self, now: int) -> list[Delivery]:
        """What was withheld because of its prospect, of meetings ahead, as they stand."""
        return self.many(Delivery, "withheld_ahead", now=now)

    def listed(self, since: int) -> list[Delivery]:
        """What has yet to leave, what was given up, and whatever was made since (UTC ms)."""
        return self.many(Delivery, "listed_deliveries", since=since)

    def take(self, delivery: Delivery, now: int, taken_by: str, content: str) -> bool:
        """Take a delivery in hand and write down that this is handed over; False where somebody else has it."""
        held = {"now": now, "taken_by": taken_by, "taken_until": now + LEASE_MS, "content": content}
        return self.ask("take_delivery", id=delivery.id, **held) is not None

    def settle(self, delivery: Delivery) -> bool:
        """Write what became of a delivery in hand, and let go; False where it was taken by another meanwhile."""
        names = ("id", "taken_by", "state", "due_at", "handed_over_at", "sent_at", "reference", "problem", "content")
        return self.ask("settle_delivery", **{name: getattr(delivery, name) for name in names}) is not None

    def set(self, delivery: Delivery) -> None:
        """Write the state of a delivery that is in nobody's hands."""
        names = ("id", "state", "due_at", "problem")
        self.ask("set_delivery", **{name: getattr(delivery, name) for name in names})

    def drop_after(self, meeting_id: int, change: int) -> None:
        """Take back what was on its way of the changes after this one; none of it may have left the house."""
        self.ask("drop_unsent", meeting_id=meeting_id, change=change)

    def forget_content(self, meeting_id: int) -> None:
        """Keep no longer what was said of a meeting."""
        self.ask("forget_content", meeting_id=meeting_id)

    def entry(self, meeting_id: int) -> CalendarEntry | None:
        """Where a meeting stands in its rep's calendar."""
        return self.one(CalendarEntry, "entry", meeting_id=meeting_id)

    def save_entry(self, entry: CalendarEntry) -> None:
        """Note where a meeting stands in its rep's calendar."""
        self.put("save_entry", entry)

    def drop_entry(self, meeting_id: int) -> None:
        """Note that a meeting stands in no calendar any more."""
        self.ask("drop_entry", meeting_id=meeting_id)
