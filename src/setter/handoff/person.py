"""A prospect as a client's own systems are told of them: who they are, how far they are, what sales says."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from setter.handoff.words import NINE_GATES, SANDBOX_MARK

MOBILE = "mobile"
Value = str | int | bool


class Line(Struct, frozen=True):
    """A number that reaches them: E.164, extension, and direct, switchboard, mobile or unknown."""

    e164: str
    extension: str = ""
    kind: str = ""


class Person(Struct, frozen=True):
    """A person for a CRM or an address book.

    `rung` is where they stand, `reached_rung` the highest that sales was told of. `standing`: new, tried, reached,
    meeting, accepted, rejected or too_early. `rep` is the id of whoever meets them. `known` are answers and columns
    of their list, `gates` how each gate stands; both empty where nobody asked. `record_id` is theirs in the CRM.
    `updated_at` is UTC milliseconds, `zone` IANA. `meeting_words` are public, `internal_notes` are for sales only.
    """

    prospect: int
    client: str
    campaign: str
    full_name: str
    rung: str
    definition: str
    updated_at: int
    first_name: str = ""
    last_name: str = ""
    title: str = ""
    seniority: str = ""
    company: str = ""
    email: str = ""
    lines: tuple[Line, ...] = ()
    industry: str = ""
    employees: str = ""
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    website: str = ""
    zone: str = ""
    external_id: str = ""
    source: str = ""
    temperature: str = ""
    reached_rung: str = ""
    standing: str = "new"
    rep: str = ""
    rep_email: str = ""
    sql: int | None = None
    opted_out: bool = False
    known: Mapping[str, str] = {}
    gates: Mapping[str, str] = {}
    internal_notes: str = ""
    meeting_words: str = ""
    record_id: str = ""
    sandbox: bool = False

    @property
    def names(self) -> tuple[str, str]:
        """First and last name; everybody has a last one: else the last word of the whole name, or the only one."""
        if self.last_name:
            return self.first_name, self.last_name
        first, _, last = " ".join(self.full_name.split()).rpartition(" ")
        if last == self.first_name:
            return first, last
        return self.first_name or first, last


PEOPLE_FIELDS = (
    *("prospect_id", "sql_id", "external_id", "client", "campaign", "rung", "definition", "reached_rung", "standing"),
    *("full_name", "first_name", "last_name", "given_name", "family_name", "title", "seniority", "company", "email"),
    *("phone", "landline", "mobile", "industry", "employees", "street", "city", "region", "postal_code", "country"),
    *("website", "zone", "source", "temperature", "rep", "rep_email", "opted_out", "internal_notes", "sandbox"),
    *(f"gate_{gate}" for gate in NINE_GATES),
)
"""Our fields of a person, which a map may name; beside them the answers of the script and the columns of a list."""

_AS_THEY_ARE = (
    *("client", "campaign", "rung", "definition", "standing", "external_id", "full_name", "title", "seniority"),
    *("company", "email", "industry", "employees", "street", "city", "region", "postal_code", "country", "website"),
    *("zone", "source", "temperature", "rep", "rep_email", "opted_out", "internal_notes"),
)


def fields_of(person: Person) -> dict[str, Value]:
    """All that a map can ask of a person; our own fields go before answers and columns of the same name."""
    first, last = person.names
    numbers = [each.e164 for each in person.lines]
    return {
        **person.known,
        **{name: getattr(person, name) for name in _AS_THEY_ARE},
        **{f"gate_{gate}": person.gates.get(gate, "") for gate in NINE_GATES},
        "prospect_id": str(person.prospect),
        "sql_id": "" if person.sql is None else str(person.sql),
        "reached_rung": person.reached_rung or person.rung,
        "first_name": first,
        "last_name": last,
        "given_name": person.first_name,
        "family_name": person.last_name,
        "phone": numbers[0] if numbers else "",
        "landline": next((each.e164 for each in person.lines if each.kind != MOBILE), ""),
        "mobile": next((each.e164 for each in person.lines if each.kind == MOBILE), ""),
        "sandbox": SANDBOX_MARK if person.sandbox else "",
    }
