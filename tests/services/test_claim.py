"""The best callable prospect goes to one caller alone, in the one order of domain §3.5, however many ask at once."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from hands import MINUTE, called, ended, enrolment_of, entry_of, land, place_of, prospect_named, put, taken
from houses import ADA, AT_ONCE, BEN, CAMPAIGN, Colleague, advance, beside, change_campaign, wait_until
from services.crowds import crowd
from setter.domain.day_parts import PartDials
from setter.domain.errors import Refused
from setter.services.desk import Desk
from setter.services.queue_view import queue_length, queue_of
from setter.services.shift import begin_work
from setter.services.take_call import heartbeat, next_call, release, take
from setter.store.house import open_store


def offered(desk: Desk) -> list[str]:
    """Everybody in the order in which they are given out, each to another caller of a crowd."""
    names = []
    while True:
        other = beside(desk, f"caller {len(names)}")
        name = called(other)
        if name is None:
            return names
        names.append(name)


def beside_learned(desk: Desk, name: str) -> Desk:
    """Somebody else who has learned as much of the hours."""
    other = beside(desk, name)
    other._answered.update(desk._answered)
    other._learned_at = desk.now()
    return other


class TestTheOrder:
    def test_goes_by_tier_then_priority_then_the_longest_untried_then_id(self, desk: Desk) -> None:
        change_campaign(desk, AT_ONCE)
        put(desk, "Fay Roe", tier=1, priority=0)
        put(desk, "Eve Sand", tier=2, priority=9999)
        put(desk, "Dov Lind", tier=3, priority=9000, last_attempt_at=5)
        put(desk, "Cleo Marsh", tier=3, priority=9000, last_attempt_at=4)
        put(desk, BEN, tier=3, priority=8999, last_attempt_at=0)
        put(desk, ADA, tier=4, priority=9999)
        shown = [entry.line.full_name for entry in queue_of(desk, CAMPAIGN)]
        assert shown == ["Fay Roe", "Eve Sand", "Cleo Marsh", "Dov Lind", BEN, ADA]
        assert offered(desk) == shown

    def test_prefers_where_people_answer_at_this_hour_by_as_much_as_five_points(self, desk: Desk) -> None:
        change_campaign(desk, AT_ONCE)
        late_morning, early = PartDials("late morning", 100, 50), PartDials("early", 100, 5)
        desk._answered[1] = (late_morning, early)
        for name in ("Ben Okafor", "Eve Sand", "Fay Roe", ADA):
            put(desk, name, tier=4, priority=0)
        put(desk, "Cleo Marsh", tier=3, priority=9000)  # 11:30 in New York
        put(desk, "Dov Lind", tier=3, priority=9300)  # 8:30 in Los Angeles
        assert [entry.line.full_name for entry in queue_of(desk, CAMPAIGN)][:2] == ["Cleo Marsh", "Dov Lind"]
        assert called(beside_learned(desk, "noor")) == "Cleo Marsh"
        put(desk, "Dov Lind", tier=2, priority=0)
        assert called(beside_learned(desk, "kim")) == "Dov Lind", "whoever is hot comes before any hour"

    def test_of_two_alike_takes_the_one_who_came_first(self, desk: Desk) -> None:
        change_campaign(desk, AT_ONCE)
        for name in (BEN, ADA):
            put(desk, name, tier=0, priority=5, last_attempt_at=1)
        assert offered(desk)[:2] == [ADA, BEN]

    def test_gives_nobody_out_whose_window_is_closed(self, desk: Desk) -> None:
        wait_until(desk, "2026-11-24T23:31:00Z")
        closed_by_now = {ADA, BEN, "Cleo Marsh"}
        assert closed_by_now & set(offered(desk)) == set()
        places = [place_of(desk, name) for name in closed_by_now]
        assert [place.slot for place in places if place] == [0, 0, 0], "they are not even looked at"

    def test_gives_nobody_out_on_a_day_that_is_not_the_campaigns(self, desk: Desk) -> None:
        change_campaign(desk, ("starts = 2026-01-05", "ends = 2026-11-23"))
        taken = next_call(desk, CAMPAIGN)
        assert (taken.call, taken.reasons) == (None, (("outside_campaign_days", 6),))
        assert {entry.standing for entry in queue_of(desk, CAMPAIGN)} == {("This campaign ended on 23 November 2026",)}

    def test_gives_a_promise_that_is_due_before_all_others(self, desk: Desk) -> None:
        begin_work(desk)
        ended(desk, "callback_prospect", "Eve Sand", callback="today 10:00")
        advance(desk, 26 * MINUTE)
        assert called(desk) == "Eve Sand"


class TestALease:
    def test_runs_out_a_quarter_of_an_hour_after_it_was_last_renewed(self, desk: Desk, colleague: Colleague) -> None:
        call, noor = taken(desk, ADA), colleague(desk, "noor")
        advance(desk, 14 * MINUTE)
        assert heartbeat(desk, call.id)
        advance(desk, 14 * MINUTE)
        assert called(noor) != ADA
        release(noor, next_call(noor, CAMPAIGN).call.id)  # type: ignore[union-attr]
        advance(desk, 2 * MINUTE)
        assert called(noor) == ADA and not heartbeat(desk, call.id)

    def test_holds_the_person_not_the_place_in_one_campaign(self, two_campaigns: Desk, colleague: Colleague) -> None:
        taken(two_campaigns, ADA)
        noor = colleague(two_campaigns, "noor")
        found = next_call(noor, "second").call
        assert found is not None and found.prospect_id != prospect_named(two_campaigns, ADA).id
        place = two_campaigns.store.read(lambda unit: unit.prospects.enrolled(2, prospect_named(two_campaigns, ADA).id))
        assert place is not None
        release(noor, found.id)
        with pytest.raises(Refused) as refused:
            take(noor, place.id)
        assert refused.value.code == "held"

    def test_comes_free_in_every_campaign_at_once(self, two_campaigns: Desk, colleague: Colleague) -> None:
        call = taken(two_campaigns, ADA)
        release(two_campaigns, call.id)
        found = next_call(colleague(two_campaigns, "noor"), "second").call
        assert found is not None and found.prospect_id == prospect_named(two_campaigns, ADA).id


FIFTY, THIRTY = 50, 30
CROWD = 60


def test_fifty_callers_who_ask_at_once_get_fifty_people(desk: Desk, tmp_path: Path) -> None:
    land(desk, tmp_path, *crowd(CROWD))
    got: list[int] = []
    problems: list[BaseException] = []
    together = threading.Barrier(10)

    def ask(first: int) -> None:
        mine = open_store(desk.store.url)
        try:
            together.wait()
            for number in range(first, first + FIFTY // 10):
                call = next_call(Desk(mine, desk.clock, f"caller {number}"), CAMPAIGN).call
                assert call is not None
                got.append(call.prospect_id)
        except BaseException as problem:  # noqa: BLE001 - told below
            problems.append(problem)
        finally:
            mine.close()

    threads = [threading.Thread(target=ask, args=(first,)) for first in range(0, FIFTY, FIFTY // 10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems and len(got) == FIFTY
    assert [person for person, times in Counter(got).items() if times > 1] == []


CLAIM = """
import sys
from setter.services.desk import Desk
from setter.services.take_call import next_call
from setter.store.house import open_store
from setter.store.unit import Unit
class Clock:
    sandbox = True
    def now(self):
        return int(sys.argv[2])
