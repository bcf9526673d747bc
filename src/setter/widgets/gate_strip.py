"""The gates of an SQL at a glance: which are met and which are missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from textual.content import Content

from setter.widgets.painted import Painted
from setter.widgets.plain import cut, line, width

SIGNS: Final = {"met": "✓", "missing": "○", "failed": "✗", "waived": "W"}
_INKS: Final = {"met": "$success", "missing": "$text", "failed": "bold $error", "waived": "$warning"}


class GateMark(Struct, frozen=True):
    """One gate: a short word for it, and "met", "missing", "failed" or "waived"."""

    id: str
    label: str
    state: str


class GateStrip(Painted):
    """The gates in a row, after how many of them are met; each state has a sign of its own, not only a colour."""

    DEFAULT_CSS = """
    GateStrip { height: 1; padding: 0 1; }
    """

    def __init__(
        self,
        gates: Sequence[GateMark] = (),
        *,
        id: str | None = None,  # noqa: A002  Textual's own name
    ) -> None:
        super().__init__(id=id)
        self._gates = tuple(gates)

    def show(self, gates: Sequence[GateMark]) -> None:
        """Show other gates, or the same in another state."""
        if tuple(gates) != self._gates:
            self._gates = tuple(gates)
            self.repaint()

    def lines(self, width: int, height: int) -> list[Content]:
        """How many are met, then each with its sign."""
        return [self._row(width)] if self._gates else []

    def _row(self, cells: int) -> Content:
        done = f"{sum(gate.state in ('met', 'waived') for gate in self._gates)}/{len(self._gates)} "
        longest = max(width(gate.label) for gate in self._gates)
        for size, gap in ((longest, "  "), *((size, " ") for size in range(longest, 0, -1)), (0, "")):
            labels = [cut(gate.label, size) for gate in self._gates]
            if sum(width(label) + 2 + len(gap) for label in labels) - len(gap) + len(done) <= cells:
                break
        parts: list[tuple[object, str]] = [(done, "bold")]
        for place, (gate, label) in enumerate(zip(self._gates, labels, strict=True)):
            parts.append((gap if place else "", ""))
            ink = _INKS.get(gate.state, "$text")
            parts.append((f"{SIGNS.get(gate.state, '?')} ", ink))
            parts.append((label, "$text-muted" if gate.state == "met" else ink))
        return line(*parts)
