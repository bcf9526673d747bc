"""People, companies, numbers, addresses, enrolments and what was found out about them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from setter.store.records import (
    Acquisition,
    Email,
    Enrolment,
    FactCheck,
    ImportBatch,
    Phone,
    Prospect,
    WaiverRow,
)
from setter.store.room import Room, as_values


class ProspectRoom(Room):
    """Prospects of each client and their places in its campaigns."""

    name = "prospects"

    def get(self, prospect_id: int) -> Prospect | None:
        """One prospect."""
        return self.one(Prospect, "prospect", prospect_id=prospect_id)

    def add(self, prospect: Prospect) -> None:
        """Add a prospect."""
        self.put("add_prospect", prospect)
        self._touched.prospects.add(prospect.id)

    def save(self, prospect: Prospect) -> None:
        """Write a prospect's fields."""
        self.put("save_prospect", prospect)
        self._touched.prospects.add(prospect.id)

    def block(self, prospect_id: int, reason: str) -> None:
        """Mark a prospect as not to be contacted; the first reason stays."""
        self.ask("block", prospect_id=prospect_id, blocked=reason)

    def unblock(self, prospect_id: int, reason: str) -> None:
        """Take the mark off a prospect, or keep it for another `reason`; one who was erased stays as they are."""
        self.ask("unblock", prospect_id=prospect_id, blocked=reason)

    def phones(self, prospect_id: int) -> list[Phone]:
        """A prospect's numbers, in their order."""
        return self.many(Phone, "phones", prospect_id=prospect_id)

    def phone(self, phone_id: int) -> Phone | None:
        """One number."""
        return self.one(Phone, "phone", id=phone_id)

    def add_phone(self, phone: Phone) -> None:
        """Add a number."""
        self.put("add_phone", phone)
        self._touched.prospects.add(phone.prospect_id)

    def save_phone(self, phone: Phone) -> None:
        """Write what is known of a number."""
        self.put("save_phone", phone)
        self._touched.prospects.add(phone.prospect_id)

    def emails(self, prospect_id: int) -> list[Email]:
        """A prospect's addresses, in their order."""
        return self.many(Email, "emails", prospect_id=prospect_id)

    def add_email(self, email: Email) -> None:
        """Add an address."""
        self.put("add_email", email)
        self._touched.prospects.add(email.prospect_id)

    def save_email(self, email: Email) -> None:
        """Write what is known of an address."""
        self.put("save_email", email)
        self._touched.prospects.add(email.prospect_id)

    def acquisitions(self, prospect_id: int) -> list[Acquisition]:
        """How a prospect came to us, oldest first (R-040)."""
        return self.many(Acquisition, "acquisitions", prospect_id=prospect_id)

    def add_acquisition(self, acquisition: Acquisition) -> bool:
        """Add a source; one that is known already stays as it is. True when it is new."""
        return bool(self.ask("add_acquisition", **as_values(acquisition)))

    def matching(self, client_id: str, kind: str, value: str) -> list[int]:
        """The prospects of a client with this `number`, `email` or `external_id`."""
        if kind == "number":
            rows = self.ask("with_number", client_id=client_id, e164=value)
        elif kind == "email":
            rows = self.ask("with_email", client_id=client_id, match_key=value)
        else:
            rows = self.ask("with_external_id", client_id=client_id, external_id=value)
        return [int(row["prospect_id"]) for row in rows]

    def company(self, client_id: str, match_key: str) -> int | None:
        """The id of a client's company by its match key."""
        found = self.ask("company", client_id=client_id, match_key=match_key)
        return None if found is None else int(found)

    def companies(self, client_id: str, match_keys: Iterable[str]) -> dict[str, int]:
        """The ids of those of a client's companies that are known, by match key."""
        rows = self.ask("companies", client_id=client_id, match_keys=json.dumps(list(match_keys)))
        return {str(row["match_key"]): int(row["id"]) for row in rows}

    def add_company(self, company_id: int, client_id: str, name: str, match_key: str) -> None:
        """Add a company."""
        self.ask("add_company", id=company_id, client_id=client_id, name=name, match_key=match_key)

    def of_company(self, company_id: int) -> list[int]:
        """Everybody known at a company."""
        return [int(row["id"]) for row in self.ask("of_company", company_id=company_id)]

    def add_batch(self, batch: ImportBatch) -> None:
        """Remember a file that landed."""
        self.put("add_import_batch", batch)

    def enrolment(self, enrolment_id: int) -> Enrolment | None:
        """One enrolment."""
        return self.one(Enrolment, "enrolment", enrolment_id=enrolment_id)

    def hold_enrolment(self, enrolment_id: int) -> Enrolment | None:
        """One enrolment as it is now, which nobody else changes before the commit."""
        return self.one(Enrolment, "hold_enrolment", enrolment_id=enrolment_id)

    def enrolled(self, campaign: int, prospect_id: int) -> Enrolment | None:
        """A prospect's enrolment in a campaign."""
        return self.one(Enrolment, "enrolled", campaign=campaign, prospect_id=prospect_id)

    def enrolments(self, prospect_id: int) -> list[Enrolment]:
        """All enrolments of a prospect."""
        return self.many(Enrolment, "enrolments", prospect_id=prospect_id)

    def number_of(self, campaign: int) -> int:
        """How many prospects are in a campaign."""
        return int(self.ask("enrolled_number", campaign=campaign))

    def enrolments_of(self, campaign: int) -> list[Enrolment]:
        """All enrolments of a campaign."""
        return self.many(Enrolment, "enrolments_of", campaign=campaign)

    def add_enrolment(self, enrolment: Enrolment) -> None:
        """Enrol a prospect."""
        self.put("add_enrolment", enrolment)

    def save_enrolment(self, enrolment: Enrolment) -> None:
        """Write an enrolment's state."""
        self.put("save_enrolment", enrolment)
        self.wrote("enrolment", enrolment, enrolment_id=enrolment.id)

    def close_enrolment(self, enrolment_id: int, reason: str) -> None:
        """Let nobody go on with an enrolment, for a reason, and leave everything else that is known of it."""
        self.ask("close_enrolment", enrolment_id=enrolment_id, state_reason=reason)

    def touch_enrolment(self, enrolment_id: int) -> None:
        """Write an enrolment as it is, so that whoever changes it at the same time is in the way, and begins anew."""
        self.tell("touch_enrolment", enrolment_id=enrolment_id)

    def waivers(self, enrolment_id: int) -> list[WaiverRow]:
        """The gates that were waived for an enrolment."""
        return self.many(WaiverRow, "waivers", enrolment_id=enrolment_id)

    def add_waiver(self, waiver: WaiverRow) -> None:
        """Waive a gate."""
        self.put("add_waiver", waiver)

    def add_fact_check(self, check: FactCheck) -> None:
        """Keep a caller's mark on a fact."""
        self.put("add_fact_check", check)

    def fact_checks(self, prospect_id: int) -> list[FactCheck]:
        """All marks on a prospect's facts, oldest first."""
        return self.many(FactCheck, "fact_checks", prospect_id=prospect_id)

    def remove_fact_check(self, check_id: int) -> None:
        """Take back a mark that an outcome made."""
        self.ask("remove_fact_check", id=check_id)

    def withdraw(self, prospect_id: int) -> None:
        """Take back a person who was added by mistake; nobody may have called them."""
        for query in (
            "withdraw_places",
            "withdraw_enrolments",
            "withdraw_acquisitions",
            "withdraw_phones",
            "withdraw_emails",
            "withdraw_prospect",
        ):
            self.ask(query, prospect_id=prospect_id)
        self._touched.prospects.add(prospect_id)
