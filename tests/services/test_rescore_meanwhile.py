"""Callers go on working while everybody is weighed anew: what they do counts, and nobody is lost."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from hands import as_lead, ended, enrolment_of, land, place_of, prospect_named
from houses import CAMPAIGN, DOV, Colleague, FrozenClock, beside
from services.weighing import DEARER, HEARD, added, kept, misplaced, one_by_one
from setter.domain.errors import Refused
from setter.services.campaigns import activate, put_in_force
from setter.services.desk import Desk
from setter.services.dial import dial
from setter.services.record_outcome import Given, record
from setter.services.rescore import is_due, rescore
from setter.services.standing import stand
from setter.services.take_call import next_call
from setter.store.house import open_store
from setter.store.unit import Unit


class TestWhatHappensMeanwhile:
    def test_counts_when_it_is_written(self, desk: Desk) -> None:
        added(desk, DEARER)
        put_in_force(as_lead(desk), CAMPAIGN)
        noor = beside(desk, "noor")
        before_the_first_batch(desk, lambda: ended(noor, "nurture", DOV, revisit="in 2 weeks", answers=HEARD))
        assert rescore(desk, CAMPAIGN).changed == 2, "Dov was weighed by his own call"
        assert kept(desk) == one_by_one(desk) and misplaced(desk) == []

    def test_is_come_back_to_where_it_is_just_being_written(self, desk: Desk, colleague: Colleague) -> None:
        added(desk, DEARER)
        put_in_force(as_lead(desk), CAMPAIGN)
        noor, place, holds = colleague(desk, "noor"), place_of(desk, DOV), threading.Event()
        assert place is not None

        def writes(unit: Unit) -> None:
            unit.queue.place(place)
            unit.settle()
            holds.set()
            time.sleep(0.3)

        thread = threading.Thread(target=lambda: noor.store.write(writes))
        before_the_first_batch(desk, lambda: (thread.start(), holds.wait(10)))
        done = rescore(desk, CAMPAIGN)
        thread.join()
        assert done.changed == 3 and not is_due(desk, CAMPAIGN)
        assert kept(desk) == one_by_one(desk) and misplaced(desk) == []

    def test_is_seen_where_it_began_by_the_rules_of_before(self, desk: Desk, colleague: Colleague) -> None:
        noor, dov, holds = colleague(desk, "noor"), prospect_named(desk, DOV), threading.Event()
        enrolment, vans = enrolment_of(desk, DOV), replace(dov, attributes='{"vehicles": 14}')

        def writes(unit: Unit) -> None:
            campaign = noor.campaign(unit, 1)
            holds.set()
            time.sleep(0.4)
            unit.prospects.save(vans)
            stand(noor, unit, campaign, enrolment, vans)

        thread = threading.Thread(target=lambda: noor.store.write(writes))
        added(desk, ('points = 15, label = "A dozen', 'points = 18, label = "A dozen'))
        thread.start()
        assert holds.wait(10)
        activate(as_lead(desk), CAMPAIGN)
        thread.join()
        assert enrolment_of(desk, DOV).score == 17
        assert kept(desk) == one_by_one(desk) and misplaced(desk) == []


def before_the_first_batch(desk: Desk, act: Callable[[], Any]) -> None:
    """Let something happen when a rescore has looked, and not written yet."""
    at_once = desk.store.claim

    def claim(work: Callable[[Unit], Any]) -> Any:
        desk.store.claim = at_once  # type: ignore[method-assign]
        act()
        return at_once(work)

    desk.store.claim = claim  # type: ignore[method-assign]


CALLERS, PEOPLE, VERSIONS = 3, 150, 5


def crowd() -> list[str]:
    """People of three kinds, and the numbers they are called on."""
    titles = ("Owner", "Operations Manager", "Driver")
    return [f"Per{i} Son{i},Firm {i},+1312555{1000 + i},{titles[i % 3]},,IL,US" for i in range(PEOPLE)]


ENDS = (
    Given("no_answer"),
    Given("nurture", revisit="in 2 weeks", answers=HEARD, minutes=2),
    Given("callback_prospect", callback="in 3 days 13:00"),
)


def works(desk: Desk, ends: list[int]) -> None:
    """Take, dial and end one call after another, in one way or another, until nobody is left."""
    while (call := next_call(desk, CAMPAIGN).call) is not None:
        dial(desk, call.id)
        try:
            record(desk, call.id, ENDS[call.prospect_id % 3])
        except Refused:
            record(desk, call.id, ENDS[0])  # they may be in either of two zones, and promising is refused
        ends.append(call.id)


def test_nothing_is_lost_and_nobody_called_twice_while_rules_change(desk: Desk, tmp_path: Path) -> None:
    land(desk, tmp_path, *crowd())
    ends: list[int] = []
    problems: list[BaseException] = []

    def sit(number: int) -> None:
        mine = open_store(desk.store.url)
        try:
            works(Desk(mine, FrozenClock(), f"caller {number}"), ends)
        except BaseException as problem:  # noqa: BLE001 - told below
            problems.append(problem)
        finally:
            mine.close()

    threads = [threading.Thread(target=sit, args=(number,)) for number in range(CALLERS)]
    for thread in threads:
        thread.start()
    for version in range(VERSIONS):
        added(desk, ("points = 25", f"points = {20 + version}"), ("points = 20", f"points = {30 - version}"))
        activate(as_lead(desk), CAMPAIGN)
    still_calling = any(thread.is_alive() for thread in threads)
    for thread in threads:
        thread.join()
    assert not problems
    assert still_calling, "the rules changed while callers were at it"
    assert len(ends) == len(set(ends)) == PEOPLE + 5, "Ada and Ben work for one company: not both within two hours"
    outcomes = desk.store.read(lambda unit: [unit.calls.outcome(call, 1) for call in ends])
    assert None not in outcomes
    assert kept(desk) == one_by_one(desk) and not is_due(desk, CAMPAIGN)
    assert misplaced(desk) == []
