"""What a server is asked for so that no outcome is lost and no race is won by two."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import pytest

from setter.store.audit_check import verify
from setter.store.house import Store, open_store
from setter.store.unit import Unit


@pytest.fixture
def store(url_of: Callable[[str], str]) -> Iterator[Store]:
    made = open_store(url_of("postgres"))
    made.migrate()
    yield made
    made.close()


def shows(name: str) -> Callable[[Unit], str]:
    """Ask how a setting stands inside a unit of work."""
    return lambda unit: str(unit._bound[0].execute(f"SHOW {name}").fetchone()[name])


def test_an_outcome_waits_for_the_servers_disk_and_a_claim_does_not(store: Store) -> None:
    how = shows("synchronous_commit")
    assert (store.write(how), store.write(how, durable=False), store.write(how)) == ("on", "off", "on")


def test_writes_are_as_if_one_came_after_another_and_reads_see_one_view(store: Store) -> None:
    assert store.write(shows("transaction_isolation")) == "serializable"
    assert store.read(shows("transaction_isolation")) == "repeatable read"
    assert store.read(shows("transaction_read_only")) == "on"


def test_what_a_caller_writes_is_planned_once_and_what_is_looked_for_by_what_is_asked(store: Store) -> None:
    how = shows("plan_cache_mode")
    assert store.claim(how) == store.record(how) == "force_generic_plan"
    assert store.read(how) == store.write(how) == "auto"


def test_the_driver_prints_nothing_into_a_screen(store: Store) -> None:
    store.read(lambda unit: None)
    assert not logging.getLogger("psycopg").isEnabledFor(logging.WARNING)


def test_a_race_lost_in_the_middle_of_several_writes_leaves_nothing_half_prepared(store: Store) -> None:
    """However often it is lost, and before or after the driver has prepared anything: the driver believes to have
    prepared what it sent after the write that failed."""
    other, lost = open_store(store.url), 0

    def write(unit: Unit) -> None:
        nonlocal lost
        unit.settings.get("word")
        if lost:
            lost -= 1
            other.write(lambda theirs: theirs.settings.set("word", f"theirs {lost}"))
        unit.settings.tell("set_setting", name="word", value="mine")
        unit.settings.tell("set_role", name="ada", role="team_lead")

    for times in (2, 1, 0, 1, 0, 3, 0, 0, 1, 1, 2, 0):
        lost = times
        store.record(write)
        assert store.read(lambda unit: unit.settings.get("word")) == "mine"
    other.close()


def test_a_durable_write_that_loses_the_next_of_a_chain_to_a_recorded_one_takes_the_one_after(store: Store) -> None:
    """A team lead brings a list in, in one terminal, and calls in another: both are one chain of the audit."""
    other, lost = open_store(store.url), [True]

    def append(unit: Unit) -> None:
        unit.audit.append("mira@desk", "mira", "outcome", "call/1", "{}", 1)

    def write(unit: Unit) -> None:
        append(unit)
        if lost.pop() if lost else False:
            other.record(append)

    store.write(append)
    store.write(write)
    assert store.read(lambda unit: (len(unit.audit.about("call/1")), verify(unit.audit).faults)) == (3, ())
    other.close()


def test_the_count_of_the_queue_is_kept_in_few_parts_however_many_connections_there_were(store: Store) -> None:
    body = store.engine.reader().execute("SELECT prosrc FROM pg_proc WHERE proname = 'queue_grows'").fetchone()
    assert "% 1024" in body["prosrc"]


def test_to_hang_up_on_nobody_is_no_error(store: Store) -> None:
    store.engine.cut(None)
    lost = store.engine.connect()
    lost.close()
    store.engine.cut(lost)
