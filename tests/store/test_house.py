"""Reads see one view, writes stand or fall whole and come in the order they were asked."""

from __future__ import annotations

import subprocess
import sys
import threading
import traceback

import pytest

from setter.domain.errors import Unusable
from setter.store.house import Mistaken, Store, open_store
from setter.store.records import Phone
from setter.store.unit import Unit


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
        while store._writer.waiting() <= number:
            pass
    hold.set()
    for thread in [blocker, *threads]:
        thread.join()
    assert seen == list(range(20))


def test_a_file_that_nobody_writes_is_written_in_the_askers_thread_and_a_server_never(store: Store) -> None:
    """A server may let one wait, and a caller who waits must be able to give up."""
    here = threading.get_ident()
    assert (store.write(lambda unit: threading.get_ident()) == here) is not store.engine.served


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


class TestInsideAUnit:
    """What a unit of work asks of the store itself, on the thread it runs on."""

    def test_a_read_in_a_read_sees_the_same_view(self, store: Store) -> None:
        store.write(lambda unit: unit.settings.set("n", "before"))

        def look(unit: Unit) -> tuple[str, str]:
            first = unit.settings.get("n")
            store.write(lambda other: other.settings.set("n", "after"))
            return first, store.read(lambda nested: nested.settings.get("n"))

        assert store.read(look) == ("before", "before")
        assert store.read(lambda unit: unit.settings.get("n")) == "after"

    def test_a_read_in_a_write_sees_what_was_written_so_far(self, store: Store) -> None:
        def work(unit: Unit) -> str:
            unit.settings.set("n", "mine")
            return store.read(lambda nested: nested.settings.get("n"))

        assert store.write(work) == "mine"

    def test_a_write_in_a_write_is_refused_and_nothing_of_either_stays(self, store: Store) -> None:
        def work(unit: Unit) -> None:
            unit.settings.set("outer", "x")
            store.write(lambda nested: nested.settings.set("inner", "x"))

        with pytest.raises(RuntimeError, match="one unit"):
            store.write(work)
        assert store.read(lambda unit: unit.settings.get("outer") + unit.settings.get("inner")) == ""


def test_a_closed_store_says_so(store: Store) -> None:
    store.write(lambda unit: unit.settings.set("n", "1"))
    store.close()
    for use in (
        lambda: store.write(lambda unit: unit.settings.set("n", "2")),
        lambda: store.read(lambda unit: unit.settings.get("n")),
        store.ready,
    ):
        with pytest.raises(Unusable) as refused:
            use()
        assert refused.value.code == "database_closed"
    store.close()
    other = open_store(store.url)
    assert other.read(lambda unit: unit.settings.get("n")) == "1"
    other.close()


def test_a_mistake_of_ours_never_tells_whose_row_it_was(store: Store) -> None:
    """PostgreSQL quotes the row in its error; not even a whole traceback may show it."""
    secret = Phone(1, "tidemark", 99, "+13125550101", "312 555 0101", "", "", 0, "no such", "", "", "", 1, None)
    with pytest.raises(Mistaken) as mistaken:
        store.write(lambda unit: unit.prospects.add_phone(secret))
    told = "".join(traceback.format_exception(mistaken.value))
    assert "5550101" not in told and "555 0101" not in told
    assert "Violation" in str(mistaken.value) or "IntegrityError" in str(mistaken.value)


ADD = """
import sys
from setter.store.house import open_store
store = open_store(sys.argv[1])
for _ in range(60):
    store.write(lambda unit: unit.settings.set("count", str(int(unit.settings.get("count")) + 1)), durable=False)
store.close()
"""


def test_real_programs_that_count_at_once_lose_nothing(store: Store) -> None:
    store.write(lambda unit: unit.settings.set("count", "0"))
    started = [subprocess.Popen([sys.executable, "-c", ADD, store.url], stderr=subprocess.PIPE) for _ in range(3)]
    told = [program.communicate()[1].decode() for program in started]
    assert [program.returncode for program in started] == [0] * 3, told
    assert store.read(lambda unit: unit.settings.get("count")) == "180"
