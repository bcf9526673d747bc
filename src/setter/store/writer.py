"""The writer: one unit of work of a program is written after another, in the order they were asked for."""

from __future__ import annotations

import itertools
import queue
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

from setter.domain.errors import Unusable
from setter.store.engine import Away, Contended, Engine, How, InDoubt, Occupied
from setter.store.presence import Presence, server_away

SHORTEST_PAUSE_S, LONGEST_PAUSE_S = 0.001, 0.05
"""How long the loser of a race lets others go first, at random, so that the same ones do not lose again."""
PATIENCE_S = 30.0
"""How long a write may wait for its turn, or for the server, before its asker is told that it cannot be done now."""
PROMPT_S = 2.0
"""How long it may wait where somebody sits in front of a screen that stands still meanwhile."""
TRY_AGAIN_S = 0.5
"""How long a server that is away is left alone at most between two tries."""
TELLING_S = 0.25
"""How often a program tells others at most that it has written: a server lets one teller commit at a time."""


class _Asked:
    """A write that was asked for; an asker who gave up once it had begun must not have it run again."""

    def __init__(self, work: Callable[[Any], Any], how: How) -> None:
        self.work = work
        self.how = how
        self.done: Future[Any] = Future()
        self.given_up = False
        self.committing_since: float | None = None
        self._begun: bool | None = None

    def wait(self, seconds: float) -> bool:
        """Wait for its end, not too long; whether it came."""
        with suppress(TimeoutError):
            self.done.exception(seconds)
        return self.done.done()

    def begin(self) -> bool:
        """Say whether the asker still waits for it."""
        if self._begun is None:
            self._begun = self.done.set_running_or_notify_cancel()
        return self._begun


