"""Several records turn out to be one person: the oldest stays and takes over everything; nobody is dialled as two."""

from __future__ import annotations

import json
from collections.abc import Sequence

from msgspec.structs import asdict, replace

from setter.intake.merge import merge
from setter.intake.prospect import CleanProspect, Known
from setter.services.acquaint import known_by_id
from setter.services.desk import Desk
from setter.services.enrol import ARRIVING
from setter.services.merge_in import with_flags, write_changes
from setter.store.records import Enrolment, Prospect
from setter.store.unit import Unit

SAME_PERSON = "same_person"
"""Why an enrolment is closed: another record of the person is the one to be called."""
HELD_BACK = ("queued", "cooling", "nurture", "exhausted", ARRIVING)
STRICTEST = (
    *("in_call", "handed_off", "closed", "disqualified", "callback", "nurture", "exhausted", "cooling", "bad_data"),
    *("queued", ARRIVING),
)
"""Of two enrolments in one campaign the one that asks for more reserve says how it goes on."""


def may_unite(unit: Unit, records: Sequence[int]) -> bool:
    """Say whether records can be made one now: nobody is on the line with any of them, and one at most has meetings."""
    on_the_line = any(_on_the_line(unit, each) for each in records)
    return not on_the_line and sum(unit.identity.meetings_with(each) > 0 for each in records) < 2


def unite(desk: Desk, unit: Unit, records: Sequence[int]) -> tuple[int, bool]:
    """Make records of one person one: the one that stays, the oldest, and whether anything changed.

    Nothing that the others hold is lost. Where they cannot be united now, only one of them goes on being called:
    whoever is on the line, else the oldest; a promise made to another is kept all the same.
    """
    kept = records[0]
    if not may_unite(unit, records):
        kept = next((each for each in records if _on_the_line(unit, each)), kept)
        held = [_hold_back(unit, each) for each in records if each != kept]
        return kept, any(held)
    for each in records[1:]:
        _take_over(desk, unit, kept, each)
    return kept, len(records) > 1


def _on_the_line(unit: Unit, prospect_id: int) -> bool:
    enrolments = unit.prospects.enrolments(prospect_id)
    return unit.queue.lease_on(prospect_id) is not None or any(each.work_state == "in_call" for each in enrolments)


def _hold_back(unit: Unit, prospect_id: int) -> bool:
    """Take a record out of every queue while another of the person's is called; True when it stood in one."""
    held = False
    for enrolment in unit.prospects.enrolments(prospect_id):
        if enrolment.work_state in HELD_BACK:
            unit.queue.remove(enrolment.id)
            why = "" if enrolment.work_state == ARRIVING else enrolment.state_reason
            reason = f"{SAME_PERSON} {enrolment.work_state} {why}".rstrip()
            unit.prospects.save_enrolment(replace(enrolment, work_state="closed", state_reason=reason))
            held = True
    return held


def _free(enrolment: Enrolment) -> Enrolment:
    """An enrolment as it was before it was held back; whoever was about to be let in then, is in by now."""
    reason, _, before = enrolment.state_reason.partition(" ")
    if reason != SAME_PERSON:
        return enrolment
    state, _, why = before.partition(" ")
    if state == ARRIVING:
        return replace(enrolment, work_state="queued", state_reason="")
    return replace(enrolment, work_state=state, state_reason=why)


