"""The one clock: real time, or a sandbox's own."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from setter.domain.errors import Wrong
from setter.store.unit import Unit


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


@dataclass(frozen=True, slots=True)
class SandboxClock:
    """A time of its own that passes as fast as the world's: `anchor` was its reading when the world's was `set_at`."""

    anchor: int
    set_at: int
    sandbox: bool = True

    def now(self) -> int:
        """The sandbox's time in UTC milliseconds."""
        return self.anchor + max(0, SystemClock().now() - self.set_at)


def clock_of(unit: Unit) -> Clock:
    """The clock of a database: a sandbox carries its own, any other uses the world's."""
    if unit.settings.get("sandbox") != "yes":
        return SystemClock()
    return SandboxClock(int(unit.settings.get("clock_anchor")), int(unit.settings.get("clock_set_at")))


def set_sandbox_clock(unit: Unit, anchor: int) -> None:
    """Let a sandbox's time go on from `anchor`; it never goes back."""
    unit.settings.set("sandbox", "yes")
    unit.settings.set("clock_anchor", str(anchor))
    unit.settings.set("clock_set_at", str(SystemClock().now()))


def parse_instant(text: str, where: str = "clock") -> int:
    """Read an ISO 8601 instant with its offset as UTC milliseconds; Wrong when it names none of this century."""
    try:
        instant = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or not 2000 <= instant.year < 2100:
        raise Wrong(
            "instant",
            f"{text!r} is not an instant of this century.",
            where,
            "Write it with its offset, such as 2026-11-24T09:30:00-06:00 or 2026-11-24T15:30:00Z.",
        )
    return int(instant.timestamp() * 1000)


def iso(instant: int) -> str:
    """An instant as ISO 8601 in UTC."""
    return datetime.fromtimestamp(instant / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
