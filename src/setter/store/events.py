"""What prospects did elsewhere, as files of events tell it."""

from __future__ import annotations

from setter.store.records import Event, Happened
from setter.store.room import Room, as_values


class EventRoom(Room):
    """Events, each with the prospect whose it is (R-050)."""

    name = "events"

    def add(self, event: Event) -> bool:
        """Write an event; one that is known already stays as it is. True when it is new."""
        return bool(self.ask("add_event", **as_values(event)))

    def named(self, client_id: str, channel: str, external_id: str) -> Event | None:
        """The event to which its system gave this id; none has ''."""
        return self.one(Event, "event_named", client_id=client_id, channel=channel, external_id=external_id)

    def of_prospect(self, prospect_id: int) -> list[Event]:
        """Everything that a person did, oldest first, as it was recorded."""
        return self.many(Event, "events_with", prospect_id=prospect_id)

    def happened(self, prospect_id: int) -> list[Happened]:
        """The same as it counts, in the order in which it was recorded."""
        return self.many(Happened, "happened_with", prospect_id=prospect_id)

    def like(self, prospect_id: int, digest: str, external_id: str) -> bool:
        """Say whether this act of a person is on record; two that both have an id of their own are two."""
        return self.ask("event_like", prospect_id=prospect_id, digest=digest, external_id=external_id) is not None

    def suppliers(self, client_id: str) -> list[str]:
        """The names of the lists that a client's people came in: whose ids theirs are."""
        return [str(row["source"]) for row in self.ask("suppliers", client_id=client_id)]
