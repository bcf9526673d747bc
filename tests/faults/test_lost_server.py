"""A PostgreSQL server that is lost at the worst moment: each write stands once, and whoever asked is told or waits."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from faults.lines import Line
from hands import enrolment_of
from houses import ADA, desk_at
from servers import Server
from setter.domain.errors import Unusable
from setter.services.desk import Desk
from setter.services.skip import skip
from setter.store.house import Store, open_store
from setter.store.postgres import PostgresEngine
from setter.store.unit import Unit
from setter.store.watch import HANGS_S
from setter.store.writer import PROMPT_S


def count(unit: Unit) -> int:
    number = int(unit.settings.get("n", "0")) + 1
    unit.settings.set("n", str(number))
    return number


def counted(store: Store) -> int:
    return store.read(lambda unit: int(unit.settings.get("n", "0")))


@pytest.fixture
def store(server: Server) -> Iterator[Store]:
    opened = open_store(server.url())
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture
def line(store: Store, server: Server) -> Iterator[Line]:
    """A line to the server that can be cut, and the store at its end."""
    made = Line(server.socket, Path(tempfile.mkdtemp(prefix="l", dir=server.folder)))
    yield made
    made.close()


@pytest.fixture
def far_store(line: Line, server: Server) -> Iterator[Store]:
    opened = open_store(server.url().replace(str(server.socket), str(line.folder)))
    yield opened
    opened.close()


def test_a_write_whose_server_hangs_up_in_the_middle_is_run_again(store: Store, server: Server) -> None:
    runs = []

    def work(unit: Unit) -> int:
        number = count(unit)
        runs.append(number)
        if len(runs) == 1:
            pid = unit._bound[0].info.backend_pid
            server.ask(f"SELECT pg_terminate_backend({pid})")
        return number

    assert store.write(work) == 1 and len(runs) == 2
    assert counted(store) == 1 and store.away_for is None


@pytest.mark.parametrize("where", ["before", "after", "before after", "after after", "after before", "before before"])
def test_a_commit_whose_answer_is_lost_stands_once(far_store: Store, line: Line, where: str) -> None:
    """The second time it is the question what became of it that is lost."""
    assert far_store.write(count) == 1
    line.cut = where.split()
    assert far_store.write(count) == 2
    assert line.cut == [] and counted(far_store) == 2
    assert far_store.write(count) == 3


def test_a_commit_that_arrives_after_it_was_given_up_is_not_made(far_store: Store, line: Line) -> None:
    runs: list[str] = []

    def work(unit: Unit) -> str:
        runs.append(f"run {len(runs) + 1}")
        unit.settings.set(runs[-1], "done")
        return runs[-1]

    far_store.write(count)
    line.cut = ["late"]
    assert far_store.write(work) == "run 2"
    line.deliver()
    time.sleep(0.3)
    assert line.cuts == 1
    assert far_store.read(lambda unit: [unit.settings.get(run) for run in runs]) == ["", "done"]


def test_a_server_started_anew_is_found_by_reads_and_writes(store: Store, server: Server) -> None:
    for number in range(1, 4):
        assert store.write(count) == number
        server.stop()
        server.start()
        assert counted(store) == number


def test_a_write_waits_for_a_server_that_is_away(store: Store, server: Server) -> None:
    store.write(count)
    server.stop()
    back = threading.Timer(1.0, server.start)
    back.start()
    assert store.write(count) == 2
    back.join()
    assert store.away_for is None


def test_patience_ends_in_a_calm_sentence_and_nothing_is_written(server: Server) -> None:
    store = Store(PostgresEngine(server.url()), patience=0.5)
    store.migrate()
    store.write(count)
    server.stop()
    with pytest.raises(Unusable) as away:
        store.write(count)
    assert away.value.code == "server_away" and store.away_for is not None
    server.start()
    assert counted(store) == 1
    store.close()


def test_a_screen_waits_once_and_is_then_told_at_once_until_the_server_is_back(store: Store, server: Server) -> None:
    store.write(count)
    store.be_prompt()
    server.stop()
    took = []
    for use in (counted, lambda store: store.write(count), counted):
        began = time.monotonic()
        with pytest.raises(Unusable) as away:
            use(store)
        took.append(time.monotonic() - began)
        assert away.value.code == "server_away"
    assert took[0] < PROMPT_S + 1 and max(took[1:]) < 0.1
    server.start()
    until = time.monotonic() + 10
    while store.away_for is not None:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert counted(store) == 1 and store.write(count) == 2


def test_a_server_that_goes_and_comes_within_a_moment_is_not_noticed_at_a_screen(store: Store, server: Server) -> None:
    store.write(count)
    store.be_prompt()
    server.stop()
    server.start()
    assert counted(store) == 1 and store.write(count) == 2


def test_a_server_that_hangs_keeps_no_screen_waiting(store: Store, server: Server) -> None:
    store.write(count)
    store.be_prompt()
    assert counted(store) == 1
    server.hang()
    try:
        for use in (counted, lambda store: store.write(count), counted):
            began = time.monotonic()
            with pytest.raises(Unusable) as away:
                use(store)
            assert away.value.code in ("server_away", "server_silent") and time.monotonic() - began < HANGS_S + 2
    finally:
        server.hang(False)
    until = time.monotonic() + 20
    while store.away_for is not None:
        assert time.monotonic() < until
        time.sleep(0.05)
    assert counted(store) == 1 and store.write(count) == 2


def test_closing_does_not_wait_for_a_server_that_is_away(store: Store, server: Server) -> None:
    store.write(count)
    store.be_prompt()
    server.stop()
    with pytest.raises(Unusable):
        counted(store)
    began = time.monotonic()
    store.close()
    assert time.monotonic() - began < 3


def test_what_a_program_keeps_there_goes_with_it(store: Store, server: Server) -> None:
    for _ in range(3):
        store.write(count)
    assert server.ask("SELECT mark FROM written") == [(3,)]
    store.close()
    assert server.ask("SELECT mark FROM written") == []


def test_a_screen_is_told_when_a_commit_is_in_doubt_and_no_server_answers(
    store: Store, far_store: Store, line: Line
) -> None:
    """Its answer is lost with the line; whoever sits in front of the screen cannot wait for another."""
    far_store.write(count)
    far_store.be_prompt()
    line.cut = ["after"]
    line.close()
    began = time.monotonic()
    with pytest.raises(Unusable) as no:
        far_store.write(count)
    assert no.value.code == "server_silent" and time.monotonic() - began < HANGS_S + 2
    assert counted(store) == 2


def test_a_standby_that_never_confirms_takes_no_result_along(server: Server) -> None:
    """An operator lets a commit go that waits for a standby which is not there: the write stands, and once."""
    store = open_store(server.url())
    try:
        store.migrate()
        store.write(count)
        server.ask("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        server.ask("SELECT pg_reload_conf()")
        store.close()
        store = open_store(server.url())
        with ThreadPoolExecutor() as pool:
            done = pool.submit(store.write, count)
            let_go = 0
            while let_go < 3:
                waits = "wait_event = 'SyncRep' AND datname = current_database()"
                let_go += len(server.ask(f"SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE {waits}"))
                time.sleep(0.05)
            server.ask("ALTER SYSTEM RESET synchronous_standby_names")
            server.ask("SELECT pg_reload_conf()")
            assert done.result(20) == 2
        assert counted(store) == 2
    finally:
        server.ask("ALTER SYSTEM RESET synchronous_standby_names")
        server.ask("SELECT pg_reload_conf()")
        store.close()


def test_a_lease_whose_answer_was_lost_is_the_same_lease(server: Server, tmp_path: Path) -> None:
    """Whoever skips somebody then skips them, and nobody is left held."""
    near = next(house := desk_at(server.url(), tmp_path, "mira"))
    line = Line(server.socket, Path(tempfile.mkdtemp(prefix="l", dir=server.folder)))
    far = Desk(open_store(server.url().replace(str(server.socket), str(line.folder))), near.clock, "mira")
    place = enrolment_of(far, ADA).id
    far.store.claim(lambda unit: None)
    line.at, line.cut = b"AS wrote; COMMIT", ["after"]
    assert skip(far, place, "at lunch").outcome == "skipped"
    assert line.cut == [] and near.store.read(lambda unit: unit.calls.live("mira")) is None
    far.store.close()
    line.close()
    next(house, None)
