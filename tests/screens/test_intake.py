"""A list on its way in by its real keys and by picture."""

from __future__ import annotations

import pytest

from screens.desks import SIZES, a_morning, named, seated
from setter.examples import example_list
from setter.services.desk import Desk
from setter.store import ids


async def test_a_list_comes_in_through_the_intake_screen(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f5")
        await pilot.pause()
        app.screen.open_list(example_list())
        await pilot.press("ctrl+s")
        await app.workers.wait_for_complete()
        await pilot.pause()
    assert len(small_desk.store.read(lambda unit: unit.prospects.enrolments_of(1))) == 186


@SIZES
@pytest.mark.parametrize(("name", "keys"), [("intake", ["f5"])])
async def test_its_pictures(sandbox_desk, assert_pictured, monkeypatch, size, name, keys) -> None:
    monkeypatch.setattr(ids, "_maker", ids.IdMaker(node=1))
    a_morning(sandbox_desk)
    app = seated(sandbox_desk)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        assert_pictured(pilot, named(name, size))


@SIZES
async def test_the_picture_of_a_list_that_is_mapped(sandbox_desk, assert_pictured, size) -> None:
    app = seated(sandbox_desk)
    async with app.run_test(size=size) as pilot:
        await pilot.press("f5")
        await pilot.pause()
        app.screen.open_list(example_list())
        await pilot.pause()
        assert_pictured(pilot, named("intake-mapped", size))
