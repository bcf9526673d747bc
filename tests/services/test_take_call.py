"""A caller takes the next prospect, and nobody else gets them."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from hands import DAY_BEFORE, MINUTE, booked, called, ended, enrolment_of, entry_of, land, promise_of, prospect_named
from houses import ADA, CAMPAIGN, EVE, FAY, Colleague, advance, change_campaign, second_campaign, wait_until
from setter.domain.errors import Refused
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.place import promote_due, settle
from setter.services.queue_view import queue_of
from setter.services.record_outcome import Given, record
from setter.services.shift import begin_work, take_break
from setter.services.take_call import next_call, release, take
from setter.services.tasks import pass_callback


def test_the_best_callable_prospect_comes_first(desk: Desk) -> None:
    taken = next_call(desk, CAMPAIGN)
    assert taken.call is not None
    prospect = desk.store.read(lambda unit: unit.prospects.get(taken.call.prospect_id))
    assert prospect is not None and prospect.full_name == ADA


def test_a_live_call_is_given_back_instead_of_a_second_one(desk: Desk) -> None:
    first, second = next_call(desk, CAMPAIGN), next_call(desk, CAMPAIGN)
    assert first.call is not None and second.call is not None
    assert first.call.id == second.call.id and second.resumed


def test_two_callers_never_hold_the_same_person(desk: Desk, colleague: Colleague) -> None:
    other = colleague(desk, "noor")
    mine, theirs = next_call(desk, CAMPAIGN), next_call(other, CAMPAIGN)
    assert mine.call is not None and theirs.call is not None
    assert mine.call.prospect_id != theirs.call.prospect_id


def test_a_lease_that_ran_out_lets_the_prospect_go(desk: Desk, colleague: Colleague) -> None:
    mine = next_call(desk, CAMPAIGN)
    advance(desk, 16 * MINUTE)
    theirs = next_call(colleague(desk, "noor"), CAMPAIGN)
    assert mine.call is not None and theirs.call is not None
    assert mine.call.prospect_id == theirs.call.prospect_id


def test_an_empty_queue_says_why_and_the_counts_sum_to_the_list(desk: Desk) -> None:
    advance(desk, 12 * 60 * MINUTE)
    taken = next_call(desk, CAMPAIGN)
    assert taken.call is None
    assert dict(taken.reasons) == {"outside_calling_hours": 6}


def test_a_lease_that_ran_out_on_somebody_picked_by_hand_keeps_their_waiting_time(desk: Desk) -> None:
    mine = next_call(desk, CAMPAIGN)
    assert mine.call is not None
    dial(desk, mine.call.id)
    record(desk, mine.call.id, Given("no_answer"))
    before = desk.store.read(lambda unit: unit.prospects.enrolment(mine.call.enrolment_id))
    take(desk, mine.call.enrolment_id)
    advance(desk, 16 * MINUTE)
    desk.store.write(lambda unit: promote_due(unit, desk.now()))
    after = desk.store.read(lambda unit: unit.prospects.enrolment(mine.call.enrolment_id))
    assert before is not None and after is not None and before.next_at is not None
    assert (after.work_state, after.next_at) == ("cooling", before.next_at)


class TestAPromise:
    """Whoever promised a call makes it (DESIGN §2, promise 6)."""

    def test_their_own_comes_before_a_better_score(self, desk: Desk) -> None:
        ended(desk, "callback_prospect", EVE, callback="tomorrow 10")
        wait_until(desk, "2026-11-25T16:56:00Z")
        assert called(desk) == EVE

    def test_a_colleague_gets_somebody_else_until_the_grace_is_over(self, desk: Desk, colleague: Colleague) -> None:
        ended(desk, "callback_prospect", EVE, callback="tomorrow 10")
        noor = colleague(desk, "noor")
        for at, who in (("2026-11-25T17:10:00Z", ADA), ("2026-11-25T17:16:00Z", EVE)):
            wait_until(desk, at)
            assert called(noor) == who
            release(noor, noor.store.read(lambda unit: unit.calls.live("noor")).id)

    def test_a_colleague_cannot_take_it_by_hand_and_hears_whose_it_is(self, desk: Desk, colleague: Colleague) -> None:
        ended(desk, "callback_prospect", EVE, callback="tomorrow 10")
        noor, enrolment = colleague(desk, "noor"), enrolment_of(desk, EVE)
        wait_until(desk, "2026-11-25T17:14:00Z")
        with pytest.raises(Refused) as refused:
            take(noor, enrolment.id)
        assert refused.value.code == "promised" and "mira" in refused.value.message
        wait_until(desk, "2026-11-25T17:15:00Z")
        assert take(noor, enrolment.id).call is not None

    def test_that_falls_due_in_a_break_is_the_pools_until_work_goes_on(self, desk: Desk, colleague: Colleague) -> None:
        ended(desk, "callback_prospect", EVE, callback="tomorrow 10")
        take_break(desk)
        noor = colleague(desk, "noor")
        wait_until(desk, "2026-11-25T17:01:00Z")
        assert called(noor) == EVE
        release(noor, noor.store.read(lambda unit: unit.calls.live("noor")).id)
        release(noor, take(noor, enrolment_of(desk, EVE).id).call.id)
        begin_work(desk)
        assert called(noor) != EVE and called(desk) == EVE

    def test_passed_on_it_is_hers(self, desk: Desk, colleague: Colleague) -> None:
        ended(desk, "callback_prospect", EVE, callback="tomorrow 10")
        noor, enrolment = colleague(desk, "noor"), enrolment_of(desk, EVE)
        pass_callback(desk, promise_of(desk, EVE).id, "noor")
        assert take(noor, enrolment.id).call is not None

    def test_within_five_minutes_nobody_fresh_is_loaded_from_another_campaign_either(
        self, desk: Desk, tmp_path: Any
    ) -> None:
        second = second_campaign(desk)
        land(desk, tmp_path, "Zed Other,Zed Co,+13125558101,Owner,,IL,US", campaign=second)
        ended(desk, "callback_prospect", ADA, callback="today 11:00")
        wait_until(desk, "2026-11-24T16:57:00Z")
        found = next_call(desk, second).call
        assert found is not None and found.prospect_id == prospect_named(desk, ADA).id

    def test_of_two_the_earlier_comes_first(self, desk: Desk, colleague: Colleague) -> None:
        ended(desk, "callback_prospect", ADA, callback="tomorrow 11:30")
        ended(desk, "callback_prospect", EVE, callback="tomorrow 9:40")
        wait_until(desk, "2026-11-25T19:10:00Z")
        noor = colleague(desk, "noor")
        assert [entry.line.full_name for entry in queue_of(noor, CAMPAIGN)][:2] == [EVE, ADA]

    @pytest.mark.parametrize("code", ["busy", "call_failed"])
    def test_a_line_that_gave_no_ring_leaves_it_open(self, desk: Desk, code: str) -> None:
        ended(desk, "callback_prospect", ADA, callback="tomorrow 10")
        wait_until(desk, "2026-11-25T16:00:00Z")
        ended(desk, code, ADA)
        after = enrolment_of(desk, ADA)
        assert promise_of(desk) is not None and (after.work_state, after.owner) == ("callback", "mira")
        assert after.next_at is not None and after.next_at <= desk.now() + 45 * MINUTE

    def test_ringing_before_its_time_without_reaching_anybody_does_too(self, desk: Desk) -> None:
        ended(desk, "callback_prospect", ADA, callback="tomorrow 10")
        before = enrolment_of(desk, ADA).next_at
        ended(desk, "no_answer", ADA)
        assert (enrolment_of(desk, ADA).next_at, enrolment_of(desk, ADA).work_state) == (
            before,
            "callback",
        )


class TestWhereTheBestIsGivenOut:
    """A campaign may say that nobody picks."""

    def test_nobody_is_taken_by_hand(self, desk: Desk) -> None:
        change_campaign(desk, ('pick = "caller"', 'pick = "best"'))
        with pytest.raises(Refused) as refused:
            take(desk, enrolment_of(desk, FAY).id)
        assert refused.value.code == "pick"
        assert called(desk) == ADA

    def test_but_for_what_is_hers_to_do(self, desk: Desk) -> None:
        ended(desk, "info_requested", FAY)
        ended(desk, "callback_prospect", EVE, callback="tomorrow 10")
        change_campaign(desk, ('pick = "caller"', 'pick = "best"'))
        for name in (FAY, EVE):
            call = take(desk, enrolment_of(desk, name).id).call
            assert call is not None
            release(desk, call.id)


@pytest.mark.requirement("R-065")
def test_whoever_was_hot_a_month_ago_is_warm_when_they_wake(desk: Desk) -> None:
    booked(desk, ADA, when="1 dec 3pm")
    wait_until(desk, DAY_BEFORE)
    ended(desk, "meeting_cancelled", ADA, callback="8 mar 2027 10:00")
    assert enrolment_of(desk, ADA).temperature == "hot"
    wait_until(desk, "2027-03-08T16:05:00Z")
    line = entry_of(desk, ADA).line
    assert (line.tier, line.temperature) == (3, "warm")


def test_whoever_cooled_while_they_waited_goes_behind(desk: Desk) -> None:
    """Eve was hot and ready; two months later nobody has called her, and Ada has the better score."""
    eve = enrolment_of(desk, EVE)
    prospect = prospect_named(desk, EVE)
    hot = replace(eve, temperature="hot", tier=2)

    def heat(unit: Any) -> None:
        unit.prospects.save_enrolment(hot)
        settle(unit, hot, prospect, desk.now())

    desk.store.write(heat)
    assert called(desk) == ADA
    assert enrolment_of(desk, EVE).temperature == "cold"