store = open_store(sys.argv[1])
store.ready()
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[4])):
    call = next_call(Desk(store, Clock(), f"caller {sys.argv[3]}.{number}"), "quaywise-us").call
    print(call.prospect_id, flush=True)
store.close()
"""


def test_nor_do_programs_that_ask_at_once_ever_get_one_person_twice(desk: Desk, tmp_path: Path) -> None:
    land(desk, tmp_path, *crowd(CROWD))
    command = [sys.executable, "-c", CLAIM, desk.store.url, str(desk.now())]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    programs = [subprocess.Popen([*command, str(number), str(THIRTY // 3)], **pipes) for number in range(3)]
    for program in programs:
        assert program.stdout.readline() == "ready\n"
    for program in programs:
        program.stdin.write("go\n")
        program.stdin.flush()
    got = [line for program in programs for line in program.communicate()[0].split()]
    assert len(got) == THIRTY == len(set(got))
    held = desk.store.read(lambda unit: [unit.queue.lease_on(int(person)) for person in got])
    assert all(place is not None for place in held)


def test_one_caller_at_two_terminals_gets_one_call(desk: Desk, colleague: Colleague) -> None:
    for _ in range(8):
        both = [colleague(desk, "mira"), colleague(desk, "mira")]
        with ThreadPoolExecutor() as pool:
            got = {taken.call.id for taken in pool.map(lambda each: next_call(each, CAMPAIGN), both) if taken.call}
        assert len(got) == 1
        release(desk, got.pop())


def test_nor_two_when_one_of_them_picks(desk: Desk, colleague: Colleague) -> None:
    picked = enrolment_of(desk, BEN).id
    for _ in range(8):
        best, other = colleague(desk, "mira"), colleague(desk, "mira")
        with ThreadPoolExecutor() as pool:
            given = pool.submit(next_call, best, CAMPAIGN)
            with suppress(Refused):
                pool.submit(take, other, picked).result()
            given.result()
        live = desk.store.read(lambda unit: unit.calls.all_live("mira"))
        assert len(live) == 1
        release(desk, live[0].id)


def test_whoever_waits_is_woken_at_their_time_and_in_their_tier(desk: Desk) -> None:
    ended(desk, "no_answer", ADA)
    due = enrolment_of(desk, ADA).next_at
    assert due is not None
    for at, slot in ((due - 1, 1), (due, 0)):
        wait_until(desk, at)
        assert entry_of(desk, ADA).line.slot == slot


class TestWhatAColleaguePromised:
    def test_is_walked_past_by_nobody_until_the_grace_is_over(self, desk: Desk, colleague: Colleague) -> None:
        begin_work(desk)
        ended(desk, "callback_prospect", "Eve Sand", callback="today 10:00")
        noor = colleague(desk, "noor")
        advance(desk, 26 * MINUTE)
        assert entry_of(noor, "Eve Sand").standing == ("promised by mira",)
        assert called(noor) == ADA
        place = place_of(desk, "Eve Sand")
        assert place is not None and (place.slot, place.owner) == (0, "mira")
        advance(desk, 20 * MINUTE)
        assert entry_of(noor, "Eve Sand").may_dial
        place = place_of(desk, "Eve Sand")
        assert place is not None and place.owner == ""


def test_the_length_of_the_queue_is_what_a_count_would_say(desk: Desk, tmp_path: Path) -> None:
    def counted() -> tuple[int, int]:
        rows = desk.store.engine.reader().execute("SELECT count(*) AS number FROM queue WHERE slot <> 2").fetchone()
        return queue_length(desk, CAMPAIGN), int(rows["number"])

    seen = [counted()]
    land(desk, tmp_path, *crowd(20))
    seen.append(counted())
    taken(desk, ADA)
    seen.append(counted())
    for code in ("wrong_number", "not_interested"):
        ended(beside(desk, "noor"), code, BEN if code == "wrong_number" else "Eve Sand")
        seen.append(counted())
    assert [kept for kept, _ in seen] == [raw for _, raw in seen] and len(set(seen)) >= 4
