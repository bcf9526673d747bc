"""The writer: one thread of a program writes, one unit of work after another, in the order they were asked for."""

from __future__ import annotations

import itertools
import queue
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Any

from setter.domain.errors import Unusable
from setter.store.engine import Contended, Engine, How

SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.001, 0.05
"""How long the loser of a race lets others go first, at random, so that the same ones do not lose again."""
PATIENCE_S = 30.0
"""How long a write may wait for its turn before its asker is told that the database is busy."""
TELLING_S = 0.25
"""How often a program tells others at most that it has written: a server lets one teller commit at a time."""


class _Asked:
    """A write that was asked for; once it has begun, its asker waits to the end."""

    def __init__(self, work: Callable[[Any], Any], how: How) -> None:
        self.work = work
        self.how = how
        self.done: Future[Any] = Future()
        self._begun: bool | None = None

    def begin(self) -> bool:
        """Say whether the asker still waits for it."""
        if self._begun is None:
            self._begun = self.done.set_running_or_notify_cancel()
        return self._begun


class Writer:
    """Runs work on a connection of its own, each piece in one write transaction; begins with the first.

    Once it has written, it tells other programs so, between two pieces of work and not after each.
    """

    def __init__(self, engine: Engine, patience: float) -> None:
        self.engine = engine
        self.patience = patience
        self._asked: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._closed = False
        self._connection: Any = None
        self._untold = False
        self._told_at = -TELLING_S

    def write(self, work: Callable[[Any], Any], how: How) -> Any:
        """Run `work` on the writing connection after all that was asked before; its result once that is committed."""
        if threading.current_thread() is self._thread:
            raise RuntimeError("A write cannot ask for another: put both into one unit.")
        asked = _Asked(work, how)
        self._ask(asked)
        wait([asked.done], self.patience)
        if asked.done.cancel():
            raise _busy()
        return asked.done.result()

    def waiting(self) -> int:
        """How many writes have been asked for and not begun."""
        return self._asked.qsize()

    def refuse_closed(self) -> None:
        """Raise Unusable once this writer, and so its store, has been closed."""
        if self._closed:
            raise Unusable("database_closed", "The database has been closed.", "", "Open it again.")

    def close(self) -> None:
        """Finish what was asked; whatever is asked for after that is Unusable."""
        with self._starting:
            self._closed = True
            thread, self._thread = self._thread, None
            if thread is not None:
                self._asked.put(None)
        if thread is not None:
            thread.join()

    def _ask(self, asked: _Asked) -> None:
        with self._starting:
            self.refuse_closed()
            if self._thread is None:
                self._thread = threading.Thread(target=self._write_in_order, name="setter-writer", daemon=True)
                self._thread.start()
            self._asked.put(asked)

    def _write_in_order(self) -> None:
        while (asked := self._next()) is not None:
            try:
                result = self._run(asked)
            except BaseException as problem:  # noqa: BLE001 - it is the asker's to handle, in the asker's thread
                if asked.begin():
                    asked.done.set_exception(problem)
            else:
                if asked.begin():
                    asked.done.set_result(result)

    def _next(self) -> _Asked | None:
        """The next write that was asked for; whoever waits for it tells meanwhile what was written before."""
        while self._untold:
            rest = self._told_at + TELLING_S - time.monotonic()
            try:
                asked = self._asked.get(timeout=max(rest, 0.0)) if rest > 0 else self._asked.get_nowait()
            except queue.Empty:
                self._tell()
            else:
                if asked is None or rest <= 0:
                    self._tell()
                return asked
        return self._asked.get()

    def _tell(self) -> None:
        self._untold, self._told_at = False, time.monotonic()
        self.engine.tell(self._connection)

    def _run(self, asked: _Asked) -> Any:
        until = time.monotonic() + self.patience
        for attempt in itertools.count():
            if self._connection is None or self.engine.lost(self._connection):
                self._connection = self.engine.connect()
            try:
                with self.engine.writing(self._connection, asked.how) as written:
                    result = asked.work(self._connection) if asked.begin() else None
            except Contended:
                if time.monotonic() > until:
                    break
                time.sleep(random.uniform(0, min(LONGEST_PAUSE_S, SHORTEST_PAUSE_S * 2 ** min(attempt, 8))))
            else:
                self._untold = self._untold or written.anything
                return result
        raise _busy()


def _busy() -> Unusable:
    return Unusable(
        "database_busy", "Another program holds the database.", "", "Nothing was written: try again in a moment."
    )
