"""The one clock: real time, or a sandbox's own."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from setter.domain.errors import Refused, Wrong
from setter.store.house import Store
from setter.store.ids import EPOCH_MS
from setter.store.unit import Unit

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
    """The world's time."""

    sandbox = False

    def now(self) -> int:
        """The time in UTC milliseconds."""
        return time.time_ns() // 1_000_000


@dataclass(slots=True)
class SandboxClock:
    """A time of its own that passes as fast as the world's: `anchor` was its reading when the world's was `set_at`.

    It is one for everybody at a sandbox: whoever moves it on, the others follow with the next they ask of the store.
    """

    anchor: int
    set_at: int
    sandbox: bool = True

    def now(self) -> int:
        """The sandbox's time in UTC milliseconds."""
        return self.anchor + max(0, SystemClock().now() - self.set_at)

    def follow(self, unit: Unit) -> None:
        """Read the clock as it was last set."""
        self.anchor, self.set_at = unit.settings.clock()


def clock_of(unit: Unit) -> Clock:
    """The clock of a database: a sandbox carries its own, any other uses the world's."""
    if unit.settings.get("sandbox") != "yes":
        return SystemClock()
    return SandboxClock(*unit.settings.clock())


def clock_at(store: Store) -> Clock:
    """The clock of an open database, which follows whoever sets a sandbox's on."""
    clock = store.read(clock_of)
    store.at_each_unit = clock.follow if isinstance(clock, SandboxClock) else None
    return clock


def set_sandbox_clock(unit: Unit, anchor: int) -> None:
    """Let a sandbox's time go on from `anchor`; Refused where that would turn it back."""
    if unit.settings.get("clock_anchor") and anchor < SandboxClock(*unit.settings.clock()).now():
        raise Refused("clock_back", "A sandbox's clock never goes back.", "--clock", "Name a later instant.")
    unit.settings.set("sandbox", "yes")
    unit.settings.set("clock_anchor", str(anchor))
    unit.settings.set("clock_set_at", str(SystemClock().now()))


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
