"""Plots say the same without colour as with it: by their signs, and by the figures beside them."""

from __future__ import annotations

import pytest
from textual.widget import Widget

from setter.domain.metrics import Proportion
from setter.widgets.plot import Curve, GainsPlot, ScoreBars
from setter.widgets.plot_bands import BandRow, BandsPlot
from widgets.stage import painted, staged

QUICK = Curve("draft", (0.5, 0.8, 0.95, 1.0))
EVEN = Curve("in force", (0.25, 0.5, 0.75, 1.0))


async def shown(widget: Widget, size: tuple[int, int] = (60, 16)) -> list[str]:
    """What a terminal shows of it."""
    async with staged(widget, size=size) as pilot:
        await pilot.pause()
        return [row.rstrip() for row in painted(pilot.app)]


async def test_one_curve_is_drawn_and_the_other_dotted_on_named_axes() -> None:
    plot = GainsPlot()
    plot.show("Reached", QUICK, EVEN)
    rows = await shown(plot)
    assert rows[0] == "Reached"
    assert "draft" in rows[1] and "•• in force" in rows[1]
    assert any("▀" in row or "▄" in row for row in rows[2:]) and any("•" in row for row in rows[2:])
    assert any(row.startswith("100 %┤") for row in rows) and any(row.endswith("100 %") for row in rows)


async def test_a_plot_without_room_is_its_title_alone() -> None:
    plot = GainsPlot()
    plot.show("Reached", QUICK)
    assert [row for row in await shown(plot, (20, 16)) if row] == ["Reached"]


async def test_scores_are_counted_in_tens_beside_what_they_were() -> None:
    bars = ScoreBars()
    bars.show("Scores", "", [0, 9, 95, 100], [0, 9, 85, 100])
    rows = await shown(bars)
    assert [row.split() for row in rows if "90–100" in row or "80–89" in row or " 0–9" in row] == [
        ["90–100", "█" * 43, "2", "was", "1"],
        ["80–89", "was", "1"],
        ["0–9", "█" * 43, "2"],
    ]


async def test_a_long_bar_leaves_room_for_its_numbers() -> None:
    bars = ScoreBars()
    bars.show("Scores", "", [5] * 1920, [5] * 1740)
    rows = await shown(bars, (34, 16))
    assert [row.split() for row in rows if " 0–9" in row] == [["0–9", "█" * 11, "1920", "was", "1740"]]


async def test_a_tenth_has_its_counts_its_interval_and_what_was_expected() -> None:
    plot = BandsPlot()
    plot.show("Tenths", [BandRow("80–100", Proportion(8, 10), 0.5), BandRow("0–20", Proportion(0, 10), 0.0)])
    rows = await shown(plot, (80, 16))
    assert "8 / 10 (80 %, 49–94 %)" in rows[2]
    ends, seen, expected = rows[2].index("├"), rows[2].index("●"), rows[2].index("◇")
    assert ends < expected < seen < rows[2].index("┤")
    assert "◈" in rows[3], "nobody was expected, and nobody came"


@pytest.mark.parametrize("widget", [GainsPlot, ScoreBars, BandsPlot])
async def test_nothing_to_show_yet_is_shown_as_nothing(widget: type[Widget]) -> None:
    assert not any("█" in row or "●" in row for row in await shown(widget()))
