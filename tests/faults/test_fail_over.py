"""The primary is killed in mid-shift and its standby takes over: callers carry on, and what they were told stands."""

from __future__ import annotations

import os
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from faults.forks import Died, ForkServer
from houses import CAMPAIGN, HEADER, MORNING, FrozenClock
from servers import Server, Servers
from setter.domain.errors import Unusable
from setter.examples import example_campaign
from setter.services.campaigns import activate, add_text
from setter.services.desk import Desk, make_database, open_desk
from setter.services.doctor import examine
from setter.services.draft import begin_dial, end_call
from setter.services.import_list import import_list
from setter.services.record_outcome import Given
from setter.services.take_call import next_call
from setter.store.house import Store, open_store
from setter.store.postgres import PostgresEngine
from setter.store.unit import Unit

CALLERS = 5
PEOPLE = 300
BEFORE, AFTER = 40, 80
"""How many outcomes are acknowledged before the primary is killed, and how many by the end at least."""
PATIENCE_S = 60.0


def furnished(url: str, folder: Path) -> None:
    """A database with an active campaign and many people, each with a number of their own."""
    desk = make_database(url, sandbox=True, anchor=MORNING)
    desk.clock = FrozenClock()
    add_text(desk, example_campaign())
    activate(desk, CAMPAIGN)
    rows = [f"Person{i} Sur{i},Firm {i},+1212556{i:04d},Owner,p{i}@firm{i}.example,NY,US" for i in range(PEOPLE)]
    listed = folder / "many.csv"
    listed.write_text("\n".join([HEADER, *rows]), encoding="utf-8")
    import_list(desk, listed, CAMPAIGN, source="list")
    desk.store.close()


