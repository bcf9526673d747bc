"""The counts by day, kept as things happen: by many at once, and of a database that was never counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from hands import (
    DAY,
    MINUTE,
    as_lead,
    booked,
    dialled,
    ended,
    land,
    meeting_of,
    prospect_named,
    taken,
)
from houses import (
    ADA,
    BEN,
    CLEO,
    DOV,
    EVE,
    FAY,
    Colleague,
    advance,
)
from setter.domain.errors import Refused, Wrong
from setter.services import kept_counts, meeting_life
from setter.services.book import book
from setter.services.desk import Desk, open_desk
from setter.services.place import promote_due
from setter.services.recount import recount
from setter.services.review import report, report_of
from setter.services.take_call import heartbeat
from setter.services.unite import unite
from setter.store.house import Store
from setter.store.records.counts import Counts, Happened

CALLERS = ("mira", "noor", "lead")
ZONES = ("UTC", "Asia/Tokyo")


def calls_of(desk: Desk, names: list[str], code: str = "no_answer") -> None:
    for name in names:
        ended(desk, code, name)


def test_callers_at_once_are_each_counted_and_somebody_may_count_anew_meanwhile(
    desk: Desk, colleague: Colleague
) -> None:
    work = {"mira": [ADA, BEN], "noor": [CLEO, DOV], "omar": [EVE, FAY]}
    tasks = [partial(calls_of, colleague(desk, name), people) for name, people in work.items()]
    lead = colleague(desk, "lead")
    with ThreadPoolExecutor(4) as threads:
        done = [threads.submit(task) for task in tasks] + [threads.submit(recount, lead, zone) for zone in ZONES]
        assert [each.exception() for each in done] == [None] * 5
    told = report_of(desk, date(2026, 11, 23), date(2026, 11, 26)).summary
    assert {each.name: each.dials for each in told.by_caller} == {"mira": 2, "noor": 2, "omar": 2}


def test_many_who_count_the_same_thing_at_once_count_it_as_often(desk: Desk, colleague: Colleague) -> None:
    thing = Happened("2020-02-02", "mira", "no_answer")

    def count(store: Store) -> None:
        for _ in range(10):
            store.write(lambda unit: unit.reports.count(Counts(Counter([thing]))))

    with ThreadPoolExecutor(3) as threads:
        done = [threads.submit(count, colleague(desk, name).store) for name in CALLERS]
        assert [each.exception() for each in done] == [None] * 3
    assert desk.store.read(lambda unit: unit.reports.by_day(thing.day, thing.day)).happened == {thing: 30}
    desk.store.write(lambda unit: unit.reports.count(Counts(Counter({thing: -30}))))


def test_somebody_only_taken_held_and_let_go_is_nothing_to_count(desk: Desk) -> None:
    touched: list[set[int]] = []
    desk.store.before_commit = lambda unit: touched.append(set(unit.touched.enrolments))
    call = taken(desk)
    assert heartbeat(desk, call.id)
    assert touched == [set(), set()]


def test_a_meeting_called_off_when_its_call_had_long_been_let_go_was_set_all_the_same(desk: Desk) -> None:
    call = dialled(desk, ADA)
    book(desk, call.id, "1 dec 3pm")
    advance(desk, 61 * MINUTE)
    meeting_life.cancel(desk, meeting_of(desk).id)
    assert report(desk, "today").summary.total.meetings_set == 0, "the call may be going on"
    desk.store.write(lambda unit: promote_due(unit, desk.now()))
    assert report(desk, "today").summary.total.meetings_set == 1


def test_what_two_records_counted_for_counts_once_when_they_are_one_person(desk: Desk, tmp_path: Path) -> None:
    land(desk, tmp_path, "Adah North,Birch Haulage,+13125550171,Owner,,IL,US")
    ended(desk, "no_answer", ADA)
    ended(desk, "busy", "Adah North")
    records = [prospect_named(desk, name).id for name in (ADA, "Adah North")]
    desk.store.write(lambda unit: unite(desk, unit, records))
    advance(desk, DAY)
    ended(desk, "no_answer", ADA)
    assert report(desk, "week").summary.total.dials == 3


class TestADatabaseThatIsNotCounted:
    @pytest.fixture
    def uncounted(self, desk: Desk) -> Desk:
        """Three calls in a database as a setter left it that did not count."""
        calls_of(desk, [ADA, BEN, CLEO])
        booked(desk, DOV, when="1 dec 3pm")
        desk.store.write(lambda unit: unit.reports.clear())
        desk.store.engine.connect().execute("DELETE FROM setting WHERE name IN ('report_zone', 'counted')")
        return desk

    def test_is_counted_by_whoever_opens_it(self, uncounted: Desk) -> None:
        open_desk(uncounted.store.url).store.close()
        total = report(uncounted, "today").summary.total
        assert (total.dials, total.meetings_set, total.sqls) == (4, 1, 1)

    def test_and_by_the_next_one_where_that_one_was_stopped_half_way(
        self, uncounted: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as stopped:
            stopped.setattr(kept_counts, "BATCH", 2)
            stopped.setattr(kept_counts, "_count_batch", stops_after(1, kept_counts._count_batch))
            with pytest.raises(KeyboardInterrupt):
                open_desk(uncounted.store.url)
        assert report(uncounted, "today").summary.total.dials == 2
        open_desk(uncounted.store.url).store.close()
        assert report(uncounted, "today").summary.total.dials == 4


def stops_after(number: int, work: Callable[..., Any]) -> Callable[..., Any]:
    """Do something so often, and then be stopped."""
    left = iter(range(number))

    def done(*given: Any, **more: Any) -> Any:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return work(*given, **more)

    return done


def test_a_caller_does_not_count_anew_and_no_zone_is_made_up(desk: Desk) -> None:
    with pytest.raises(Refused, match="team lead"):
        recount(desk)
    with pytest.raises(Wrong, match="Chicagoo"):
        recount(as_lead(desk), "America/Chicagoo")
