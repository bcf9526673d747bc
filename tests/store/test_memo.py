"""Within one unit of work a question costs the way to the database once, and never an outdated answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from msgspec.structs import replace

from hands import MINUTE, enrolment_of, place_of, prospect_named
from houses import ADA, BEN, advance
from setter.services.desk import Desk
from setter.services.shift import begin_work, take_break
from setter.store.memo import BEHIND, Memo, holds, tables_of, written_by
from setter.store.migrate import steps
from setter.store.records import Enrolment
from setter.store.sql import queries
from setter.store.unit import Unit

VIEW = re.compile(r"^CREATE VIEW (\w+) AS\b(.*?);", re.MULTILINE | re.DOTALL)


def asked(memo: Memo, sql: str, answer: Any, **values: Any) -> tuple[Any, int]:
    """What a question is answered, and how often the database was asked."""
    times = []

    def run() -> Any:
        times.append(1)
        return answer

    return memo.ask("a question", sql, values, run), len(times)


class TestAQuestion:
    def test_asked_twice_costs_the_way_once(self) -> None:
        memo = Memo()
        assert asked(memo, "SELECT * FROM phone", iter([1, 2]), id=1) == ([1, 2], 1)
        assert asked(memo, "SELECT * FROM phone", iter([3]), id=1) == ([1, 2], 0)
        assert asked(memo, "SELECT * FROM phone", iter([3]), id=2) == ([3], 1)

    def test_is_asked_anew_once_a_table_of_it_was_written_and_only_then(self) -> None:
        memo = Memo()
        asked(memo, "SELECT * FROM phone JOIN prospect", 1)
        asked(memo, "SELECT * FROM email", 2)
        assert asked(memo, "UPDATE prospect SET blocked = ''", 0) == (0, 1)
        assert asked(memo, "SELECT * FROM phone JOIN prospect", 7) == (7, 1)
        assert asked(memo, "SELECT * FROM email", 7) == (2, 0)

    def test_that_holds_a_row_is_asked_each_time(self) -> None:
        memo = Memo()
        sql = "SELECT * FROM enrolment WHERE id = 1 FOR NO KEY UPDATE"
        assert asked(memo, sql, 1) == (1, 1) and asked(memo, sql, 2) == (2, 1)

    def test_that_was_answered_nobody_is_not_taken_for_one_never_asked(self) -> None:
        memo = Memo()
        assert asked(memo, "SELECT * FROM phone", None) == (None, 1)
        assert asked(memo, "SELECT * FROM phone", None) == (None, 0)


def test_what_was_just_written_is_read_as_it_stands_in_the_database(desk: Desk) -> None:
    ada = enrolment_of(desk, ADA)

    def write(unit: Unit) -> Enrolment | None:
        unit.prospects.save_enrolment(replace(ada, skips=ada.skips + 1, next_at=None, owner="ben"))
        return unit.prospects.enrolment(ada.id)

    written = desk.store.write(write)
    assert written == desk.store.read(lambda unit: unit.prospects.enrolment(ada.id))
    assert written is not None and written.skips == ada.skips + 1


class TestAWriteThatNobodyWaitsFor:
    """It is made with others where that is quicker, and always before anybody could miss it."""

    @pytest.fixture
    def made(self) -> list[str]:
        return []

    @pytest.fixture
    def memo(self, made: list[str]) -> Memo:
        @contextmanager
        def together() -> Iterator[None]:
            made.append("together")
            yield
            made.append("done")

        return Memo(together)

    def owe(self, memo: Memo, made: list[str], table: str) -> None:
        memo.owe(f"UPDATE {table} SET x = 1", lambda: made.append(table))

    def test_goes_with_others_in_their_order_when_all_is_settled(self, memo: Memo, made: list[str]) -> None:
        for table in ("call", "attempt", "call"):
            self.owe(memo, made, table)
        assert made == []
        memo.settle()
        memo.settle()
        assert made == ["together", "call", "attempt", "call", "done"]

    def test_is_made_before_its_table_is_read_and_no_sooner(self, memo: Memo, made: list[str]) -> None:
        asked(memo, "SELECT * FROM call", 1)
        self.owe(memo, made, "call")
        asked(memo, "SELECT * FROM phone", 1)
        assert made == []
        assert asked(memo, "SELECT * FROM phone JOIN call", 2) == (2, 1) and made == ["call"]
        assert asked(memo, "SELECT * FROM call", 3) == (3, 1)

    @pytest.mark.parametrize("sql", ["DELETE FROM phone", "SELECT * FROM phone FOR NO KEY UPDATE"])
    def test_is_made_before_anything_that_others_wait_for(self, memo: Memo, made: list[str], sql: str) -> None:
        self.owe(memo, made, "call")
        asked(memo, sql, 1)
        assert made == ["call"]

    def test_is_made_at_once_in_a_file(self, made: list[str]) -> None:
        self.owe(Memo(), made, "call")
        assert made == ["call"]


def test_whatever_changes_a_table_is_known_to_change_it() -> None:
    for room in (
        "queue",
        "prospects",
        "calls",
        "meetings",
        "tasks",
        "settings",
        "arrivals",
        "identity",
        "reports",
        "search",
    ):
        for engine, dialect in (("sqlite", "sqlite3"), ("postgres", "psycopg")):
            known = queries(room, dialect, engine)
            for name in known.available_queries:
                query = getattr(known, name)
                changes = bool({"INSERT", "DELETE", "SET"} & set(query.sql.upper().split()))
                assert bool(written_by(query.sql)) == changes and written_by(query.sql) <= tables_of(query.sql), (
                    room,
                    name,
                )
    assert holds(queries("prospects", "psycopg", "postgres").hold_enrolment.sql)


def test_every_view_is_known_by_the_tables_behind_it() -> None:
    for engine in ("sqlite", "postgres"):
        views = {name: text for _, script in steps(engine) for name, text in VIEW.findall(script)}
        assert views
        for name, text in views.items():
            assert BEHIND[name] == tables_of(text), name


def test_a_view_and_what_a_trigger_keeps_follow_the_tables_behind_them(desk: Desk) -> None:
    begin_work(desk)

    def length(unit: Unit) -> tuple[int, int]:
        before = unit.queue.length(1)
        unit.queue.remove(place.enrolment_id)
        return before, unit.queue.length(1)

    place = place_of(desk, BEN)
    assert place is not None
    assert desk.store.write(length) == (6, 5)
    assert desk.store.read(lambda unit: unit.tasks.away()) == frozenset()
    advance(desk, MINUTE)
    take_break(desk)
    assert desk.store.read(lambda unit: unit.tasks.away()) == {"mira"}


def test_what_a_unit_of_work_writes_it_reads(desk: Desk) -> None:
    ada = prospect_named(desk, ADA)

    def work(unit: Unit) -> tuple[str, str]:
        before = unit.prospects.get(ada.id)
        unit.prospects.block(ada.id, "asked")
        after = unit.prospects.get(ada.id)
        assert before is not None and after is not None
        return before.blocked, after.blocked

    assert desk.store.write(work) == ("", "asked")
