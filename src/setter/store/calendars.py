"""What the reps' calendars say, and what guests answered."""

from __future__ import annotations

from collections.abc import Iterable

from setter.store.records import GuestAnswer, Meeting, RepCalendar
from setter.store.room import Room


class CalendarRoom(Room):
    """The reps' calendars."""

    name = "calendars"

    def calendar(self, client_id: str, rep: str) -> RepCalendar | None:
        """When a rep's calendar was last read; None where it never was."""
        return self.one(RepCalendar, "rep_calendar", client_id=client_id, rep=rep)

    def of_client(self, client_id: str) -> dict[str, RepCalendar]:
        """When each rep's calendar was last read."""
        return {each.rep: each for each in self.many(RepCalendar, "rep_calendars", client_id=client_id)}

    def save_calendar(self, calendar: RepCalendar) -> None:
        """Write when a rep's calendar was read, or that it could not be."""
        self.put("save_rep_calendar", calendar)

    def busy(self, client_id: str, since: int) -> list[tuple[str, int, int]]:
        """What the reps' calendars hold that ends after `since`: (rep, starts_at, ends_at)."""
        rows = self.ask("rep_busy", client_id=client_id, since=since)
        return [(row["rep"], int(row["starts_at"]), int(row["ends_at"])) for row in rows]

    def replace_busy(self, client_id: str, rep: str, times: Iterable[tuple[int, int]]) -> None:
        """Write what a rep's calendar holds, in place of what it held."""
        self.ask("drop_rep_busy", client_id=client_id, rep=rep)
        rows = [{"client_id": client_id, "rep": rep, "starts_at": starts, "ends_at": ends} for starts, ends in times]
        self.ask_each("add_rep_busy", rows)

    def meetings_of(self, client_id: str, rep: str, since: int) -> list[Meeting]:
        """A rep's meetings that end after `since`, whatever became of them."""
        return self.many(Meeting, "meetings_of_rep", client_id=client_id, rep=rep, since=since)

    def meeting_with(self, uid: str) -> Meeting | None:
        """The meeting of a UID."""
        return self.one(Meeting, "meeting_with", uid=uid)

    def add_answer(self, answer: GuestAnswer) -> bool:
        """Keep a guest's answer; False where it is here already."""
        fields = GuestAnswer.__struct_fields__
        return bool(self.ask("add_guest_answer", **{name: getattr(answer, name) for name in fields}))

    def answers(self, meeting_id: int) -> list[GuestAnswer]:
        """What a meeting's guests answered, the oldest first."""
        return self.many(GuestAnswer, "guest_answers", meeting_id=meeting_id)
