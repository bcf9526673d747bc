"""Whoever can be called has a place in the queue of each campaign that calls them."""

from __future__ import annotations

import pytest

from hands import ended, place_of, promise_of, prospect_named
from houses import ADA, CAMPAIGN, Colleague, change_campaign, wait_until
from setter.services.desk import Desk
from setter.services.doctor import examine
from setter.services.record_outcome import Given, record
from setter.services.take_call import next_call
from setter.services.undo import undo
from setter.store.ids import new_id
from setter.store.unit import Unit


def test_a_number_that_is_good_after_all_is_so_in_every_campaign(two_campaigns: Desk, colleague: Colleague) -> None:
    desk = two_campaigns
    call, _ = ended(desk, "disconnected", ADA)
    noor = colleague(desk, "noor")
    met = next_call(noor, "second").call
    assert met is not None and met.prospect_id != prospect_named(desk, ADA).id
    undo(desk, call.id)
    record(desk, call.id, Given("no_answer"))
    assert all(finding.sound for finding in examine(desk)), [each for each in examine(desk) if not each.sound]


def test_a_promise_of_a_campaign_whose_days_are_over_keeps_its_place(desk: Desk) -> None:
    """The campaign may be given more days."""
    ended(desk, "callback_prospect", ADA, callback="today 11:30")
    change_campaign(desk, ("starts = 2026-01-05", "ends = 2026-11-24"))
    wait_until(desk, "2026-11-25T16:30:00Z")
    assert next_call(desk, CAMPAIGN).call is None
    assert place_of(desk, ADA) is not None and promise_of(desk).state == "open"
    change_campaign(desk, ("starts = 2026-01-05", "ends = 2026-12-24"))
    found = next_call(desk, CAMPAIGN).call
    assert found is not None and found.prospect_id == prospect_named(desk, ADA).id


def test_two_programs_that_make_one_window_at_once_mean_the_same(desk: Desk, colleague: Colleague) -> None:
    if not desk.store.engine.served:
        pytest.skip("a file is written by one at a time")
    noor, made = colleague(desk, "noor"), []

    def make(unit: Unit) -> int:
        return unit.localities.window(1, "Pacific/Auckland", "NZ", "", new_id(desk.now()))[0]

    def second(unit: Unit) -> int:
        assert unit.localities.windows(1)
        real = unit.localities._memo.ask

        def ask(name: str, *rest: object) -> object:
            if name == "add_locality" and not made:
                made.append(noor.store.write(make))
            return real(name, *rest)  # type: ignore[arg-type]

        unit.localities._memo.ask = ask  # type: ignore[method-assign, assignment]
        return make(unit)

    assert desk.store.claim(second) == made[0]
