"""The server is lost in the middle of a call: the screen says so, takes every word, and goes on by itself later."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from houses import desk_at
from screens.desks import closed, live, press_each, seated
from servers import Server
from setter.app import SetterApp
from setter.screens.book import BookScreen
from setter.screens.call import CallScreen
from setter.screens.queue import QueueScreen
from setter.services.desk import Desk, open_desk
from setter.store.writer import PROMPT_S

PATIENCE_S = 20.0
NO_FREEZE_S = PROMPT_S + 1.5


@pytest.fixture
def desk(server: Server, tmp_path: Path) -> Iterator[Desk]:
    """A caller's desk at a server that can be stopped."""
    yield from desk_at(server.url(), tmp_path, "mira")


class Frozen:
    """How long the screen stood still at most (seconds)."""

    worst = 0.0

    async def watch(self) -> None:
        before = time.monotonic()
        while True:
            await asyncio.sleep(0.02)
            now = time.monotonic()
            self.worst, before = max(self.worst, now - before), now


@asynccontextmanager
async def on_a_call(desk: Desk) -> AsyncIterator[tuple[SetterApp, Pilot[None], Frozen]]:
    """The app with somebody on the line."""
    app, frozen = seated(desk), Frozen()
    async with app.run_test(size=(100, 30)) as pilot:
        await press_each(pilot, ["space", "d"])
        assert isinstance(app.screen, CallScreen) and app.screen.dialled
        watching = asyncio.create_task(frozen.watch())
        yield app, pilot, frozen
        watching.cancel()


async def until(pilot: Pilot[None], true: Callable[[], Any]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < until
        await asyncio.sleep(0.05)
        await pilot.pause()


def call_screen(app: SetterApp) -> CallScreen:
    assert isinstance(app.screen, CallScreen)
    return app.screen


def head(app: SetterApp) -> str:
    return call_screen(app).head.painted_text


async def test_an_outcome_given_meanwhile_is_recorded_once_when_the_server_is_back(desk: Desk, server: Server) -> None:
    async with on_a_call(desk) as (app, pilot, frozen):
        first = call_screen(app).call_id
        await asyncio.to_thread(server.stop)
        await press_each(pilot, ["t", *"late", "space", *"vans", "escape", "n"])
        await until(pilot, lambda: "The server is away since" in head(app))
        assert "kept on this machine" in head(app) and "No answer: kept on this machine" in call_screen(app).said.words
        draft = desk.journal.draft(first)
        assert draft.note == "late vans" and draft.intents[-1][0] == "outcome"
        assert frozen.worst < NO_FREEZE_S
        began = time.monotonic()
        await press_each(pilot, ["w", "h", "escape", "n"])
        assert time.monotonic() - began < NO_FREEZE_S
        await asyncio.to_thread(server.start)
        await until(pilot, lambda: call_screen(app).call_id != first)
        await until(pilot, lambda: "away" not in head(app))
        assert "No answer" in call_screen(app).said.words
        call_screen(app).server_came_back()  # which is noticed now and then only after it was written
        assert "No answer" in call_screen(app).said.words
        assert frozen.worst < NO_FREEZE_S
    done = closed(desk)
    assert done is not None and (done.id, done.outcome, done.note) == (first, "no_answer", "late vans")
    assert server.ask("SELECT call_id, code FROM outcome") == [(first, "no_answer")]
    assert desk.journal.calls() == ()


async def test_a_booking_opened_and_left_meanwhile_takes_nobody_anywhere(desk: Desk, server: Server) -> None:
    async with on_a_call(desk) as (app, pilot, frozen):
        call_id = call_screen(app).call_id
        await press_each(pilot, ["m"])
        assert isinstance(app.screen, BookScreen)
        await asyncio.to_thread(server.stop)
        await press_each(pilot, [*"mon", "space", *"10", "enter"])
        await until(pilot, lambda: "The server is away since" in app.screen.head.painted_text)
        await press_each(pilot, ["escape", "escape"])
        await until(pilot, lambda: isinstance(app.screen, CallScreen))
        await press_each(pilot, ["m"])
        await until(pilot, lambda: isinstance(app.screen, CallScreen))
        assert call_screen(app).call_id == call_id and frozen.worst < NO_FREEZE_S
        await asyncio.to_thread(server.start)
        await until(pilot, lambda: "away" not in head(app))
        assert call_screen(app).dialled


async def test_answers_given_meanwhile_are_written_when_the_server_is_back(desk: Desk, server: Server) -> None:
    async with on_a_call(desk) as (app, pilot, _):
        call_id = call_screen(app).call_id
        node = call_screen(app).talk.node
        await asyncio.to_thread(server.stop)
        await press_each(pilot, ["1"])
        while call_screen(app).talk.node == node or not desk.journal.draft(call_id).answers:
            node = call_screen(app).talk.node
            await press_each(pilot, ["1"])
        given = [(name, value) for _, name, value in desk.journal.draft(call_id).answers]
        await asyncio.to_thread(server.start)
        await until(pilot, lambda: "away" not in head(app))
        await until(pilot, lambda: server.ask("SELECT field FROM answer"))
    assert server.ask("SELECT field FROM answer") == [(name,) for name, _ in given]


async def test_a_request_to_be_left_alone_made_meanwhile_is_kept(desk: Desk, server: Server) -> None:
    async with on_a_call(desk) as (app, pilot, _):
        call = live(desk)
        assert call is not None
        await asyncio.to_thread(server.stop)
        await press_each(pilot, ["f9", "enter"])
        await until(pilot, lambda: "away" in head(app))
        await asyncio.to_thread(server.start)
        await until(pilot, lambda: call_screen(app).call_id != call.id)
    person = desk.store.read(lambda unit: unit.prospects.get(call.prospect_id))
    assert person is not None and person.blocked == "do_not_call"


async def test_whoever_quits_meanwhile_finds_it_recorded_at_the_next_start(desk: Desk, server: Server) -> None:
    async with on_a_call(desk) as (app, pilot, _):
        call_id = call_screen(app).call_id
        await asyncio.to_thread(server.stop)
        await press_each(pilot, ["n"])
        await until(pilot, lambda: "away" in head(app))
        await press_each(pilot, ["ctrl+q"])
        await pilot.pause()
    desk.store.close()
    await asyncio.to_thread(server.start)
    again = open_desk(server.url(), "mira")
    app = seated(again)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: again.store.away_for is None)
        done = closed(again)
    again.store.close()
    assert done is not None and (done.id, done.outcome) == (call_id, "no_answer")


