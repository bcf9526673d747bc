"""The list of prospects: what a caller sees and does in it, at any size."""

import pytest
from rich.cells import cell_len

from setter.widgets.pages import KEPT, PAGE, Pages
from setter.widgets.prospect_line import ProspectLine, columns_for, first_row, heading, second_row
from setter.widgets.prospect_list import ProspectList
from widgets.gallery import HOSTILE, fetch, prospect
from widgets.stage import painted, staged


class CountingFetch:
    def __init__(self, rows: int) -> None:
        self.rows, self.asked = rows, []

    def __call__(self, offset, after, limit):
        self.asked.append((offset, after.key if after else None))
        return [prospect(index) for index in range(offset, min(offset + limit, self.rows))]


class TestMovingAbout:
    async def test_keys_move_the_highlight_and_it_stays_in_sight(self):
        seen = []
        rows = ProspectList(fetch, 500, on_highlight=lambda index, row: seen.append((index, row.key)))
        async with staged(rows) as pilot:
            rows.focus()
            await pilot.press("down", "down", "up", "pagedown", "end")
            assert rows.cursor == 499
            assert "500" in painted(pilot.app)[-2]
            await pilot.press("home")
            assert [index for index, _ in seen][:4] == [0, 1, 2, 1]
            assert seen[-1] == (0, 1000)

    async def test_the_card_beside_hears_in_the_same_tick_as_the_key(self):
        seen = []
        rows = ProspectList(fetch, 500, on_highlight=lambda index, row: seen.append(index))
        async with staged(rows):
            rows.action_move(1)
            assert seen[-1] == 1

    async def test_a_click_highlights_and_a_double_click_chooses(self):
        rows = ProspectList(fetch, 500)
        async with staged(rows) as pilot:
            await pilot.click(rows, offset=(10, 5))
            assert rows.cursor == 2
            await pilot.click(rows, offset=(10, 7), times=2)
            assert [one.row.key for one in pilot.app.heard if isinstance(one, ProspectList.Chosen)] == [1003]

    async def test_choosing_in_an_empty_list_does_nothing_and_the_list_says_what_to_do(self):
        rows = ProspectList(empty="Nobody is callable: press w to see why.")
        async with staged(rows) as pilot:
            rows.focus()
            await pilot.press("down", "end", "pageup")
            rows.choose()
            await pilot.pause()
            assert rows.highlighted is None
            assert not [one for one in pilot.app.heard if isinstance(one, ProspectList.Chosen)]
            assert "Nobody is callable: press w to see why." in painted(pilot.app)[2]

    async def test_new_rows_keep_the_highlight_on_its_prospect(self):
        rows = ProspectList(fetch, 500)
        async with staged(rows):
            rows.action_move(3)
            rows.show(lambda offset, after, limit: fetch(offset + 2, after, limit), 498)
            assert (rows.cursor, rows.highlighted.key) == (1, 1003)

    async def test_a_list_that_shrank_moves_the_highlight_to_its_end(self):
        rows = ProspectList(CountingFetch(10), 500)
        async with staged(rows) as pilot:
            rows.focus()
            await pilot.press("end")
            assert rows.cursor == 9
            assert rows.highlighted.key == 1009


class TestAMillion:
    async def test_only_pages_that_are_looked_at_are_fetched(self):
        wanted = CountingFetch(1_000_000)
        rows = ProspectList(wanted, 1_000_000)
        async with staged(rows) as pilot:
            rows.focus()
            await pilot.press("end", "home", "pagedown")
            assert len(wanted.asked) <= 4

    def test_the_next_page_is_asked_for_by_the_row_before_it(self):
        wanted = CountingFetch(1000)
        pages = Pages(wanted, 1000)
        for index in range(PAGE * 2 + 1):
            pages.row(index)
        assert wanted.asked == [(0, None), (PAGE, 1000 + PAGE - 1), (2 * PAGE, 1000 + 2 * PAGE - 1)]

    def test_pages_are_forgotten_again(self):
        pages = Pages(CountingFetch(1_000_000), 1_000_000)
        for index in range(0, 1_000_000, 5000):
            assert pages.row(index).key == 1000 + index
        assert len(pages._pages) <= KEPT

    async def test_moving_in_a_million_rows_asks_for_no_more_than_in_a_few_thousand(self):
        async def asked(count: int) -> int:
            wanted = CountingFetch(count)
            rows = ProspectList(wanted, count)
            async with staged(rows):
                for _ in range(100):
                    rows.action_move(1)
                rows.action_last()
                rows.action_first()
            return len(wanted.asked)

        assert await asked(1_000_000) == await asked(3000) < 12


class TestSettingColumns:
    @pytest.mark.parametrize("cells", [40, 60, 66, 78, 100, 130, 158, 198])
    @pytest.mark.parametrize("index", range(6))
    def test_every_line_fills_its_cells_exactly_whatever_the_script(self, cells, index):
        columns = columns_for(cells, 3)
        for chosen in (True, False):
            first = "".join(text for text, _ in first_row(prospect(index), index + 1, columns, chosen))
            second = "".join(text for text, _ in second_row(prospect(index), columns, chosen, cells))
            assert cell_len(first) == cells
            assert cell_len(second) == cells
        assert cell_len(heading(columns)) == cells

    def test_the_chosen_one_has_a_sign_and_not_only_a_colour(self):
        columns = columns_for(80, 2)
        assert next(first_row(prospect(0), 1, columns, True))[0] != next(first_row(prospect(0), 1, columns, False))[0]

    def test_an_uncertain_local_time_stays_a_range_where_room_is_scarce(self):
        row = "".join(
            text for text, _ in first_row(ProspectLine(1, "A", local_time="08:14–09:14"), 1, columns_for(60, 2), False)
        )
        assert " 08–09 " in row

    async def test_wide_enough_for_why_now_each_prospect_takes_one_line(self):
        rows = ProspectList(fetch, 500)
        async with staged(rows, size=(160, 10)) as pilot:
            assert "asked for a demo" in painted(pilot.app)[1]
            assert "Jonas" in painted(pilot.app)[2]

    async def test_hostile_names_are_shown_as_text_and_hold_the_columns(self):
        rows = ProspectList(
            lambda *_: [ProspectLine(1, HOSTILE, HOSTILE, HOSTILE, last_outcome=HOSTILE, why=HOSTILE)], 1
        )
        async with staged(rows, size=(200, 10)) as pilot:
            row = painted(pilot.app)[1]
            assert "x [/] [@click=app.quit]y[/] [Inc] red gnp.exe" in row
            assert "\x1b" not in row
            assert cell_len(row) == 200
