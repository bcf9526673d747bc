"""The store: reads on the caller's own thread, writes one after another."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

from setter.domain.errors import Unusable
from setter.store.engine import Away, Engine, How
from setter.store.keys import KeyRing
from setter.store.migrate import SCHEMA_VERSION, migrate, missing, refuse_newer
from setter.store.unit import Unit
from setter.store.watch import Watch
from setter.store.writer import PATIENCE_S, PROMPT_S, Writer

T = TypeVar("T")
READING_S = 10.0
"""How long a read waits for a server that is away."""


class Mistaken(Exception):
    """The database says that a statement or a row of ours is wrong: named by the driver's own name for it.

    The driver's words never leave the store, for they may quote a person's row.
    """


class Store:
    """One open database.

    `read(work)` and `write(work)` hand a `Unit` to `work`; everything a write does stands or falls together. Both
    raise Unusable when the database cannot be used, or no longer. A read asked for inside either sees what that one
    sees; a write asked for inside a write would wait for itself, and is refused.
    """

    def __init__(self, engine: Engine, patience: float = PATIENCE_S) -> None:
        self.engine = engine
        self.keys = KeyRing(engine.key_place)
        self.kept: dict[str, Any] = {}
        self.at_each_unit: Callable[[Unit], None] | None = None
        self.before_commit: Callable[[Unit], None] | None = None
        self._inside = threading.local()
        self._screen: threading.Thread | None = None
        self._watch: Watch | None = None
        self._writer = Writer(engine, patience)

    @property
    def url(self) -> str:
        """Where the database is: a path, or a postgresql:// address."""
        return self.engine.url

    def read(self, work: Callable[[Unit], T]) -> T:
        """Run `work` on one unchanging view of the database, in the calling thread."""
        around: Unit | None = getattr(self._inside, "unit", None)
        if around is not None:
            return work(around)
        self._writer.refuse_closed()
        with self._in_calm_words():
            return self._patiently(work)

    def write(self, work: Callable[[Unit], T], durable: bool = True) -> T:
        """Run `work` in one write transaction, after all that were asked before; return when it is committed.

        `durable=False` is for leases only: a power cut may take one back, a killed process cannot. `work` may be run
        more than once when another program got in between, so it must do nothing but read and write the unit.
        """
        return self._written(work, How.DURABLE if durable else How.LEASING)

    def record(self, work: Callable[[Unit], T]) -> T:
        """Run `work` as a durable `write`, for what is one caller's own: a dial, an answer, an outcome.

        Callers do not wait for each other. What it reads must be their own, or guarded by a row or a key that it
        writes as well: a rule over what others may be adding meanwhile needs `write`.
        """
        return self._written(work, How.RECORDING)

    def claim(self, work: Callable[[Unit], T]) -> T:
        """Run `work` as `write`, for a claim, or a batch of a rescore: fifty callers must not wait for it.

        It may write only what it has locked, by a query that passes over what others hold, or made; everything else
        it reads may be older than what it writes.
        """
        return self._written(work, How.CLAIMING)

    def change_mark(self) -> int:
        """A number that is another once anybody, here or elsewhere, has written: equal means that nothing changed.

        It asks neither disk nor server, never waits and never raises, so it may be asked several times a second. Only
        numbers of one thread may be compared. Others' writes show within half a second; while a server is away the
        number stays, and is another once it is back.
        """
        return self.engine.change_mark()

    def be_prompt(self) -> None:
        """Let no server keep the calling thread waiting: a screen that stands still is worse than one that says so.

        While the server is known to be away, whatever this thread asks is Unusable at once; it is looked for meanwhile.
        """
        self._screen = threading.current_thread()
        if self.engine.served and self._watch is None:
            self._watch = Watch(self.engine.cut)

    @property
    def away_for(self) -> float | None:
        """For how long the server has been known to be away (seconds); None while it answers, and for a file."""
        return self._writer.presence.away_for

    def _patiently(self, work: Callable[[Unit], T]) -> T:
        """Read; a server that is lost meanwhile is looked for, and asked again from the beginning."""
        prompt, presence = self._is_prompt(), self._writer.presence
        if prompt and presence.away is not None:
            raise presence.away
        until = time.monotonic() + (PROMPT_S if prompt else READING_S)
        while True:
            try:
                with self._watched(prompt), self.engine.reading() as connection:
                    return self._within(self._unit(connection), work)
            except Away as away:
                self._writer.seek(away.told)
                if not presence.wait(until) or time.monotonic() > until:
                    raise away.told from None

    def _watched(self, prompt: bool) -> AbstractContextManager[None]:
        """Let nothing that a screen reads take long; it is the thread's reading connection that is watched."""
        return self._watch.over(self.engine.reader()) if prompt and self._watch is not None else nullcontext()

    def _is_prompt(self) -> bool:
        return self.engine.served and self._screen is threading.current_thread()

    def _written(self, work: Callable[[Unit], T], how: How) -> T:
        def run(connection: Any) -> T:
            return self._done(self._unit(connection), work)

        with self._in_calm_words():
            done: T = self._writer.write(run, how, self._is_prompt())
        return done

    def user(self) -> str:
        """The name by which a server knows whoever works here; '' for a file, which knows nobody."""
        with self._in_calm_words():
            return self.engine.user()

    def schema(self) -> int:
        """The schema that the database has; 0 where there is none, Unusable for a newer one or another program's."""
        self._writer.refuse_closed()
        if not self.engine.exists():
            return 0
        with self._in_calm_words():
            return refuse_newer(self.engine, self.engine.reader())

    def migrate(self) -> None:
        """Create or upgrade the schema."""
        with self._in_calm_words():
            connection = self.engine.connect()
            try:
                migrate(self.engine, connection, self._unit)
            finally:
                connection.close()

    def grant_anew(self) -> None:
        """Let every user of a server do what their role may, also with tables that an upgrade has brought.

        Its owner alone can; anybody else changes nothing.
        """
        if self.engine.served and self.read(lambda unit: unit.colleagues.owned()):
            self.write(_grant_anew)

    def ready(self) -> bool:
        """Say whether the database holds our schema; an older one is brought up to date, a newer one is Unusable.

        On a server its owner alone brings it up to date.
        """
        present = self.schema()
        if 0 < present < SCHEMA_VERSION:
            if not self.read(lambda unit: unit.colleagues.owned()):
                sentence = f"The database has schema {present}, this setter needs {SCHEMA_VERSION}."
                hint = "Whoever owns it brings it up to date: setter migrate."
                raise Unusable("database_older", sentence, "", hint)
            self.migrate()
            self.grant_anew()
        return present > 0

    def examine(self) -> list[str]:
        """What is wrong with the database itself: what its schema lacks, and what it finds broken in it."""
        with self._in_calm_words():
            connection = self.engine.reader()
            lacks = [f"{name} is missing" for name in missing(self.engine, connection)]
            return lacks + self.engine.damage(connection)

    def copy_to(self, folder: Path) -> str:
        """Copy the whole database into a folder, while others go on writing; the name of the copy.

        Asked for inside a `read`, the copy is of the very moment that this one sees. Unusable where it cannot be made.
        """
        self._writer.refuse_closed()
        with self._in_calm_words():
            return self.engine.copy_to(self.engine.reader(), folder)

    def survives_fail_over(self) -> bool | None:
        """Say whether what is acknowledged outlives a server that others stand by for; None where none does."""
        with self._in_calm_words():
            return self.engine.survives_fail_over(self.engine.reader())

    def close(self) -> None:
        """Finish what was asked, then close; whatever is asked for after that is Unusable."""
        if self._watch is not None:
            self._watch.end()
        self._writer.close()
        self.engine.close()

    @contextmanager
    def _in_calm_words(self) -> Iterator[None]:
        """Turn a driver's error into what it means to whoever works here."""
        try:
            yield
        except Away as away:
            raise away.told from None
        except Exception as problem:
            trouble = self.engine.trouble(problem)
            if trouble is not None:
                raise trouble from None
            mistake = self.engine.mistake(problem)
            if mistake:
                raise Mistaken(mistake).with_traceback(problem.__traceback__) from None
            raise

    def _unit(self, connection: Any) -> Unit:
        return Unit(connection, self.engine.dialect, self.engine.folder, self.keys, self.kept)

    def _done(self, unit: Unit, work: Callable[[Unit], T]) -> T:
        """Run `work`, then bring up to date what is derived from what it touched."""

        def whole(unit: Unit) -> T:
            done = work(unit)
            if unit.touched.prospects:
                unit.search.renew(unit.touched.prospects)
            if self.before_commit is not None:
                self.before_commit(unit)
            unit.settle()
            return done

        return self._within(unit, whole)

    def _within(self, unit: Unit, work: Callable[[Unit], T]) -> T:
        """Run `work` so that whatever it reads through the store it reads through this unit."""
        around: Unit | None = getattr(self._inside, "unit", None)
        self._inside.unit = unit
        try:
            if self.at_each_unit is not None:
                self.at_each_unit(unit)
            return work(unit)
        finally:
            self._inside.unit = around


def _grant_anew(unit: Unit) -> None:
    """Let everybody do with new tables what their role may."""
    for name, role in unit.settings.colleagues():
        unit.colleagues.grant(name, role)


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
