"""What is owed: to whom a duty goes, and a promise that was missed."""

from __future__ import annotations

import pytest

from hands import DAY, MINUTE, ended, enrolment_of, entry_of, on_strip, taken
from houses import ADA, CAMPAIGN, Colleague, advance, wait_until
from setter.services.call_view import view
from setter.services.desk import Desk
from setter.services.queue_view import queue_of
from setter.services.record_outcome import Given, record
from setter.services.review import report
from setter.services.tasks import missed, strip
from setter.services.undo import undo


class TestWhoseDutyItIs:
    """What a call leaves to be done is on the strip of whoever may do it, and on nobody else's."""

    @pytest.mark.parametrize(
        ("code", "duty"),
        [
            ("existing_customer", "tell_sales"),
            ("language_barrier", "reassign_language"),
            ("complaint", "alert_compliance"),
        ],
    )
    def test_a_team_leads(self, desk: Desk, colleague: Colleague, code: str, duty: str) -> None:
        ended(desk, code, ADA)
        assert on_strip(desk) == [] and on_strip(colleague(desk, "lead")) == [duty]

    def test_a_complaint_is_for_compliance_where_there_is_any(self, desk: Desk, colleague: Colleague) -> None:
        desk.store.write(lambda unit: unit.settings.set_role("zoe", "compliance"))
        ended(desk, "complaint", ADA)
        assert on_strip(colleague(desk, "zoe")) == ["alert_compliance"]
        assert on_strip(desk) == on_strip(colleague(desk, "lead")) == []

    def test_three_skips_are_a_team_leads_to_look_at(self, desk: Desk, colleague: Colleague) -> None:
        for _ in range(3):
            ended(desk, "skipped", ADA, reason="not now")
            advance(desk, 31 * MINUTE)
        assert on_strip(desk) == [] and on_strip(colleague(desk, "lead")) == ["review_skips"]

    def test_the_pools_where_nobody_has_the_role(self, desk: Desk, colleague: Colleague) -> None:
        for name, _ in desk.store.read(lambda unit: unit.settings.colleagues()):
            desk.store.write(lambda unit, name=name: unit.settings.set_role(name, "caller"))
        ended(desk, "existing_customer", ADA)
        assert on_strip(desk) == on_strip(colleague(desk, "noor")) == ["tell_sales"]

    def test_a_callers_own_otherwise(self, desk: Desk, colleague: Colleague) -> None:
        ended(desk, "info_requested", ADA)
        assert on_strip(desk) == ["send_information"] and on_strip(colleague(desk, "lead")) == []


class TestAMissedPromise:
    """Two hours over and nobody has rung: the next to ring says sorry first (domain §5)."""

    def promised(self, desk: Desk, at: str) -> None:
        ended(desk, "callback_prospect", ADA, callback="tomorrow 10")
        wait_until(desk, at)

    def reasons(self, desk: Desk) -> tuple[str, ...]:
        return entry_of(desk, ADA).reasons

    @pytest.mark.parametrize(("at", "is_missed"), [("2026-11-25T18:00:00Z", False), ("2026-11-25T18:01:00Z", True)])
    def test_is_shown_in_the_queue_on_the_strip_and_on_the_card(self, desk: Desk, at: str, is_missed: bool) -> None:
        self.promised(desk, at)
        assert ("missed: say sorry first" in self.reasons(desk)) is is_missed
        assert missed(strip(desk)[0], desk.now()) is is_missed
        shown = view(desk, taken(desk, ADA).id)
        assert shown.missed is is_missed and ("missed: say sorry first" in shown.reasons) is is_missed

    def test_stays_open_first_in_line_and_is_anybodys(self, desk: Desk, colleague: Colleague) -> None:
        self.promised(desk, "2026-11-27T15:00:00Z")
        first = queue_of(colleague(desk, "noor"), CAMPAIGN)[0]
        assert (first.line.full_name, first.line.tier, first.may_dial) == (ADA, 0, True)

    def test_is_told_as_well_where_a_cap_stops_the_call_today(self, desk: Desk) -> None:
        self.promised(desk, "2026-11-25T15:00:00Z")
        for _ in range(2):
            ended(desk, "busy", ADA)
        wait_until(desk, "2026-11-25T18:01:00Z")
        reasons = self.reasons(desk)
        assert "missed: say sorry first" in reasons and any("2 is the most" in each for each in reasons)

    def test_counts_as_not_kept(self, desk: Desk) -> None:
        self.promised(desk, "2026-11-25T18:01:00Z")
        kept = report(desk, "week").summary.total.callbacks_kept
        assert (kept.numerator, kept.denominator) == (0, 1)

    def test_is_none_where_somebody_rang_in_time(self, desk: Desk) -> None:
        self.promised(desk, "2026-11-25T16:00:00Z")
        ended(desk, "busy", ADA)
        wait_until(desk, "2026-11-25T18:30:00Z")
        assert "missed: say sorry first" not in self.reasons(desk)
        assert not missed(strip(desk)[0], desk.now())
        assert not view(desk, taken(desk, ADA).id).missed


class TestAPromiseThatIsMoved:
    """Three times, and then it is nurture; each promise counts its own moves (domain §5)."""

    def moved(self, desk: Desk, times: int) -> str:
        for _ in range(times + 1):
            reply = ended(desk, "callback_prospect", ADA, callback="in 7 days 10:00")[1]
            advance(desk, 7 * DAY)
        return reply.work_state

    def test_too_often_is_nurture(self, desk: Desk) -> None:
        assert self.moved(desk, 3) == "callback"
        assert ended(desk, "callback_prospect", ADA, callback="in 7 days 10:00")[1].work_state == "nurture"

    def test_counts_anew_once_it_was_kept(self, desk: Desk) -> None:
        self.moved(desk, 2)
        ended(desk, "info_requested", ADA)
        advance(desk, 7 * DAY)
        assert self.moved(desk, 3) == "callback"

    def test_counts_once_where_a_move_was_taken_back(self, desk: Desk) -> None:
        self.moved(desk, 2)
        call, _ = ended(desk, "callback_prospect", ADA, callback="in 7 days 10:00")
        undo(desk, call.id)
        assert record(desk, call.id, Given("callback_prospect", callback="in 7 days 11:00")).work_state == "callback"
        advance(desk, 7 * DAY)
        assert ended(desk, "callback_prospect", ADA, callback="in 7 days 10:00")[1].work_state == "nurture"


def test_a_day_that_was_agreed_is_called_so_and_no_inquiry(desk: Desk) -> None:
    ended(desk, "gatekeeper_time", ADA, callback="tomorrow 10")
    assert entry_of(desk, ADA).reasons[0] == "agreed day"
    assert enrolment_of(desk, ADA).tier == 1


def test_a_promised_call_that_a_gatekeeper_answers_is_kept(desk: Desk) -> None:
    ended(desk, "callback_prospect", ADA, callback="tomorrow 10")
    wait_until(desk, "2026-11-25T16:00:00Z")
    ended(desk, "gatekeeper_block", ADA)
    enrolment = enrolment_of(desk, ADA)
    assert [each.state for each in desk.store.read(lambda unit: unit.tasks.callbacks_of(enrolment.id))] == ["kept"]
