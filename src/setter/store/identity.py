"""Who is who: records by what they share, and two records of one person made one."""

from __future__ import annotations

import json
from collections.abc import Iterable

from setter.store.records import OutcomeRow, Phone
from setter.store.room import Room

AMONG = {
    "number": "named_among_numbers",
    "email": "named_among_emails",
    "external_id": "named_among_external_ids",
}
OF_AN_ENROLMENT = (
    *("enrol_calls", "enrol_attempts", "enrol_callbacks", "enrol_tasks", "enrol_meetings", "enrol_handoffs"),
    "enrol_sales_words",
    "enrol_waivers",
    "enrol_known_at_dial",
)
OF_A_PERSON = (
    *("give_enrolments", "give_places", "give_calls", "give_attempts", "give_answers", "give_fact_checks"),
    *("give_callbacks", "give_tasks", "give_meetings", "give_handoffs", "give_referrals", "give_consents"),
    "give_sales_words",
    *("end_twin_duties", "drop_twin_inquiries", "give_inquiries"),
    *("drop_twin_events", "give_events"),
)
"""What moves with whatever belongs to an enrolment or a person; numbers, addresses and sources are told apart first."""


class IdentityRoom(Room):
    """The records of a client's people, told apart and put together."""

    name = "identity"

    def named(self, client_id: str, kind: str, value: str) -> list[tuple[int, str]]:
        """Everybody with this `number`, `email` or `external_id`, oldest record first: (id, name)."""
        if kind == "number":
            rows = self.ask("named_by_number", client_id=client_id, e164=value)
        elif kind == "email":
            rows = self.ask("named_by_email", client_id=client_id, match_key=value)
        else:
            rows = self.ask("named_by_external_id", client_id=client_id, external_id=value)
        return [(int(row["id"]), str(row["full_name"])) for row in rows]

    def named_among(self, client_id: str, kind: str, values: Iterable[str]) -> list[tuple[str, str]]:
        """Everybody who has one of these numbers, emails or external_ids: (which, name)."""
        rows = self.ask(AMONG[kind], client_id=client_id, values=json.dumps(list(values)))
        return [(str(row["value"]), str(row["full_name"])) for row in rows]

    def named_at(self, company_id: int) -> list[tuple[int, str]]:
        """Everybody at a company, oldest record first: (id, name)."""
        return [(int(row["id"]), str(row["full_name"])) for row in self.ask("named_at_company", company_id=company_id)]

    def meetings_with(self, prospect_id: int) -> int:
        """How many meetings there are or were with a person."""
        return int(self.ask("meetings_with", prospect_id=prospect_id))

    def drop_phone(self, phone: Phone, instead: int) -> None:
        """Remove a number that stands there twice; its dials were dials of the other one."""
        self.ask("dialled_as", kept=instead, other=phone.id, prospect_id=phone.prospect_id)
        self.ask("drop_phone", id=phone.id)

    def drop_email(self, email_id: int) -> None:
        """Remove an address that stands there twice."""
        self.ask("drop_email", id=email_id)

    def drop_acquisitions(self, prospect_id: int) -> None:
        """Remove a record's sources, to be written for another one."""
        self.ask("drop_acquisitions", prospect_id=prospect_id)

    def outcomes_with(self, prospect_id: int) -> list[OutcomeRow]:
        """How every call with a person ended."""
        return self.many(OutcomeRow, "outcomes_with", prospect_id=prospect_id)

    def seal_outcome(self, outcome: OutcomeRow) -> None:
        """Write what taking an outcome back would put back."""
        self.ask("seal_outcome", call_id=outcome.call_id, number=outcome.number, before=outcome.before)

    def join_enrolment(self, kept: int, other: int) -> None:
        """Give everything that belongs to one enrolment to another, and remove it."""
        for query in OF_AN_ENROLMENT:
            self.ask(query, kept=kept, other=other)
        self.ask("drop_waivers", other=other)
        self.ask("drop_known_at_dial", other=other)
        self.ask("drop_enrolment", other=other)
        self._touched.enrolments.update((kept, other))

    def join_person(self, kept: int, other: int) -> None:
        """Give everything that belongs to one record of a person to another, and remove it."""
        for query in OF_A_PERSON:
            self.ask(query, kept=kept, other=other)
        self.ask("drop_prospect", other=other)
        self._touched.prospects |= {kept, other}
