"""Groups of one measure under one another: numbers aligned, one scale, and what gives way where room is scarce."""

from __future__ import annotations

from setter.widgets.plot_rows import PlotRow, PlotRows, PlotShown
from setter.widgets.plot_signs import Bar, Weeks, Whisker
from widgets.gallery import HOSTILE
from widgets.stage import staged

ROWS = (
    PlotRow("ana", "6 / 8", "75 %", "41–93 %", Whisker(0.25, 0.5, 0.9, 0.75), "no clear difference"),
    PlotRow("ben", "121 / 129", "94 %", "88–97 %", Whisker(0.7, 0.8, 0.85, 0.75)),
    PlotRow("cal", "1 / 1"),
)
SAID = ("ana − ben: no clear difference",)
SHOWN = PlotShown("correct", ROWS, ("0", "100 %"), SAID, "accepted / decided", (0.75, "T"))


async def shown(what: PlotShown, size: tuple[int, int]) -> list[str]:
    """The painted rows of a plot of that size."""
    plot = PlotRows()
    async with staged(plot, size=size):
        plot.show(what)
        return [row.rstrip() for row in plot.painted_text.splitlines()]


async def test_every_group_has_its_numbers_under_one_another_and_its_interval_on_the_same_scale() -> None:
    assert await shown(SHOWN, (62, 12)) == [
        "correct",
        "                      95 % interval  0             T ┊ 100 %",
        "ana      6 / 8  75 %  41–93 %              ├────●────┼───┤",
        "     no clear difference",
        "ben  121 / 129  94 %  88–97 %                       ├┼─●┤",
        "cal      1 / 1",
        "",
        "ana − ben: no clear difference",
        "accepted / decided",
    ]
    assert await shown(SHOWN, (40, 6)) == [
        "correct",
        "                      0        T ┊",
        "ana      6 / 8  75 %      ├───●──┼──┤",
        "ben  121 / 129  94 %            ├┼●┤",
        "cal      1 / 1",
        "… w tells all of it",
    ]


async def test_bars_and_weeks_keep_in_sight_what_is_not_nothing_and_no_word_acts() -> None:
    bars = (PlotRow("a", drawing=Bar(0.5, 1.0)), PlotRow("b", drawing=Bar(0.001, 0, 0.9)))
    told = PlotShown("", (*bars, PlotRow("c", drawing=Weeks((0, 1, 4), 4)), PlotRow(HOSTILE, "0", told=HOSTILE)))
    assert await shown(told, (42, 6)) == [
        "a                  ██████████░░░░░░░░░░░",
        "b                  ▏                 ┃",
        "c                  ·· ▃▃ ██",
        "x [/] [@click…  0",
        "                x [/] [@click=app.quit]…",
    ]
