"""Where the processes of a crowd sit: at setter, or at what people would take instead; an act is a claim or a round."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from benchmarks.campaign_text import CAMPAIGN
from benchmarks.claiming import Claims
from benchmarks.crowd import Act
from setter.domain.errors import Refused, Unusable
from setter.services.call_view import view
from setter.services.desk import open_desk
from setter.services.draft import begin_dial, end_call
from setter.services.record_outcome import Given
from setter.services.take_call import next_call


@contextmanager
def round_of_calls(index: int, url: str) -> Iterator[Act]:
    """A caller's whole step: the next prospect with her card, the dial, no answer; last, whether it failed."""
    desk = open_desk(url, f"caller-{index:02d}")

    def act() -> Sequence[float]:
        began = time.perf_counter()
        try:
            return (*whole(began), 0.0)
        except Unusable:  # the database was busy for too long: the caller sees a sentence, and tries again
            return time.perf_counter() - began, 0.0, 0.0, 0.0, 1.0

    def whole(began: float) -> Sequence[float]:
        taken = next_call(desk, CAMPAIGN)
        assert taken.call is not None, taken.reasons
        view(desk, taken.call.id)
        shown = time.perf_counter()
        with suppress(Refused):  # dialled before the database was too busy to say so
            begin_dial(desk, taken.call.id)
        dialled = time.perf_counter()
        end_call(desk, taken.call.id, Given("no_answer"))
        ended = time.perf_counter()
        return ended - began, shown - began, dialled - shown, ended - dialled

    yield act
    desk.store.close()


@contextmanager
def lease(index: int, url: str, windows: int) -> Iterator[Act]:
    """The lease alone, of our own, from so many open windows."""
    claims = Claims(open_desk(url, f"caller-{index:02d}"), windows, range(1, windows + 1))

    def act() -> Sequence[float]:
        began = time.perf_counter()
        claims.claim()
        return (time.perf_counter() - began,)

    yield act
    claims.close()


@contextmanager
def huey(index: int, path: str) -> Iterator[Act]:
    """A task taken from huey's SQLite queue: it is deleted as it is taken."""
    from huey.storage import SqliteStorage

    storage = SqliteStorage("bench", path, timeout=60)

    def act() -> Sequence[float]:
        began = time.perf_counter()
        assert storage.dequeue() is not None, "huey's queue is empty"
        return (time.perf_counter() - began,)

    yield act
    storage.close()


@contextmanager
def litequeue(index: int, path: str) -> Iterator[Act]:
    """A message popped from litequeue; one that it cannot take for a lock counts by its time."""
    import sqlite3

    from litequeue import LiteQueue

    queue = LiteQueue(path, timeout=60)

    def act() -> Sequence[float]:
        began = time.perf_counter()
        try:
            taken = queue.pop()
        except sqlite3.OperationalError:
            return time.perf_counter() - began, 1.0
        assert taken is not None, "litequeue is empty"
        return time.perf_counter() - began, 0.0

    yield act
    queue.close()


@contextmanager
def procrastinate(index: int, url: str) -> Iterator[Act]:
    """A job fetched from procrastinate, in an event loop of its own as its worker does."""
    from procrastinate import PsycopgConnector
    from procrastinate.manager import JobManager

    with asyncio.Runner() as runner:
        connector = PsycopgConnector(conninfo=url, min_size=1, max_size=1)
        runner.run(connector.open_async())
        manager = JobManager(connector)
        worker = runner.run(manager.register_worker())

        def act() -> Sequence[float]:
            began = time.perf_counter()
            assert runner.run(manager.fetch_job(None, worker)) is not None, "procrastinate's queue is empty"
            return (time.perf_counter() - began,)

        yield act
        runner.run(connector.close_async())


@contextmanager
def pgqueuer(index: int, url: str) -> Iterator[Act]:
    """A job dequeued from PgQueuer, one at a time."""
    import uuid
    from datetime import timedelta

    import psycopg
    from pgqueuer.db import PsycopgDriver
    from pgqueuer.queries import EntrypointExecutionParameter, Queries

    me = uuid.uuid4()

    async def opened() -> Queries:
        return Queries(PsycopgDriver(await psycopg.AsyncConnection.connect(url, autocommit=True)))

    with asyncio.Runner() as runner:
        queries = runner.run(opened())
        entry = {"bench": EntrypointExecutionParameter(0)}

        def act() -> Sequence[float]:
            began = time.perf_counter()
            jobs = runner.run(queries.dequeue(1, entry, me, None, timedelta(minutes=15)))  # type: ignore[arg-type]
            assert jobs, "pgqueuer's queue is empty"
            return (time.perf_counter() - began,)

        yield act
