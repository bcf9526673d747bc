"""What an outcome is judged by: the cycle it falls in, and who else changes the prospect at the same time."""

from __future__ import annotations

import pytest

from hands import DAY, HOUR, dialled, ended, enrolment_of, open_tasks, prospect_named
from houses import ADA, BEN, CAMPAIGN, CLEO, DOV, EVE, FAY, Colleague, advance, change_campaign, wait_until
from setter.domain.calling_window import local_time
from setter.domain.day_parts import Tried
from setter.domain.outcome import Situation
from setter.services.desk import Desk
from setter.services.opt_out import opt_out
from setter.services.receive_call import receive
from setter.services.record_outcome import Given, record
from setter.services.situation import situation_of
from setter.store.records import Call
from setter.store.unit import Unit


def situation(desk: Desk, unit: Unit, call: Call) -> Situation:
    """What a call's outcome is judged by."""
    enrolment, prospect = unit.prospects.enrolment(call.enrolment_id), unit.prospects.get(call.prospect_id)
    assert enrolment is not None and prospect is not None
    return situation_of(unit, desk.campaign(unit, 1), call, enrolment, prospect, desk.now(), qualified=False)


class TestACycle:
    """It begins at its first attempt (domain §3.7), however long somebody waited for it on a list."""

    def test_is_not_over_before_it_began(self, desk: Desk) -> None:
        wait_until(desk, "2027-01-12T16:30:00Z")
        _, reply = ended(desk, "no_answer", ADA)
        assert (reply.work_state, enrolment_of(desk, ADA).attempts) == ("cooling", 1)

    def test_nor_may_a_bad_number_end_it(self, desk: Desk) -> None:
        wait_until(desk, "2027-01-12T16:30:00Z")
        assert ended(desk, "voicemail_left", ADA)[1].work_state == "cooling"

    def test_is_over_35_days_after_its_first_attempt(self, desk: Desk) -> None:
        wait_until(desk, "2027-01-12T16:30:00Z")
        ended(desk, "no_answer", ADA)
        began = enrolment_of(desk, ADA).cycle_started_at
        wait_until(desk, "2027-02-15T16:30:00Z")
        assert ended(desk, "no_answer", ADA)[1].work_state == "exhausted"
        assert enrolment_of(desk, ADA).cycle_started_at == began

    def test_does_not_begin_with_a_skip(self, desk: Desk) -> None:
        before = enrolment_of(desk, ADA).cycle_started_at
        advance(desk, DAY)
        ended(desk, "skipped", ADA, reason="at lunch")
        assert enrolment_of(desk, ADA).cycle_started_at == before


class TestTheDayPartOfTheNextAttempt:
    """Parts nobody rang in yet come first, and of those the ones that this campaign's people answer (domain §5)."""

    def next_wall(self, desk: Desk, name: str) -> str:
        at = enrolment_of(desk, name).next_at
        assert at is not None
        return f"{local_time(at, 'America/Phoenix'):%H:%M}"

    def test_is_what_the_campaign_has_learned_once_it_has_dials_enough(self, desk: Desk) -> None:
        change_campaign(desk, ("max_cycles = 3", "max_cycles = 3\nday_part_dials = 2"))
        for name in (BEN, CLEO):
            ended(desk, "no_need", name, minutes=2)
        for name in (DOV, EVE):
            ended(desk, "no_answer", name)
        advance(desk, HOUR)
        ended(desk, "no_answer", FAY)
        assert self.next_wall(desk, FAY) == "12:00"

    def test_is_the_earliest_while_it_has_learned_too_little(self, desk: Desk) -> None:
        for name in (BEN, CLEO):
            ended(desk, "no_need", name, minutes=2)
        advance(desk, HOUR)
        ended(desk, "no_answer", FAY)
        assert self.next_wall(desk, FAY) == "08:30"

    def test_takes_no_call_of_theirs_for_one_of_ours(self, desk: Desk) -> None:
        wait_until(desk, "2026-11-24T16:00:00Z")
        call = receive(desk, CAMPAIGN, prospect_named(desk, FAY).id)
        record(desk, call.id, Given("hang_up_early"))
        assert self.next_wall(desk, FAY) == "08:30"
        tried = desk.store.read(lambda unit: situation(desk, unit, call)).tried
        assert tried == Tried()


@pytest.mark.requirement("R-075")
def test_an_opt_out_in_the_moment_of_an_outcome_leaves_nothing_to_do(desk: Desk, colleague: Colleague) -> None:
    """Only a server lets two write at once; there the later of the two begins anew."""
    call, noor = dialled(desk, ADA), colleague(desk, "noor")
    if not desk.store.engine.served:
        pytest.skip("a file is written by one at a time")
    asked: list[object] = []

    def opt_out_meanwhile(unit: Unit) -> None:
        unit.settings.get("made_at")  # from here on it sees nothing that comes
        if not asked:
            asked.append(opt_out(noor, prospect_named(noor, ADA).id))

    desk.store.at_each_unit = opt_out_meanwhile
    record(desk, call.id, Given("info_requested"))
    desk.store.at_each_unit = None
    after = enrolment_of(desk, ADA)
    assert (after.work_state, open_tasks(desk)) == ("closed", [])
