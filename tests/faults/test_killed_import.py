"""kill -9 in the middle of an import: nobody is half there, and the same import again comes to the same end."""

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
from faults.forks import KILLED, ForkServer, House, copied
from faults.ledger import ask, half_done, standing
from houses import CAMPAIGN, MORNING
from setter.examples import example_campaign
from setter.services.campaigns import activate, add_text
from setter.services.desk import Desk, make_database
from setter.services.doctor import examine
from setter.services.queue_view import queue_length, why_queue
from setter.services.search import search

PEOPLE = 500
SAMPLE = 3
"""Each row lands by a dozen statements, each alike: one in so many is died at, to meet them all in turn."""
LISTED = """full_name,company,phone,email,region,country,do not call
Gil Nash,Elm,+12125550161,gil@elm.example,NY,US,no
Hal Ives,Elm,,hal@elm.example,NY,US,no
Hal Ives,,+12125550162,,NY,US,no
Hal Ives,,+12125550162,hal@elm.example,NY,US,no
Ivy Moss,Elm,n/a,,NY,US,no
Jan Kerr,Elm,+12125550163,,NY,US,yes
"""


def commanded(url: str, *words: str) -> subprocess.Popen[str]:
    """A real `setter` at work."""
    command = [sys.executable, "-m", "setter", "--db", url, "--json", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ})


def imported(url: str, listed: Path) -> dict[str, Any]:
    """What a whole import says it has done."""
    work = commanded(url, "import", str(listed), "--campaign", CAMPAIGN)
    said, trouble = work.communicate(timeout=60)
    assert work.returncode == 0, trouble
    told: dict[str, Any] = json.loads(said)
    return told


def arriving(desk: Desk) -> int:
    """How many people have landed and are not let in yet."""
    return sum(each.work_state == "new" for each in desk.store.read(lambda unit: unit.prospects.enrolments_of(1)))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_real_import_killed_in_mid_landing_is_gone_on_with(
    engine: str, url_of: Callable[[str], str], tmp_path: Path
) -> None:
    url, listed = url_of(engine), tmp_path / "list.csv"
    desk = make_database(url, sandbox=True, anchor=MORNING)
    add_text(desk, example_campaign())
    activate(desk, CAMPAIGN)
    rows = [f"Person{i} Sur{i},Firm {i // 3},+1212556{i:04d},p{i}@firm{i // 3}.example,NY,US," for i in range(PEOPLE)]
    listed.write_text("\n".join([LISTED.splitlines()[0], *rows]), encoding="utf-8")
    work, until = commanded(url, "import", str(listed), "--campaign", CAMPAIGN), time.monotonic() + 30
    while not arriving(desk) and work.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    work.send_signal(signal.SIGKILL)
    assert work.wait() == KILLED
    assert 0 < arriving(desk) < PEOPLE
    assert queue_length(desk, CAMPAIGN) == 0 and why_queue(desk, CAMPAIGN) == () and search(desk, CAMPAIGN, "Pe") == []
    assert [file.name for file in tmp_path.glob("*list*")] == ["list.csv"]
    assert all(finding.sound for finding in examine(desk))
    again = imported(url, listed)
    assert (again["landed"], again["merged"], again["unchanged"], again["rejected"]) == (PEOPLE, 0, 0, 0)
    assert (arriving(desk), queue_length(desk, CAMPAIGN)) == (0, PEOPLE)
    assert imported(url, listed)["unchanged"] == PEOPLE
    assert all(finding.sound for finding in examine(desk))
    desk.store.close()


def test_whatever_write_it_dies_at_the_queue_holds_all_or_nobody(
    forks: ForkServer, two_people: Path, tmp_path: Path
) -> None:
    unkilled, boundaries = _landing(forks, two_people, tmp_path / "unkilled")
    expected, whole = _held(unkilled), [_queued(two_people), _queued(unkilled.path)]
    wrong = []
    for at in range(1, len(boundaries) + 1, SAMPLE):
        house, _ = _landing(forks, two_people, tmp_path / f"killed-{at}", kill_at=at)
        wrong += [f"{at}, {boundaries[at - 1]}: {words}" for words in half_done(house.path)]
        if _queued(house.path) not in whole:
            wrong.append(f"{at}, {boundaries[at - 1]}: some of the list may be called, and others not")
        _land(forks, house, "second")
        held = _held(house)
        wrong += [f"{at}, {boundaries[at - 1]}: {room} differs" for room in held if held[room] != expected[room]]
    assert not wrong, "\n".join(wrong[:20])
    assert len(boundaries) > 60, len(boundaries)


def _queued(path: Path) -> int:
    return int(ask(path, "SELECT count(*) FROM queue")[0][0])


def _landing(forks: ForkServer, furnished: Path, folder: Path, kill_at: int = 0) -> tuple[House, list[str]]:
    house = copied(furnished, folder)
    (folder / "list.csv").write_text(LISTED, encoding="utf-8")
    return house, _land(forks, house, "first", kill_at)


def _land(forks: ForkServer, house: House, name: str, kill_at: int = 0) -> list[str]:
    given = {"path": str(house.path), "listed": str(house.folder / "list.csv"), "rows": 2}
    watch = ["files", "database"] if name == "first" else []
    died = forks.run("landing", house.told(name), given=given, watch=watch, kill_at=kill_at)
    assert died.status == (KILLED if kill_at else 0), died.errors
    return list(died.told[-1]["boundaries"]) if not kill_at else []


def _held(house: House) -> dict[str, Any]:
    """Everything that an import killed and repeated has in common with one that was not."""
    people = "SELECT full_name, company_name, attributes, blocked FROM prospect ORDER BY full_name"
    sources = "SELECT full_name, source, kind, acquired_on FROM acquisition JOIN prospect p ON p.id = prospect_id"
    batches = "SELECT count(*) FROM import_batch WHERE landed < 0"
    found = {"people": people, "sources": f"{sources} ORDER BY 1, 2", "unfinished": batches}
    refused = (house.folder / "list.csv.rejects.csv").read_text(encoding="utf-8-sig")
    return {**standing(house.path), **{room: ask(house.path, asked) for room, asked in found.items()}, "file": refused}
