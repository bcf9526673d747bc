"""What happened, by its real keys and by picture."""

from __future__ import annotations

import pytest

from screens.desks import SIZES, a_morning, seated
from setter.services.desk import Desk


async def test_a_team_lead_looks_at_one_outcome_only(small_desk: Desk) -> None:
    a_morning(small_desk, "America/Phoenix")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f4")
        await pilot.pause()
        assert len(app.screen.lines) == 3
        await pilot.press("l", "4")
        await pilot.pause()
        assert [line.code for line in app.screen.lines.values()] == ["no_answer"]
        await pilot.press("l", "0")
        await pilot.pause()
        assert len(app.screen.lines) == 3


@SIZES
@pytest.mark.parametrize(("name", "keys"), [("review", ["f4"]), ("review-call", ["f4", "enter"])])
async def test_its_pictures(picture_a_morning, size, name, keys) -> None:
    await picture_a_morning(name, size, keys)
