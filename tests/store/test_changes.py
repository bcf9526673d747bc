"""A screen asks, several times a second and at no cost, whether anybody has written since it last looked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from setter.store import writer
from setter.store.house import Store, open_store
from setter.store.unit import Unit

SOON_S = 5.0


def count(unit: Unit) -> None:
    unit.settings.set("n", str(int(unit.settings.get("n", "0")) + 1))


def becomes_another(store: Store, mark: int, within: float = SOON_S) -> bool:
    until = time.monotonic() + within
    while store.change_mark() == mark:
        if time.monotonic() > until:
            return False
        time.sleep(0.005)
    return True


def settled(store: Store) -> int:
    """The mark once nothing of what happened before is still on its way."""
    mark, quiet_since = store.change_mark(), time.monotonic()
    while time.monotonic() < quiet_since + 2 * writer.TELLING_S:
        time.sleep(0.01)
        if store.change_mark() != mark:
            mark, quiet_since = store.change_mark(), time.monotonic()
    return mark


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    """Another program at the same database."""
    opened = open_store(store.url)
    yield opened
    opened.close()


def test_what_another_writes_changes_the_mark_and_what_they_read_does_not(store: Store, other: Store) -> None:
    mark = settled(store)
    other.read(lambda unit: unit.settings.get("n"))
    other.write(lambda unit: unit.settings.get("n"), durable=False)
    assert not becomes_another(store, mark, within=0.6)
    other.write(count)
    assert becomes_another(store, mark)
    mark = settled(store)
    other.claim(count)
    assert becomes_another(store, mark)


def test_what_one_writes_oneself_changes_it_at_once_and_only_then(store: Store) -> None:
    mark = settled(store)
    store.write(count)
    after = store.change_mark()
    assert after != mark
    assert not becomes_another(store, after, within=0.6)


def test_nothing_changes_the_mark_while_nobody_writes(store: Store, other: Store) -> None:
    other.write(count)
    mark = settled(store)
    assert not becomes_another(store, mark, within=0.6)


def test_the_last_of_many_writes_is_heard_of_though_not_each_is_told(store: Store, other: Store) -> None:
    settled(store)
    marks, began = set(), time.monotonic()
    for _ in range(200):
        other.write(count, durable=False)
        marks.add(store.change_mark())
    mark = settled(store)
    assert store.read(lambda unit: unit.settings.get("n")) == "200"
    if "://" in store.url:
        assert len(marks) <= (time.monotonic() - began) / writer.TELLING_S + 2
    other.write(count, durable=False)
    assert becomes_another(store, mark)


def test_whoever_closes_at_once_has_told_of_the_last_write(store: Store) -> None:
    mark, brief = settled(store), open_store(store.url)
    brief.write(count)
    assert becomes_another(store, mark)
    mark = store.change_mark()
    brief.write(count)
    brief.close()
    assert becomes_another(store, mark)


def test_a_listener_cut_off_hears_of_what_it_missed(url_of: Callable[[str], str]) -> None:
    import psycopg

    store, other = open_store(url_of("postgres")), None
    try:
        store.migrate()
        mark, other = settled(store), open_store(store.url)
        with psycopg.connect(store.url, autocommit=True) as admin:
            ours = "datname = current_database() AND pid <> pg_backend_pid()"
            admin.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ours}")
        other.write(count)
        assert becomes_another(store, mark)
    finally:
        store.close()
        if other is not None:
            other.close()


def test_whoever_is_cut_off_before_telling_tells_once_back(url_of: Callable[[str], str]) -> None:
    import psycopg

    store, other = open_store(url_of("postgres")), None
    try:
        store.migrate()
        other = open_store(store.url)
        teller = other.write(lambda unit: unit._bound[0].info.backend_pid)
        mark = settled(store)
        with psycopg.connect(store.url, autocommit=True) as admin:
            other.write(count)
            assert becomes_another(store, mark)
            mark = store.change_mark()
            other.write(count)  # to be told of in a moment, not at once
            admin.execute(f"SELECT pg_terminate_backend({teller})")
        assert becomes_another(store, mark)
    finally:
        store.close()
        if other is not None:
            other.close()


def test_a_colleague_whose_backend_has_a_number_that_was_ours_is_heard(url_of: Callable[[str], str]) -> None:
    """A server that was started again gives its numbers out anew."""
    store = open_store(url_of("postgres"))
    try:
        store.migrate()
        settled(store)
        listener = store.engine._listener
        before, now = store.engine.connect(), store.engine.connect()
        listener.tell(before)
        listener.tell(now)
        mark = settled(store)
        before.execute("NOTIFY setter_written")
        assert becomes_another(store, mark)
    finally:
        store.close()
