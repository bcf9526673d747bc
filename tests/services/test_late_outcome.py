"""The lease ran out before the outcome came: nothing of it is lost."""

from __future__ import annotations

from typing import Any

import pytest

from hands import MINUTE, QUALIFIED, dialled, enrolment_of, open_tasks, phones_of, promise_of, prospect_named, taken
from houses import ADA, CAMPAIGN, Colleague, advance
from setter.domain.errors import Refused
from setter.services.book import book
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.place import promote_due
from setter.services.record_outcome import Given, record
from setter.services.take_call import next_call, release, take
from setter.services.undo import undo


def left(desk: Desk, *, meeting: bool = False) -> Any:
    """A dialled call whose lease has run out, and whose prospect is back in the queue."""
    call = dialled(desk, ADA)
    if meeting:
        book(desk, call.id, "1 dec 3pm")
    advance(desk, 61 * MINUTE)
    desk.store.write(lambda unit: promote_due(unit, desk.now()))
    return call


class TestNobodyElseHasHadThem:
    """It counts as if it had come in time."""

    @pytest.mark.parametrize(
        ("code", "given", "state"),
        [
            ("no_answer", {}, "cooling"),
            ("no_need", {}, "disqualified"),
            ("not_interested", {}, "exhausted"),
            ("do_not_call", {}, "closed"),
            ("callback_prospect", {"callback": "tomorrow 10"}, "callback"),
        ],
    )
    def test_the_state_follows(self, desk: Desk, code: str, given: dict[str, Any], state: str) -> None:
        call = left(desk)
        reply = record(desk, call.id, Given(code, **given))
        after = enrolment_of(desk, ADA)
        assert (reply.late, after.work_state, after.last_outcome) == (False, state, code)

    def test_a_number_that_was_wrong_is_not_dialled_again(self, desk: Desk) -> None:
        record(desk, left(desk).id, Given("wrong_number"))
        assert phones_of(desk, ADA)[0].standing == "not_theirs"
        assert enrolment_of(desk, ADA).work_state == "bad_data"

    @pytest.mark.requirement("R-007")
    def test_a_meeting_with_every_gate_met_is_an_sql(self, desk: Desk) -> None:
        call = left(desk, meeting=True)
        assert record(desk, call.id, Given("meeting_set", answers=QUALIFIED, minutes=6)).sql
        assert enrolment_of(desk, ADA).work_state == "handed_off"

    def test_somebody_who_only_looked_in_between_changes_nothing(self, desk: Desk, colleague: Colleague) -> None:
        call, noor = left(desk), colleague(desk, "noor")
        hers = take(noor, enrolment_of(desk, ADA).id).call
        assert hers is not None
        release(noor, hers.id)
        assert record(desk, call.id, Given("no_need")).late is False

    def test_and_it_can_be_taken_back(self, desk: Desk) -> None:
        call = left(desk)
        record(desk, call.id, Given("no_need"))
        undo(desk, call.id)
        assert record(desk, call.id, Given("callback_prospect", callback="tomorrow 10")).work_state == "callback"

    def test_an_undialled_call_that_was_let_go_is_over(self, desk: Desk) -> None:
        call = taken(desk, ADA)
        advance(desk, 16 * MINUTE)
        desk.store.write(lambda unit: promote_due(unit, desk.now()))
        with pytest.raises(Refused) as refused:
            record(desk, call.id, Given("skipped", reason="x"))
        assert refused.value.code == "call_over"


