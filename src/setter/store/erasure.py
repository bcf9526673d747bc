"""What makes a record nobody's: the rows stay for the counts, and say nothing of anybody."""

from __future__ import annotations

from collections.abc import Iterable

from setter.store.records import Export
from setter.store.room import Room

BY_PERSON = (
    *("forget_numbers_dialled", "erase_phones", "erase_emails", "erase_sources", "erase_enrolments", "erase_places"),
    *("erase_calls", "erase_attempts", "erase_outcomes", "erase_answers", "erase_checks", "erase_waivers"),
    *("erase_tasks", "erase_meetings", "erase_changes", "erase_handoffs"),
)
"""Every table that holds words of a person; numbers go before the rows that say whose they were."""


class ErasureRoom(Room):
    """Erasing a person, and what was handed out of them."""

    name = "erasure"

    def erase(self, prospect_id: int, at: int) -> None:
        """Take everything out of a person's record that says who they are, from an instant on (UTC milliseconds)."""
        for query in BY_PERSON:
            self.ask(query, id=prospect_id)
        self.ask("erase_consents", id=prospect_id, erased_at=at)
        self.ask("erase_prospect", id=prospect_id, erased_at=at)
        self._touched.prospects.add(prospect_id)

    def replies(self, prospect_id: int) -> list[tuple[int, int, str]]:
        """What was answered to each outcome with a person: (call, number, reply as JSON)."""
        rows = self.ask("erase_replies", id=prospect_id)
        return [(int(row["call_id"]), int(row["number"]), str(row["reply"])) for row in rows]

    def keep_reply(self, call_id: int, number: int, reply: str) -> None:
        """Keep of a reply what says nothing of anybody."""
        self.tell("keep_reply", call_id=call_id, number=number, reply=reply)

    def forget_details(self, subjects: Iterable[str]) -> None:
        """Take the details out of the audit of some subjects, with their salt: the chain verifies by what it keeps."""
        for subject in subjects:
            self.tell("erase_details", subject=subject)

    def exports(self, prospect_id: int) -> list[Export]:
        """What left for sales about a person."""
        return self.many(Export, "exports_of", id=prospect_id)

    def imports(self, prospect_id: int) -> list[tuple[str, int]]:
        """The files that a person came in: (name, when, UTC milliseconds)."""
        return [(str(row["file_name"]), int(row["started_at"])) for row in self.ask("imports_of", id=prospect_id)]
