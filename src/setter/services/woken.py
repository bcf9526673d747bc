"""Whoever shows interest waits for no plan of ours; whoever was tried in vain begins a new cycle (domain §2.7)."""

from __future__ import annotations

from collections.abc import Collection

from msgspec.structs import replace

from setter.domain.work_state import step
from setter.store.records import Enrolment


def woken(enrolment: Enrolment, asleep: Collection[str], now: int) -> Enrolment:
    """The enrolment, queued at once where its work state is one of those `asleep`."""
    if enrolment.work_state not in asleep:
        return enrolment
    state = step(enrolment.work_state, "queued")
    if enrolment.work_state == "exhausted":
        enrolment = replace(enrolment, cycle=enrolment.cycle + 1, cycle_started_at=now, attempts=0)
    return replace(enrolment, work_state=state, state_reason="", next_at=None)
