"""The ladder from prospect to customer: a rung is computed from evidence, and a claim never raises it.

Requirements R-001 to R-011 and R-016; what moves a prospect up stands in domain §2.3.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

from msgspec import Struct


class Rung(StrEnum):
    """The rungs, lowest first."""

    PROSPECT = "prospect"
    SUBSCRIBER = "subscriber"
    LEAD = "lead"
    MQL = "MQL"
    SQL = "SQL"
    OPPORTUNITY = "opportunity"
    CUSTOMER = "customer"


RUNGS = tuple(Rung)

LEAD_DEFINITIONS: Mapping[str, Rung] = {
    "database": Rung.PROSPECT,
    "inquiry": Rung.LEAD,
    "qualified": Rung.MQL,
    "meeting_requested": Rung.SQL,
}
"""From which rung on a campaign counts its leads (R-001)."""

NOT_QUALIFIED_AFTER_ALL = frozenset({"R01", "R02", "R09", "R10", "R11"})
"""Rejections by sales after which the fit itself is gone, so that not even the MQL stands (domain §7.6)."""


class RungEvidence(Struct, frozen=True):
    """What is on record of one prospect in one campaign; `claimed` is what a list said and proves nothing.

    `agreed_to_contact`: in a conversation they confirmed who they are and agreed to be contacted again.
    `sql`: a handoff made from complete evidence stands. `rejected` is sales' reason code, empty without one.
    """

    name: bool = False
    email: bool = False
    phone: bool = False
    opted_in: bool = False
    inquired: bool = False
    agreed_to_contact: bool = False
    qualifying_answers: int = 0
    fit_and_engaged: bool = False
    conversations: int = 0
    sql: bool = False
    rejected: str = ""
    accepted: bool = False
    meeting_held: bool = False
    purchase_horizon: str = ""
    closed_won: bool = False
    claimed: str = ""


class Standing(Struct, frozen=True):
    """A rung, why it holds, what the next one lacks, and what was claimed without evidence (R-010, R-011).

    `stage` is the campaign's own name for where they are inside the rung; "" where it has none (R-012).
    """

    rung: Rung
    because: str
    next: Rung | None
    lacks: tuple[str, ...]
    claim: str = ""
    stage: str = ""


def rung(evidence: RungEvidence) -> Rung:
    """Compute the highest rung that the evidence carries."""
    return standing(evidence).rung


@lru_cache(maxsize=1024)
def standing(evidence: RungEvidence) -> Standing:
    """Compute a prospect's rung, the reason for it and the way up (R-010).

    Skipping is allowed up to SQL, whose conversation brings the lower rungs' evidence; never above it (R-009).
    """
    lacks = _lacks(evidence)
    reached = Rung.PROSPECT
    for step in (Rung.SUBSCRIBER, Rung.LEAD, Rung.MQL, Rung.SQL):
        if not lacks[step]:
            reached = step
    if reached is Rung.SQL:
        for step in (Rung.OPPORTUNITY, Rung.CUSTOMER):
            if lacks[step]:
                break
            reached = step
    above = RUNGS[RUNGS.index(reached) + 1] if reached is not Rung.CUSTOMER else None
    return Standing(
        reached, _because(reached, evidence), above, lacks[above] if above else (), claim_of(evidence.claimed, reached)
    )


def counts_as_lead(reached: Rung, definition: str) -> bool:
    """Say whether a rung counts under a campaign's definition of a lead; KeyError for an unknown one (R-001)."""
    return RUNGS.index(reached) >= RUNGS.index(LEAD_DEFINITIONS[definition])


def _lacks(evidence: RungEvidence) -> dict[Rung, tuple[str, ...]]:
    subscriber = {"an e-mail address": evidence.email, "an opt-in": evidence.opted_in}
    lead = {
        "a name": evidence.name,
        "an e-mail address": evidence.email,
        "a phone number": evidence.phone,
        "an opt-in or inquiry": evidence.opted_in or evidence.inquired,
    }
    lead_lacks = () if evidence.agreed_to_contact else _absent(lead)
    qualified = evidence.qualifying_answers > 0 or evidence.fit_and_engaged
    fit_stands = evidence.rejected not in NOT_QUALIFIED_AFTER_ALL
    mql = {"a qualifying answer that passes": qualified, "a fit that sales did not reject": fit_stands}
    sql = {
        "a conversation with the prospect": evidence.conversations > 0,
        "all required gates and a meeting asked for": evidence.sql,
        "no rejection by sales": not evidence.rejected,
    }
    opportunity = {
        "sales' acceptance": evidence.accepted,
        "the meeting held": evidence.meeting_held,
        "a purchase horizon": bool(evidence.purchase_horizon),
    }
    return {
        Rung.SUBSCRIBER: _absent(subscriber),
        Rung.LEAD: lead_lacks,
        Rung.MQL: lead_lacks + _absent(mql),
        Rung.SQL: _absent(sql),
        Rung.OPPORTUNITY: _absent(opportunity),
        Rung.CUSTOMER: _absent({"a deal closed and won": evidence.closed_won}),
    }


def _absent(needed: Mapping[str, bool]) -> tuple[str, ...]:
    return tuple(name for name, there in needed.items() if not there)


def _because(reached: Rung, evidence: RungEvidence) -> str:
    asked = "opted in" if evidence.opted_in else "inquired"
    return {
        Rung.PROSPECT: "a record, and nothing more is known to have happened",
        Rung.SUBSCRIBER: "an e-mail address and an opt-in",
        Rung.LEAD: "agreed on a call to be contacted again"
        if evidence.agreed_to_contact
        else f"{asked}, with name, e-mail and phone",
        Rung.MQL: "a qualifying answer passed" if evidence.qualifying_answers else "fits and is engaged",
        Rung.SQL: "asked for a meeting in a conversation, with the gates' evidence",
        Rung.OPPORTUNITY: "sales accepted, the meeting was held and a purchase horizon is known",
        Rung.CUSTOMER: "the deal was won",
    }[reached]


def claim_of(claimed: str, reached: Rung) -> str:
    """Say that a claim stands above the evidence; a word that is no rung is shown as it came (R-003, R-011)."""
    claimed = claimed.strip()
    known = next((each for each in RUNGS if each.casefold() == claimed.casefold()), None)
    if not claimed or (known and RUNGS.index(known) <= RUNGS.index(reached)):
        return ""
    return f"claimed {known or claimed}, evidence: {reached}"