class TestWhatIsTrueWhoeverHasThemNow:
    """A colleague has the prospect: the number, the promise and the meeting are still what they are."""

    def test_the_number_is_somebody_elses(self, desk: Desk, colleague: Colleague) -> None:
        call = left(desk)
        taken(colleague(desk, "noor"), ADA)
        assert record(desk, call.id, Given("wrong_number")).late
        assert phones_of(desk, ADA)[0].standing == "not_theirs"

    def test_the_promise_is_owed(self, desk: Desk, colleague: Colleague) -> None:
        call, noor = left(desk), colleague(desk, "noor")
        hers = dialled(noor, ADA)
        reply = record(desk, call.id, Given("callback_prospect", callback="tomorrow 10"))
        assert reply.late and reply.callback and promise_of(desk).owner == "mira"
        record(noor, hers.id, Given("no_answer"))
        assert promise_of(desk).state == "open" and enrolment_of(desk, ADA).work_state == "callback"

    def test_but_not_beside_another_one(self, desk: Desk, colleague: Colleague) -> None:
        call, noor = left(desk), colleague(desk, "noor")
        hers = dialled(noor, ADA)
        record(noor, hers.id, Given("callback_prospect", callback="27 nov 10:00"))
        record(desk, call.id, Given("callback_prospect", callback="tomorrow 10"))
        assert promise_of(desk).owner == "noor"

    def test_nor_to_somebody_who_said_no_since(self, desk: Desk, colleague: Colleague) -> None:
        call, noor = left(desk), colleague(desk, "noor")
        record(noor, dialled(noor, ADA).id, Given("no_need"))
        record(desk, call.id, Given("callback_prospect", callback="tomorrow 10"))
        assert promise_of(desk) is None and enrolment_of(desk, ADA).work_state == "disqualified"

    def test_the_meeting_is_an_sql(self, desk: Desk, colleague: Colleague) -> None:
        call, noor = left(desk, meeting=True), colleague(desk, "noor")
        hers = taken(noor, ADA)
        assert record(desk, call.id, Given("meeting_set", answers=QUALIFIED, minutes=6)).sql
        release(noor, hers.id)
        assert enrolment_of(desk, ADA).work_state == "handed_off"


class TestSomebodyElseHasHadThem:
    """Somebody has had the prospect since: it is kept apart, and nobody's state is changed."""

    def late(self, desk: Desk, colleague: Colleague, code: str, **given: Any) -> Any:
        call = dialled(desk, ADA)
        advance(desk, 61 * MINUTE)
        next_call(colleague(desk, "noor"), CAMPAIGN)
        return call, record(desk, call.id, Given(code, **given))

    def test_it_is_kept_whole_and_flagged(self, desk: Desk, colleague: Colleague) -> None:
        call, reply = self.late(
            desk,
            colleague,
            "info_requested",
            note="wants a page",
            minutes=4,
            path=("reach", "opener"),
            answers={"vehicles": "12"},
        )
        assert reply.late
        closed = desk.store.read(lambda unit: unit.calls.get(call.id))
        assert closed is not None
        assert (closed.state, closed.outcome, closed.note, closed.minutes) == (
            "closed",
            "info_requested",
            "wants a page",
            4,
        )
        assert closed.path == '["reach", "opener"]' and closed.conversation == 1
        assert desk.store.read(lambda unit: [answer.field for answer in unit.calls.answers_of_call(call.id)]) == [
            "vehicles"
        ]

    def test_the_same_again_is_harmless(self, desk: Desk, colleague: Colleague) -> None:
        call, reply = self.late(desk, colleague, "no_answer")
        assert record(desk, call.id, Given("no_answer")) == reply

    def test_the_prospect_stays_with_whoever_has_them_now(self, desk: Desk, colleague: Colleague) -> None:
        self.late(desk, colleague, "no_need")
        assert enrolment_of(desk, ADA).work_state == "in_call"

    @pytest.mark.requirement("R-075")
    def test_a_request_not_to_be_called_is_never_too_late(self, desk: Desk, colleague: Colleague) -> None:
        _, reply = self.late(desk, colleague, "do_not_call")
        assert reply.suppressed and reply.late
        with pytest.raises(Refused) as refused:
            dial(colleague(desk, "noor"), desk.store.read(lambda unit: unit.calls.live("noor")).id)
        assert refused.value.code == "suppressed"

    @pytest.mark.requirement("R-075")
    def test_not_even_on_a_call_that_was_never_dialled(self, desk: Desk, colleague: Colleague) -> None:
        call = taken(desk, ADA)
        advance(desk, 16 * MINUTE)
        next_call(colleague(desk, "noor"), CAMPAIGN)
        assert record(desk, call.id, Given("do_not_call")).suppressed

    @pytest.mark.requirement("R-075")
    def test_nor_is_a_complaint_for_compliance_to_hear_of(self, desk: Desk, colleague: Colleague) -> None:
        self.late(desk, colleague, "complaint")
        assert [task.kind for task in open_tasks(desk)] == ["alert_compliance"]

    def test_what_was_asked_for_is_still_sent(self, desk: Desk, colleague: Colleague) -> None:
        self.late(desk, colleague, "info_requested")
        assert [task.kind for task in open_tasks(desk)] == ["send_information"]

    def test_whoever_was_named_is_a_prospect(self, desk: Desk, colleague: Colleague) -> None:
        self.late(desk, colleague, "referred", referred="Gil Nash")
        assert prospect_named(desk, "Gil Nash").referred_by == prospect_named(desk, ADA).id
