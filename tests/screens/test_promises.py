"""A caller hears of her promise wherever she sits, and keeps her hands where they are."""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets import Input, TextArea

from hands import MINUTE, ended
from houses import ADA, BEN, EVE, advance
from screens.desks import press_each, seated
from setter.screens.book import BookScreen
from setter.screens.call import CallScreen
from setter.services.desk import Desk
from setter.services.tasks import pass_callback, strip

SIZE = (100, 30)


def head_of(app: Any) -> str:
    """The head line as it is painted."""
    return app.screen.head.lines(100, 1)[0].plain


@pytest.mark.parametrize("outcome", ["callback_prospect", "gatekeeper_time"])
async def test_in_a_call_she_is_told_once_and_what_she_types_stays(small_desk: Desk, outcome: str) -> None:
    ended(small_desk, outcome, EVE, callback="in 10 min")
    app = seated(small_desk)
    async with app.run_test(size=SIZE) as pilot:
        await press_each(pilot, ["space", "d", "t", *"vans"])
        assert isinstance(app.screen, CallScreen) and isinstance(app.screen.focused, TextArea)
        focused, typed = app.screen.focused, app.screen.note.text
        app.watch_promises()
        assert "Eve Sand" not in head_of(app)
        advance(small_desk, 6 * MINUTE)
        app.watch_promises()
        await pilot.pause()
        assert app.screen.said.words == "Promised: Eve Sand, 4:00."
        assert "Eve Sand · 4:00" in head_of(app)
        assert app.screen.focused is focused and app.screen.note.text == typed == "vans"
        await press_each(pilot, list("!"))
        assert app.screen.note.text == "vans!"
        app.screen.say("Another thing.")
        advance(small_desk, MINUTE)
        app.watch_promises()
        assert app.screen.said.words == "Another thing." and "Eve Sand · 3:00" in head_of(app)


@pytest.mark.parametrize("keys", [["f3"], ["f4"], ["f5"], ["f8"]])
async def test_on_every_other_screen_too(small_desk: Desk, keys: list[str]) -> None:
    ended(small_desk, "callback_prospect", EVE, callback="in 10 min")
    app = seated(small_desk)
    async with app.run_test(size=SIZE) as pilot:
        await press_each(pilot, keys)
        focused = app.screen.focused
        advance(small_desk, 6 * MINUTE)
        app.watch_promises()
        await pilot.pause()
        assert app.screen.passing.words.startswith("Promised: Eve Sand, 4:00.") and "Eve Sand · 4:00" in head_of(app)
        assert app.screen.focused is focused
        await press_each(pilot, ["escape", "f2"])
        app.watch_promises()
        assert "Eve Sand · 4:00" in head_of(app) and "Promised" not in app.screen.passing.words


async def test_while_she_books_the_time_she_types_stays(small_desk: Desk) -> None:
    ended(small_desk, "callback_prospect", EVE, callback="in 10 min")
    app = seated(small_desk)
    async with app.run_test(size=SIZE) as pilot:
        await press_each(pilot, ["space", "d", "m", *"mon 10"])
        assert isinstance(app.screen, BookScreen)
        advance(small_desk, 6 * MINUTE)
        app.watch_promises()
        await pilot.pause()
        field = app.screen.query_one("#when", Input)
        assert "Eve Sand · 4:00" in head_of(app) and app.screen.focused is field and field.value == "mon 10"


async def test_of_whom_she_has_on_the_line_she_need_not_be_told(small_desk: Desk) -> None:
    ended(small_desk, "callback_prospect", ADA, callback="in 10 min")
    advance(small_desk, 6 * MINUTE)
    app = seated(small_desk)
    async with app.run_test(size=SIZE) as pilot:
        await press_each(pilot, ["space"])
        assert app.screen.shown.prospect.full_name == ADA
        app.watch_promises()
        assert "Promised" not in app.screen.said.words and ADA not in head_of(app)


async def test_a_promise_that_is_passed_on_counts_down_no_more(small_desk: Desk) -> None:
    ended(small_desk, "callback_prospect", EVE, callback="in 10 min")
    app = seated(small_desk)
    async with app.run_test(size=SIZE):
        advance(small_desk, 12 * MINUTE)
        app.watch_promises()
        assert "Eve Sand · 2 min late" in head_of(app)
        pass_callback(small_desk, strip(small_desk)[0].id, "noor")
        app.watch_promises()
        assert EVE not in head_of(app)


async def test_a_day_that_was_agreed_is_no_promise_of_a_time(small_desk: Desk) -> None:
    ended(small_desk, "callback_vague", BEN, revisit="tomorrow")
    app = seated(small_desk)
    async with app.run_test(size=SIZE):
        advance(small_desk, 24 * 60 * MINUTE)
        app.watch_promises()
        assert BEN not in head_of(app) and "Promised" not in app.screen.passing.words


async def test_a_tick_that_comes_as_setter_is_left_breaks_nothing(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
    assert not app.screen_stack
    app.watch_promises()
