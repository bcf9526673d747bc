"""What the processes that are about to die are doing when they do."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from faults import shift_script
from faults.shift_script import Tell, furnish, sit_down
from houses import CAMPAIGN
from setter.services import arrive
from setter.services.import_list import import_list


def one_call(tell: Tell, path: str, part: str) -> None:
    """One scripted call, resumed when it was begun before."""
    shift_script.work(path, part, tell)


def landing(tell: Tell, path: str, listed: str, rows: int = arrive.MOST_ROWS) -> None:
    """Bring a list in, so many rows in a unit of work."""
    arrive.MOST_ROWS = rows
    desk = sit_down(path)
    done = import_list(desk, Path(listed), CAMPAIGN, source="list")
    tell("imported", landed=done.landed, unchanged=done.unchanged, rejected=done.rejected)
    desk.store.close()


WORKLOADS: dict[str, Callable[..., Any]] = {"one_call": one_call, "landing": landing}


def warm_up() -> None:
    """Do everything once, so that a fork finds every import and table at hand."""
    random.seed()
    with tempfile.TemporaryDirectory() as folder:
        furnish(Path(folder) / "warm.db")
        one_call(lambda *_, **__: None, str(Path(folder) / "warm.db"), "meeting")
