"""What other programs have written, as a PostgreSQL server tells of it on a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from setter.domain.errors import Unusable
from setter.store.engine import Away

CHANNEL = "setter_written"
TRY_AGAIN_S = 0.5
"""How long a server that does not answer is left alone between two tries to listen."""
_TELL = f"BEGIN; SET LOCAL synchronous_commit = off; NOTIFY {CHANNEL}; COMMIT"
"""Whoever tells holds up other tellers until its commit: it waits for no disk."""


class Listener:
    """Counts what is heard of others' writes, and what is told of our own; listens from the first question on.

    Nothing here waits for the server: a thread connects, and connects again whenever the server hung up.
    """

    def __init__(self, connect: Callable[[], Any]) -> None:
        self._connect = connect
        self._connection: Any = None
        self._mark = 0
        self._own = 0
        self._closing = threading.Event()
        self._connecting: threading.Thread | None = None
        self._asking = threading.Lock()

    def mark(self) -> int:
        """A number that is another once anything was heard or told; whoever missed something hears of it, too."""
        import psycopg

        with self._asking:
            connection = self._connection
            if connection is None:
                self._begin_connecting()
                return self._mark
            try:
                heard = list(connection.notifies(timeout=0))
            except psycopg.Error:
                self._connection = None
                self._begin_connecting()
            else:
                self._mark += any(each.pid != self._own for each in heard)
            return self._mark

    def tell(self, connection: Any) -> bool:
        """Let others know, on a connection that is ours and in no transaction; whether they were told."""
        import psycopg

        with suppress(psycopg.Error):
            self._own = connection.info.backend_pid  # a server that was started again gives an old one to anybody
            connection.execute(_TELL, prepare=False)
            return True
        return False

    def wrote(self) -> None:
        """Count a write of our own, which need not be told to ourselves."""
        with self._asking:
            self._mark += 1

    def close(self) -> None:
        """Stop connecting."""
        self._closing.set()

    def _begin_connecting(self) -> None:
        if self._connecting is None or not self._connecting.is_alive():
            self._connecting = threading.Thread(target=self._listen, name="setter-listener", daemon=True)
            self._connecting.start()

    def _listen(self) -> None:
        """Connect for as long as it takes; what happened before one listens can only be looked for."""
        import psycopg

        while not self._closing.is_set():
            with suppress(psycopg.Error, Unusable, Away):
                connection = self._connect()
                connection.execute(f"LISTEN {CHANNEL}")
                with self._asking:
                    self._connection = connection
                    self._mark += 1
                return
            self._closing.wait(TRY_AGAIN_S)
