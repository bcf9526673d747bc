"""Reads see one view, writes stand or fall whole and come in the order they were asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from setter.store.house import Store, open_store
from setter.store.unit import Unit


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, url_of: Callable[[str], str]) -> Iterator[Store]:
    made = open_store(url_of(request.param))
    made.migrate()
    yield made
    made.close()


def test_writes_of_one_program_come_in_the_order_they_were_asked(store: Store) -> None:
    seen: list[int] = []
    waiting = threading.Semaphore(0)
    hold = threading.Event()
    threads = []

    def first(unit: Unit) -> None:
        waiting.release()
        hold.wait()

    blocker = threading.Thread(target=store.write, args=(first,))
    blocker.start()
    waiting.acquire()
    for number in range(20):
        thread = threading.Thread(target=store.write, args=(lambda unit, number=number: seen.append(number),))
        thread.start()
        threads.append(thread)
        while store._work.qsize() <= number:
            pass
    hold.set()
    for thread in [blocker, *threads]:
        thread.join()
    assert seen == list(range(20))


def test_a_unit_that_fails_writes_nothing_and_the_next_one_goes_on(store: Store) -> None:
    def half(unit: Unit) -> None:
        unit.settings.set("half", "done")
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        store.write(half)
    assert store.read(lambda unit: unit.settings.get("half")) == ""
    store.write(lambda unit: unit.settings.set("whole", "done"))
    assert store.read(lambda unit: unit.settings.get("whole")) == "done"


def test_a_read_sees_one_view_however_long_it_takes(store: Store) -> None:
    store.write(lambda unit: unit.settings.set("clock", "before"))

    def look(unit: Unit) -> tuple[str, str]:
        first = unit.settings.get("clock")
        store.write(lambda other: other.settings.set("clock", "after"))
        return first, unit.settings.get("clock")

    assert store.read(look) == ("before", "before")
    assert store.read(lambda unit: unit.settings.get("clock")) == "after"


def test_whoever_asks_for_a_write_hears_when_it_is_there_for_everybody(store: Store) -> None:
    other = open_store(store.url)
    for number in range(10):
        store.write(lambda unit, number=number: unit.settings.set("n", str(number)))
        assert other.read(lambda unit: unit.settings.get("n")) == str(number)
    other.close()


def test_programs_that_write_at_once_lose_nothing(store: Store) -> None:
    """Eight programs count on one number; each adds twenty-five."""
    store.write(lambda unit: unit.settings.set("count", "0"))
    problems: list[BaseException] = []

    def work() -> None:
        mine = open_store(store.url)
        try:
            for _ in range(25):
                mine.write(lambda unit: unit.settings.set("count", str(int(unit.settings.get("count")) + 1)))
        except BaseException as problem:  # noqa: BLE001 - told below
            problems.append(problem)
        finally:
            mine.close()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    assert store.read(lambda unit: unit.settings.get("count")) == "200"
