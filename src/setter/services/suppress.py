"""Somebody asked not to be called: done at once, for every campaign of the client, for good."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from setter.intake.companies import company_key
from setter.intake.emails import both_forms
from setter.intake.match import same_name
from setter.services.acquaint import records_of
from setter.services.desk import Desk
from setter.services.duties import meeting_task, owner_of
from setter.services.left_alone import Key, is_personal, own_keys, person_keys, traces_of
from setter.store.ids import new_id
from setter.store.records import Enrolment, Meeting, Prospect, Suppression, SuppressionAct
from setter.store.unit import Unit

UNTOUCHED = ("handed_off", "closed")
"""Work states that a suppression leaves as they are."""


def suppress_person(
    desk: Desk,
    unit: Unit,
    prospect: Prospect,
    reason: str,
    call_id: int | None,
    company_wide: bool = False,
    spared: Collection[str] = (),
    *,
    besides: Collection[Key] = (),
    asked: bool = False,
) -> None:
    """Suppress a person in all their records, on every number and address that is their own, for the whole client.

    A number or address that colleagues share may still be used for them: one person's word does not speak for the
    others, unless the person spoke for the company (docs/compliance.md); so it is with those in `spared`. What was
    `asked`, or recorded on a call, is an act of its own; anything else that stands already is not done again. Keys
    `besides` are the person's as well.
    """
    records = records_of(unit, prospect)
    keys: list[Key] = list(besides)
    for each in records:
        keys += _keys_of_record(unit, each, records, company_wide, spared)
    if company_wide and company_key(prospect.company_name):
        keys.append(("company", company_key(prospect.company_name)))
    people = {*records, *(each for record in records for each in _namesakes(unit, record))}
    if company_wide and prospect.company_id is not None:
        people.update(unit.prospects.of_company(prospect.company_id))
    asked = asked or call_id is not None
    acts, changed = acts_of(desk, unit, prospect.client_id, keys, Said("person", reason, call_id), anew=asked)
    changed = suppress_keys(unit, acts, keys) or changed
    changed = close_all(desk, unit, sorted(people - {prospect.id}), reason, acts) > 0 or changed
    changed = close_everywhere(unit, prospect.id, reason, acts, desk.now()) or changed
    if changed:
        detail = {"company_wide": company_wide, "act": str(acts[-1].id), "people": len(people)}
        desk.audit(unit, "suppress", f"prospect/{prospect.id}", detail, old=prospect.blocked, new=reason, why=reason)


class Said(NamedTuple):
    """What was said: about a person, or a number or address as such; why, and on which call."""

    about: str
    reason: str
    call_id: int | None = None


def acts_of(
    desk: Desk, unit: Unit, client_id: str, keys: Collection[Key], said: Said, *, anew: bool
) -> tuple[list[SuppressionAct], bool]:
    """The acts to which these keys belong from now on, and whether one of them is new.

    They are those by which the same person, or the same value, is kept out already; `anew`, or where none of them is
    for this reason, there is another one: lifting one leaves the others standing. A value's own stay apart from those
    of people, who may have said so of themselves besides.
    """
    telling = [key for key in keys if said.about == "value" or (is_personal(key) and not key[1].startswith("~"))]
    standing = unit.suppressions.against(client_id, {unit.suppressions.hash_of(*key) for key in telling})
    acts = [act for act in standing if said.about == "person" or act.about == "value"]
    if not anew and any(act.reason == said.reason for act in acts):
        return acts, False
    now = desk.now()
    act = SuppressionAct(new_id(now), client_id, said.about, said.reason, said.call_id, now, desk.caller)
    unit.suppressions.begin(act)
    return [*acts, act], True


def _namesakes(unit: Unit, prospect_id: int) -> list[int]:
    """Everybody at a person's company whose whole name is theirs: for leaving somebody alone a doubt is enough."""
    prospect = unit.prospects.get(prospect_id)
    if prospect is None or prospect.company_id is None:
        return []
    here = unit.identity.named_at(prospect.company_id)
    return [each for each, name in here if same_name(prospect.full_name, name)]


def _keys_of_record(
    unit: Unit, prospect_id: int, records: Collection[int], company_wide: bool, spared: Collection[str]
) -> list[Key]:
    prospect = unit.prospects.get(prospect_id)
    assert prospect is not None
    client, numbers = prospect.client_id, [phone.e164 for phone in unit.prospects.phones(prospect_id)]
    emails = [email.match_key for email in unit.prospects.emails(prospect_id)]

    def own(kind: str, value: str) -> bool:
        return company_wide or (value not in spared and not shared(unit, client, kind, value, records))

    return [
        *person_keys(prospect.full_name, prospect.company_name, numbers),
        *traces_of(prospect.full_name, (*numbers, *emails)),
        *(("number", number) for number in numbers if own("number", number)),
        *(("email", email) for email in emails if own("email", email)),
    ]


def shared(unit: Unit, client_id: str, kind: str, value: str, records: Collection[int]) -> bool:
    """Say whether anybody has this number or address who is not the person of these records."""
    return any(each not in records for each in unit.prospects.matching(client_id, kind, value))


