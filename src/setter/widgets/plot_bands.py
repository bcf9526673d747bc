"""Calibration as rows that can be read: what came of each tenth, with its interval, beside what was expected."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from textual.content import Content

from setter.domain.metrics import Proportion
from setter.widgets.painted import Painted
from setter.widgets.plain import cut, fit, line

LEAST_PLOT = 12


class BandRow(Struct, frozen=True):
    """One tenth: its scores, how many of it succeeded, and the share (0 to 1) that was expected, if any was."""

    scores: str
    rate: Proportion
    expected: float | None = None


class BandsPlot(Painted):
    """Each tenth on a line, the highest scores first: counts, rate, and a whisker for its 95 % interval."""

    DEFAULT_CSS = """
    BandsPlot { height: auto; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self._title = ""
        self._rows: tuple[BandRow, ...] = ()

    def show(self, title: str, rows: Sequence[BandRow]) -> None:
        """Show other tenths."""
        grown = len(rows) != len(self._rows)
        self._title, self._rows = title, tuple(rows)
        self.refresh(layout=grown)

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Title, scale and a line for each tenth."""
        return 2 + len(self._rows)

    def lines(self, cells: int, height: int) -> list[Content]:
        """The tenths under a scale that reaches as far as the widest of them."""
        rows = [line((cut(self._title, cells), "bold $foreground"))]
        if not self._rows:
            return rows
        words = [row.rate.words() for row in self._rows]
        told = max(map(len, words))
        scores = max(len(row.scores) for row in self._rows)
        room = cells - scores - told - 4
        top = max(_reach(row) for row in self._rows) or 1.0
        scale = f"0{fit(f'{100 * top:.0f} %', room - 1, 'right')}" if room >= LEAST_PLOT else ""
        heading = f"{fit('score', scores)}  {fit('of them succeeded', told)}  "
        rows.append(line((cut(heading, scores + told + 4), "$text-muted"), (scale, "$text-muted")))
        for row, said in zip(self._rows, words, strict=True):
            drawn = _whisker(row, room, top) if room >= LEAST_PLOT else ""
            rows.append(line((fit(row.scores, scores), "$text-muted"), "  ", (fit(said, told), "$text"), "  ", drawn))
        return rows


def _reach(row: BandRow) -> float:
    return max(row.rate.interval[1] if row.rate.interval else 0.0, row.expected or 0.0)


def _whisker(row: BandRow, room: int, top: float) -> Content:
    """`├──●──┤` from one end of the interval to the other; `◇` where it was expected."""
    signs = [(" ", "")] * room

    def at(share: float) -> int:
        return min(round(share / top * (room - 1)), room - 1)

    if row.rate.interval is not None and row.rate.value is not None:
        low, high = map(at, row.rate.interval)
        for place in range(low, high + 1):
            signs[place] = ("─", "$text-muted")
        signs[low], signs[high] = ("├", "$text-muted"), ("┤", "$text-muted")
        signs[at(row.rate.value)] = ("●", "bold $accent")
    if row.expected is not None:
        place = at(row.expected)
        signs[place] = ("◈" if signs[place][0] == "●" else "◇", "bold $foreground")
    return line(*signs)
