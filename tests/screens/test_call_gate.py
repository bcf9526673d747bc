"""The call screen offers no number that the gate has not let through at this instant."""

from __future__ import annotations

import pytest

from hands import taken
from houses import ADA, wait_until
from screens.desks import seated
from setter.screens.call import CallScreen
from setter.services.desk import Desk

NIGHT = "2026-11-25T02:30:00Z"


async def test_a_number_is_copied_once_it_is_dialled_and_not_before(
    small_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    app = seated(small_desk)
    monkeypatch.setattr(app, "copy_to_clipboard", copied.append)
    taken(small_desk, ADA)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("y")
        await pilot.pause()
        assert copied == []
        await pilot.press("d", "y")
        await pilot.pause()
    assert copied == ["+13125550101"]


@pytest.mark.parametrize("night", [False, True])
async def test_a_number_that_may_not_ring_now_is_not_told(small_desk: Desk, night: bool) -> None:
    taken(small_desk, ADA)
    if night:
        wait_until(small_desk, NIGHT)
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, CallScreen)
        shown = app.screen.band.painted_text
    assert ("312  555  0101" in shown) is not night
    assert ("312  ···  ····" in shown) is night


@pytest.mark.parametrize("dialled", [False, True])
async def test_nothing_that_rings_is_linked_before_dial(small_desk: Desk, dialled: bool) -> None:
    taken(small_desk, ADA)
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press(*(["d"] if dialled else []))
        await pilot.pause()
        assert isinstance(app.screen, CallScreen)
        lines = app.screen.band.lines(90, 3)
        links = [span.style for line in lines for span in line.spans if getattr(span.style, "link", None)]
    assert bool(links) is dialled
