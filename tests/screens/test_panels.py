"""A key that was meant for a panel is never a command to the screen below it."""

from __future__ import annotations

import pytest

from hands import dialled
from screens.desks import closed, live, seated
from setter.screens.call import CallScreen
from setter.screens.queue import QueueScreen
from setter.services.desk import Desk
from setter.services.tasks import strip

OTHERS = {"d": "disconnected", "q": "voicemail_no_message", "w": "wrong_number", "h": "hang_up_early",
          "u": "cannot_use", "y": "language_barrier", "e": "existing_customer", "1": "no_need"}  # fmt: skip


async def test_another_outcome_by_its_letter_is_that_outcome_and_nothing_else(sandbox_desk: Desk) -> None:
    app = seated(sandbox_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space")
        for letter, outcome in OTHERS.items():
            called = app.screen.call_id
            await pilot.press("d", "o", letter)
            await pilot.pause()
            assert app.is_running and isinstance(app.screen, CallScreen) and not app.screen.panel_open, letter
            assert not app.screen.dialled, f"{letter}: the next person is there, not dialled"
            call = closed(sandbox_desk)
            assert call is not None and (call.id, call.outcome) == (called, outcome)


async def test_an_objection_by_its_letter_leaves_the_call_live(sandbox_desk: Desk) -> None:
    app = seated(sandbox_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space", "d")
        for letter in ("b", "n", "i", "t", "h", "m"):
            await pilot.press("x")
            await pilot.pause()
            rows = {row.key: row.value for row in app.screen.choices._list.rows}
            await pilot.press(letter)
            await pilot.pause()
            node = app.screen.talk.node
            assert isinstance(app.screen, CallScreen) and (node.kind, node.id) == ("objection", rows[letter])
            assert not app.screen.panel_open and not app.screen.note.has_focus
    assert closed(sandbox_desk) is None and live(sandbox_desk) is not None


async def test_still_talking_answers_nothing_in_the_script(small_desk: Desk) -> None:
    call = dialled(small_desk)
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("1")
        await pilot.pause()
        assert app.screen.talk.path == ("reach",) and app.screen.call_id == call.id


async def test_a_reason_to_skip_and_the_end_of_a_shift_take_up_no_duty(small_desk: Desk) -> None:
    for keys in (["s", "1"], ["k", "2"]):
        app = seated(small_desk)
        async with app.run_test(size=(100, 30)) as pilot:
            await pilot.press("space", "d", "o", "l", "enter", "escape")
            await pilot.pause()
            due = len(strip(small_desk))
            await pilot.press(*keys)
            await pilot.pause()
            assert isinstance(app.screen, QueueScreen) and live(small_desk) is None
            assert len(strip(small_desk)) == due or keys == ["k", "2"]


async def test_a_digit_held_down_answers_one_question(small_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("setter.screens.call_conversation.SAME_KEY_SECONDS", 60.0)
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("space", "d", "1", "1", "1", "1")
        await pilot.pause()
        assert app.screen.talk.path == ("reach", "opener")
