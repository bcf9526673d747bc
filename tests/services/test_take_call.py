"""A caller takes the next prospect, and nobody else gets them."""

from __future__ import annotations

from collections.abc import Callable

from houses import CAMPAIGN, advance
from setter.services.desk import Desk
from setter.services.take_call import next_call

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
