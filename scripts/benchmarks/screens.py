"""The two programs that are compared on a terminal: setter at a database, and an empty Textual app."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.campaign_text import CAMPAIGN
from benchmarks.terminal import Terminal
from setter.services.queue_view import queue_of

SCRIPTS = str(Path(__file__).resolve().parents[1])


def empty() -> Terminal:
    """An empty Textual app."""
    return Terminal([sys.executable, "-m", "benchmarks.empty_app"], {"PYTHONPATH": SCRIPTS})


def setter(url: str, caller: str) -> Terminal:
    """setter's own screens, as `setter` opens them."""
    return Terminal([sys.executable, "-m", "setter", "--db", url, "--as", caller])


def first_in_queue(bench: Bench, engine: str, caller: str) -> str:
    """The name of whoever stands first in a caller's queue."""
    desk = bench.desk(engine, caller=caller)
    name = queue_of(desk, CAMPAIGN, 1)[0].line.full_name
    desk.store.close()
    return name
