"""The gates of an SQL at a glance: which are met, which are missing, and that in words too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual.content import Content

from setter.widgets.painted import Painted
from setter.widgets.plain import cut, line, width

SIGNS: Final = {"met": "✓", "missing": "·", "failed": "✗", "waived": "W"}
_INKS: Final = {"met": "$success", "missing": "$text", "failed": "bold $error", "waived": "$warning"}
_ORDER: Final = ("failed", "missing", "waived")


@dataclass(frozen=True, slots=True)
class GateMark:
    """One gate: a short word for it, and "met", "missing", "failed" or "waived"."""

    id: str
    label: str
    state: str


class GateStrip(Painted):
    """The gates in a row, and below it how many are met and the names of those that are not."""

    DEFAULT_CSS = """
    GateStrip { height: 2; padding: 0 1; }
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
        """The row of signs and the sentence."""
        if not self._gates:
            return []
        return [self._row(width), self._sentence(width)]

    def _row(self, cells: int) -> Content:
        longest = max(width(gate.label) for gate in self._gates)
        for size, gap in ((longest, "  "), *((size, " ") for size in range(longest, 0, -1)), (0, "")):
            labels = [cut(gate.label, size) for gate in self._gates]
            if sum(width(label) + 2 + len(gap) for label in labels) - len(gap) <= cells:
                break
        parts: list[tuple[object, str]] = []
        for gate, label in zip(self._gates, labels, strict=True):
            parts.append((gap if parts else "", ""))
            ink = _INKS.get(gate.state, "$text")
            parts.append((f"{SIGNS.get(gate.state, '?')} ", ink))
            parts.append((label, "$text-muted" if gate.state == "met" else ink))
        return line(*parts)

    def _sentence(self, cells: int) -> Content:
        done = sum(gate.state in ("met", "waived") for gate in self._gates)
        head = f"{done} of {len(self._gates)}"
        tail = "".join(f"; {state}: {names}" for state in _ORDER if (names := self._names(state)))
        ink = "$text" if tail else "$success"
        return line((head, "bold"), (cut(tail or ", complete", cells - width(head)), ink))

    def _names(self, state: str) -> str:
        return ", ".join(gate.label for gate in self._gates if gate.state == state)
