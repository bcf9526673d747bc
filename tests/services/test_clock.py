"""A team has one clock, its server's, whatever the machines of its callers are set to."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest

from setter.services import clock as clocks
from setter.services.clock import MEASURE_AGAIN_MS, TRY_AGAIN_MS, ServerClock, SystemClock, clock_at
from setter.services.desk import Desk, make_database, open_desk
from setter.store.settings import SettingRoom
from setter.store.unit import Unit

NEAR_MS = 1_500
HOUR_MS = 3_600_000
OFF_BY_HOURS = """
import sys, time
plain = time.time_ns
time.time_ns = lambda: plain() - 5 * 3_600_000_000_000
from setter.services.desk import open_desk
desk = open_desk(sys.argv[1])
print(desk.now(), time.time_ns() // 1_000_000)
desk.store.close()
"""


@pytest.fixture
def team(url_of: Callable[[str], str]) -> Iterator[Desk]:
    """A desk on a server that is no sandbox."""
    desk = make_database(url_of("postgres"))
    yield desk
    desk.store.close()


def world() -> int:
    return time.time_ns() // 1_000_000


class Going:
    """A time source that goes when it is told to."""

    def __init__(self) -> None:
        self.at = 1_000

    def __call__(self) -> int:
        return self.at


def hours_off(url: str) -> tuple[int, int]:
    """What a desk's clock reads in a program whose machine is five hours slow, and what that machine's reads."""
    words = [sys.executable, "-c", OFF_BY_HOURS, url]
    told = subprocess.run(words, capture_output=True, text=True, check=True, env=os.environ).stdout.split()
    return int(told[0]), int(told[1])


def test_a_caller_whose_machine_is_hours_off_works_by_the_servers_clock(team: Desk) -> None:
    now, own = hours_off(team.store.url)
    assert abs(now - world()) < 5 * NEAR_MS and world() - own > 4 * HOUR_MS


def test_a_file_goes_by_the_machines_own_clock(small_desk: Desk, url_of: Callable[[str], str]) -> None:
    desk = make_database(url_of("sqlite"))
    assert isinstance(desk.clock, SystemClock) and desk.store.at_each_unit is None
    assert abs(desk.now() - world()) < NEAR_MS
    desk.store.close()


def test_a_machine_that_goes_too_fast_is_set_right_every_few_minutes_and_never_goes_back(team: Desk) -> None:
    going = Going()
    clock = ServerClock(going)
    team.store.read(clock.follow)
    assert abs(clock.now() - world()) < NEAR_MS
    going.at += MEASURE_AGAIN_MS // 2
    team.store.read(clock.follow)
    fast = clock.now()
    assert fast - world() > MEASURE_AGAIN_MS // 2 - NEAR_MS
    going.at += MEASURE_AGAIN_MS // 2
    team.store.write(clock.follow)
    assert clock.now() == fast
    going.at += MEASURE_AGAIN_MS // 2 + NEAR_MS
    assert 0 < clock.now() - fast < 2 * NEAR_MS


def test_the_server_is_asked_no_more_than_once_in_some_minutes(team: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    units: list[Unit] = []
    clock = clock_at(team.store)
    assert isinstance(clock, ServerClock)
    counted = clock.follow
    monkeypatch.setattr(team.store, "at_each_unit", lambda unit: (units.append(unit), counted(unit)))
    before = clock._measured_at
    for _ in range(50):
        team.store.read(lambda unit: unit.settings.get("made_at"))
    assert len(units) == 50 and clock._measured_at == before


def test_a_slow_answer_says_less_than_the_one_before(team: Desk) -> None:
    going = Going()
    clock = ServerClock(going)
    team.store.read(clock.follow)
    going.at += MEASURE_AGAIN_MS

    def slowly(unit: Unit) -> None:
        plain = unit.settings.server_time
        unit.settings.server_time = lambda: (setattr(going, "at", going.at + 60_000), plain())[1]  # type: ignore[method-assign]
        clock.follow(unit)

    ahead = clock._ahead
    team.store.read(slowly)
    assert clock._ahead == ahead


def test_an_unsure_beginning_is_soon_made_good(team: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that is started on a busy machine is off by half of what it had to wait, but not for long."""
    going = Going()
    clock = ServerClock(going)
    plain = SettingRoom.server_time

    def slowly(room: SettingRoom) -> int | None:
        server = plain(room)
        going.at += 4 * NEAR_MS
        return server

    monkeypatch.setattr(SettingRoom, "server_time", slowly)
    team.store.read(clock.follow)
    assert abs(clock.now() - world()) > NEAR_MS
    monkeypatch.setattr(SettingRoom, "server_time", plain)
    team.store.read(clock.follow)
    assert abs(clock.now() - world()) > NEAR_MS, "not again and again within the same second"
    going.at += TRY_AGAIN_MS
    team.store.read(clock.follow)
    going.at += 4 * NEAR_MS
    assert abs(clock.now() - 4 * NEAR_MS - world()) < NEAR_MS


def test_a_sandbox_on_a_server_goes_on_by_the_servers_clock(url_of: Callable[[str], str]) -> None:
    url = url_of("postgres")
    made = make_database(url, sandbox=True, anchor=clocks.parse_instant("2026-11-24T16:30:00Z"))
    began = made.now()
    assert 0 <= hours_off(url)[0] - began < 20 * NEAR_MS
    other = open_desk(url)
    assert abs(other.now() - made.now()) < NEAR_MS
    other.store.close()
    made.store.close()
