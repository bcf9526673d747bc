"""Somebody asked not to be called: done at once, for every campaign of the client, for good."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from setter.intake.alike import ANYBODY, signs_borne, signs_left
from setter.intake.companies import company_key
from setter.intake.emails import both_forms, is_role
from setter.intake.match import same_name
from setter.services.acquaint import records_of
from setter.services.desk import Desk
from setter.services.duties import meeting_task, owner_of
from setter.store.ids import new_id
from setter.store.records import Enrolment, Meeting, Prospect, Suppression, SuppressionAct
from setter.store.unit import Unit

FINAL = ("handed_off", "closed")
"""Work states that a suppression leaves as they are."""

Key = tuple[str, str]
"""Kind and value of what can be suppressed: a number, an e-mail, a person (by name and where), a company."""


def person_keys(full_name: str, company_name: str, numbers: Iterable[str]) -> list[Key]:
    """A person by name at their company and at each of their numbers, however it is written.

    It keeps out those whose only number is a shared one. A name alone is no identity: there are many John Smiths.
    """
    name = " ".join(full_name.split())
    places = [place for place in (company_key(company_name), *numbers) if place]
    return [("person", f"{name}|{place}") for place in places] if name else []


def traces_of(full_name: str, places: Iterable[str]) -> list[Key]:
    """What a person who asked leaves at each of their numbers and addresses, to be known by in another spelling."""
    return [_trace(sign, place) for place in places for sign in signs_left(full_name)]


def traces_borne(full_name: str, places: Iterable[str]) -> list[Key]:
    """The traces at these numbers and addresses of which each means: whoever asked here may be this very person."""
    return [_trace(sign, place) for place in places for sign in signs_borne(full_name)]


def anybody_at(place: str) -> Key:
    """The trace by which it is known that anybody asked who has this number or address."""
    return _trace(ANYBODY, place)


def _trace(sign: str, place: str) -> Key:
    loosest = both_forms(place)[-1] if "@" in place else place
    return "person", f"~{sign}|{loosest}"


def keys_of(full_name: str, company_name: str, numbers: Iterable[str], emails: Iterable[str]) -> list[Key]:
    """Every key under which a person could be suppressed; an address in both of its forms (domain §6.2)."""
    dialled = tuple(numbers)
    company = company_key(company_name)
    return [
        *person_keys(full_name, company_name, dialled),
        *([("company", company)] if company else []),
        *(("number", number) for number in dialled),
        *(("email", form) for email in emails for form in both_forms(email)),
    ]


def supplied_as(external_id: str) -> Key:
    """The key under which somebody erased is known by their supplier's id, when all else about them is new."""
    return "person", f"#{external_id}"


def standing_against(unit: Unit, client_id: str, keys: Collection[Key]) -> dict[Key, str]:
    """Those of the keys that are suppressed for a client, each with its reason."""
    hashes = {key: unit.suppressions.hash_of(*key) for key in keys}
    standing = unit.suppressions.standing(client_id, hashes.values())
    return {key: standing[hashed] for key, hashed in hashes.items() if hashed in standing}


def is_personal(key: Key) -> bool:
    """Say whether a key means one person, not a number or an office that people share."""
    return key[0] == "person" or (key[0] == "email" and not is_role(key[1]))


def listed_of(unit: Unit, prospect: Prospect) -> dict[str, list[tuple[str, int]]]:
    """The registers that held each number of a person, with the day of the answer (UTC milliseconds)."""
    hashes = {unit.suppressions.hash_of(*key): key[1] for key in _own_keys(unit, prospect)}
    found: dict[str, list[tuple[str, int]]] = {}
    for hashed, registry, asked_at in unit.suppressions.listed(prospect.client_id, hashes):
        found.setdefault(hashes[hashed], []).append((registry, asked_at))
    return found


def _own_keys(unit: Unit, prospect: Prospect) -> list[Key]:
    numbers = [phone.e164 for phone in unit.prospects.phones(prospect.id)]
    emails = [email.match_key for email in unit.prospects.emails(prospect.id)]
    return keys_of(prospect.full_name, prospect.company_name, numbers, emails)


def reasons_for(unit: Unit, prospect: Prospect) -> tuple[str, ...]:
    """Why this person must not be contacted; empty when they may be."""
    return reasons_by_keys(unit, prospect) or ((prospect.blocked,) if prospect.blocked else ())


def reasons_by_keys(unit: Unit, prospect: Prospect) -> tuple[str, ...]:
    """Why this person must not be contacted by what is known of them, whatever their record says."""
    found = standing_against(unit, prospect.client_id, _own_keys(unit, prospect))
    return tuple(dict.fromkeys(found.values()))


def acts_against(unit: Unit, prospect: Prospect) -> list[SuppressionAct]:
    """The acts that stand against a person, by whatever is known of them; oldest first."""
    hashes = {unit.suppressions.hash_of(*key) for key in _own_keys(unit, prospect)}
    found = {act.id: act for act in unit.suppressions.against(prospect.client_id, hashes)}
    found |= {act.id: act for act in unit.suppressions.on(prospect.id)}
    return [found[each] for each in sorted(found)]


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
    for person in sorted(people):
        changed = close_everywhere(unit, person, reason, acts, desk.now()) or changed
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
    named = [key for each in known for key in _own_keys(unit, each) if key[0] == "person"]
    changed = suppress_keys(unit, acts, [*keys, *named]) or changed
    for person in people:
        changed = close_everywhere(unit, person, reason, acts, desk.now()) or changed
    if changed:
        detail = {"kind": kind, "act": str(acts[-1].id), "people": len(people)}
        desk.audit(unit, "suppress", f"client/{client_id}", detail, new=reason, why=reason)
    return len(people)


def close_everywhere(unit: Unit, prospect_id: int, reason: str, acts: Sequence[SuppressionAct], now: int) -> bool:
    """Take a suppressed person out of every queue, promise and duty before anybody can claim them again.

    A meeting of theirs that lies ahead is left to whoever booked it, to be called off; where sales has it already,
    they must be told. True unless they were out already; then nothing is done twice.
    """
    prospect = unit.prospects.get(prospect_id)
    places = unit.prospects.enrolments(prospect_id)
    called = [each for each in places if each.work_state not in ("in_call", *FINAL)]
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
        closed = replace(enrolment, work_state="closed", state_reason=reason, next_at=None, owner="")
        unit.prospects.save_enrolment(closed)
    return True


def _keep_reach(unit: Unit, prospect_id: int, acts: Sequence[SuppressionAct], places: Sequence[Enrolment]) -> None:
    """Keep where somebody stood, once for each act, so that one that was a mistake can be made good."""
    stood = json.dumps({each.id: _stood(unit, each) for each in places if each.work_state not in FINAL})
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
