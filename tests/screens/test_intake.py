"""A list on its way in by its real keys and by picture."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from hands import land, prospect_named
from houses import CAMPAIGN
from screens.desks import SMALL, pictured, seated
from setter.app import SetterApp
from setter.domain.sources import SOURCE_KINDS
from setter.examples import example_list
from setter.screens import intake_bring
from setter.screens.intake import LETTERS
from setter.screens.intake_words import result_rows
from setter.services.desk import Desk
from setter.services.queue_view import queue_length


async def until_done(app: SetterApp, pilot: Pilot[None]) -> None:
    """Wait for what is done beside the keys."""
    await app.workers.wait_for_complete()
    await pilot.pause()


async def look_at(app: SetterApp, pilot: Pilot[None], path: Path) -> None:
    """Pick a list, and see what it is."""
    app.screen.open_list(path)
    await until_done(app, pilot)


async def test_a_list_comes_in_through_the_intake_screen(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f5")
        await pilot.pause()
        await look_at(app, pilot, example_list())
        await pilot.press("ctrl+s")
        await until_done(app, pilot)
    assert len(small_desk.store.read(lambda unit: unit.prospects.enrolments_of(1))) == 186


@pytest.mark.parametrize(("name", "keys"), [("intake", ["f5"])])
async def test_its_pictures(picture_a_morning, name, keys) -> None:
    await picture_a_morning(name, keys)


async def test_the_picture_of_a_list_that_is_mapped(sandbox_desk, assert_pictured) -> None:
    app = seated(sandbox_desk)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("f5")
        await pilot.pause()
        await look_at(app, pilot, example_list())
        await pictured(pilot, assert_pictured, "intake-mapped")


async def test_a_column_is_set_right_and_a_dry_run_counts_without_writing(small_desk: Desk, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("who,ring,fleet\nGil Nash,+13125550177,12\n,n/a,3\n", encoding="utf-8")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f5")
        await pilot.pause()
        await look_at(app, pilot, listed)
        await pilot.press("enter", "1")
        await pilot.press("down", "enter", "6")
        await pilot.press("down", "enter", "z", *"vehicles", "enter")
        await until_done(app, pilot)
        assert [guess.field or guess.attribute for guess in app.screen.seen.mapping.guesses] == [
            "full_name",
            "phone",
            "vehicles",
        ]
        before = people(small_desk)
        await pilot.press("ctrl+t")
        await until_done(app, pilot)
        told = app.screen.result.painted_text
        assert "would land" in told and "refused" in told and people(small_desk) == before
        await pilot.press("ctrl+s")
        await until_done(app, pilot)
        assert people(small_desk) == before + 1 and "written to" in app.screen.result.painted_text


def people(desk: Desk) -> int:
    return len(desk.store.read(lambda unit: unit.prospects.enrolments_of(1)))


async def test_the_kind_and_name_of_the_source_are_said_and_kept(small_desk: Desk, tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("name,phone\nGil Nash,+13125550177\n", encoding="utf-8")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f5")
        await pilot.pause()
        await look_at(app, pilot, listed)
        kinds = list(SOURCE_KINDS)
        await pilot.press("ctrl+k", LETTERS[kinds.index("event_business_card")])
        await pilot.press(*"van-show", "enter", "ctrl+s")
        await until_done(app, pilot)
    gil = prospect_named(small_desk, "Gil Nash")
    (source,) = small_desk.store.read(lambda unit: unit.prospects.acquisitions(gil.id))
    assert (source.kind, source.source) == ("event_business_card", "van-show")


def test_a_file_of_headings_alone_is_told_to_hold_nobody(small_desk: Desk, tmp_path: Path) -> None:
    rows = result_rows(land(small_desk, tmp_path))
    assert "headings and no rows" in rows[-1].value


async def test_a_list_that_is_none_changes_nothing(small_desk: Desk, tmp_path: Path) -> None:
    nothing = tmp_path / "none.csv"
    nothing.write_text("", encoding="utf-8")
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f5")
        await pilot.pause()
        app.screen.open_list(nothing)
        await until(pilot, lambda: "empty" in app.screen.passing.words)
        assert app.screen.seen is None and not app.screen.looking
        await look_at(app, pilot, example_list())
        assert app.screen.seen is not None


async def test_whoever_leaves_while_a_list_comes_in_is_told_that_it_stopped(
    small_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on = threading.Event()
    tried, over = monkeypatch_import(monkeypatch, goes_on)
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f5")
        await pilot.pause()
        await look_at(app, pilot, example_list())
        await pilot.press("ctrl+s")
        await until(pilot, tried.is_set)
        await pilot.press("escape")
        await pilot.pause()
        assert "bring it in again to go on" in app.screen.passing.words
        goes_on.set()
        await until(pilot, over.is_set)
        assert queue_length(small_desk, CAMPAIGN) == 6, "nobody is in before the whole list is"
        await pilot.press("f5")
        await pilot.pause()
        await look_at(app, pilot, example_list())
        await pilot.press("ctrl+s")
        await until_done(app, pilot)
    assert queue_length(small_desk, CAMPAIGN) == 186


def monkeypatch_import(
    monkeypatch: pytest.MonkeyPatch, goes_on: threading.Event
) -> tuple[threading.Event, threading.Event]:
    """Let an import wait when it first tells how far it is; what says that it has come so far, and that it is over."""
    here, over, real = threading.Event(), threading.Event(), intake_bring.import_list

    def slowly(*words: Any, progress: Any, **options: Any) -> Any:
        def tell(what: str, rows: int, share: float) -> None:
            here.set()
            goes_on.wait(10)
            progress(what, rows, share)

        try:
            return real(*words, progress=tell, **options)
        finally:
            over.set()

    monkeypatch.setattr(intake_bring, "import_list", slowly)
    return here, over


async def until(pilot: Pilot[None], true: Callable[[], Any]) -> None:
    """Wait until something is so."""
    for _ in range(400):
        if true():
            return
        await asyncio.sleep(0.02)
        await pilot.pause()
    raise AssertionError("it never was")


async def test_an_import_that_broke_is_over(small_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("f5")
        await pilot.pause()
        await look_at(app, pilot, example_list())
        monkeypatch.setattr(intake_bring, "import_list", lambda *_, **__: 1 / 0)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not app.screen.busy)
        assert "ZeroDivisionError" in app.screen.passing.words
