"""The app at a desk, as a test drives it."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from hands import QUALIFIED, dialled, ended
from houses import CAMPAIGN
from pictures import AssertPictured
from setter.app import SetterApp
from setter.services.answer import answer
from setter.services.book import book
from setter.services.desk import Desk
from setter.services.record_outcome import Given, record
from setter.store.records import Call


def seated(desk: Desk) -> SetterApp:
    """The app at this desk, in the example campaign."""
    return SetterApp(desk, desk.store.url, CAMPAIGN)


def live(desk: Desk) -> Call | None:
    """The call in hand."""
    return desk.store.read(lambda unit: unit.calls.live(desk.caller))


def closed(desk: Desk) -> Call | None:
    """The call that was closed last."""
    return desk.store.read(lambda unit: unit.calls.last_closed(desk.caller))


async def press_each(pilot: Pilot[None], keys: list[str]) -> None:
    """Press keys as a person does: the next one when the screen has answered."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


SIZES = pytest.mark.parametrize("size", [(100, 30), (80, 24)], ids=["100x30", "80x24"])
"""The sizes at which every screen is pictured."""
LARGE, SMALL = (100, 30), (80, 24)


def named(name: str, size: tuple[int, int]) -> str:
    """A picture's name at a size."""
    return name if size == (100, 30) else f"{name}-80x24"


async def pictured(pilot: Pilot[None], check: AssertPictured, name: str) -> None:
    """Compare a screen that was made small, and then large, with its picture at each size."""
    assert pilot.app.size == SMALL
    check(pilot, named(name, SMALL))
    await pilot.resize_terminal(*LARGE)
    await pilot.pause()
    check(pilot, named(name, LARGE))


def a_morning(desk: Desk, zone: str = "") -> None:
    """Three calls: nobody there, a callback, and a meeting that is a whole SQL."""
    ended(desk, "no_answer")
    ended(desk, "callback_prospect", callback="tomorrow 10")
    call = dialled(desk)
    answer(desk, call.id, QUALIFIED)
    book(desk, call.id, "mon 10:30", zone=zone)
    record(desk, call.id, Given("meeting_set", note="Wants to see the late vans first", minutes=7))
