"""Somebody calls us: F8 from anywhere, the call in hand waits underneath."""

from __future__ import annotations

import pytest

from hands import dialled, prospect_named
from screens.desks import SMALL, live, pictured, seated
from setter.screens.call import CallScreen
from setter.screens.incoming import IncomingScreen
from setter.screens.queue import QueueScreen
from setter.services.desk import Desk


async def settle(app, pilot) -> None:
    await app.workers.wait_for_complete()
    await pilot.pause()


@pytest.mark.requirement("R-042")
async def test_f8_in_the_middle_of_a_call_and_back_to_it(small_desk: Desk) -> None:
    waiting = dialled(small_desk, "Ben Okafor")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("1")
        await pilot.press("t", *"half a thought", "escape", "f8")
        await pilot.pause()
        assert isinstance(app.screen, IncomingScreen)
        await pilot.press(*"ada")
        await settle(app, pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, CallScreen) and app.screen.shown.prospect.full_name == "Ada North"
        assert "they called" in app.screen.band.painted_text
        await pilot.press("n", "b", "v", "j")
        assert app.screen.dialled and "somebody was there" in app.screen.said.painted_text
        await pilot.press("i")
        await pilot.pause()
        assert isinstance(app.screen, CallScreen) and app.screen.call_id == waiting.id
        assert app.screen.note.text == "half a thought" and app.screen.dialled
        await pilot.press("n")
        await pilot.pause()
    done = small_desk.store.read(lambda unit: unit.calls.get(waiting.id))
    assert done is not None and (done.outcome, done.note) == ("no_answer", "half a thought")


async def test_somebody_new_is_taken_down_by_number_and_name(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f8", *"3125550177")
        await settle(app, pilot)
        await pilot.press("enter", *"Gil", "space", *"Nash", "enter")
        await pilot.pause()
        assert isinstance(app.screen, CallScreen) and app.screen.dialled
    assert (call := live(small_desk)) is not None
    assert (call.direction, call.prospect_id) == ("inbound", prospect_named(small_desk, "Gil Nash").id)


async def test_somebody_who_withholds_their_number_is_taken_down_by_name(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f8", *"Gil", "space", *"Nash")
        await settle(app, pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, CallScreen) and app.screen.dialled
    assert (call := live(small_desk)) is not None
    assert (call.direction, call.prospect_id) == ("inbound", prospect_named(small_desk, "Gil Nash").id)


async def test_escape_leads_back_to_where_one_was(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f8", "escape")
        await pilot.pause()
        assert isinstance(app.screen, QueueScreen) and live(small_desk) is None


async def test_whoever_asked_to_be_left_alone_is_not_drawn_in(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        name = app.screen.card.prospect.full_name
        await pilot.press("f9", "enter")
        await pilot.pause()
        await pilot.press("f8", *name.split()[0])
        await settle(app, pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, IncomingScreen) and live(small_desk) is None


async def test_its_pictures(sandbox_desk, assert_pictured) -> None:
    app = seated(sandbox_desk)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("space", "d", "f8", *"2125550")
        await settle(app, pilot)
        await pictured(pilot, assert_pictured, "incoming")