async def test_the_queue_says_so_and_is_fresh_when_the_server_is_back(desk: Desk, server: Server) -> None:
    app = seated(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await asyncio.to_thread(server.stop)
        await press_each(pilot, ["space"])
        await until(pilot, lambda: "The server is away since" in app.screen.head.painted_text)
        began = time.monotonic()
        await press_each(pilot, ["space", "down", "w", "f3", "f4", "f2"])
        assert time.monotonic() - began < NO_FREEZE_S
        assert isinstance(app.screen, QueueScreen) and "The PostgreSQL server is away" in app.screen.passing.words
        await asyncio.to_thread(server.start)
        await until(pilot, lambda: "away" not in app.screen.head.painted_text)
        await press_each(pilot, ["space"])
        await until(pilot, lambda: isinstance(app.screen, CallScreen))


async def test_a_search_without_an_answer_says_so_and_is_answered_when_the_server_is_back(
    desk: Desk, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("setter.store.house.READING_S", 0.2)
    app = seated(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await press_each(pilot, ["slash", *"ada"])
        panel = queue_screen(app).search_panel
        await until(pilot, lambda: panel.rows)
        await asyncio.to_thread(server.stop)
        await press_each(pilot, ["backspace", "backspace", "backspace", *"ben"])
        await until(pilot, lambda: not panel.rows and "away" in queue_screen(app).passing.words)
        await asyncio.sleep(0.5)
        await asyncio.to_thread(server.start)
        await until(pilot, lambda: [row.name for row in panel.rows] == ["Ben Okafor"])


def queue_screen(app: SetterApp) -> QueueScreen:
    assert isinstance(app.screen, QueueScreen)
    return app.screen


async def test_an_answer_kept_meanwhile_is_written_though_nobody_saw_the_server_go(
    desk: Desk, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was away for less than the time between two looks."""
    monkeypatch.setattr("setter.app.WATCH_SECONDS", 1000.0)
    async with on_a_call(desk) as (app, pilot, _):
        node = call_screen(app).talk.node
        await asyncio.to_thread(server.stop)
        while call_screen(app).talk.node == node or not call_screen(app).talk.owed:
            node = call_screen(app).talk.node
            await press_each(pilot, ["1"])
        await asyncio.to_thread(server.start)
        await until(pilot, lambda: server.ask("SELECT field FROM answer"))
        await until(pilot, lambda: not call_screen(app).talk.owed)
