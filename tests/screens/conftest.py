"""What the tests of screens share."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from pictures import AssertPictured
from screens.desks import SMALL, a_morning, pictured, press_each, seated
from setter.services.desk import Desk
from setter.store import ids


@pytest.fixture(autouse=True)
def hands_as_quick_as_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test presses keys faster than a person; none of its keys is a held one unless the test says so."""
    monkeypatch.setattr("setter.screens.call_conversation.SAME_KEY_SECONDS", 0.0)


@pytest.fixture
def picture_a_morning(
    sandbox_desk: Desk, assert_pictured: AssertPictured, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, list[str]], Awaitable[None]]:
    """Compare what stands on the screen after some keys, when three calls have been made, with its pictures."""
    monkeypatch.setattr(ids, "_maker", ids.IdMaker(node=1))

    async def check(name: str, keys: list[str]) -> None:
        a_morning(sandbox_desk)
        app = seated(sandbox_desk)
        async with app.run_test(size=SMALL) as pilot:
            await pilot.pause()
            await press_each(pilot, keys)
            await pictured(pilot, assert_pictured, name)

    return check