def _take_over(desk: Desk, unit: Unit, kept_id: int, other_id: int) -> None:
    kept, other = unit.prospects.get(kept_id), unit.prospects.get(other_id)
    assert kept is not None and other is not None
    known = known_by_id(unit, other_id)
    _seal_outcomes(unit, (kept_id, other_id))
    _move_contacts(unit, kept_id, other_id)
    _move_sources(unit, kept_id, other_id)
    for enrolment in unit.prospects.enrolments(other_id):
        unit.queue.remove(enrolment.id)
        ours = unit.prospects.enrolled(enrolment.campaign, kept_id)
        if ours is None:
            unit.prospects.save_enrolment(_free(enrolment))
            continue
        unit.prospects.save_enrolment(_joined(_free(ours), _free(enrolment)))
        unit.arrivals.look_again(ours.id)
        unit.identity.join_enrolment(ours.id, enrolment.id)
        unit.queue.remove(ours.id)
    unit.identity.join_person(kept_id, other_id)
    flags = with_flags(kept, json.loads(other.flags))
    said_zone = kept.said_zone or other.said_zone
    kept = replace(kept, said_zone=said_zone, referred_by=_referrer(kept, other), flags=flags)
    unit.prospects.save(kept)
    write_changes(desk, unit, kept, merge(known_by_id(unit, kept_id), _as_row(known)))
    desk.audit(unit, "unite", f"prospect/{kept_id}", {"other": str(other_id)})


def _seal_outcomes(unit: Unit, records: Sequence[int]) -> None:
    """What was recorded before records became one cannot be taken back: it would put back half of what is there."""
    for each in records:
        for outcome in unit.identity.outcomes_with(each):
            before = {**json.loads(outcome.before), "enrolment": None}
            unit.identity.seal_outcome(replace(outcome, before=json.dumps(before, ensure_ascii=False)))


def _move_contacts(unit: Unit, kept: int, other: int) -> None:
    ours = {phone.e164: phone for phone in unit.prospects.phones(kept)}
    first = max((phone.position for phone in ours.values()), default=-1) + 1
    for place, phone in enumerate(unit.prospects.phones(other), start=first):
        same = ours.get(phone.e164)
        if same is None:
            unit.prospects.save_phone(replace(phone, prospect_id=kept, position=place))
            continue
        unit.identity.drop_phone(phone, instead=same.id)
        standing = same.standing if same.standing != "ok" else phone.standing
        gatekeeper, best_time = same.gatekeeper or phone.gatekeeper, same.best_time or phone.best_time
        verified = same.verified_at or phone.verified_at
        unit.prospects.save_phone(
            replace(same, standing=standing, gatekeeper=gatekeeper, best_time=best_time, verified_at=verified)
        )
    mails = {email.match_key: email for email in unit.prospects.emails(kept)}
    for place, email in enumerate(unit.prospects.emails(other), start=len(mails)):
        twin = mails.get(email.match_key)
        if twin is None:
            unit.prospects.save_email(replace(email, prospect_id=kept, position=place))
            continue
        unit.identity.drop_email(email.id)
        unit.prospects.save_email(replace(twin, confirmed_at=twin.confirmed_at or email.confirmed_at))


def _move_sources(unit: Unit, kept: int, other: int) -> None:
    sources = unit.prospects.acquisitions(other)
    unit.identity.drop_acquisitions(other)
    for source in sources:
        unit.prospects.add_acquisition(replace(source, prospect_id=kept))


def _joined(ours: Enrolment, theirs: Enrolment) -> Enrolment:
    """One enrolment of two: the stricter one's state, everything that was tried on either."""
    stricter = min(ours, theirs, key=lambda each: STRICTEST.index(each.work_state))
    last = max(ours, theirs, key=lambda each: each.last_attempt_at or 0)
    marks = ours.state_reason + theirs.state_reason
    arriving = ours.work_state == theirs.work_state == ARRIVING
    return replace(
        stricter,
        id=ours.id,
        prospect_id=ours.prospect_id,
        state_reason=marks if arriving else stricter.state_reason,
        attempts=ours.attempts + theirs.attempts,
        skips=ours.skips + theirs.skips,
        last_outcome=last.last_outcome,
        last_attempt_at=last.last_attempt_at,
        enrolled_at=min(ours.enrolled_at, theirs.enrolled_at),
    )


def _referrer(kept: Prospect, other: Prospect) -> int | None:
    named = kept.referred_by or other.referred_by
    return None if named in (kept.id, other.id) else named


def _as_row(known: Known) -> CleanProspect:
    """A record as a row of a list would tell it, so that what it says otherwise is kept aside under that name."""
    return CleanProspect(**{**asdict(known), "opted_out": False}, supplier="other record")
