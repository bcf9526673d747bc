"""An outcome taken back leaves everything as if it had not been; what has gone out or been built on stays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from hands import (
    DAY_BEFORE,
    HOUR,
    QUALIFIED,
    booked,
    dialled,
    ended,
    enrolment_of,
    land,
    meeting_of,
    on_strip,
    phones_of,
    place_of,
    promise_of,
    prospect_named,
    sql_of,
)
from houses import ADA, CAMPAIGN, Colleague, advance, wait_until
from setter.domain.errors import Refused
from setter.services.answer import answer
from setter.services.book import book
from setter.services.desk import Desk
from setter.services.hand_off import export
from setter.services.left_alone import reasons_for
from setter.services.promote import promote
from setter.services.record_outcome import Given, record
from setter.services.tasks import done, strip
from setter.services.undo import undo
from setter.services.verify import mark


def refused_undo(desk: Desk, call_id: int) -> str:
    with pytest.raises(Refused) as refused:
        undo(desk, call_id)
    return refused.value.code


class TestWhatStays:
    """Some words cannot be unsaid."""

    @pytest.mark.requirement("R-075")
    @pytest.mark.parametrize(("code", "why"), [("do_not_call", "suppressed"), ("deceased", "suppressed")])
    def test_a_request_not_to_be_called(self, desk: Desk, code: str, why: str) -> None:
        call, _ = ended(desk, code, ADA)
        assert refused_undo(desk, call.id) == why
        assert desk.store.read(lambda unit: reasons_for(unit, unit.prospects.get(call.prospect_id)))
        assert enrolment_of(desk, ADA).work_state == "closed"

    def test_a_complaint_and_with_it_the_whole_record(self, desk: Desk) -> None:
        call, _ = ended(desk, "complaint", ADA)
        assert refused_undo(desk, call.id) == "suppressed"
        with pytest.raises(Refused) as refused:
            mark(desk, call.id, "title", "wrong", "Nobody")
        assert refused.value.code == "frozen"

    def test_what_happened_to_somebody_suppressed_since(self, desk: Desk) -> None:
        call, _ = ended(desk, "callback_vague", ADA, callback="1 dec")
        desk.store.write(lambda unit: unit.prospects.block(call.prospect_id, "do_not_call"))
        assert refused_undo(desk, call.id) == "suppressed"

    def test_a_meeting_that_sales_has(self, desk: Desk, tmp_path: Any) -> None:
        call, _ = booked(desk, ADA, when="1 dec 3pm")
        export(desk, "csv", tmp_path / "out.csv")
        assert refused_undo(desk, call.id) == "exported"
        assert sql_of(desk) is not None

    def test_what_a_later_call_built_on(self, desk: Desk, colleague: Colleague) -> None:
        call, _ = ended(desk, "busy", ADA)
        advance(desk, HOUR)
        ended(colleague(desk, "noor"), "busy", ADA)
        assert refused_undo(desk, call.id) == "called_since"

    def test_whoever_a_colleague_has_on_the_line(self, desk: Desk, colleague: Colleague) -> None:
        call, _ = ended(desk, "busy", ADA)
        advance(desk, HOUR)
        dialled(colleague(desk, "noor"), ADA)
        assert refused_undo(desk, call.id) in ("held", "called_since")

    @pytest.mark.requirement("R-032")
    def test_an_sql_that_a_team_lead_waived_a_gate_for(self, desk: Desk, colleague: Colleague) -> None:
        call, _ = booked(desk, ADA, when="1 dec 3pm", budget_status="none")
        lead = colleague(desk, "lead")
        promote(lead, prospect_named(desk, ADA).id, CAMPAIGN, {"budget": "the owner pays it himself"})
        assert refused_undo(desk, call.id) == "sql_since"
        assert sql_of(desk).promoted_by == "lead"


class TestWhatIsPutBack:
    """Number, promise, duties, meeting and place in the queue."""

    def test_a_number_that_was_called_wrong_is_theirs_again(self, desk: Desk) -> None:
        call, _ = ended(desk, "wrong_number", ADA)
        assert phones_of(desk, ADA)[0].standing == "not_theirs"
        undo(desk, call.id)
        assert phones_of(desk, ADA)[0].standing == "ok"
        assert desk.store.read(lambda unit: unit.prospects.fact_checks(call.prospect_id)) == []

    def test_a_promise_that_was_kept_is_open_again_at_its_time(self, desk: Desk) -> None:
        ended(desk, "callback_prospect", ADA, callback="tomorrow 10")
        wait_until(desk, "2026-11-25T16:00:00Z")
        before = promise_of(desk)
        call, _ = ended(desk, "no_need", ADA)
        assert promise_of(desk) is None
        undo(desk, call.id)
        assert promise_of(desk) == before

    def test_a_promise_that_it_made_is_off(self, desk: Desk) -> None:
        call, _ = ended(desk, "callback_prospect", ADA, callback="tomorrow 10")
        undo(desk, call.id)
        assert promise_of(desk) is None

    def test_a_duty_that_it_made_is_off_and_one_that_was_there_stays(self, desk: Desk) -> None:
        ended(desk, "info_requested", ADA)
        wait_until(desk, DAY_BEFORE)
        call, _ = ended(desk, "left_company", ADA)
        assert sorted(on_strip(desk)) == ["find_successor", "send_information"]
        undo(desk, call.id)
        assert on_strip(desk) == ["send_information"]

    def test_a_duty_that_the_outcome_closed_is_due_again(self, desk: Desk) -> None:
        booked(desk, ADA, when="1 dec 3pm")
        wait_until(desk, DAY_BEFORE)
        call, _ = ended(desk, "meeting_confirmed", ADA, minutes=2)
        assert strip(desk) == []
        undo(desk, call.id)
        assert on_strip(desk) == ["confirm_meeting"]

    def test_a_duty_done_since_stays_done(self, desk: Desk) -> None:
        ended(desk, "info_requested", ADA)
        wait_until(desk, DAY_BEFORE)
        call, _ = ended(desk, "no_answer", ADA)
        done(desk, strip(desk)[0].id)
        undo(desk, call.id)
        assert strip(desk) == []

    def test_the_sql_it_made_goes_and_the_slot_stays(self, desk: Desk) -> None:
        call = dialled(desk, ADA)
        answer(desk, call.id, QUALIFIED)
        book(desk, call.id, "1 dec 3pm")
        record(desk, call.id, Given("meeting_set", minutes=5))
        assert sql_of(desk) is not None
        undo(desk, call.id)
        assert sql_of(desk) is None and meeting_of(desk).status == "booked_not_qualified"

    def test_the_call_is_held_again(self, desk: Desk) -> None:
        call, _ = ended(desk, "no_need", ADA)
        assert place_of(desk, ADA) is None
        undo(desk, call.id)
        place = place_of(desk, ADA)
        assert place is not None and (place.holder, place.call_id) == ("mira", call.id)


class TestWhoWasNamed:
    """Undo of a referral."""

    def test_is_nobody_after_all(self, desk: Desk) -> None:
        call, _ = ended(desk, "referred", ADA, referred="Gil Nash")
        gil = prospect_named(desk, "Gil Nash")
        undo(desk, call.id)
        assert desk.store.read(lambda unit: unit.prospects.get(gil.id)) is None

    def test_stays_when_a_list_knows_them_as_well(self, desk: Desk, tmp_path: Any) -> None:
        call, _ = ended(desk, "referred", ADA, referred="Gil Nash")
        merged = land(desk, tmp_path, "Gil Nash,Birch Foods,+13125550101,CFO,gil@birch.example,IL,US")
        assert merged.merged == 1
        undo(desk, call.id)
        assert prospect_named(desk, "Gil Nash").title == "CFO"


class TestDuties:
    """The clock goes on between what an outcome makes and the outcome itself."""

    def test_that_the_outcome_made_go_with_it(self, desk: Desk) -> None:
        desk.clock = Ticking(desk.now())
        call, _ = ended(desk, "info_requested", ADA)
        assert on_strip(desk) == ["send_information"]
        undo(desk, call.id)
        assert on_strip(desk) == []


@dataclass
class Ticking:
    """A clock that goes on whenever it is looked at."""

    at: int
    sandbox: bool = True

    def now(self) -> int:
        self.at += 1
        return self.at
