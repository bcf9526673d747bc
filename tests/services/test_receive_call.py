"""Somebody calls us: found or new, the same words and outcomes, and the call in hand waits (R-042)."""

from __future__ import annotations

from typing import Any

import pytest

from hands import HOUR, MINUTE, QUALIFIED, booked, called, dialled, enrolment_of, phones_of, prospect_named, taken
from houses import ADA, BEN, CAMPAIGN, Colleague, advance, wait_until
from setter.domain.errors import Refused, Wrong
from setter.services.answer import answer
from setter.services.book import book
from setter.services.call_view import view
from setter.services.clock import parse_instant
from setter.services.desk import Desk
from setter.services.opt_out import opt_out
from setter.services.receive_call import receive, receive_unknown
from setter.services.record_outcome import Given, record
from setter.services.review import report
from setter.services.take_call import heartbeat, next_call
from setter.services.undo import undo

EVENING = parse_instant("2026-11-25T00:40:00Z")


def answered(desk: Desk, name: str) -> Any:
    return receive(desk, CAMPAIGN, prospect_named(desk, name).id)


@pytest.mark.requirement("R-042")
def test_who_rings_back_in_the_evening_is_served_though_nobody_may_dial_them(desk: Desk) -> None:
    wait_until(desk, EVENING)
    call = answered(desk, ADA)
    assert (call.direction, call.state) == ("inbound", "live")
    assert view(desk, call.id).node.id == "answering"
    reply = record(desk, call.id, Given("callback_prospect", callback="tomorrow 10", minutes=2))
    assert reply.work_state == "callback"


@pytest.mark.requirement("R-042")
def test_an_unknown_number_becomes_a_prospect_with_its_source(desk: Desk) -> None:
    call = receive_unknown(desk, CAMPAIGN, "(312) 555-0177", "Gil Nash")
    gil = prospect_named(desk, "Gil Nash")
    assert call.prospect_id == gil.id
    assert [phone.e164 for phone in phones_of(desk, "Gil Nash")] == ["+13125550177"]
    sources = desk.store.read(lambda unit: unit.prospects.acquisitions(gil.id))
    assert [(each.kind, each.direction) for each in sources] == [("incoming_call_unknown", "inbound")]
    record(desk, call.id, Given("info_requested"))
    assert enrolment_of(desk, "Gil Nash").work_state == "cooling"


def test_a_known_number_finds_its_person_and_makes_nobody_new(desk: Desk) -> None:
    call = receive_unknown(desk, CAMPAIGN, "+1 312 555 0101")
    assert call.prospect_id == prospect_named(desk, ADA).id


def test_a_known_number_with_its_persons_name_makes_nobody_new_either(desk: Desk) -> None:
    call = receive_unknown(desk, CAMPAIGN, "+1 312 555 0101", "ada north")
    assert call.prospect_id == prospect_named(desk, ADA).id


@pytest.mark.requirement("R-042")
def test_somebody_whose_number_is_withheld_is_taken_down_by_name(desk: Desk) -> None:
    call = receive_unknown(desk, CAMPAIGN, "", "Gil Nash", "Birch Foods")
    gil = prospect_named(desk, "Gil Nash")
    assert (call.prospect_id, call.direction) == (gil.id, "inbound")
    assert gil.company_id == prospect_named(desk, ADA).company_id and phones_of(desk, "Gil Nash") == []
    assert record(desk, call.id, Given("info_requested", minutes=2)).work_state == "cooling"


def test_nobody_is_answered_by_neither_number_nor_name(desk: Desk) -> None:
    with pytest.raises(Wrong) as wrong:
        receive_unknown(desk, CAMPAIGN, "", " ")
    assert wrong.value.code == "who"


def test_what_is_no_number_is_refused(desk: Desk) -> None:
    with pytest.raises(Wrong) as wrong:
        receive_unknown(desk, CAMPAIGN, "n/a")
    assert wrong.value.code == "not_a_number"


