"""The caller's own dialler rings what the screen dials, and never in a sandbox."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from hands import attempts_of, land, taken
from houses import FrozenClock
from screens.desks import live, seated
from setter.services.desk import Desk

RING = """
import pathlib, sys
pathlib.Path(sys.argv[1]).open('a').write(sys.argv[2] + '\\n')
print('ref', sys.argv[2][-2:])
"""


@pytest.fixture
def rung(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which a dialler notes what it rings."""
    script, noted = tmp_path / "softphone.py", tmp_path / "rung.txt"
    script.write_text(RING, encoding="utf-8")
    monkeypatch.setenv("SETTER_DIAL_COMMAND", f"{sys.executable} {script} {noted} {{number}}")
    noted.touch()
    return noted


def gil(desk: Desk, folder: Path) -> Desk:
    """A desk that is no sandbox, with Gil, who has two numbers, in hand."""
    land(desk, folder, "Gil,Nash,Gum,3125550177,3125550178", header="first_name,last_name,company,phone,phone 2")
    taken(desk, "Gil Nash")
    return replace(desk, clock=FrozenClock(at=desk.now(), sandbox=False))


async def pressed(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def until(holds: Callable[[], bool]) -> None:
    """Wait for what another process does."""
    for _ in range(500):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came true")


async def test_each_number_is_rung_and_the_dialler_s_reference_kept(
    small_desk: Desk, tmp_path: Path, rung: Path
) -> None:
    desk = gil(small_desk, tmp_path)
    app = seated(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pressed(pilot, "d", "j")
        call = live(desk)
        assert call is not None
        await until(lambda: [each.dialler_reference for each in attempts_of(desk, call.id)] == ["ref 77", "ref 78"])
    assert sorted(rung.read_text().split()) == ["+13125550177", "+13125550178"]


async def test_nothing_rings_in_a_sandbox(small_desk: Desk, tmp_path: Path, rung: Path) -> None:
    gil(small_desk, tmp_path)
    app = seated(small_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await pressed(pilot, "d", "j")
    assert rung.read_text() == ""


@pytest.mark.parametrize("command", ["/no/such/softphone {number}", "softphone"])
async def test_a_dialler_that_does_not_start_is_told_and_the_attempt_stands(
    small_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("SETTER_DIAL_COMMAND", command)
    app = seated(gil(small_desk, tmp_path))
    async with app.run_test(size=(100, 30)) as pilot:
        await pressed(pilot, "d")
        assert app.screen.dialled and "SETTER_DIAL_COMMAND" in app.screen.said.painted_text


def test_nobody_waits_for_a_dialler_that_says_nothing_to_leave_the_program(tmp_path: Path) -> None:
    program = (
        "import sys; from setter.services.dialler import ring;"
        "ring(None, [sys.executable, '-c', 'import time; time.sleep(60)'], 1, 1)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=30)
