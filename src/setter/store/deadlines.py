"""What is owed and late: reviews, sales' answers, and word of meetings that are over."""

from __future__ import annotations

from setter.store.records import Decided, Handoff, Meeting, Task
from setter.store.room import Room


class DeadlineRoom(Room):
    """SQLs and meetings of which somebody should have said something; instants are UTC ms."""

    name = "deadlines"

    def overdue_reviews(self, now: int) -> list[Handoff]:
        """The SQLs that nobody has reviewed in time, and those that wait from before there was a time."""
        return self.many(Handoff, "overdue_reviews", now=now)

    def unanswered(self, now: int) -> list[Handoff]:
        """The SQLs that sales should have answered, the one that waits longest first."""
        return self.many(Handoff, "unanswered", now=now)

    def without_word(self, now: int) -> list[Meeting]:
        """The meetings that are over, and nobody has said or been asked what became of them."""
        return self.many(Meeting, "without_word", now=now)

    def open_chases(self) -> list[Task]:
        """The open duties to ask for what is late."""
        return self.many(Task, "open_chases")

    def decided(self, client_id: str) -> list[Decided]:
        """How often sales decided what of a client's SQLs, by who set the meeting."""
        return self.many(Decided, "decided", client_id=client_id)
