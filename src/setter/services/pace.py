"""How fast something long goes on, and how long it will still take."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

SETTLED_S = 0.5
"""So long it has to go on before its pace tells anything."""


@dataclass
class Pace:
    """The pace of what is being done, anew for each part of the work."""

    what: str = ""
    _since: tuple[float, int, float] = field(default=(0.0, 0, 0.0))

    def words(self, what: str, rows: int, share: float) -> str:
        """Say how far it is: "12,000 rows · 8,100 a second · 1 min 20 s left"; `share` is from 0 to 1."""
        now = time.monotonic()
        if what != self.what:
            self.what, self._since = what, (now, rows, share)
        began, first, done = self._since
        told, took = f"{rows:,} rows", now - began
        if took < SETTLED_S or rows <= first:
            return told
        told += f" · {(rows - first) / took:,.0f} a second"
        return f"{told} · {_words(took * (1 - share) / (share - done))} left" if 1 > share > done else told


def _words(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
