"""A number typed into the queue's search: somebody known is found, anybody else is called as new."""

from __future__ import annotations

import pytest

from hands import people_named, prospect_named
from screens.desks import live, seated
from setter.screens.call import CallScreen
from setter.screens.queue import QueueScreen
from setter.services.desk import Desk
from setter.services.suppress_value import suppress_text


async def searched(app, pilot, text: str) -> list[str]:
    await pilot.press("slash", *text)
    await app.workers.wait_for_complete()
    await pilot.pause()
    return [row.name for row in app.screen.search_panel.query_one("FoundLines").rows]


@pytest.mark.requirement("R-042")
async def test_a_number_nobody_has_is_called_as_somebody_new(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        assert await searched(app, pilot, "3125550177") == ["Call this number"]
        await pilot.press("enter", *"Gil", "space", *"Nash,", "space", *"Birch", "enter")
        await pilot.pause()
        assert isinstance(app.screen, CallScreen) and not app.screen.dialled
    gil, call = prospect_named(small_desk, "Gil Nash"), live(small_desk)
    assert call is not None and (call.direction, call.prospect_id) == ("outbound", gil.id)
    assert gil.company_name == "Birch"


async def test_a_number_somebody_has_simply_finds_them(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        assert await searched(app, pilot, "3125550101") == ["Ada North"]


async def test_a_name_nobody_has_offers_nothing(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        assert await searched(app, pilot, "gil") == []


async def test_a_refusal_is_said_where_the_name_was_asked(small_desk: Desk) -> None:
    suppress_text(small_desk, "+13125550177")
    app = seated(small_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await searched(app, pilot, "3125550177")
        await pilot.press("enter", *"Gil", "enter")
        await pilot.pause()
        assert isinstance(app.screen, QueueScreen) and "asked not to be contacted" in app.screen.naming.words
    assert live(small_desk) is None
    assert small_desk.store.read(lambda unit: people_named(unit, "Gil")) == []
