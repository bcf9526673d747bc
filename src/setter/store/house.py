"""The store: reads on the caller's own thread, writes one after another on the writer's thread."""

from __future__ import annotations

import itertools
import queue
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from setter.domain.errors import Unusable
from setter.store.engine import Contended, Engine
from setter.store.migrate import migrate, refuse_newer
from setter.store.unit import Unit

T = TypeVar("T")
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.001, 0.05
"""How long the loser of a race lets others go first, at random, so that the same ones do not lose again."""
PATIENCE_S = 30.0
"""How long a write may wait for its turn before its asker is told that the database is busy."""


class _Asked:
    """A write that was asked for; once it has begun, its asker waits to the end."""

    def __init__(self, work: Callable[[Unit], Any], durable: bool) -> None:
        self.work = work
        self.durable = durable
        self.done: Future[Any] = Future()
        self._begun: bool | None = None

    def begin(self) -> bool:
        """Say whether the asker still waits for it."""
        if self._begun is None:
            self._begun = self.done.set_running_or_notify_cancel()
        return self._begun


class Store:
    """One open database.

    `read(work)` and `write(work)` hand a `Unit` to `work`; everything a write does stands or falls together. Both
    raise Unusable when the database cannot be used, or no longer.
    """

    def __init__(self, engine: Engine, patience: float = PATIENCE_S) -> None:
        self.engine = engine
        self.patience = patience
        self._work: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._connection: Any = None
        self._starting = threading.Lock()

    @property
    def url(self) -> str:
        """Where the database is: a path, or a postgresql:// address."""
        return self.engine.url

    def read(self, work: Callable[[Unit], T]) -> T:
        """Run `work` on one unchanging view of the database, in the calling thread."""
        with self._in_calm_words(), self.engine.reading() as connection:
            return work(self._unit(connection))

    def write(self, work: Callable[[Unit], T], durable: bool = True) -> T:
        """Run `work` in one write transaction, after all that were asked before; return when it is committed.

        `durable=False` is for claims only: a power cut may take one back, a killed process cannot. `work` may be run
        more than once when another program got in between, so it must do nothing but read and write the unit.
        """
        self._start()
        asked = _Asked(work, durable)
        self._work.put(asked)
        wait([asked.done], self.patience)
        if asked.done.cancel():
            raise _busy()
        done: T = asked.done.result()
        return done

    def migrate(self) -> None:
        """Create or upgrade the schema."""
        with self._in_calm_words():
            connection = self.engine.connect()
            try:
                migrate(self.engine, connection)
            finally:
                connection.close()

    def ready(self) -> bool:
        """Say whether the database holds our schema; Unusable when it is newer than this program."""
        if not self.engine.exists():
            return False
        with self._in_calm_words():
            return refuse_newer(self.engine, self.engine.reader()) > 0

    def close(self) -> None:
        """Finish what was asked, then close."""
        if self._writer is not None:
            self._work.put(None)
            self._writer.join()
            self._writer = None
        self.engine.close()

    def _start(self) -> None:
        with self._starting:
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_in_order, name="setter-writer", daemon=True)
                self._writer.start()

    def _write_in_order(self) -> None:
        while (asked := self._work.get()) is not None:
            try:
                with self._in_calm_words():
                    result = self._run(asked)
            except BaseException as problem:  # noqa: BLE001 - it is the asker's to handle, in the asker's thread
                if asked.begin():
                    asked.done.set_exception(problem)
            else:
                if asked.begin():
                    asked.done.set_result(result)

    def _run(self, asked: _Asked) -> Any:
        until = time.monotonic() + self.patience
        for attempt in itertools.count():
            if self._connection is None or self.engine.lost(self._connection):
                self._connection = self.engine.connect()
            try:
                with self.engine.writing(self._connection, asked.durable):
                    return asked.work(self._unit(self._connection)) if asked.begin() else None
            except Contended:
                if time.monotonic() > until:
                    break
                time.sleep(random.uniform(0, min(LONGEST_PAUSE_S, SHORTEST_PAUSE_S * 2 ** min(attempt, 8))))
        raise _busy()

    @contextmanager
    def _in_calm_words(self) -> Iterator[None]:
        """Turn a driver's error into what it means to whoever works here."""
        try:
            yield
        except Exception as problem:
            trouble = self.engine.trouble(problem)
            if trouble is None:
                raise
            raise trouble from problem

    def _unit(self, connection: Any) -> Unit:
        return Unit(connection, self.engine.dialect, self.engine.folder)


def _busy() -> Unusable:
    return Unusable(
        "database_busy", "Another program holds the database.", "", "Nothing was written: try again in a moment."
    )


def open_store(url: str) -> Store:
    """Open a database by path or postgresql:// address; the driver of the other engine is never imported."""
    if url.startswith(("postgresql://", "postgres://")):
        from setter.store.postgres import PostgresEngine

        return Store(PostgresEngine(url))
    kind, sign, _ = url.partition("://")
    if sign:
        sentence = f"setter keeps its data in a SQLite file or in PostgreSQL, not in {kind}."
        raise Unusable("database_kind", sentence, "--db", "Name a file, or an address that begins with postgresql://.")
    from setter.store.sqlite import SqliteEngine

    return Store(SqliteEngine(Path(url)))
