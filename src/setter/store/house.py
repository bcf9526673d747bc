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
from setter.store.engine import Contended, Engine, How
from setter.store.keys import KeyRing
from setter.store.migrate import SCHEMA_VERSION, migrate, missing, refuse_newer
from setter.store.unit import Unit

T = TypeVar("T")
SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.001, 0.05
"""How long the loser of a race lets others go first, at random, so that the same ones do not lose again."""
PATIENCE_S = 30.0
"""How long a write may wait for its turn before its asker is told that the database is busy."""


class Mistaken(Exception):
    """The database says that a statement or a row of ours is wrong: named by the driver's own name for it.

    The driver's words never leave the store, for they may quote a person's row.
    """


class _Asked:
    """A write that was asked for; once it has begun, its asker waits to the end."""

    def __init__(self, work: Callable[[Unit], Any], how: How) -> None:
        self.work = work
        self.how = how
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
    raise Unusable when the database cannot be used, or no longer. A read asked for inside either sees what that one
    sees; a write asked for inside a write would wait for itself, and is refused.
    """

    def __init__(self, engine: Engine, patience: float = PATIENCE_S) -> None:
        self.engine = engine
        self.patience = patience
        self.keys = KeyRing(engine.key_place)
        self.at_each_unit: Callable[[Unit], None] | None = None
        self.before_commit: Callable[[Unit], None] | None = None
        self._inside = threading.local()
        self._closed = False
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
        around: Unit | None = getattr(self._inside, "unit", None)
        if around is not None:
            return work(around)
        self._refuse_closed()
        with self._in_calm_words(), self.engine.reading() as connection:
            return self._within(self._unit(connection), work)

    def write(self, work: Callable[[Unit], T], durable: bool = True) -> T:
        """Run `work` in one write transaction, after all that were asked before; return when it is committed.

        `durable=False` is for leases only: a power cut may take one back, a killed process cannot. `work` may be run
        more than once when another program got in between, so it must do nothing but read and write the unit.
        """
        return self._written(work, How.DURABLE if durable else How.LEASING)

    def claim(self, work: Callable[[Unit], T]) -> T:
        """Run `work` as `write`, for a claim: fifty callers at one queue must not wait for each other.

        It may write only what it has locked, by a query that passes over what others hold, or made; everything else
        it reads may be older than what it writes.
        """
        return self._written(work, How.CLAIMING)

    def _written(self, work: Callable[[Unit], T], how: How) -> T:
        if threading.current_thread() is self._writer:
            raise RuntimeError("A write cannot ask for another: put both into one unit.")
        asked = _Asked(work, how)
        self._ask(asked)
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
                migrate(self.engine, connection, self._unit)
            finally:
                connection.close()

    def ready(self) -> bool:
        """Say whether the database holds our schema; an older one is brought up to date, a newer one is Unusable."""
        self._refuse_closed()
        if not self.engine.exists():
            return False
        with self._in_calm_words():
            present = refuse_newer(self.engine, self.engine.reader())
        if 0 < present < SCHEMA_VERSION:
            self.migrate()
        return present > 0

    def examine(self) -> list[str]:
        """What is wrong with the database itself: what its schema lacks, and what it finds broken in it."""
        with self._in_calm_words():
            connection = self.engine.reader()
            lacks = [f"{name} is missing" for name in missing(self.engine, connection)]
            return lacks + self.engine.damage(connection)

    def close(self) -> None:
        """Finish what was asked, then close; whatever is asked for after that is Unusable."""
        with self._starting:
            self._closed = True
            writer, self._writer = self._writer, None
            if writer is not None:
                self._work.put(None)
        if writer is not None:
            writer.join()
        self.engine.close()

    def _ask(self, asked: _Asked) -> None:
        with self._starting:
            self._refuse_closed()
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_in_order, name="setter-writer", daemon=True)
                self._writer.start()
            self._work.put(asked)

    def _refuse_closed(self) -> None:
        if self._closed:
            raise Unusable("database_closed", "The database has been closed.", "", "Open it again.")

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
                with self.engine.writing(self._connection, asked.how):
                    return self._done(self._unit(self._connection), asked.work) if asked.begin() else None
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
            if trouble is not None:
                raise trouble from None
            mistake = self.engine.mistake(problem)
            if mistake:
                raise Mistaken(mistake).with_traceback(problem.__traceback__) from None
            raise

    def _unit(self, connection: Any) -> Unit:
        return Unit(connection, self.engine.dialect, self.engine.folder, self.keys)

    def _done(self, unit: Unit, work: Callable[[Unit], T]) -> T:
        """Run `work`, then bring up to date what is derived from what it touched."""

        def whole(unit: Unit) -> T:
            done = work(unit)
            if unit.touched.prospects:
                unit.search.renew(unit.touched.prospects)
            if self.before_commit is not None:
                self.before_commit(unit)
            return done

        return self._within(unit, whole)

    def _within(self, unit: Unit, work: Callable[[Unit], T]) -> T:
        """Run `work` so that whatever it reads through the store it reads through this unit."""
        self._inside.unit = unit
        try:
            if self.at_each_unit is not None:
                self.at_each_unit(unit)
            return work(unit)
        finally:
            self._inside.unit = None


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
