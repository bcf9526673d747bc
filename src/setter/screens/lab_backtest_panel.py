"""What a backtest came to, as a panel to read: figures beside each other, plots, tenths, and what to make of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from setter.widgets.panel import SCROLLING, Panel
from setter.widgets.plot import Curve, GainsPlot, ScoreBars
from setter.widgets.plot_bands import BandRow, BandsPlot
from setter.widgets.read_panel import ReadLines, ReadRow
from setter.widgets.table_lines import Column, TableLines


class BacktestShown(Struct, frozen=True):
    """A test ready to be painted.

    `figures` are rows under `columns`; without a curve there were too few outcomes to draw any. `scores` are those of
    the queue's sample under the draft, `scores_before` under the rules in force. `alone` are figures of single models.
    """

    title: str
    said: tuple[ReadRow, ...]
    columns: tuple[Column, ...] = ()
    figures: tuple[tuple[str, ...], ...] = ()
    curve: Curve | None = None
    curve_before: Curve | None = None
    scores: tuple[int, ...] = ()
    scores_before: tuple[int, ...] = ()
    bands: tuple[BandRow, ...] = ()
    alone: tuple[tuple[str, ...], ...] = ()


class BacktestPanel(Panel):
    """The test, from its sentences down to its tenths; the arrows read on."""

    DEFAULT_CSS = """
    BacktestPanel { height: 100%; max-height: 100%; margin: 1 0 1 0; overflow-y: auto; scrollbar-size-vertical: 1; }
    BacktestPanel ReadLines { margin: 0 0 1 0; }
    BacktestPanel TableLines { padding: 0; margin: 0 0 1 0; }
    BacktestPanel BandsPlot { margin: 0 0 1 0; }
    BacktestPanel Horizontal { height: 13; margin: 0 0 1 0; }
    BacktestPanel GainsPlot { width: 3fr; }
    BacktestPanel ScoreBars { width: 2fr; margin: 0 0 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "close", "close", show=False, id="backtest.close"),
        *SCROLLING,
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's own name
        super().__init__(id=id)
        self.said, self.figures, self.alone = ReadLines(), TableLines(), TableLines()
        self.gains, self.bars, self.bands = GainsPlot(), ScoreBars(), BandsPlot()

    def compose(self) -> ComposeResult:
        """Sentences, figures, plots, tenths."""
        yield self.said
        yield self.figures
        with Horizontal():
            yield self.gains
            yield self.bars
        yield self.bands
        yield self.alone

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing more follows at the very bottom."""
        return self.scroll_y < self.max_scroll_y if action == "scroll_down" else True

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Offer to read on, or no longer, as the bottom comes and goes."""
        super().watch_scroll_y(old_value, new_value)
        if self.is_open and self.max_scroll_y in (old_value, new_value):
            self.screen.refresh_bindings()

    def tell(self, shown: BacktestShown) -> None:
        """Open with a test."""
        self.entitle(shown.title)
        self.said.show(shown.said)
        self.figures.show(shown.columns, shown.figures, empty="")
        self.alone.show(shown.columns, shown.alone, title="Each model alone", empty="")
        self.figures.display, self.alone.display = bool(shown.figures), bool(shown.alone)
        self.gains.display = shown.curve is not None
        if shown.curve is not None:
            self.gains.show("Successes reached by the first calls", shown.curve, shown.curve_before)
        self.bars.show("Scores in the queue's sample", "the draft's, and what was", shown.scores, shown.scores_before)
        self.bands.show("What came of each tenth: ● seen in ├ 95 % ┤, ◇ expected", shown.bands)
        self.bands.display = bool(shown.bands)
        self.scroll_home(animate=False)
        self.open()
        self.call_after_refresh(self.screen.refresh_bindings)

    @property
    def told(self) -> str:
        """What a reader finds in it."""
        parts: Sequence[ReadLines | TableLines | BandsPlot] = (self.said, self.figures, self.bands, self.alone)
        return "\n".join(part.painted_text for part in parts if part.display)
