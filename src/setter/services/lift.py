"""Lift a suppression: compliance alone, because somebody agreed anew or because it was a mistake (domain §2.7, 6)."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.calling_window import local_time
from setter.domain.errors import Refused, Wrong
from setter.domain.law import CONSENT
from setter.domain.roles import COMPLIANCE
from setter.intake.emails import both_forms
from setter.services.consent import SHORTEST_NOTE
from setter.services.desk import Desk
from setter.services.duties import close_duties
from setter.services.enrol import ARRIVING
from setter.services.erase import ERASURE
from setter.services.left_alone import acts_against, reasons_by_keys
from setter.services.standing import stand
from setter.services.suppress_value import read_value
from setter.store.ids import as_id
from setter.store.records import Enrolment, Prospect, SuppressionAct
from setter.store.unit import Unit

BY_CONSENT, AS_MISTAKE = "consent", "mistake"
NO_CONSENT_HEALS = ("complaint", "deceased")
"""Reasons that nobody's consent takes away; only that they were never true."""
CANCEL_DUTIES = ("cancel_meeting", "tell_sales")


class Lifted(Struct, frozen=True):
    """What was lifted, who may be called again, and who is still kept out by something else."""

    act: SuppressionAct
    free: tuple[int, ...]
    still_out: tuple[int, ...]


def acts_about(desk: Desk, who: str) -> tuple[int | None, list[SuppressionAct]]:
    """The acts that stand against a prospect by id, or against a number or address: (prospect, acts oldest first).

    Wrong where it is none of these.
    """

    def look(unit: Unit) -> tuple[int | None, list[SuppressionAct]]:
        prospect = _prospect(unit, who)
        if prospect is not None:
            return prospect.id, acts_against(unit, prospect)
        client, kind, value = read_value(desk, unit, who)
        forms = both_forms(value) if kind == "email" else (value,)
        return None, unit.suppressions.against(client, {unit.suppressions.hash_of(kind, form) for form in forms})

    return desk.store.read(look)


def lift(desk: Desk, who: str, act_id: int, how: str, why: str) -> Lifted:
    """Lift one act, by consent that came after it or as a mistake; whoever nothing else keeps out is where they were.

    Other acts stand, each by its own keys. Refused("role") for anybody but compliance, for a consent that is missing or
    older than the no, and of what can never be lifted; Wrong for an act that does not stand, or without a reason.
    """
    if how not in (BY_CONSENT, AS_MISTAKE):
        raise Wrong("lift_how", "A suppression is lifted by consent or as a mistake.", "lift", "Say which it is.")
    if len(why.strip()) < SHORTEST_NOTE:
        hint = "Say what they agreed to and how, or what went wrong."
        raise Wrong("lift_reason", "That says too little to prove anything later.", "--reason", hint)

    def write(unit: Unit) -> Lifted:
        sentence = "Only compliance lifts a suppression."
        desk.allow_only(unit, (COMPLIANCE,), sentence, "lift", "Ask who has that role.", in_sandbox=True)
        prospect_id, acts = acts_about(desk, who)
        act = next((each for each in acts if each.id == act_id and each.lifted_at is None), None)
        if act is None:
            hint = f"See what stands against them with: setter lift {who}."
            raise Wrong("no_act", "No such suppression stands against them.", "ACT", hint)
        _check(desk, unit, act, prospect_id, how)
        people = {*unit.suppressions.reached(act.id), *([prospect_id] if prospect_id else [])}
        unit.suppressions.lift(act.id, desk.now(), desk.caller, how, why.strip())
        free = [each for each in sorted(people) if _let_back(desk, unit, each, act)]
        subject = f"prospect/{prospect_id}" if prospect_id else f"client/{act.client_id}"
        detail = {"act": str(act.id), "how": how, "free": len(free), "still_out": len(people) - len(free)}
        desk.audit(unit, "lift", subject, detail, old=act.reason, new="lifted", why=why.strip())
        return Lifted(act, tuple(free), tuple(sorted(people - set(free))))

    return desk.store.write(write)


