"""What counts as said: words of the prospect, on a call that reached them (R-016, R-023)."""

from __future__ import annotations

from typing import Any

import pytest

from hands import DAY, QUALIFIED, dialled, ended, enrolment_of, prospect_named, taken
from houses import ADA, CAMPAIGN, advance, wait_until
from setter.domain.errors import Refused
from setter.services.answer import answer
from setter.services.book import book
from setter.services.desk import Desk
from setter.services.qualify import qualification_of
from setter.services.receive_call import receive
from setter.services.record_outcome import Given, record
from setter.services.review import report
from setter.services.undo import undo

SAID_ON_A_CALL = ("ability_to_use", "knows_who", "knows_what", "need", "budget", "authority", "timing")
TOMORROW = "2026-11-25T16:00:00Z"


def gates(desk: Desk) -> dict[str, str]:
    prospect, enrolment = prospect_named(desk, ADA), enrolment_of(desk, ADA)

    def look(unit: Any) -> dict[str, str]:
        judged = qualification_of(desk, unit, desk.campaign(unit, 1), enrolment, prospect)
        return {gate.gate: gate.status for gate in judged.gates}

    return desk.store.read(look)


def facts_kept(desk: Desk) -> int:
    prospect = prospect_named(desk, ADA)
    return len(desk.store.read(lambda unit: unit.calls.answers(prospect.id)))


class TestNobodySaidIt:
    """Answers that come with an outcome by which nobody was there."""

    @pytest.mark.requirement("R-023")
    @pytest.mark.parametrize("code", ["no_answer", "busy", "voicemail_left", "disconnected", "call_failed"])
    def test_are_refused_and_the_call_goes_on(self, desk: Desk, code: str) -> None:
        call = dialled(desk, ADA)
        with pytest.raises(Refused) as refused:
            record(desk, call.id, Given(code, answers=QUALIFIED))
        assert refused.value.code == "nobody_answered" and facts_kept(desk) == 0
        assert desk.store.read(lambda unit: unit.calls.get(call.id).state) == "live"

    @pytest.mark.requirement("R-023")
    def test_are_refused_where_nobody_was_dialled(self, desk: Desk) -> None:
        call = taken(desk, ADA)
        for say in (
            lambda: record(desk, call.id, Given("skipped", reason="x", answers=QUALIFIED)),
            lambda: answer(desk, call.id, {"vehicles": "14"}),
        ):
            with pytest.raises(Refused) as refused:
                say()
            assert refused.value.code == "not_dialled" and facts_kept(desk) == 0

    @pytest.mark.requirement("R-075")
    @pytest.mark.parametrize("dial_first", [True, False])
    @pytest.mark.parametrize("code", ["do_not_call", "deceased"])
    def test_never_stand_in_the_way_of_a_request_not_to_be_called(
        self, desk: Desk, code: str, dial_first: bool
    ) -> None:
        call = dialled(desk, ADA) if dial_first else taken(desk, ADA)
        assert record(desk, call.id, Given(code, answers={"vehicles": "14"})).suppressed

    @pytest.mark.requirement("R-023")
    def test_typed_on_a_call_that_reached_nobody_are_facts_but_no_evidence(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        answer(desk, call.id, QUALIFIED)
        record(desk, call.id, Given("no_answer"))
        assert facts_kept(desk) == len(QUALIFIED)
        assert {gates(desk)[gate] for gate in SAID_ON_A_CALL} == {"unknown"}
        wait_until(desk, TOMORROW)
        call = dialled(desk, ADA)
        book(desk, call.id, "1 dec 3pm")
        assert record(desk, call.id, Given("meeting_set")).sql is None

    @pytest.mark.requirement("R-025")
    def test_nor_did_anybody_ask_for_a_meeting_there(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        book(desk, call.id, "1 dec 3pm")
        record(desk, call.id, Given("no_answer"))
        wait_until(desk, TOMORROW)
        _, reply = ended(desk, "info_requested", ADA, answers=QUALIFIED, minutes=5)
        assert (reply.sql, reply.missing) == (None, ("meeting_requested",))
        wait_until(desk, "2026-11-30T16:00:00Z")
        assert ended(desk, "meeting_confirmed", ADA, minutes=1)[1].sql

    @pytest.mark.requirement("R-023")
    def test_do_not_cover_what_was_heard_before(self, desk: Desk) -> None:
        ended(desk, "info_requested", ADA, answers=QUALIFIED)
        wait_until(desk, "2026-11-30T16:00:00Z")
        call = dialled(desk, ADA)
        answer(desk, call.id, {"budget_status": "none"})
        assert gates(desk)["budget"] == "fail"
        record(desk, call.id, Given("voicemail_left"))
        assert gates(desk)["budget"] == "pass"

    def test_count_again_when_the_outcome_was_a_wrong_key(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        answer(desk, call.id, QUALIFIED)
        record(desk, call.id, Given("no_answer"))
        undo(desk, call.id)
        assert gates(desk)["need"] == "pass"


class TestWhoeverAnswersForThem:
    """A gatekeeper's word is no answer of the prospect's."""

    @pytest.mark.requirement("R-007")
    @pytest.mark.parametrize("minutes", [0.5, 4.0])
    def test_a_name_from_the_gatekeeper_is_no_connect_and_no_conversation(self, desk: Desk, minutes: float) -> None:
        said = {"gatekeeper_name": "Pat", "best_time": "after four"}
        call, _ = ended(desk, "referred", ADA, referred="Gil Nash", answers=said, minutes=minutes)
        total = report(desk, "today").summary.total
        assert (total.connects, total.conversations) == (0, 0)
        assert desk.store.read(lambda unit: unit.calls.conversations(call.enrolment_id)) == 0

    def test_a_name_from_the_prospect_is(self, desk: Desk) -> None:
        ended(desk, "referred", ADA, referred="Gil Nash", answers={"delivery_by": "carrier"})
        assert report(desk, "today").summary.total.conversations == 1


def test_who_calls_us_may_say_it_all_without_a_dial(desk: Desk) -> None:
    call = receive(desk, CAMPAIGN, prospect_named(desk, ADA).id)
    record(desk, call.id, Given("info_requested", answers=QUALIFIED))
    assert gates(desk)["need"] == "pass"


def test_what_was_written_on_a_call_that_reached_nobody_speaks_for_nobody(desk: Desk) -> None:
    before = enrolment_of(desk, ADA).score
    call = dialled(desk, ADA)
    answer(desk, call.id, {"delivery_by": "own_vans", "vehicles": "40"})
    record(desk, call.id, Given("no_answer"))
    assert enrolment_of(desk, ADA).score == before
    advance(desk, DAY)
    ended(desk, "info_requested", ADA, answers={"vehicles": "40"}, minutes=3)
    assert enrolment_of(desk, ADA).score > before
