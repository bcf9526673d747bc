"""A table with one marked row: the keys move the mark past the headings, and it is always in sight."""

from __future__ import annotations

import pytest

from setter.widgets.marked_table import MarkedRow, MarkedTable
from setter.widgets.table_lines import Column
from widgets.stage import painted, staged

COLUMNS = (Column("line"), Column("asks for", spare=True), Column("points", number=True))
ROWS = [
    MarkedRow("", ("Who they are",)),
    *(MarkedRow(f"a{n}", (f"Line {n}", "a long condition that asks for much of them", f"+{n}")) for n in range(9)),
    MarkedRow("", ("What they did",)),
    *(MarkedRow(f"b{n}", (f"Act {n}", "short", f"+{n}")) for n in range(9)),
]


def a_table() -> MarkedTable:
    table = MarkedTable()
    table.show(COLUMNS, ROWS)
    return table


async def test_the_mark_passes_over_headings_and_stops_at_the_ends() -> None:
    table = a_table()
    async with staged(table, size=(60, 8)) as pilot:
        table.focus()
        assert table.marked == ROWS[1]
        assert "↓ 12 more" in painted(pilot.app)[0]
        await pilot.press("up")
        assert table.marked == ROWS[1]
        await pilot.press(*["down"] * 9)
        assert table.marked == ROWS[11]
        await pilot.press("up")
        assert table.marked == ROWS[9]
        await pilot.press("end", "down")
        assert table.marked == ROWS[-1]
        assert "more" not in painted(pilot.app)[0]
        await pilot.press("home")
        assert table.marked == ROWS[1]


@pytest.mark.parametrize("height", [4, 8, 12])
async def test_the_mark_is_always_in_sight(height: int) -> None:
    table = a_table()
    async with staged(table, size=(60, height)) as pilot:
        table.focus()
        for key in ("pagedown", "pagedown", "down", "end", "pageup", "home"):
            await pilot.press(key)
            await pilot.pause()
            marked = [row for row in painted(pilot.app) if "▌" in row]
            assert len(marked) == 1 and table.marked is not None and table.marked.cells[0] in marked[0]
        assert any("Who they are" in row for row in painted(pilot.app)), "a first row has its heading over it"


async def test_a_spare_column_takes_what_is_left_and_goes_where_that_is_too_little() -> None:
    async with staged(a_table(), size=(60, 8)) as pilot:
        assert "a long condition that asks for" in painted(pilot.app)[2]
    async with staged(a_table(), size=(24, 8)) as pilot:
        assert "a long" not in painted(pilot.app)[2] and "+0" in painted(pilot.app)[2]


async def test_the_mark_stays_on_its_row_when_others_are_shown() -> None:
    table = a_table()
    async with staged(table, size=(60, 8)) as pilot:
        table.focus()
        await pilot.press("down", "down")
        table.show(COLUMNS, ROWS[3:])
        assert table.marked == ROWS[3]
        table.show(COLUMNS, ROWS[5:], afresh=True)
        assert table.marked == ROWS[5]
        table.show(COLUMNS, [], empty="Nobody.")
        assert table.marked is None
        assert "Nobody." in table.painted_text


async def test_a_click_marks_a_row() -> None:
    table = a_table()
    async with staged(table, size=(60, 8)) as pilot:
        await pilot.click(MarkedTable, offset=(5, 4))
        assert table.marked == ROWS[3]
