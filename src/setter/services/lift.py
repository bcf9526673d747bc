"""Lift a suppression: compliance alone, for a new consent or where a key was hit by mistake, with its reason.

Undo never does: nobody who asked to be left alone is called again because somebody changed their mind here.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.errors import Refused, Wrong
from setter.domain.law import CONSENT
from setter.services.acquaint import records_of
from setter.services.desk import COMPLIANCE, Desk
from setter.services.standing import stand
from setter.services.suppress import hash_of, keys_of, reasons_for, traces_of
from setter.store.records import Prospect
from setter.store.unit import Unit

NEW_CONSENT, MIS_KEY = "new_consent", "mis_key"
GROUNDS = (NEW_CONSENT, MIS_KEY)
FOR_GOOD = ("deceased", "erased")
"""Nobody comes back from these."""
SHORTEST_NOTE = 12


class Lifted(Struct, frozen=True):
    """Whose suppression was lifted, in how many records, and what it was."""

    records: tuple[int, ...]
    reasons: tuple[str, ...]


def lift(desk: Desk, prospect_id: int, ground: str, note: str) -> Lifted:
    """Lift what keeps a person from being contacted, in all their records; they are queued again, nothing is promised.

    A new consent must be on record already. Refused for whoever is dead, and for anybody but compliance; what a company
    asked for itself stays.
    """
    if ground not in GROUNDS:
        sentence = f"{ground!r} is no ground to lift a suppression."
        raise Wrong("ground", sentence, "--because", f"One of: {', '.join(GROUNDS)}.")
    if len(note.strip()) < SHORTEST_NOTE:
        sentence = "That says too little to prove anything later."
        raise Wrong("lift_note", sentence, "--note", "Say what happened, and when.")

    def write(unit: Unit) -> Lifted:
        if desk.role(unit) != COMPLIANCE and not desk.sandbox:
            raise Refused("role", "Only compliance lifts a suppression.", "lift", "Ask who has that role.")
        prospect = unit.prospects.get(prospect_id)
        if prospect is None or prospect.erased_at is not None:
            raise Wrong("no_prospect", "There is no such prospect.", "prospect", "Find one with: setter search TEXT.")
        reasons = reasons_for(unit, prospect)
        _check(unit, prospect, reasons, ground)
        records = [each for each in map(unit.prospects.get, records_of(unit, prospect)) if each is not None]
        hashes = {hash_of(unit, *key) for each in records for key in _keys(unit, each)}
        unit.suppressions.lift(prospect.client_id, hashes, desk.now(), desk.caller, f"{ground}: {note.strip()}")
        for each in records:
            _bring_back(desk, unit, each, reasons)
        detail = {"ground": ground, "note": note.strip(), "reasons": list(reasons)}
        desk.audit(unit, "lift", f"prospect/{prospect.id}", detail)
        return Lifted(tuple(each.id for each in records), reasons)

    return desk.store.write(write)


def _check(unit: Unit, prospect: Prospect, reasons: tuple[str, ...], ground: str) -> None:
    if not reasons:
        sentence = "Nothing keeps this person from being contacted."
        raise Refused("not_suppressed", sentence, "lift", "See why not to ring: setter why PROSPECT.")
    if any(each in FOR_GOOD for each in reasons):
        raise Refused("for_good", "This person does not come back.", "lift", "Leave them alone.")
    if ground != NEW_CONSENT:
        return
    standing = [each for each in unit.registries.consents(prospect.id) if each.withdrawn_at is None]
    if not any(each.kind == CONSENT for each in standing):
        hint = "Keep it first: setter consent PROSPECT --note TEXT."
        raise Refused("no_consent", "There is no consent of theirs on record.", "lift", hint)


def _keys(unit: Unit, prospect: Prospect) -> Iterable[tuple[str, str]]:
    """Everything of their own under which they may be suppressed; not their company, which speaks for others too."""
    numbers = [phone.e164 for phone in unit.prospects.phones(prospect.id)]
    emails = [email.match_key for email in unit.prospects.emails(prospect.id)]
    found = keys_of(prospect.full_name, prospect.company_name, numbers, emails)
    yield from (key for key in found if key[0] != "company")
    yield from traces_of(prospect.full_name, (*numbers, *emails))


def _bring_back(desk: Desk, unit: Unit, prospect: Prospect, reasons: tuple[str, ...]) -> None:
    """Let a person be called again where the suppression alone had closed them."""
    prospect = replace(prospect, blocked="")
    unit.prospects.save(prospect)
    for enrolment in unit.prospects.enrolments(prospect.id):
        if enrolment.work_state == "closed" and enrolment.state_reason in reasons:
            opened = replace(enrolment, work_state="queued", state_reason="", next_at=None, owner="")
            stand(desk, unit, desk.campaign(unit, enrolment.campaign), opened, prospect)
