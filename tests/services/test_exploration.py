"""One free place in twenty goes to somebody at random, and is marked so (domain §3.5, 5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from hands import enrolment_of, put, taken
from houses import ADA, AT_ONCE, CAMPAIGN, CLEO, DOV, FAY, FrozenClock, change_campaign
from setter.domain.scoring import HOT, RECYCLED, REST
from setter.services.call_view import view
from setter.services.desk import Desk
from setter.services.take_call import next_call, release

SIX = [ADA, "Ben Okafor", CLEO, DOV, "Eve Sand", FAY]


def drawing(desk: Desk, chance: Callable[[], float]) -> Desk:
    """The same desk in earnest, where so much is drawn."""
    return replace(desk, clock=FrozenClock(sandbox=False), chance=chance)


def in_turn(*drawn: float) -> Callable[[], float]:
    left = list(drawn)
    return lambda: left.pop(0)


@pytest.fixture
def ranked(desk: Desk) -> Desk:
    """The six in the order of their names, nobody hot."""
    change_campaign(desk, AT_ONCE)
    for at, name in enumerate(SIX):
        put(desk, name, tier=REST, priority=900 - at)
    return desk


def remainder(desk: Desk, name: str) -> float:
    return (61_798 * (enrolment_of(desk, name).id % 99_991) % 99_991) / 99_991


class TestAPlaceGivenAtRandom:
    def test_goes_to_whoever_is_drawn_and_is_marked(self, ranked: Desk) -> None:
        call = taken(drawing(ranked, in_turn(0.049, remainder(ranked, DOV))))
        assert call.enrolment_id == enrolment_of(ranked, DOV).id and call.explored == 1
        assert "picked at random, to learn" in view(ranked, call.id).reasons

    def test_is_one_in_twenty_else_the_best_comes_first(self, ranked: Desk) -> None:
        call = taken(drawing(ranked, in_turn(0.05)))
        assert call.enrolment_id == enrolment_of(ranked, ADA).id and call.explored == 0

    def test_can_be_anybodys(self, ranked: Desk) -> None:
        dice, found = Random(7), Counter[int]()
        desk = drawing(ranked, lambda: 0.0)
        for _ in range(200):
            desk.chance = in_turn(0.0, dice.random())
            call = taken(desk)
            found[call.enrolment_id] += call.explored
            release(desk, call.id)
        assert set(found) <= {enrolment_of(ranked, name).id for name in SIX}
        assert len(found) == 6

    def test_is_never_taken_from_a_promise_an_inquiry_or_somebody_hot(self, ranked: Desk) -> None:
        put(ranked, FAY, tier=HOT, priority=1)
        call = taken(drawing(ranked, in_turn(0.0, remainder(ranked, DOV))))
        assert call.enrolment_id == enrolment_of(ranked, FAY).id and call.explored == 0

    def test_may_be_that_of_somebody_in_a_new_cycle(self, ranked: Desk) -> None:
        put(ranked, DOV, tier=RECYCLED, priority=1)
        assert taken(drawing(ranked, in_turn(0.0, remainder(ranked, DOV)))).explored == 1

    def test_never_goes_to_whoever_may_not_be_called_now(self, ranked: Desk) -> None:
        put(ranked, DOV, slot=1, due=2**50)
        call = taken(drawing(ranked, in_turn(0.0, remainder(ranked, DOV))))
        assert call.enrolment_id != enrolment_of(ranked, DOV).id

    def test_is_the_campaigns_to_decide(self, ranked: Desk) -> None:
        change_campaign(ranked, AT_ONCE, ("attempt_penalty = 1.5", "attempt_penalty = 1.5\nexploration = 0.0"))
        assert taken(drawing(ranked, in_turn(0.0))).explored == 0

    def test_is_not_given_in_a_sandbox(self, ranked: Desk) -> None:
        ranked.chance = in_turn()
        assert next_call(ranked, CAMPAIGN).call is not None
