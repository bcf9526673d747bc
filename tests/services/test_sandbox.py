"""The sandbox: made once, left as it was played, and open whenever somebody sits down."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hands import prospect_named
from setter.domain.calling_window import is_open
from setter.examples import example_campaign, example_list
from setter.intake.campaign_file import read
from setter.services.clock import clock_of
from setter.services.opt_out import opt_out
from setter.services.queue_view import queue_of
from setter.services.sandbox import open_morning, open_sandbox

NIGHT = int(datetime(2026, 11, 25, 3, tzinfo=UTC).timestamp() * 1000)
OVER_THE_OCEAN = [
    ("America/New_York",),
    ("America/Chicago",),
    ("America/Denver",),
    ("America/Los_Angeles",),
    ("America/Anchorage",),
    ("Pacific/Honolulu",),
]


def test_opened_again_it_is_as_it_was_left_and_nothing_is_written_beside_the_packaged_list(tmp_path: Path) -> None:
    beside = set(example_list().parent.iterdir())
    desk, campaign = open_sandbox(str(tmp_path / "demo.db"))
    first = queue_of(desk, campaign)[0].line.full_name
    opt_out(desk, prospect_named(desk, first).id)
    desk.store.close()
    again, same = open_sandbox(str(tmp_path / "demo.db"))
    assert same == campaign and set(example_list().parent.iterdir()) == beside
    with closing(sqlite3.connect(tmp_path / "demo.db")) as inside:
        assert inside.execute("SELECT count(*) FROM import_batch").fetchone() == (1,)
    assert prospect_named(again, first).blocked
    again.store.close()


def test_somebody_can_be_called_whenever_it_is_opened_first(tmp_path: Path) -> None:
    desk, campaign = open_sandbox(str(tmp_path / "demo.db"))
    assert any(entry.may_dial for entry in queue_of(desk, campaign))
    assert desk.store.read(clock_of).sandbox
    desk.store.close()


@pytest.mark.parametrize("later", range(0, 24, 5))
def test_a_list_that_spans_an_ocean_opens_with_most_of_it(later: int) -> None:
    hours = read(example_campaign()).calling.hours
    windows = dict(enumerate(OVER_THE_OCEAN))
    at = open_morning(hours, windows, lambda at: dict.fromkeys(windows, 7), NIGHT + later * 3_600_000)
    assert at >= NIGHT and sum(is_open(hours, zones, at) for zones in OVER_THE_OCEAN) >= 3
