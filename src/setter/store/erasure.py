"""What makes a record nobody's: the rows stay for the counts, and say nothing of anybody."""

from __future__ import annotations

from collections.abc import Iterable

from setter.store.records import Export, Handoff, Prospect
from setter.store.room import Room

BY_PERSON = (
    *("erase_guest_answers", "forget_numbers_dialled", "erase_phones", "erase_emails", "erase_sources"),
    *("erase_enrolments", "erase_places"),
    *("erase_calls", "erase_outcomes", "erase_answers", "erase_checks", "erase_waivers"),
    *(
        "erase_tasks",
        "erase_meetings",
        "erase_delivered",
        "erase_changes",
        "erase_appeals",
        "erase_sales_words",
        "erase_inquiries",
        "erase_events",
        "erase_known_at_dial",
        "erase_referred",
    ),
)
"""Every table that holds words of a person; numbers go before the rows that say whose they were."""


class ErasureRoom(Room):
    """Erasing a person, and what was handed out of them."""

    name = "erasure"

    def erase(self, prospect: Prospect, at: int) -> None:
        """Take everything out of a person's record that says who they are, from an instant on (UTC milliseconds)."""
        company = self.ask("lonely_company", id=prospect.id)
        self.ask("erase_attempts", id=prospect.id, client_id=prospect.client_id)
        for query in BY_PERSON:
            self.ask(query, id=prospect.id)
        if prospect.full_name:
            self.ask("forget_gatekeeper", client_id=prospect.client_id, full_name=prospect.full_name)
        self.ask("erase_consents", id=prospect.id, erased_at=at)
        self.ask("erase_prospect", id=prospect.id, erased_at=at)
        if company is not None:
            self.ask("drop_company", company_id=company)
        self._touched.prospects.add(prospect.id)

    def is_owed_word(self, prospect_id: int) -> bool:
        """Say whether a meeting with a person has changed since it left for sales."""
        return bool(self.ask("unsent", id=prospect_id))

    def meetings_joined(self, client_id: str, address: str) -> list[tuple[int, str]]:
        """The meetings of a client that somebody with this address is to join: (id, attendees as JSON)."""
        rows = self.ask("guests", client_id=client_id, pattern=f"%{address}%")
        return [(int(row["id"]), str(row["attendees"])) for row in rows]

    def keep_guests(self, meeting_id: int, attendees: str) -> None:
        """Write who joins a meeting (JSON)."""
        self.tell("keep_guests", id=meeting_id, attendees=attendees)

    def replies(self, prospect_id: int) -> list[tuple[int, int, str]]:
        """What was answered to each outcome with a person: (call, number, reply as JSON)."""
        rows = self.ask("erase_replies", id=prospect_id)
        return [(int(row["call_id"]), int(row["number"]), str(row["reply"])) for row in rows]

    def keep_reply(self, call_id: int, number: int, reply: str) -> None:
        """Keep of a reply what says nothing of anybody."""
        self.tell("keep_reply", call_id=call_id, number=number, reply=reply)

    def sales_answers(self, prospect_id: int) -> list[tuple[int, int, str]]:
        """What sales answered to each SQL of a person: (SQL, number, what it said as JSON)."""
        rows = self.ask("erase_sales_answers", id=prospect_id)
        return [(int(row["handoff_id"]), int(row["number"]), str(row["said"])) for row in rows]

    def keep_evidence(self, sql: int, evidence: str) -> None:
        """Keep of the gates that an SQL was made of what says nothing of anybody."""
        self.tell("keep_evidence", sql=sql, evidence=evidence)

    def keep_sales_answer(self, handoff_id: int, number: int, said: str) -> None:
        """Keep of an answer what says nothing of anybody."""
        self.tell("keep_sales_answer", handoff_id=handoff_id, number=number, said=said)

    def forget_details(self, subjects: Iterable[str]) -> None:
        """Take the details out of the audit of some subjects, with their salt: the chain verifies by what it keeps."""
        for subject in subjects:
            self.tell("erase_details", subject=subject)

    def exports(self, prospect_id: int) -> list[Export]:
        """What left for sales about a person."""
        return self.many(Export, "exports_of", id=prospect_id)

    def handoffs(self, prospect_id: int) -> list[Handoff]:
        """Every SQL that a person ever was, returned and withdrawn ones with them."""
        return self.many(Handoff, "handoffs_with", id=prospect_id)

    def imports(self, prospect_id: int) -> list[tuple[str, int]]:
        """The files that a person came in: (name, when, UTC milliseconds)."""
        return [(str(row["file_name"]), int(row["started_at"])) for row in self.ask("imports_of", id=prospect_id)]