def suppress_keys(unit: Unit, acts: Iterable[SuppressionAct], keys: Iterable[Key]) -> bool:
    """Keep the hashes of what is suppressed, an address's in both of its forms; True when any of them is new."""
    fresh = False
    forms = [(kind, form) for kind, value in keys for form in (both_forms(value) if kind == "email" else (value,))]
    for act in acts:
        for kind, form in forms:
            hashed = unit.suppressions.hash_of(kind, form)
            fresh = unit.suppressions.add(Suppression(act.client_id, kind, hashed, act.id, act.reason)) or fresh
    return fresh


def suppress_named(desk: Desk, unit: Unit, client_id: str, keys: Collection[Key], reason: str) -> None:
    """Suppress somebody who is not on record, by what is known of them."""
    acts, changed = acts_of(desk, unit, client_id, keys, Said("person", reason), anew=False)
    if suppress_keys(unit, acts, keys) or changed:
        desk.audit(
            unit, "suppress", f"client/{client_id}", {"act": str(acts[-1].id), "people": 0}, new=reason, why=reason
        )


def suppress_value(desk: Desk, unit: Unit, client_id: str, kind: str, value: str, reason: str) -> int:
    """Suppress a number or address itself, and everybody who has it; how many known prospects it reached."""
    keys = [(kind, form) for form in (both_forms(value) if kind == "email" else (value,))]
    acts, changed = acts_of(desk, unit, client_id, keys, Said("value", reason), anew=False)
    having = unit.prospects.matching(client_id, kind, value)
    people = sorted({*having, *(other for each in having for other in _namesakes(unit, each))})
    known = [each for each in map(unit.prospects.get, people) if each is not None]
    named = [key for each in known for key in own_keys(unit, each) if key[0] == "person"]
    changed = suppress_keys(unit, acts, [*keys, *named]) or changed
    changed = close_all(desk, unit, people, reason, acts) > 0 or changed
    if changed:
        detail = {"kind": kind, "act": str(acts[-1].id), "people": len(people)}
        desk.audit(unit, "suppress", f"client/{client_id}", detail, new=reason, why=reason)
    return len(people)


def close_all(
    desk: Desk,
    unit: Unit,
    people: Iterable[int],
    reason: str,
    acts: Sequence[SuppressionAct],
    how: str = "taken_along",
) -> int:
    """Close everybody whom another's word, or a number, takes along, each in the audit; how many were still open."""
    closed = 0
    for person in people:
        known = unit.prospects.get(person)
        if known is not None and close_everywhere(unit, person, reason, acts, desk.now()):
            detail = {"act": str(acts[-1].id), how: True}
            desk.audit(unit, "suppress", f"prospect/{person}", detail, old=known.blocked, new=reason, why=reason)
            closed += 1
    return closed


def close_everywhere(unit: Unit, prospect_id: int, reason: str, acts: Sequence[SuppressionAct], now: int) -> bool:
    """Take a suppressed person out of every queue, promise and duty before anybody can claim them again.

    A meeting of theirs that lies ahead is left to whoever booked it, to be called off; where sales has it already,
    they must be told. True unless they were out already; then nothing is done twice.
    """
    prospect = unit.prospects.get(prospect_id)
    places = unit.prospects.enrolments(prospect_id)
    called = [each for each in places if each.work_state not in ("in_call", *UNTOUCHED)]
    _keep_reach(unit, prospect_id, acts, places)
    if prospect is not None and prospect.blocked and not called:
        return False
    unit.prospects.block(prospect_id, reason)
    unit.queue.remove_prospect(prospect_id)
    unit.tasks.cancel_for_prospect(prospect_id, now)
    for call in unit.calls.of_prospect(prospect_id):
        unit.meetings.drop_holds(call.id)
    for enrolment in places:
        meeting = unit.meetings.open_for(enrolment.id)
        if meeting is not None and meeting.ends_at > now:
            _owe_cancelling(unit, meeting, now)
    for enrolment in places:
        if enrolment.work_state == "in_call":  # an outcome that is just being recorded must not miss it, nor be missed
            unit.prospects.touch_enrolment(enrolment.id)
    for enrolment in called:
        unit.prospects.close_enrolment(enrolment.id, reason)
    return True


def _keep_reach(unit: Unit, prospect_id: int, acts: Sequence[SuppressionAct], places: Sequence[Enrolment]) -> None:
    """Keep where somebody stood, once for each act, so that one that was a mistake can be made good."""
    stood = json.dumps({each.id: _stood(unit, each) for each in places if each.work_state not in UNTOUCHED})
    for act in acts:
        if prospect_id not in unit.suppressions.reached(act.id):
            unit.suppressions.reach(act.id, prospect_id, stood)


def _stood(unit: Unit, enrolment: Enrolment) -> list[Any]:
    promise = unit.tasks.open_callback(enrolment.id)
    return [enrolment.work_state, enrolment.state_reason, enrolment.next_at, enrolment.owner, promise and promise.id]


def _owe_cancelling(unit: Unit, meeting: Meeting, now: int) -> None:
    """Make the duties about a meeting that must not take place; what is done already is not asked for twice."""
    tasks = [task for task in unit.tasks.of_enrolment(meeting.enrolment_id) if task.meeting_id == meeting.id]
    told = any(task.kind == "tell_sales" and task.state == "done" for task in tasks)
    unit.tasks.add(meeting_task(meeting, "cancel_meeting", meeting.booked_by, now, now))
    if unit.meetings.exported_since(meeting.id, 0) and not told:
        unit.tasks.add(meeting_task(meeting, "tell_sales", owner_of(unit, "tell_sales", meeting.booked_by), now, now))
