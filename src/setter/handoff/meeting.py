"""A meeting as it leaves the house: the part that everybody may read, and the record that only sales may."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from setter.domain.gate_evidence import GateResult
from setter.domain.units import MINUTE
from setter.handoff.person import Person
from setter.handoff.words import NINE_GATES as NINE_GATES  # noqa: PLC0414 - a part of what is told of a meeting
from setter.handoff.words import SANDBOX_MARK as SANDBOX_MARK  # noqa: PLC0414 - a part of what is told of a meeting


class Guest(Struct, frozen=True):
    """Somebody who takes part for the prospect's side."""

    name: str
    email: str = ""


class Host(Struct, frozen=True):
    """The sales representative who holds the meeting; `zone` is IANA."""

    id: str
    name: str
    email: str
    zone: str


class PublicMeeting(Struct, frozen=True):
    """All that an invitation may say: agenda, time, place and names; nothing else fits in here (domain §7.1).

    `starts` and `ends` are UTC milliseconds, `prospect_zone` is IANA, `agenda` is in the prospect's words.
    `uid` never changes; `sequence` is 0 and one more with each change that a calendar must show (RFC 5546).
    `told` are those whom an invitation reached so far, None while that is not known.
    """

    meeting: int
    uid: str
    sequence: int
    starts: int
    ends: int
    prospect_zone: str
    rep: Host
    prospect: Guest
    company: str
    client: str
    place: str
    subject: str = ""
    agenda: str = ""
    guests: tuple[Guest, ...] = ()
    told: tuple[Guest, ...] | None = None
    sandbox: bool = False

    @property
    def minutes(self) -> int:
        """How long the meeting lasts, in minutes."""
        return (self.ends - self.starts) // MINUTE

    @property
    def invited(self) -> tuple[Guest, ...]:
        """Everybody on the prospect's side who can be written to, each address once."""
        return once_each((self.prospect, *self.guests))

    @property
    def to_be_told_off(self) -> tuple[Guest, ...]:
        """Everybody who must hear that it is off: those who were invited, at the addresses they were invited at."""
        return self.invited if self.told is None else self.told

    @property
    def left_out(self) -> tuple[Guest, ...]:
        """Everybody who was invited and is no longer: at an address that was replaced, or not to join any more."""
        invited = {guest.email.strip().casefold() for guest in self.invited}
        return tuple(guest for guest in self.told or () if guest.email.strip().casefold() not in invited)


def once_each(guests: Iterable[Guest]) -> tuple[Guest, ...]:
    """Those who can be written to, each address once."""
    by_address: dict[str, Guest] = {}
    for guest in guests:
        by_address.setdefault(guest.email.strip().casefold(), guest)
    by_address.pop("", None)
    return tuple(by_address.values())


class ProspectDetails(Struct, frozen=True):
    """What sales must know of the person; e-mail, name and company stand in the public meeting."""

    title: str = ""
    seniority: str = ""
    industry: str = ""
    size: str = ""
    site: str = ""
    phones: tuple[str, ...] = ()
    email_confirmed: bool = False


class AnswerGiven(Struct, frozen=True):
    """One answer of the prospect; `gates` are those it is evidence for, `section` overrides where it is shown."""

    field: str
    label: str
    value: str
    gates: tuple[str, ...] = ()
    section: str = ""


class ObjectionRaised(Struct, frozen=True):
    """What the prospect held against it, and what was said to that."""

    said: str
    answered: str = ""


class AttemptMade(Struct, frozen=True):
    """One attempt of the history; `at` is UTC milliseconds."""

    at: int
    caller: str
    disposition: str
    note: str = ""


class SourceKnown(Struct, frozen=True):
    """Where the prospect came from; `acquired_on` is a date in ISO form (R-040)."""

    kind: str
    name: str = ""
    acquired_on: str = ""


class GuestSaid(Struct, frozen=True):
    """What a guest answered to the invitation last: accepted, declined, tentative or countered; `at` is UTC ms.

    `stands` is false where it was another time that they answered.
    """

    name: str
    answer: str
    at: int
    stands: bool = True


class ScoreGiven(Struct, frozen=True):
    """The score at promotion, the rule set that gave it, and the lines that add up to it (R-070)."""

    points: float
    rule_set: str
    lines: tuple[str, ...] = ()
    temperature: str = ""


class Compliance(Struct, frozen=True):
    """What allows us to hold and contact this person, and what they asked of us."""

    lawful_basis: str = ""
    opt_outs: str = ""
    recording: str = ""


class MeetingRecord(Struct, frozen=True):
    """A meeting with everything that sales may know of it; nothing but `public` may reach the prospect.

    `change` numbers the changes of this meeting from 1 and `change_kind` names the newest. `missing` are the
    gates still open, empty when `qualified`. `told_sequence` is the sequence that calendars were last told, None
    while they were told nothing. `sql` is the SQL's id, None until there is one. Instants are UTC milliseconds.
    """

    public: PublicMeeting
    status: str
    change: int
    change_kind: str
    qualified: bool
    missing: tuple[str, ...]
    campaign: str
    caller: str
    set_at: int
    requested_how: str
    details: ProspectDetails
    gates: tuple[GateResult, ...]
    rung: str = "prospect"
    lead_definition: str = "meeting_requested"
    sql: int | None = None
    told_sequence: int | None = None
    reviewer: str = ""
    answers: tuple[AnswerGiven, ...] = ()
    objections: tuple[ObjectionRaised, ...] = ()
    attempts: tuple[AttemptMade, ...] = ()
    sources: tuple[SourceKnown, ...] = ()
    engagement: tuple[str, ...] = ()
    notes: str = ""
    score: ScoreGiven | None = None
    risks: tuple[str, ...] = ()
    compliance: Compliance = Compliance()
    reply_due: int | None = None
    guests_said: tuple[GuestSaid, ...] = ()
    unsigned: tuple[str, ...] = ()
    left: int = 0
    person: Person | None = None

    @property
    def cancelled(self) -> bool:
        """Say whether this meeting is called off."""
        return self.status == "cancelled"

    def gate(self, gate_id: str) -> GateResult:
        """How one of the nine gates stands; unknown where nothing is recorded."""
        for gate in self.gates:
            if gate.gate == gate_id:
                return gate
        return GateResult(gate_id, NINE_GATES.get(gate_id, gate_id), "unknown")
