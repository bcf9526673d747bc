"""The lease alone, as the store takes it, beside a bare UPDATE by primary key on the same connection."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

from benchmarks.population import STEP
from setter.services.desk import Desk
from setter.services.windows import open_windows_worth
from setter.store.engine import How
from setter.store.ids import new_id
from setter.store.unit import Unit

HOLDER = "claim-bench"
LEASE_MS = 15 * 60_000


class Claims:
    """Claims of one database, one after the other, all from the same open windows."""

    def __init__(self, desk: Desk, most: int, windows: Sequence[int] | None = None) -> None:
        self.desk, self.store = desk, desk.store
        self.windows = dict.fromkeys(windows, 0) if windows else desk.store.read(lambda unit: self._open(unit, most))
        self._raw = desk.store.engine.connect()
        self._ids: Iterator[int] | None = None
        self._bare = "UPDATE queue SET due = {0} WHERE enrolment_id = {0}".format("%s" if self._postgres else "?")

    @property
    def _postgres(self) -> bool:
        return self.store.engine.dialect == "psycopg"

    def claim(self) -> None:
        """Lease the best one, through the store."""
        assert self.store.claim(self.lease), "nobody was left to claim"

    def bare(self) -> None:
        """Change one row by its key, through the store."""
        row = self._some_id()
        self.store.claim(lambda unit: _connection(unit).execute(self._bare, (0, row)))

    def claim_raw(self) -> None:
        """Lease the best one in a transaction on a connection of our own."""
        with self.store.engine.writing(self._raw, How.CLAIMING):
            assert self.lease(Unit(self._raw, self.store.engine.dialect, self.store.engine.folder, self.store.keys, {}))

    def bare_raw(self) -> None:
        """Change one row by its key in a transaction on a connection of our own."""
        row = self._some_id()
        with self.store.engine.writing(self._raw, How.CLAIMING):
            self._raw.execute(self._bare, (0, row))

    def lease(self, unit: Unit) -> Any:
        """The claim itself, as a caller's program makes it."""
        now = self.desk.now()
        return unit.queue.claim(1, self.windows, HOLDER, new_id(now), now + LEASE_MS)

    def put_back(self) -> None:
        """Let everybody go whom these claims hold."""
        self._raw.execute(
            f"UPDATE queue SET slot = 0, due = 0, holder = '', call_id = NULL WHERE slot = 2 AND holder = '{HOLDER}'"
        )
        self.close()

    def close(self) -> None:
        """Leave the database."""
        self._raw.close()
        self.store.close()

    def _open(self, unit: Unit, most: int) -> dict[int, int]:
        """The open windows in which most people are ready."""
        standing = unit.queue.standing(1, self.desk.now())
        windows = open_windows_worth(self.desk, unit, self.desk.campaign(unit, 1), 1, self.desk.now())
        return dict(sorted(windows.items(), key=lambda window: -standing.get(window[0], 0))[:most])

    def _some_id(self) -> int:
        self._ids = self._ids or itertools.cycle(self._some_ids())
        return next(self._ids)

    def _some_ids(self) -> list[int]:
        rows = self._raw.execute("SELECT min(enrolment_id) AS low, max(enrolment_id) AS high FROM queue").fetchone()
        found = []
        asked = "SELECT enrolment_id FROM queue WHERE enrolment_id >= {} AND slot = 0 ORDER BY enrolment_id LIMIT 1"
        asked = asked.format("%s" if self._postgres else "?")
        chosen = random.Random(7)
        for _ in range(5000):
            row = self._raw.execute(asked, (chosen.randint(rows["low"], rows["high"]),)).fetchone()
            if row:
                found.append(int(row["enrolment_id"]))
        return found


def spread_over(desk: Desk, windows: int) -> None:
    """Make everybody in a queue ready, in so many windows numbered from 1."""
    with closing(desk.store.engine.connect()) as connection:
        connection.execute(
            f"UPDATE queue SET slot = 0, due = 0, owner = '', holder = '', call_id = NULL, tier = 3,"
            f" calling_window = enrolment_id / {STEP} % {windows} + 1"
        )
        if desk.store.engine.dialect == "psycopg":
            connection.execute("VACUUM ANALYZE queue")
    desk.store.close()


def _connection(unit: Unit) -> Any:
    return unit.queue._connection
