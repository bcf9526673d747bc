"""Two clocks: what time it is there, what time it is here, and how long the telephone hours last."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from textual.content import Content

from setter.widgets.painted import Painted
from setter.widgets.plain import cut, line
from setter.widgets.times import clock, countdown, day, zone_word


class Opening(Struct, frozen=True):
    """Whether the prospect may be dialled now, and the UTC instant at which that changes, if it does.

    `reason` says why not, in a few words ("outside campaign hours").
    """

    is_open: bool
    changes: int | None = None
    reason: str = ""


class TwoClocks(Painted):
    """The prospect's clock in every zone they may be in, and the caller's own."""

    DEFAULT_CSS = """
    TwoClocks { height: 3; padding: 0 1; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._now = 0
        self._theirs: tuple[str, ...] = ()
        self._ours = "UTC"
        self._opening: Opening | None = None
        self._sandbox = False

    def show(
        self, now: int, theirs: Sequence[str], ours: str, opening: Opening | None = None, *, sandbox: bool = False
    ) -> None:
        """Show both clocks at `now` (UTC ms); `theirs` are the IANA zones the prospect may be in, `ours` is one."""
        self._now, self._theirs, self._ours = now, tuple(theirs), ours
        self._opening, self._sandbox = opening, sandbox
        self.repaint()

    @property
    def now(self) -> int:
        """The instant on show (UTC milliseconds)."""
        return self._now

    def tick(self, now: int) -> None:
        """Move both clocks; painted anew only when the minute or the countdown changes."""
        before = [one.plain for one in self.lines(200, 3)]
        self._now = now
        if before != [one.plain for one in self.lines(200, 3)]:
            self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        """Theirs, ours, and whether the line is open."""
        if not self._now:
            return []
        there = " or ".join(dict.fromkeys(self._reading(zone) for zone in self._theirs)) or "zone unknown"
        state, ink = self._state()
        here = f"{self._reading(self._ours)}{'   sandbox clock' if self._sandbox else ''}"
        return [
            line(("there  ", "$text-muted"), (cut(there, width - 7), "bold $foreground")),
            line(("here   ", "$text-muted"), (cut(here, width - 7), "$text-muted")),
            line((cut(state if len(state) + 7 > width else f"       {state}", width), ink)),
        ]

    def _reading(self, zone: str) -> str:
        return f"{day(self._now, zone)[:3]} {clock(self._now, zone)} {zone_word(self._now, zone)}"

    def _state(self) -> tuple[str, str]:
        if self._opening is None:
            return "", ""
        changes = self._opening.changes
        if self._opening.is_open:
            left = f", closes in {countdown(changes, self._now)}" if changes else ""
            return f"✓ open{left}", "$success"
        opens = f", opens in {countdown(changes, self._now)}" if changes else ""
        reason = f": {self._opening.reason}" if self._opening.reason else ""
        return f"✗ closed{opens}{reason}", "bold $error"
