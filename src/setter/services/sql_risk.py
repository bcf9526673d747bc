"""An SQL whose gate fails on a later call: it stands, since sales has it, and sales is told."""

from __future__ import annotations

import json
from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from setter.domain.gate_evidence import GateResult
from setter.domain.gates import Qualification
from setter.services.desk import Desk
from setter.services.duties import add_duty
from setter.services.meeting_life import add_change
from setter.store.records import Enrolment, Handoff, Meeting
from setter.store.unit import Unit

CHANGED = "gates_changed"
"""The step of a meeting's life that carries it: its number rises, so that the next export tells sales."""


def failing(qualification: Qualification) -> tuple[GateResult, ...]:
    """The gates that the prospect has since answered with a no; what is unknown or stale again is none."""
    return tuple(gate for gate in qualification.gates if gate.status == "fail")


def tell_if_changed(
    desk: Desk, unit: Unit, enrolment: Enrolment, meeting: Meeting, qualification: Qualification, call_id: int
) -> tuple[str, ...]:
    """Flag a standing SQL whose gates came to fail, or pass again; the gates that fail now.

    The evidence it was made from is kept, and with it the rung: it was true when it was given, and sales decides.
    The meeting's change number rises, a team lead is to tell sales, and the packet shows what was said since.
    """
    now_failing = {gate.gate: gate for gate in failing(qualification)}
    told = [change for change in unit.meetings.changes(meeting.id) if change.kind == CHANGED]
    before = set(json.loads(told[-1].detail).get("failing", ())) if told else set()
    if set(now_failing) == before:
        return tuple(now_failing)
    add_change(desk, unit, meeting, CHANGED, {"failing": sorted(now_failing)})
    subject, detail = f"prospect/{enrolment.prospect_id}", {"meeting": str(meeting.id), "call": str(call_id)}
    desk.audit(unit, "gates_failing", subject, detail, old=sorted(before), new=sorted(now_failing))
    words = "; ".join(_risk(gate) for gate in now_failing.values()) or "every gate passes again"
    now = desk.now()
    add_duty(desk, unit, enrolment, "tell_sales", now, words=words, meeting_id=meeting.id, call_id=call_id)
    return tuple(now_failing)


def evidence_of_sql(handoff: Handoff, present: Qualification) -> tuple[tuple[GateResult, ...], tuple[str, ...]]:
    """The gates an SQL was made from, each with how it stands now where it fails, and these as risks for the packet."""
    evidence = msgspec.json.decode(handoff.evidence, type=tuple[GateResult, ...])
    now_failing = {gate.gate: gate for gate in failing(present)}
    gates = (_with_present(gate, now_failing.get(gate.gate)) for gate in evidence)
    return tuple(gates), _risks(now_failing.values())


def _with_present(gate: GateResult, now: GateResult | None) -> GateResult:
    return gate if now is None else replace(gate, lacks=f"fails now, {now.lacks}")


def _risks(gates: Iterable[GateResult]) -> tuple[str, ...]:
    return tuple(f"{_risk(gate)}, said after the SQL was made" for gate in gates)


def _risk(gate: GateResult) -> str:
    return f"{gate.label} fails now: {gate.quote or gate.lacks}"
