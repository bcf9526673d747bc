"""The one clock: real time, the same for a whole team, or a sandbox's own."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from setter.domain.errors import Refused, Wrong
from setter.domain.units import MINUTE
from setter.store.house import Store
from setter.store.ids import EPOCH_MS
from setter.store.unit import Unit

MEASURE_AGAIN_MS = 5 * MINUTE
"""How long a machine's clock is trusted to go as fast as the server's."""
SURE_MS, TRY_AGAIN_MS = 20, 1_000
"""A measurement this sure is good enough; one that is not is soon made again, for what a busy machine lets wait says
little."""
DRIFT = 0.0002
"""How much a machine's clock may go wrong by itself: 60 ms in five minutes, four times what a poor quartz does."""
FIRST_YEAR, LAST_YEAR = 2024, 2090
"""Ids begin with the milliseconds since 2024 and have room for 69 years."""


class Clock(Protocol):
    """Tells the time; a sandbox has its own."""

    @property
    def sandbox(self) -> bool:
        """Say whether this time is a sandbox's own."""

    def now(self) -> int:
        """The time in UTC milliseconds."""


class SystemClock:
    """The world's time, as this machine has it."""

    sandbox = False

    def now(self) -> int:
        """The time in UTC milliseconds."""
        return time.time_ns() // 1_000_000


def steady() -> int:
    """Milliseconds that go on evenly, also while the machine sleeps, and that nobody can set."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime_ns(time.CLOCK_BOOTTIME) // 1_000_000
    return time.monotonic_ns() // 1_000_000


class ServerClock:
    """The time of the team's server, whatever this machine's clock is set to; it never goes back.

    `follow` reads it anew every few minutes in passing, at the middle of a round trip: it is sure to half of that. Of
    two measurements the surer one counts, the older the less.
    """

    sandbox = False

    def __init__(self, going: Callable[[], int] = steady) -> None:
        self._going = going
        self._ahead = 0
        self._measured_at: int | None = None
        self._tried_at = 0
        self._sure_to = math.inf
        self._last = 0
        self._telling = threading.Lock()

    def now(self) -> int:
        """The server's time in UTC milliseconds."""
        with self._telling:
            self._last = max(self._last, self._going() + self._ahead)
            return self._last

    def follow(self, unit: Unit) -> None:
        """Measure how far the server's clock is ahead, where the last measurement is old."""
        before = self._going()
        age = before - (self._measured_at or 0)
        if self._measured_at is not None and (
            before - self._tried_at < TRY_AGAIN_MS or (age < MEASURE_AGAIN_MS and self._sure_to <= SURE_MS)
        ):
            return
        server, after = unit.settings.server_time(), self._going()
        self._tried_at = after
        if server is not None and (after - before) / 2 <= self._sure_to + DRIFT * age:
            self._ahead, self._measured_at = server - (before + after) // 2, after
            self._sure_to = (after - before) / 2


@dataclass(slots=True)
class SandboxClock:
    """A time of its own that passes as fast as the world's: `anchor` was its reading when the world's was `set_at`.

    It is one for everybody at a sandbox: whoever moves it on, the others follow with the next they ask of the store.
    """

    anchor: int
    set_at: int
    world: SystemClock | ServerClock = field(default_factory=SystemClock)
    sandbox: bool = True

    def now(self) -> int:
        """The sandbox's time in UTC milliseconds."""
        return self.anchor + max(0, self.world.now() - self.set_at)

    def follow(self, unit: Unit) -> None:
        """Read the clock as it was last set."""
        if isinstance(self.world, ServerClock):
            self.world.follow(unit)
        self.anchor, self.set_at = unit.settings.clock()


def world_of(unit: Unit) -> SystemClock | ServerClock:
    """The world's clock by which a database goes: its server's, or this machine's where a file is the database."""
    if unit.settings.server_time() is None:
        return SystemClock()
    clock = ServerClock()
    clock.follow(unit)
    return clock


def clock_of(unit: Unit) -> Clock:
    """The clock of a database: a sandbox carries its own, any other uses the world's."""
    world = world_of(unit)
    return SandboxClock(*unit.settings.clock(), world) if unit.settings.get("sandbox") == "yes" else world


def clock_at(store: Store) -> Clock:
    """The clock of an open database, which follows whoever sets a sandbox's on, and the server's."""
    clock = store.read(clock_of)
    store.at_each_unit = clock.follow if isinstance(clock, (SandboxClock, ServerClock)) else None
    return clock


def set_sandbox_clock(unit: Unit, anchor: int) -> None:
    """Let a sandbox's time go on from `anchor`; Refused where that would turn it back."""
    world = world_of(unit)
    if unit.settings.get("clock_anchor") and anchor < SandboxClock(*unit.settings.clock(), world).now():
        raise Refused("clock_back", "A sandbox's clock never goes back.", "--clock", "Name a later instant.")
    unit.settings.set("sandbox", "yes")
    unit.settings.set("clock_anchor", str(anchor))
    unit.settings.set("clock_set_at", str(world.now()))


def parse_instant(text: str, where: str = "clock") -> int:
    """Read an ISO 8601 instant with its offset as UTC milliseconds; Wrong when it names none that setter can count."""
    try:
        instant = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        hint = "Write it with its offset, such as 2026-11-24T09:30:00-06:00 or 2026-11-24T15:30:00Z."
        raise Wrong("instant", f"{text!r} is not an instant.", where, hint)
    if not FIRST_YEAR <= instant.year <= LAST_YEAR or instant.timestamp() * 1000 < EPOCH_MS:
        hint = f"Name an instant from {FIRST_YEAR} to {LAST_YEAR}."
        raise Wrong("instant", f"{text!r} lies outside the years that setter can count.", where, hint)
    return int(instant.timestamp() * 1000)


def iso(instant: int) -> str:
    """An instant as ISO 8601 in UTC."""
    return datetime.fromtimestamp(instant / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