class Shift:
    """Several callers at once, each a process, and what each was told."""

    def __init__(self, forks: ForkServer, url: str, folder: Path) -> None:
        self.forks, self.over = forks, folder / "over"
        self.told = [folder / f"caller{number}.told" for number in range(CALLERS)]
        home = {name: os.environ[name] for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME")}
        self.processes = [
            forks.start("calling", told, node=number + 1, environment=home,
                        given={"path": url, "caller": told.stem, "until": str(self.over)})
            for number, told in enumerate(self.told)
        ]  # fmt: skip

    def outcomes(self) -> int:
        """How many outcomes have been acknowledged."""
        return sum(told.read_text().count('"outcome"') for told in self.told if told.exists())

    def until(self, outcomes: int) -> None:
        """Wait until so many are."""
        until = time.monotonic() + PATIENCE_S
        while self.outcomes() < outcomes:
            assert time.monotonic() < until, (self.outcomes(), self.errors())
            time.sleep(0.01)

    def end(self) -> list[Died]:
        """Send everybody home."""
        self.over.touch()
        return [self.forks.wait(process, told) for process, told in zip(self.processes, self.told, strict=True)]

    def errors(self) -> str:
        """What the callers' processes broke with."""
        return "".join(Path(f"{told}.err").read_text() for told in self.told if Path(f"{told}.err").exists())


def acknowledged(died: list[Died], what: str) -> list[dict[str, Any]]:
    return [told for each in died for told in each.told if told["told"] == what]


def differs(died: list[Died], survivor: Server) -> list[str]:
    """Where what was acknowledged is not what is there."""
    outcomes = Counter(call for (call,) in survivor.ask("SELECT call_id FROM outcome"))
    dials = Counter(call for (call,) in survivor.ask("SELECT call_id FROM attempt"))
    people = Counter(enrolment for (enrolment,) in survivor.ask("SELECT enrolment_id FROM call"))
    attempts = {attempt for (attempt,) in survivor.ask("SELECT id FROM attempt")}
    ended = {told["call"] for told in acknowledged(died, "outcome")}
    taken = Counter(told["enrolment"] for told in acknowledged(died, "taken"))
    wrong = [f"acknowledged and lost: outcome of {call}" for call in ended - set(outcomes)]
    wrong += [f"there and never acknowledged: outcome of {call}" for call in set(outcomes) - ended]
    wrong += [f"{times} outcomes of {call}" for call, times in outcomes.items() if times > 1]
    wrong += [f"{times} dials of {call}" for call, times in dials.items() if times > 1]
    wrong += [
        f"acknowledged and lost: {told}" for told in acknowledged(died, "dialled") if told["attempt"] not in attempts
    ]
    wrong += [f"{times} calls with enrolment {one}" for one, times in (people + taken).items() if people[one] != 1]
    return wrong + [f"enrolment {one} taken by {times}" for one, times in taken.items() if times > 1]


@pytest.fixture(scope="module")
def two(servers: Servers) -> tuple[Server, Server]:
    return servers.pair()


@pytest.fixture
def pair(two: tuple[Server, Server]) -> tuple[Server, Server]:
    """A primary and its standby, with a database of this test's own; whoever kills the primary comes last."""
    if not two[1].runs:
        two[1].start()
    two[0].new_database()
    two[1].database = two[0].database
    return two


def test_a_primary_whose_standby_left_acknowledges_no_dial(pair: tuple[Server, Server], tmp_path: Path) -> None:
    """Elsewhere the standby may have been promoted: nobody may be told to dial whom somebody else may have, too."""
    primary, standby = pair
    furnished(primary.url(), tmp_path)
    desk = Desk(Store(PostgresEngine(primary.url()), patience=1.0), FrozenClock(), "mira")
    call = next_call(desk, CAMPAIGN).call
    assert call is not None
    standby.stop()
    began = time.monotonic()
    with pytest.raises(Unusable) as silent:
        begin_dial(desk, call.id)
    assert silent.value.code == "server_silent"
    with pytest.raises(Unusable):
        next_call(Desk(desk.store, desk.clock, "noor"), CAMPAIGN)
    assert time.monotonic() - began < 10
    standby.start()
    primary.until("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'")
    primary.until("SELECT 1 WHERE NOT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep')")
    again = begin_dial(desk, call.id)
    assert primary.ask("SELECT id FROM attempt") == [(again.attempt,)]
    end_call(desk, call.id, Given("no_answer"))
    assert "standby" not in {finding.what for finding in examine(desk)}
    desk.store.close()
    both = open_desk(primary.url(standby), "mira")
    assert [finding.sound for finding in examine(both) if finding.what == "standby"] == [True]
    both.store.close()


def test_every_commit_of_a_server_with_a_standby_waits_for_it(pair: tuple[Server, Server]) -> None:
    store = open_store(pair[0].url())
    store.migrate()

    def how(unit: Unit) -> str:
        return str(unit._bound[0].execute("SHOW synchronous_commit").fetchone()["synchronous_commit"])

    assert {store.write(how), store.write(how, durable=False), store.claim(how)} == {"on"}
    store.close()


def test_a_standby_by_itself_is_read_and_not_written(pair: tuple[Server, Server]) -> None:
    primary, standby = pair
    made = open_store(primary.url())
    made.migrate()
    made.write(lambda unit: unit.settings.set("who", "the primary"))
    made.close()
    standby.until("SELECT 1 FROM setting WHERE value = 'the primary'")
    store = Store(PostgresEngine(standby.url()), patience=0.5)
    assert store.read(lambda unit: unit.settings.get("who")) == "the primary"
    with pytest.raises(Unusable) as refused:
        store.write(lambda unit: unit.settings.set("who", "the standby"))
    assert refused.value.code == "server_standby"
    store.close()


def test_callers_carry_on_over_a_fail_over_and_nothing_is_lost_or_done_twice(
    pair: tuple[Server, Server], forks: ForkServer, tmp_path: Path
) -> None:
    primary, standby = pair
    url = primary.url(standby)
    furnished(url, tmp_path)
    shift = Shift(forks, url, tmp_path)
    shift.until(BEFORE)
    primary.kill()
    standby.promote()
    shift.until(shift.outcomes() + AFTER)
    died = shift.end()
    assert [each.status for each in died] == [0] * CALLERS, shift.errors()
    assert not differs(died, standby)
    desk = open_desk(url, "caller0")
    unsound = [finding.what for finding in examine(desk) if not finding.sound]
    assert unsound == ["standby"]  # the one that took over has none itself yet
    desk.store.close()
    _old_primary_is_refused(primary, standby)


def _old_primary_is_refused(primary: Server, standby: Server) -> None:
    """It comes back as it was, and takes writes: whoever has met its successor does not."""
    primary.start()
    assert primary.ask("SELECT pg_is_in_recovery()") == [(False,)]
    for url in (primary.url(standby), standby.url(primary)):
        store = open_store(url)
        store.write(lambda unit: unit.settings.set("who", "the successor"))
        store.close()
    assert standby.ask("SELECT value FROM setting WHERE name = 'who'") == [("the successor",)]
    assert primary.ask("SELECT value FROM setting WHERE name = 'who'") == []
    store = open_store(primary.url())
    with pytest.raises(Unusable) as stale:
        store.ready()
    assert stale.value.code == "database_stale" and "2" in stale.value.message
    store.close()
