"""What somebody said of being called, or why an offer concerns them: before the first call where the law wants it."""

from __future__ import annotations

from datetime import date

from setter.domain.calling_window import local_time
from setter.domain.errors import Wrong
from setter.domain.law import CONSENT, PRESUMED_INTEREST
from setter.services.desk import Desk
from setter.services.placing import place_anew
from setter.store.ids import new_id
from setter.store.records import Consent, Prospect
from setter.store.unit import Unit

KINDS = (CONSENT, PRESUMED_INTEREST)
SHORTEST_NOTE = 12


def note_consent(desk: Desk, prospect_id: int, kind: str, note: str, given_on: date | None = None) -> Consent:
    """Keep that somebody agreed to be called, and how, or why the offer concerns them; Wrong without the words.

    UWG § 7a wants the proof five years long: it is withdrawn, never deleted (domain §6.1).
    """
    if kind not in KINDS:
        raise Wrong("consent_kind", f"{kind!r} is no kind of consent.", "--kind", f"One of: {', '.join(KINDS)}.")
    if len(note.strip()) < SHORTEST_NOTE:
        hint = "Say who agreed to what and where, or what of theirs the offer concerns."
        raise Wrong("consent_note", "That says too little to prove anything later.", "--note", hint)
    today = local_time(desk.now(), "UTC").date()
    if given_on is not None and given_on > today:
        raise Wrong("consent_day", "Nobody has agreed on a day to come.", "--on", "Give the day on which they did.")

    def keep(unit: Unit) -> Consent:
        prospect, now = _prospect(unit, prospect_id), desk.now()
        consent = Consent(
            new_id(now), prospect.id, kind, note.strip(), (given_on or today).isoformat(), now, desk.caller
        )
        unit.registries.add_consent(consent)
        desk.audit(unit, "consent", f"prospect/{prospect.id}", {"consent": str(consent.id)}, new=kind)
        _settle(desk, unit, prospect)
        return consent

    return desk.store.write(keep)


def withdraw(desk: Desk, prospect_id: int) -> int:
    """End whatever somebody has on record from now on; how many there were."""

    def end(unit: Unit) -> int:
        prospect = _prospect(unit, prospect_id)
        standing = [each for each in unit.registries.consents(prospect.id) if each.withdrawn_at is None]
        unit.registries.withdraw(prospect.id, desk.now())
        if standing:
            detail = {"consents": [str(each.id) for each in standing]}
            old = [each.kind for each in standing]
            desk.audit(unit, "consent_withdrawn", f"prospect/{prospect.id}", detail, old=old, new="withdrawn")
        _settle(desk, unit, prospect)
        return len(standing)

    return desk.store.write(end)


def _prospect(unit: Unit, prospect_id: int) -> Prospect:
    prospect = unit.prospects.get(prospect_id)
    if prospect is None or prospect.erased_at is not None:
        raise Wrong("no_prospect", "There is no such prospect.", "prospect", "Find one with: setter search TEXT.")
    return prospect


def _settle(desk: Desk, unit: Unit, prospect: Prospect) -> None:
    for enrolment in unit.prospects.enrolments(prospect.id):
        place_anew(desk, unit, enrolment, prospect)
