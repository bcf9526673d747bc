"""The screens in a real terminal, killed in the middle of a word: the same call is there, with the same words."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from real_terminal import PATIENCE_S, real_terminal
from setter.services.desk import Desk, open_desk
from setter.services.sandbox import open_sandbox


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A sandbox with prospects, in its open hours."""
    desk, _ = open_sandbox(str(tmp_path / "demo.db"))
    desk.store.close()
    return tmp_path / "demo.db"


def words_kept(database: Path) -> str:
    """The note of the live call as it is on the disk now."""
    desk: Desk = open_desk(str(database))
    call = desk.store.read(lambda unit: unit.calls.live(desk.caller))
    kept = desk.journal.draft(call.id).note if call else None
    desk.store.close()
    return kept or ""


def test_a_kill_in_the_middle_of_a_word_loses_no_letter(database: Path) -> None:
    with real_terminal(database) as screen:
        screen.wait_for("best")
        screen.press(" ")
        screen.wait_for("may be dialled")
        screen.press("d")
        screen.wait_for("on the line")
        screen.press("t")
        time.sleep(0.3)
        screen.press("wants a quote by sprin")
        until = time.monotonic() + PATIENCE_S
        while words_kept(database) != "wants a quote by sprin":
            assert time.monotonic() < until, words_kept(database)
            time.sleep(0.05)
        screen.kill()
        with real_terminal(database) as again:
            again.wait_for("Still talking, ended, or never dialled?")
            again.wait_for("wants a quote by sprin")
            again.press("1")
            again.wait_for("Go on where you were")
            again.press("n")
            again.wait_for("No answer: again")
    desk = open_desk(str(database))
    done = desk.store.read(lambda unit: unit.calls.last_closed(desk.caller))
    desk.store.close()
    assert done is not None and (done.outcome, done.note) == ("no_answer", "wants a quote by sprin")
