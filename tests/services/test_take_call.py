"""A caller takes the next prospect, and nobody else gets them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from hands import as_lead, booked, called, ended, enrolment_of, land, prospect_named
from houses import CAMPAIGN, advance
from setter.domain.errors import Refused
from setter.examples import example_campaign
from setter.services.campaigns import activate, add_text
from setter.services.clock import parse_instant
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.place import promote_due, settle
from setter.services.queue_view import queue_of
from setter.services.record_outcome import Given, record
from setter.services.shift import begin_work, take_break
from setter.services.take_call import next_call, release, take
from setter.services.tasks import pass_callback

MINUTE = 60_000


def test_the_best_callable_prospect_comes_first(desk: Desk) -> None:
    taken = next_call(desk, CAMPAIGN)
    assert taken.call is not None
    prospect = desk.store.read(lambda unit: unit.prospects.get(taken.call.prospect_id))
    assert prospect is not None and prospect.full_name == "Ada North"


def test_a_live_call_is_given_back_instead_of_a_second_one(desk: Desk) -> None:
    first, second = next_call(desk, CAMPAIGN), next_call(desk, CAMPAIGN)
    assert first.call is not None and second.call is not None
    assert first.call.id == second.call.id and second.resumed


def test_two_callers_never_hold_the_same_person(desk: Desk, colleague: Callable[[Desk, str], Desk]) -> None:
    other = colleague(desk, "noor")
    mine, theirs = next_call(desk, CAMPAIGN), next_call(other, CAMPAIGN)
    assert mine.call is not None and theirs.call is not None
    assert mine.call.prospect_id != theirs.call.prospect_id


def test_a_lease_that_ran_out_lets_the_prospect_go(desk: Desk, colleague: Callable[[Desk, str], Desk]) -> None:
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
        ended(desk, "callback_prospect", "Eve Sand", callback="tomorrow 10")
        desk.clock.at = parse_instant("2026-11-25T16:56:00Z")  # type: ignore[misc]
        assert called(desk) == "Eve Sand"

    def test_a_colleague_gets_somebody_else_until_the_grace_is_over(self, desk: Desk, colleague: Any) -> None:
        ended(desk, "callback_prospect", "Eve Sand", callback="tomorrow 10")
        noor = colleague(desk, "noor")
        for at, who in (("2026-11-25T17:10:00Z", "Ada North"), ("2026-11-25T17:16:00Z", "Eve Sand")):
            desk.clock.at = parse_instant(at)  # type: ignore[misc]
            assert called(noor) == who
            release(noor, noor.store.read(lambda unit: unit.calls.live("noor")).id)

    def test_a_colleague_cannot_take_it_by_hand_and_hears_whose_it_is(self, desk: Desk, colleague: Any) -> None:
        ended(desk, "callback_prospect", "Eve Sand", callback="tomorrow 10")
        noor, enrolment = colleague(desk, "noor"), enrolment_of(desk, "Eve Sand")
        desk.clock.at = parse_instant("2026-11-25T17:14:00Z")  # type: ignore[misc]
        with pytest.raises(Refused) as refused:
            take(noor, enrolment.id)
        assert refused.value.code == "promised" and "mira" in refused.value.message
        desk.clock.at = parse_instant("2026-11-25T17:15:00Z")  # type: ignore[misc]
        assert take(noor, enrolment.id).call is not None

    def test_that_falls_due_in_a_break_is_the_pools_until_work_goes_on(self, desk: Desk, colleague: Any) -> None:
        ended(desk, "callback_prospect", "Eve Sand", callback="tomorrow 10")
        take_break(desk)
        noor = colleague(desk, "noor")
        desk.clock.at = parse_instant("2026-11-25T17:01:00Z")  # type: ignore[misc]
        assert called(noor) == "Eve Sand"
        release(noor, noor.store.read(lambda unit: unit.calls.live("noor")).id)
        release(noor, take(noor, enrolment_of(desk, "Eve Sand").id).call.id)
        begin_work(desk)
        assert called(noor) != "Eve Sand" and called(desk) == "Eve Sand"

    def test_passed_on_it_is_hers(self, desk: Desk, colleague: Any) -> None:
        ended(desk, "callback_prospect", "Eve Sand", callback="tomorrow 10")
        noor, enrolment = colleague(desk, "noor"), enrolment_of(desk, "Eve Sand")
        promise = desk.store.read(lambda unit: unit.tasks.open_callback(enrolment.id))
        pass_callback(desk, promise.id, "noor")
        assert take(noor, enrolment.id).call is not None

    def test_within_five_minutes_nobody_fresh_is_loaded_from_another_campaign_either(
        self, desk: Desk, tmp_path: Any
    ) -> None:
        add_text(desk, example_campaign().replace('id = "quaywise-us"', 'id = "second"', 1))
        activate(as_lead(desk), "second")
        land(desk, tmp_path, "Zed Other,Zed Co,+13125558101,Owner,,IL,US", campaign="second")
        ended(desk, "callback_prospect", "Ada North", callback="today 11:00")
        desk.clock.at = parse_instant("2026-11-24T16:57:00Z")  # type: ignore[misc]
        found = next_call(desk, "second").call
        assert found is not None and found.prospect_id == prospect_named(desk, "Ada North").id

    def test_of_two_the_earlier_comes_first(self, desk: Desk, colleague: Any) -> None:
        ended(desk, "callback_prospect", "Ada North", callback="tomorrow 11:30")
        ended(desk, "callback_prospect", "Eve Sand", callback="tomorrow 9:40")
        desk.clock.at = parse_instant("2026-11-25T19:10:00Z")  # type: ignore[misc]
        noor = colleague(desk, "noor")
        assert [entry.line.full_name for entry in queue_of(noor, CAMPAIGN)][:2] == ["Eve Sand", "Ada North"]

    @pytest.mark.parametrize("code", ["busy", "call_failed"])
    def test_a_line_that_gave_no_ring_leaves_it_open(self, desk: Desk, code: str) -> None:
        ended(desk, "callback_prospect", "Ada North", callback="tomorrow 10")
        desk.clock.at = parse_instant("2026-11-25T16:00:00Z")  # type: ignore[misc]
        ended(desk, code, "Ada North")
        after = enrolment_of(desk, "Ada North")
        promise = desk.store.read(lambda unit: unit.tasks.open_callback(after.id))
        assert promise is not None and (after.work_state, after.owner) == ("callback", "mira")
        assert after.next_at is not None and after.next_at <= desk.now() + 45 * MINUTE

    def test_ringing_before_its_time_without_reaching_anybody_does_too(self, desk: Desk) -> None:
        ended(desk, "callback_prospect", "Ada North", callback="tomorrow 10")
        before = enrolment_of(desk, "Ada North").next_at
        ended(desk, "no_answer", "Ada North")
        assert (enrolment_of(desk, "Ada North").next_at, enrolment_of(desk, "Ada North").work_state) == (
            before,
            "callback",
        )


class TestWhereTheBestIsGivenOut:
    """A campaign may say that nobody picks."""

    def strict(self, desk: Desk) -> None:
        add_text(desk, example_campaign().replace('pick = "caller"', 'pick = "best"'))
        activate(as_lead(desk), CAMPAIGN)

    def test_nobody_is_taken_by_hand(self, desk: Desk) -> None:
        self.strict(desk)
        with pytest.raises(Refused) as refused:
            take(desk, enrolment_of(desk, "Fay Roe").id)
        assert refused.value.code == "pick"
        assert called(desk) == "Ada North"

    def test_but_for_what_is_hers_to_do(self, desk: Desk) -> None:
        ended(desk, "info_requested", "Fay Roe")
        ended(desk, "callback_prospect", "Eve Sand", callback="tomorrow 10")
        self.strict(desk)
        for name in ("Fay Roe", "Eve Sand"):
            call = take(desk, enrolment_of(desk, name).id).call
            assert call is not None
            release(desk, call.id)


@pytest.mark.requirement("R-065")
def test_whoever_was_hot_a_month_ago_is_warm_when_they_wake(desk: Desk) -> None:
    booked(desk, "Ada North", when="1 dec 3pm")
    desk.clock.at = parse_instant("2026-11-30T15:00:00Z")  # type: ignore[misc]
    ended(desk, "meeting_cancelled", "Ada North", callback="8 mar 2027 10:00")
    assert enrolment_of(desk, "Ada North").temperature == "hot"
    desk.clock.at = parse_instant("2027-03-08T16:05:00Z")  # type: ignore[misc]
    line = next(entry.line for entry in queue_of(desk, CAMPAIGN) if entry.line.full_name == "Ada North")
    assert (line.tier, line.temperature) == (3, "warm")


def test_whoever_cooled_while_they_waited_goes_behind(desk: Desk) -> None:
    """Eve was hot and ready; two months later nobody has called her, and Ada has the better score."""
    eve = enrolment_of(desk, "Eve Sand")
    prospect = prospect_named(desk, "Eve Sand")
    hot = replace(eve, temperature="hot", tier=2)

    def heat(unit: Any) -> None:
        unit.prospects.save_enrolment(hot)
        settle(unit, hot, prospect, desk.now())

    desk.store.write(heat)
    assert called(desk) == "Ada North"
    assert enrolment_of(desk, "Eve Sand").temperature == "cold"
