"""What holds whatever screen one is on: refusals do not end the program, crashes tell nothing, looks are kept."""

from __future__ import annotations

import gc
import os
import pty
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from hands import DAY, as_lead, enrolment_of, taken
from houses import ADA, CAMPAIGN
from screens.desks import press_each, seated
from setter.app import SetterApp
from setter.domain.errors import Unusable
from setter.examples import example_campaign
from setter.screens.call import CallScreen
from setter.screens.palette import Palette
from setter.screens.queue import QueueScreen
from setter.services import rescore
from setter.services.campaigns import add_text, put_in_force
from setter.services.desk import Desk
from setter.services.import_list import import_list
from setter.services.rescore import is_due
from setter.services.weigh_daily import have_aged
from setter.widgets.theme import DARK

HOSTILE = "x [/] [@click=app.quit]y[/] [Inc] \x1b[31m\u202e"


async def test_a_database_that_is_away_is_told_and_the_screen_goes_on(small_desk: Desk, monkeypatch) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()

        def away(desk: Desk, campaign_id: str) -> int:
            raise Unusable("database_unusable", "The database does not answer.", "", "Try again in a moment.")

        monkeypatch.setattr(app.screen, "action_take_break", lambda: away(small_desk, ""))
        await pilot.press("k")
        await pilot.pause()
        assert app.is_running and app.screen.passing.words == "The database does not answer. Try again in a moment."
        monkeypatch.undo()
        await pilot.press("space")
        await pilot.pause()
        assert isinstance(app.screen, CallScreen)


def dearer(desk: Desk) -> None:
    """Put a version in force by which nobody has been weighed yet, as if its activation had been killed."""
    add_text(desk, example_campaign().replace("points = 25", "points = 29"))
    put_in_force(as_lead(desk), CAMPAIGN)


async def test_whoever_opens_the_screens_goes_on_with_a_rescore_that_was_broken_off(small_desk: Desk) -> None:
    before = enrolment_of(small_desk, ADA).score
    dearer(small_desk)
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert enrolment_of(small_desk, ADA).score == before + 2
    assert not is_due(small_desk, CAMPAIGN)


async def test_and_leaving_them_breaks_it_off_to_be_gone_on_with(small_desk: Desk, monkeypatch) -> None:
    dearer(small_desk)
    app, begun = seated(small_desk), threading.Event()
    finish = rescore.finish_undone

    def slowly(desk: Desk, progress: Any) -> Any:
        begun.set()
        while True:
            progress(1, 2)
            time.sleep(0.01)

    monkeypatch.setattr("setter.app.finish_undone", slowly)
    async with app.run_test(size=(100, 30)):
        assert begun.wait(10)
    assert is_due(small_desk, CAMPAIGN) and finish(small_desk)


def test_a_crash_names_the_place_and_nobody(small_desk: Desk) -> None:
    app = SetterApp(small_desk, small_desk.store.url)
    try:
        person = {"name": "Ada North", "number": "+13125550101"}
        raise KeyError(person["name"])
    except KeyError:
        app._fatal_error()
    (told,) = app._exit_renderables
    assert "KeyError at test_shell.py" in str(told) and "start it again" in str(told)
    assert "Ada" not in str(told) and "3125550101" not in str(told)


async def test_once_it_stands_garbage_is_collected_again(small_desk: Desk, monkeypatch) -> None:
    monkeypatch.setattr("setter.app.STANDS_SECONDS", 0.1)
    gc.disable()
    try:
        async with seated(small_desk).run_test(size=(100, 30)) as pilot:
            await pilot.pause(0.3)
            assert gc.isenabled() and gc.get_freeze_count() > 1000
    finally:
        gc.enable()
        gc.unfreeze()


async def test_the_light_is_turned_on_and_stays_on(small_desk: Desk) -> None:
    async with seated(small_desk).run_test(size=(100, 30)) as pilot:
        before = pilot.app.theme
        pilot.app.action_change_look()
        after = pilot.app.theme
        assert before != after
    async with seated(small_desk).run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert pilot.app.theme == after