class Writer:
    """Runs work on a connection of its own, each piece in one write transaction; begins with the first.

    A thread of its own does it, save where nobody has to be waited for: then it is done in the asker's, for the way to
    another thread and back takes as long as a claim of a file.

    Work whose server was lost is run again once it is back, or its result handed out where it was committed. Between
    two pieces of work other programs are told of what was written, and a server that is away is looked for.
    """

    def __init__(self, engine: Engine, patience: float) -> None:
        self.engine = engine
        self.patience = patience
        self.presence = Presence()
        self._asked: queue.SimpleQueue[_Asked | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._running = threading.Lock()
        self._runs_in = 0
        self._next_in_line = False
        self._closed = False
        self._connection: Any = None
        self._untold = False
        self._told_at = -TELLING_S

    def write(self, work: Callable[[Any], Any], how: How, prompt: bool = False) -> Any:
        """Run `work` on the writing connection after all that was asked before; its result once that is committed.

        Whoever wants a `prompt` answer waits for no server that is known to be away, and not long for any.
        """
        if self._runs_in == threading.get_ident():
            raise RuntimeError("A write cannot ask for another: put both into one unit.")
        if prompt and self.presence.away is not None:
            raise self.presence.away
        asked = _Asked(work, how)
        if self._run_here(asked):
            return asked.done.result()
        self._ask(asked)
        patience = PROMPT_S if prompt else self.patience
        if not asked.wait(patience) and asked.done.cancel():
            raise self.presence.away or _busy()
        while not asked.done.done():
            self._hurry(asked, patience, prompt)
            asked.wait(TRY_AGAIN_S)
        return asked.done.result()

    def seek(self, told: Unusable) -> None:
        """Look for a server that somebody found away, until it is back."""
        self.presence.lost(told)
        look = _Asked(lambda connection: None, How.LEASING)
        look.given_up = True
        self._ask(look)

    def waiting(self) -> int:
        """How many writes have been asked for and not begun."""
        return self._asked.qsize() + self._next_in_line

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
        if not self.engine.served:
            with self._running:  # what is under way in some asker's thread ends first
                pass
        if thread is not None:
            thread.join(self.patience if self.engine.served else None)
            if thread.is_alive():
                self.engine.cut(self._connection)
                thread.join()

    def _ask(self, asked: _Asked) -> None:
        with self._starting:
            self.refuse_closed()
            if self._thread is None:
                self._thread = threading.Thread(target=self._write_in_order, name="setter-writer", daemon=True)
                self._thread.start()
            self._asked.put(asked)

    def _hurry(self, asked: _Asked, patience: float, prompt: bool) -> None:
        """Give up on a server that lets a begun write wait: what was sent may stand, and is not sent again."""
        since = asked.committing_since
        overdue = since is not None and time.monotonic() - since > patience
        if not self.engine.served or not (prompt or overdue):
            return
        asked.given_up = True
        self.presence.lost(server_away())
        if since is not None:
            self.engine.cut(self._connection)
        raise _silent()

    def _run_here(self, asked: _Asked) -> bool:
        """Run it in the asker's thread where nobody else writes at this moment; a server may let one wait."""
        if self.engine.served or self.waiting() or not self._running.acquire(blocking=False):
            return False
        try:
            self.refuse_closed()
            self._finish(asked, at_once=True)
        except Occupied:
            return False
        finally:
            self._running.release()
        return True

    def _write_in_order(self) -> None:
        while (asked := self._next()) is not None:
            self._next_in_line = True
            with self._running:
                self._next_in_line = False
                self._finish(asked)
        if self._connection is not None:
            self.engine.leave(self._connection)

    def _finish(self, asked: _Asked, at_once: bool = False) -> None:
        """Run it, and hand out what became of it; Occupied where it is wanted at once and cannot be begun."""
        self._runs_in = threading.get_ident()
        try:
            result = self._run(asked, at_once)
        except Occupied:
            raise
        except BaseException as problem:  # noqa: BLE001 - it is the asker's to handle, in the asker's thread
            if asked.begin():
                asked.done.set_exception(problem)
        else:
            if asked.begin():
                asked.done.set_result(result)
        finally:
            self._runs_in = 0

    def _next(self) -> _Asked | None:
        """The next write that was asked for; meanwhile others are told, and a server that is away is looked for."""
        while True:
            rest = self._told_at + TELLING_S - time.monotonic() if self._untold else None
            if self.presence.away is not None:
                rest = TRY_AGAIN_S
            try:
                asked = self._asked.get(block=rest is None or rest > 0, timeout=rest)
            except queue.Empty:
                self._look_round()
                continue
            if self._untold and (asked is None or (rest is not None and rest <= 0)):
                self._tell()
            return asked

    def _look_round(self) -> None:
        if self.presence.away is None:
            self._tell()
            return
        try:
            self._connected()
        except Away as away:
            self.presence.lost(away.told)
        except Exception:  # noqa: BLE001 - nobody asked; whoever asks next hears of it
            self.presence.found()

    def _tell(self) -> None:
        self._told_at = time.monotonic()
        try:
            self._untold = not self.engine.tell(self._connected())
        except Away:  # told once it is back; whether it is away is for whoever asks something to find
            pass
        except Exception:  # noqa: BLE001 - nobody asked; whoever asks next hears of it
            self._untold = False

    def _run(self, asked: _Asked, at_once: bool) -> Any:
        """Run it until it stands: again when others got in between, and again when the server was lost before."""
        until = time.monotonic() + self.patience
        doubt: InDoubt | None = None
        result: Any = None
        for attempt in itertools.count():
            try:
                if doubt is None or not self.engine.stands(self._connected(), doubt):
                    doubt, result = None, self._once(asked, at_once)
            except Contended:
                if asked.given_up or time.monotonic() > until:
                    break
                time.sleep(random.uniform(0, min(LONGEST_PAUSE_S, SHORTEST_PAUSE_S * 2 ** min(attempt, 8))))
            except Away as away:
                if isinstance(away, InDoubt):
                    doubt, result = away, away.result
                self._lose(away)
                if asked.given_up or self._closed or time.monotonic() > until:
                    raise (away.told if doubt is None else _silent()) from None
                time.sleep(min(TRY_AGAIN_S, LONGEST_PAUSE_S * 2 ** min(attempt, 8)))
            else:
                self._untold = self._untold or doubt is not None
                return result
        raise _busy()

    def _once(self, asked: _Asked, at_once: bool) -> Any:
        """Run it in one transaction; a commit in doubt takes the result along."""
        result, asked.committing_since = None, None
        connection = self._connected()
        try:
            with self.engine.writing(connection, asked.how, at_once) as written:
                if asked.begin() and not asked.given_up:
                    result = asked.work(connection)
                asked.committing_since = time.monotonic()
        except InDoubt as doubt:
            doubt.result = result
            raise
        self._untold = self._untold or written.anything
        return result

    def _connected(self) -> Any:
        """The writing connection; a new one where the old may be of no more use."""
        if self._connection is None or self.presence.away is not None or self.engine.lost(self._connection):
            self._hang_up()
            self._connection = self.engine.connect()
            self.presence.found()
        return self._connection

    def _lose(self, away: Away) -> None:
        self.presence.lost(away.told)
        self._hang_up()

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _silent() -> Unusable:
    return Unusable(
        "server_silent",
        "The server has not confirmed this: whether it was written shows once it answers.",
        "",
        "Do the same again then: what was written is found, and not written twice.",
    )


def _busy() -> Unusable:
    return Unusable(
        "database_busy", "Another program holds the database.", "", "Nothing was written: try again in a moment."
    )
