"""kill -9 while everybody is weighed by new rules: nobody is half weighed, and the same command comes to the end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from databases import ENGINES
from faults.forks import KILLED
from hands import land
from houses import CAMPAIGN, desk_at
from setter.examples import example_campaign
from setter.services.campaigns import add_text, campaigns
from setter.services.desk import Desk
from setter.services.rescore import is_due

PEOPLE = 400
SLOWLY = """
import sys
from setter.services import rescore
from setter.services.campaigns import activate
from setter.services.desk import open_desk
rescore.MOST, rescore.BREATH_S = 20, 0.05
activate(open_desk(sys.argv[1]), sys.argv[2])
"""


def begun(program: list[str]) -> subprocess.Popen[str]:
    """A real program at the database."""
    command = [sys.executable, *program]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ})


def commanded(url: str, *words: str) -> Any:
    """What a command answers."""
    work = begun(["-m", "setter", "--db", url, "--json", *words])
    said, trouble = work.communicate(timeout=60)
    assert work.returncode == 0, trouble
    return json.loads(said)


def scores(desk: Desk) -> list[tuple[int, int]]:
    """Everybody's score and priority."""
    found = desk.store.read(lambda unit: unit.prospects.enrolments_of(1))
    return [(each.score, each.priority) for each in found]


@pytest.mark.parametrize("engine", ENGINES)
def test_an_activation_killed_in_the_middle_is_gone_on_with(
    engine: str, url_of: Callable[[str], str], tmp_path: Path
) -> None:
    sitting = desk_at(url_of(engine), tmp_path, "mira")
    desk = next(sitting)
    land(desk, tmp_path, *(f"Per{i} Son{i},Firm {i},+1312555{1000 + i},Owner,,IL,US" for i in range(PEOPLE)))
    add_text(desk, example_campaign().replace("points = 25", "points = 29"))
    before = scores(desk)
    work, until = begun(["-c", SLOWLY, desk.store.url, CAMPAIGN]), time.monotonic() + 30
    while sum(old != new for old, new in zip(before, scores(desk), strict=True)) < 40 and time.monotonic() < until:
        time.sleep(0.01)
    work.send_signal(signal.SIGKILL)
    assert work.wait() == KILLED
    moved = [(old, new) for old, new in zip(before, scores(desk), strict=True) if old != new]
    assert 40 <= len(moved) < PEOPLE
    assert all(new[1] == old[1] + 160 and new[0] - old[0] in (1, 2) for old, new in moved)
    assert is_due(desk, CAMPAIGN) and campaigns(desk)[0].version == 2
    again = commanded(desk.store.url, "campaign", "activate", CAMPAIGN)["rescored"]
    assert (again["read"], again["changed"]) == (PEOPLE + 6, PEOPLE + 3 - len(moved))
    assert not is_due(desk, CAMPAIGN)
    assert commanded(desk.store.url, "score")["changed"] == 0
    next(sitting, None)