async def test_the_opt_out_works_in_the_palette(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert isinstance(app.screen, Palette)
        await pilot.press("f9")
        await pilot.pause()
        assert isinstance(app.screen, QueueScreen) and app.screen.opt_out_panel.is_open


async def test_hostile_names_go_through_every_screen(small_desk: Desk, tmp_path: Path) -> None:
    listed = tmp_path / "hostile.csv"
    listed.write_text(f'full_name,company,phone,title\n"{HOSTILE}","{HOSTILE}",+13125550188,"{HOSTILE}"\n')
    import_list(small_desk, listed, CAMPAIGN, source=HOSTILE)
    people = small_desk.store.read(lambda unit: unit.search.find("tidemark", 1, "app.quit", 5))
    assert len(people) == 1
    app = seated(small_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(7):
            await pilot.press("space", "w", "escape", "d", "h", "escape", "e", "escape", "m")
            await pilot.pause()
            await pilot.press("escape", "n")
            await pilot.pause()
        for screen in ("f3", "f4", "f5", "f2"):
            await pilot.press(screen, "enter", "escape")
            await pilot.pause()
        assert app.is_running


def cannot_be_locked(desk: Desk) -> None:
    """Nobody can write the file: where its lock is, there is a folder."""
    lock = Path(f"{desk.store.url}.lock")
    lock.unlink(missing_ok=True)
    lock.mkdir()


async def test_whoever_cannot_begin_is_told_why_and_not_left_before_an_empty_screen(small_desk: Desk) -> None:
    cannot_be_locked(small_desk)
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
    assert app.turned_away is not None and app.turned_away.code == "database_read_only"
    Path(f"{small_desk.store.url}.lock").rmdir()


BROKEN = "import sys, setter.screens.queue as q; q.QueueScreen.compose_body = None; from setter.__main__ import main; "


@pytest.mark.parametrize(("locked", "code", "words"), [(True, 3, "cannot be locked"), (False, 70, "setter broke")])
def test_screens_that_do_not_stand_end_with_their_exit_code(
    small_desk: Desk, locked: bool, code: int, words: str
) -> None:
    if locked:
        cannot_be_locked(small_desk)
    run = f"{BROKEN if not locked else 'import sys; from setter.__main__ import main; '}sys.exit(main())"
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm-256color"
        os.execv(sys.executable, [sys.executable, "-c", run, "--db", small_desk.store.url])
    said = b""
    with suppress(OSError):
        while some := os.read(terminal, 65536):
            said += some
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == code
    assert words in said.decode()
    if locked:
        Path(f"{small_desk.store.url}.lock").rmdir()


async def test_a_theme_that_is_none_is_passed_over(small_desk: Desk, monkeypatch) -> None:
    monkeypatch.setenv("SETTER_THEME", "dark")
    async with seated(small_desk).run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert pilot.app.theme == DARK.name


async def test_a_person_taken_twice_in_a_hurry_is_shown_once(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        call = taken(small_desk)
        for _ in range(2):
            app.screen.post_message(QueueScreen.Taken(call.id))
        await pilot.pause()
        await pilot.pause()
        assert [type(screen).__name__ for screen in app.screen_stack][-2:] == ["QueueScreen", "CallScreen"]


@pytest.mark.parametrize("where", ["the note", "an answer"])
async def test_a_disk_that_keeps_nothing_is_told_of_and_the_call_goes_on(small_desk: Desk, where: str) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await press_each(pilot, ["space", "d"])
        if where == "the note":
            await press_each(pilot, ["t"])
        else:
            app.screen.open_form([app.screen.shown.campaign.script.captures()["need_quote"]])
            await pilot.pause()
        small_desk.journal.close()
        small_desk.journal.folder = Path("/dev/null/nowhere")
        await press_each(pilot, ["x"])
        assert app.is_running and isinstance(app.screen, CallScreen)
        assert "on this machine: " in f"{app.screen.said.words} {app.screen.asking.words}"


async def test_a_screen_that_stays_open_overnight_weighs_everybody_in_the_morning(small_desk: Desk) -> None:
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await app.workers.wait_for_complete()
        small_desk.clock.advance(DAY)  # type: ignore[attr-defined]
        assert have_aged(small_desk)
        app.weigh_if_aged()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert not have_aged(small_desk) and not is_due(small_desk, CAMPAIGN)
