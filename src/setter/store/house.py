"""The store: reads on the caller's own thread, writes one after another on the writer's thread."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeVar

from setter.domain.errors import Unusable
from setter.store.engine import Contended, Engine
from setter.store.migrate import migrate, refuse_newer
from setter.store.unit import Unit

T = TypeVar("T")
RETRIES = 30


class Store:
    """One open database.

    `read(work)` and `write(work)` hand a `Unit` to `work`; everything a write does stands or falls together.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._work: queue.SimpleQueue[tuple[Callable[[Unit], Any], bool, Future[Any]] | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._starting = threading.Lock()

    @property
    def url(self) -> str:
        """Where the database is: a path, or a postgresql:// address."""
        return self.engine.url

    def read(self, work: Callable[[Unit], T]) -> T:
        """Run `work` on one unchanging view of the database, in the calling thread."""
        with self.engine.reading() as connection:
            return work(self._unit(connection))

    def write(self, work: Callable[[Unit], T], durable: bool = True) -> T:
        """Run `work` in one write transaction, after all that were asked before; return when it is committed.

        `durable=False` is for claims only: a power cut may take one back, a killed process cannot. `work` may be run
        more than once when another program got in between, so it must do nothing but read and write the unit.
        """
        self._start()
        done: Future[T] = Future()
        self._work.put((work, durable, done))
        return done.result()

    def migrate(self) -> None:
        """Create or upgrade the schema."""
        connection = self.engine.connect()
        migrate(self.engine, connection)
        connection.close()

    def ready(self) -> bool:
        """Say whether the database holds our schema; Unusable when it is newer than this program."""
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
        connection: Any = None
        while (asked := self._work.get()) is not None:
            work, durable, done = asked
            try:
                connection = connection or self.engine.connect()
                done.set_result(self._run(connection, work, durable))
            except BaseException as problem:  # noqa: BLE001 - it is the asker's to handle, in the asker's thread
                done.set_exception(problem)

    def _run(self, connection: Any, work: Callable[[Unit], T], durable: bool) -> T:
        for _ in range(RETRIES):
            try:
                with self.engine.writing(connection, durable):
                    return work(self._unit(connection))
            except Contended:
                continue
        raise Unusable("database_busy", "The database is too busy to write.", "", "Try again in a moment.")

    def _unit(self, connection: Any) -> Unit:
        return Unit(connection, self.engine.dialect, self.engine.folder)


def open_store(url: str) -> Store:
    """Open a database by path or postgresql:// address; the driver of the other engine is never imported."""
    if url.startswith(("postgresql://", "postgres://")):
        from setter.store.postgres import PostgresEngine

        return Store(PostgresEngine(url))
    from setter.store.sqlite import SqliteEngine

    return Store(SqliteEngine(Path(url)))
