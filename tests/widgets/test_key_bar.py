"""The key bar shows the keys that work now, the most important first, and presses them by mouse."""

from typing import ClassVar

import pytest
from textual.app import App
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Input

from setter.widgets.key_bar import Chip, KeyBar, KeyHint, place
from widgets.gallery import BookPage, CallPage, Gallery, QueuePage
from widgets.stage import painted


def chip(key: str, label: str, rank: int, short: str = "") -> Chip:
    return Chip(key, key, label, KeyHint(rank, short))


def words(row) -> list[str]:
    return [f"{placed.chip.shown} {placed.chip.text(placed.short)}" for placed in row]


class TestRoom:
    CHIPS: ClassVar = [
        chip("d", "dial", 1),
        chip("t", "note", 2),
        chip("j", "next number", 3, "next"),
        chip("y", "copy", 4),
    ]
    MORE: ClassVar = chip("?", "keys", 0, "more")

    def test_all_keys_stand_in_full_where_there_is_room(self):
        row, left = place(self.CHIPS, 80, self.MORE)
        assert words(row) == ["d dial", "t note", "j next number", "y copy", "? keys"]
        assert left == []

    def test_the_least_important_words_shorten_first_then_go(self):
        assert words(place(self.CHIPS, 40, self.MORE)[0]) == ["d dial", "t note", "j next", "y copy", "? keys"]
        row, left = place(self.CHIPS, 24, self.MORE)
        assert words(row) == ["d dial", "t note", "? keys"]
        assert [one.key for one in left] == ["j", "y"]

    @pytest.mark.parametrize("cells", range(60))
    def test_a_row_never_overflows(self, cells):
        row, _ = place(self.CHIPS, cells, self.MORE)
        assert not row or row[-1].end <= cells


class TestOnAScreen:
    @pytest.mark.parametrize("size", [(80, 24), (100, 30), (160, 50)])
    async def test_a_caller_on_the_line_sees_all_outcome_letters_and_the_opt_out(self, size):
        async with Gallery(CallPage).run_test(size=size) as pilot:
            await pilot.pause()
            outcomes, rest = painted(pilot.app)[-2:]
            assert [word for word in outcomes.split() if len(word) == 1] == list("nvbcgifmo")
            assert "F9 opt-out" in rest
            assert "? keys" in rest or "? more" in rest

    async def test_keys_that_do_nothing_now_are_not_shown(self):
        async with Gallery(CallPage).run_test(size=(100, 30)) as pilot:
            page = pilot.app.screen
            assert "d dial" not in "\n".join(painted(pilot.app)[-2:])
            page.dialled = False
            page.refresh_bindings()
            await pilot.pause()
            bar = "\n".join(painted(pilot.app)[-2:])
            assert "d dial" in bar
            assert "busy" not in bar

    async def test_a_bar_whose_keys_did_not_change_is_not_painted_again(self):
        async with Gallery(QueuePage).run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            bar = pilot.app.screen.query_one(KeyBar)
            painted_before = bar._placed
            pilot.app.screen.refresh_bindings()
            await pilot.pause()
            assert bar._placed is painted_before

    async def test_a_click_presses_the_key(self):
        async with Gallery(CallPage).run_test(size=(100, 30)) as pilot:
            await pilot.pause()
            bar = pilot.app.screen.query_one(KeyBar)
            other = next(one for one in bar._placed[0] if one.chip.shown == "o")
            await pilot.click(bar, offset=(1 + other.x, 0))
            assert pilot.app.screen.others.is_open

    async def test_letters_that_a_field_eats_are_not_offered_and_its_enter_is_the_screens(self):
        class Typing(Screen[None]):
            BINDINGS: ClassVar = [Binding("x", "x", "letter", id="a"), Binding("enter", "y", "book", id="b")]

            def compose(self):
                yield Input()
                yield KeyBar()

            def action_x(self): ...

            def action_y(self): ...

        app: App[None] = App()
        async with app.run_test(size=(80, 24)) as pilot:
            await app.push_screen(Typing())
            await pilot.pause()
            labels = [one.label for one in app.screen.query_one(KeyBar).chips()]
            assert labels == ["book"]

    async def test_the_booking_page_says_how_to_choose_a_slot_at_eighty_columns(self):
        async with Gallery(BookPage).run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert "Enter book" in painted(pilot.app)[-1]
