"""The outcome of a call about a meeting: an SQL in the same moment, one that lacks a gate, or none any more."""

from __future__ import annotations

from hands import DAY, DAY_BEFORE, booked, ended, enrolment_of, entry_of, meeting_of, place_of
from houses import ADA, advance, wait_until
from setter.services.clock import parse_instant
from setter.services.desk import Desk


def test_a_meeting_with_every_gate_met_is_an_sql_in_the_same_moment(desk: Desk) -> None:
    _, reply = booked(desk, ADA)
    assert reply.sql and reply.missing == () and reply.work_state == "handed_off"
    assert meeting_of(desk).status == "booked"
    assert place_of(desk, ADA) is None


def test_a_meeting_with_a_gate_open_is_kept_and_rung_before(desk: Desk) -> None:
    _, reply = booked(desk, ADA, when="1 dec 3pm", budget_status="none")
    assert reply.sql is None and reply.missing == ("budget",) and reply.work_state == "callback"
    assert meeting_of(desk).status == "booked_not_qualified"
    assert enrolment_of(desk, ADA).next_at == parse_instant("2026-11-30T14:30:00Z")


def test_a_confirmation_call_completes_what_was_missing(desk: Desk) -> None:
    booked(desk, ADA, when="1 dec 3pm", budget_status="none")
    wait_until(desk, DAY_BEFORE)
    _, reply = ended(desk, "meeting_confirmed", ADA, answers={"budget_status": "allocated"}, minutes=2)
    assert reply.sql and reply.work_state == "handed_off"


def test_a_cancelled_meeting_frees_the_rep_and_brings_the_prospect_back(desk: Desk) -> None:
    booked(desk, ADA, when="1 dec 3pm")
    meeting = meeting_of(desk)
    wait_until(desk, DAY_BEFORE)
    _, reply = ended(desk, "meeting_cancelled", ADA)
    assert reply.work_state == "nurture" and reply.sql is None
    assert desk.store.read(lambda unit: unit.meetings.get(meeting.id).status) == "cancelled"
    assert desk.store.read(lambda unit: unit.meetings.busy("tidemark", 0)) == []
    advance(desk, 5 * DAY)
    assert entry_of(desk, ADA).line.slot == 0