def test_the_call_in_hand_waits_and_is_there_again(desk: Desk) -> None:
    waiting = dialled(desk, BEN)
    call = answered(desk, ADA)
    assert next_call(desk, CAMPAIGN).call == call
    record(desk, call.id, Given("no_need"))
    back = next_call(desk, CAMPAIGN)
    assert back.resumed and back.call is not None and back.call.id == waiting.id
    assert record(desk, waiting.id, Given("no_answer")).late is False


def test_the_waiting_call_is_held_as_long_as_the_other_lasts(desk: Desk, colleague: Colleague) -> None:
    waiting = dialled(desk, BEN)
    call = answered(desk, ADA)
    for _ in range(4):
        advance(desk, 50 * MINUTE)
        assert heartbeat(desk, call.id)
        next_call(colleague(desk, "noor"), CAMPAIGN)
    record(desk, call.id, Given("no_need"))
    assert record(desk, waiting.id, Given("no_answer")).late is False


def test_whoever_a_colleague_has_only_taken_is_taken_over(desk: Desk, colleague: Colleague) -> None:
    noor = colleague(desk, "noor")
    hers = taken(noor, ADA)
    call = answered(desk, ADA)
    assert desk.store.read(lambda unit: unit.calls.get(hers.id).state) == "released"
    assert record(desk, call.id, Given("no_need")).late is False


def test_whoever_a_colleague_talks_to_stays_with_her(desk: Desk, colleague: Colleague) -> None:
    dialled(colleague(desk, "noor"), ADA)
    with pytest.raises(Refused) as refused:
        answered(desk, ADA)
    assert refused.value.code == "held"


def test_who_rings_while_being_dialled_is_the_same_call(desk: Desk) -> None:
    call = dialled(desk, ADA)
    assert answered(desk, ADA).id == call.id


@pytest.mark.requirement("R-075")
def test_nobody_who_opted_out_is_drawn_into_a_talk(desk: Desk) -> None:
    opt_out(desk, prospect_named(desk, ADA).id)
    for begin in (lambda: answered(desk, ADA), lambda: receive_unknown(desk, CAMPAIGN, "+13125550101", "Ada Again")):
        with pytest.raises(Refused) as refused:
            begin()
        assert refused.value.code == "suppressed"


def test_a_meeting_can_be_called_off_by_who_asked_for_it(desk: Desk) -> None:
    booked(desk, ADA, when="1 dec 3pm")
    call = answered(desk, ADA)
    reply = record(desk, call.id, Given("meeting_cancelled"))
    assert reply.work_state == "nurture"
    assert desk.store.read(lambda unit: unit.meetings.open_for(call.enrolment_id)) is None


def test_an_inbound_talk_can_end_in_an_sql(desk: Desk) -> None:
    call = receive_unknown(desk, CAMPAIGN, "+13125550177", "Gil Nash")
    answer(desk, call.id, QUALIFIED)
    book(desk, call.id, "1 dec 3pm")
    assert record(desk, call.id, Given("meeting_set", minutes=7)).sql


def test_it_counts_as_no_dial_and_spends_no_cap(desk: Desk) -> None:
    for _ in range(4):
        record(desk, answered(desk, ADA).id, Given("callback_vague", callback="1 dec"))
        advance(desk, MINUTE)
    total = report(desk, "today").summary.total
    assert total.dials == 0
    ada, since = prospect_named(desk, ADA).id, desk.now() - HOUR
    assert desk.store.read(lambda unit: unit.calls.numbers_dials(ada, since)) == {}


def test_undo_opens_the_same_inbound_call_again(desk: Desk) -> None:
    call = answered(desk, ADA)
    record(desk, call.id, Given("no_need"))
    assert undo(desk, call.id).direction == "inbound"
    record(desk, call.id, Given("callback_prospect", callback="tomorrow 10"))
    assert enrolment_of(desk, ADA).work_state == "callback"
    assert called(desk) != ADA


@pytest.mark.parametrize("code", ["no_answer", "voicemail_left", "busy", "call_failed", "disconnected"])
def test_nobody_can_have_failed_to_answer_who_called_us(desk: Desk, code: str) -> None:
    call = answered(desk, ADA)
    with pytest.raises(Refused) as refused:
        record(desk, call.id, Given(code))
    assert refused.value.code == "they_called"
    assert record(desk, call.id, Given("hang_up_early")).work_state