def _prospect(unit: Unit, who: str) -> Prospect | None:
    named = as_id(who)
    known = None if named is None else unit.prospects.get(named)
    if known is not None and known.erased_at is not None:
        raise Refused("erased", "This person was erased, and stays left alone.", "lift", "Nobody can lift it.")
    return known


def _check(desk: Desk, unit: Unit, act: SuppressionAct, prospect_id: int | None, how: str) -> None:
    if act.reason == ERASURE:
        raise Refused("erased", "Who was erased stays left alone.", "lift", "Nobody can lift it.")
    if how == AS_MISTAKE:
        return
    if act.reason in NO_CONSENT_HEALS:
        sentence = f"No consent lifts a {act.reason.replace('_', ' ')}."
        raise Refused("lift_consent", sentence, "--consent", "It is lifted only as a mistake, with its reason.")
    said_no_on = local_time(act.made_at, "UTC").date()
    given = unit.registries.consents(prospect_id) if prospect_id else []
    if not any(
        each.kind == CONSENT
        and each.withdrawn_at is None
        and each.recorded_at > act.made_at
        and date.fromisoformat(each.given_on) >= said_no_on
        for each in given
    ):
        hint = "Keep it first, with how they gave it: setter consent PROSPECT --note TEXT."
        raise Refused("lift_consent", "They have not agreed to be called since they said no.", "--consent", hint)


def _let_back(desk: Desk, unit: Unit, prospect_id: int, lifted: SuppressionAct) -> bool:
    """Put somebody back where they stood, unless another act, or anything known of them, keeps them out."""
    prospect = unit.prospects.get(prospect_id)
    if prospect is None or prospect.erased_at is not None:
        return False
    reasons = [act.reason for act in unit.suppressions.on(prospect_id)] or list(reasons_by_keys(unit, prospect))
    unit.prospects.unblock(prospect_id, reasons[0] if reasons else "")
    if reasons:
        return False
    prospect = replace(prospect, blocked="")
    for enrolment in unit.prospects.enrolments(prospect_id):
        close_duties(unit, enrolment.id, CANCEL_DUTIES, "cancelled", desk.now())
        stood = _stood(unit, enrolment, lifted)
        if enrolment.work_state == "closed" and stood is not None:
            _put_back(desk, unit, enrolment, prospect, stood)
    return True


def _stood(unit: Unit, enrolment: Enrolment, lifted: SuppressionAct) -> list[Any] | None:
    """Where an enrolment stood before it was closed; on the call that did so, before that call."""
    kept = [json.loads(text) for text in unit.suppressions.stood(enrolment.prospect_id)]
    found: list[list[Any]] = [each[str(enrolment.id)] for each in kept if str(enrolment.id) in each]
    if found:
        return found[-1]
    call = unit.calls.get(lifted.call_id) if lifted.call_id else None
    if call is not None and call.enrolment_id == enrolment.id:
        return [call.state_before, "", None, "", None]
    return None


def _put_back(desk: Desk, unit: Unit, enrolment: Enrolment, prospect: Prospect, stood: list[Any]) -> None:
    """Back where they stood; a promise that lies ahead is owed again, one whose time went by lets them be called."""
    state, reason, next_at, owner, promise_id = stood
    promise = unit.tasks.callback(promise_id) if promise_id else None
    if state == "callback" and promise is not None and promise.state == "cancelled" and promise.due_at > desk.now():
        unit.tasks.save_callback(replace(promise, state="open", closed_at=None))
    elif state in ("callback", "in_call", ARRIVING):
        state, reason, next_at, owner = "queued", "", None, ""
    campaign = desk.campaign(unit, enrolment.campaign)
    was = replace(enrolment, work_state=state, state_reason=reason, next_at=next_at, owner=owner)
    stand(desk, unit, campaign, was, prospect)
