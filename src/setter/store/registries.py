"""What registers of numbers answered, and what people have said of being called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from setter.store.records import Consent, Enrolment, RegistryFile
from setter.store.room import Room

MANY = 5_000


class RegistryRoom(Room):
    """The files of registers and the numbers that stand in them; consents and presumed interests of people."""

    name = "registries"

    def files(self) -> list[RegistryFile]:
        """Every file that came in, the oldest first."""
        return self.many(RegistryFile, "registry_files")

    def add_file(self, file: RegistryFile) -> None:
        """Write that a register's answer has come in."""
        self.put("add_registry_file", file)

    def list_numbers(self, registry: str, asked_at: int, hashes: Iterable[str]) -> None:
        """Write that numbers, by their keyed hashes, stand in a register on a day (UTC midnight, milliseconds)."""
        self.ask_each("list_number", [{"hash": each, "registry": registry, "asked_at": asked_at} for each in hashes])

    def numbers(self, client_id: str) -> Iterator[str]:
        """Every number of a client's people (E.164), in order; one that several have comes as often."""
        above = ""
        while rows := self.afresh("numbers_after", client_id=client_id, e164=above, most=MANY):
            yield from (str(row["e164"]) for row in rows)
            above = str(rows[-1]["e164"])

    def numbers_since(self, client_id: str, since: int) -> list[str]:
        """The numbers of a client's people that came on record after an instant (UTC milliseconds)."""
        return [str(row["e164"]) for row in self.ask("numbers_since", client_id=client_id, since=since)]

    def kept_out(self, campaign: int, above: int, most: int) -> list[Enrolment]:
        """Some of a campaign's people whom the gate keeps out for want of a paper, from an enrolment's id on."""
        return self.many(Enrolment, "kept_out", campaign=campaign, above=above, most=most)

    def consents(self, prospect_id: int) -> list[Consent]:
        """What somebody has on record, the oldest first, what was withdrawn with it."""
        return self.many(Consent, "consents", prospect_id=prospect_id)

    def add_consent(self, consent: Consent) -> None:
        """Write what somebody said, or why the offer concerns them."""
        self.put("add_consent", consent)

    def withdraw(self, prospect_id: int, at: int) -> None:
        """End all that somebody has on record, from an instant on (UTC milliseconds)."""
        self.tell("withdraw_consents", prospect_id=prospect_id, withdrawn_at=at)
