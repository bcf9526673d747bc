"""A caller takes the next prospect, and nobody else gets them."""

from __future__ import annotations

from collections.abc import Callable

from houses import CAMPAIGN, advance
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.place import promote_due
from setter.services.record_outcome import Given, record
from setter.services.take_call import next_call, take

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
