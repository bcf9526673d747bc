"""Desks to test at: real databases on both engines, with a clock that stands still until it is moved."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from databases import ENGINES, fresh_database
from setter.domain.errors import Unusable
from setter.examples import example_campaign, example_list
from setter.intake import campaign_file
from setter.services.activity import counted, shares
from setter.services.campaigns import activate, add_text
from setter.services.clock import parse_instant
from setter.services.desk import Desk, make_database
from setter.services.import_list import import_list
from setter.store.house import Store, open_store
from setter.store.records.counts import Rang
from setter.store.unit import Unit

MORNING = parse_instant("2026-11-24T16:30:00Z")
"""Tuesday 24 November 2026: 11:30 in New York, 8:30 in Los Angeles; every US zone is open."""
CAMPAIGN = "quaywise-us"
ADA, BEN, CLEO, DOV, EVE, FAY = "Ada North", "Ben Okafor", "Cleo Marsh", "Dov Lind", "Eve Sand", "Fay Roe"
"""The six in the example campaign, in the order in which they were imported."""
HEADER = "full_name,company,phone,title,email,region,country"
PLACE = "full_name,company,email,phone,region,country"
HANDFUL = "\n".join(
    [
        HEADER,
        "Ada North,Birch Foods,+13125550101,Owner,ada@birch.example,IL,US",
        "Ben Okafor,Birch Foods,+13125550102,Operations Manager,,IL,US",
        "Cleo Marsh,Elm Supply,+12125550103,Director of Logistics,cleo@elm.example,NY,US",
        "Dov Lind,Fir Floral,+12135550104,President,,CA,US",
        "Eve Sand,Gum Tiles,+13035550105,,eve@gum.example,CO,US",
        "Fay Roe,Holt Auto,+16025550106,CEO,,AZ,US",
    ]
)


@dataclass
class FrozenClock:
    """A clock that only moves when it is told to."""

    at: int = MORNING
    sandbox: bool = True

    def now(self) -> int:
        """The time it stands at."""
        return self.at

    def advance(self, milliseconds: int) -> None:
        """Let time pass."""
        self.at += milliseconds


Colleague = Callable[[Desk, str], Desk]
"""What the fixture `colleague` gives."""


@pytest.fixture
def colleague() -> Iterator[Colleague]:
    """Another person at the same database, with their own connection and the same clock."""
    opened: list[Desk] = []

    def sit(desk: Desk, name: str) -> Desk:
        other = Desk(open_store(desk.store.url), desk.clock, name)
        opened.append(other)
        return other

    yield sit
    for desk in opened:
        desk.store.close()


@contextmanager
def in_chicago() -> Iterator[None]:
    """Be where the callers of the example sit: whoever makes a database makes its days."""
    with pytest.MonkeyPatch.context() as there:
        there.setenv("TZ", "America/Chicago")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """Have each of the few campaign files that most tests bring in read once in a test process."""
    with pytest.MonkeyPatch.context() as here:
        here.setattr(campaign_file, "read", lru_cache(maxsize=64)(campaign_file.read))
        yield


Furnished = Callable[..., str]


@pytest.fixture(scope="session")
def furnished(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    """The address of a house with a list in it, by engine and list or rows of one; made once, to be copied."""
    made: dict[tuple[str, str, str], str] = {}

    def furnish(engine: str, source: str, rows: str = "") -> str:
        if (engine, source, rows) not in made:
            folder = tmp_path_factory.mktemp("furnished")
            url = str(folder / "house.db")
            if engine == "postgres":
                url = fresh_database(request.getfixturevalue("postgres_server"))
            listed = example_list() if source == "national-list" else None
            if rows:
                listed = folder / "people.csv"
                listed.write_text(rows, encoding="utf-8")
            with in_chicago():
                for made_desk in desk_at(url, folder, "mira", listed, source):
                    made_desk.store.read(_keep_key)
            made[engine, source, rows] = url
        return made[engine, source, rows]

    return furnish


def seated_at(url: str) -> Iterator[Desk]:
    """A caller's desk at a furnished house; whatever was done there is counted as it was in the end."""
    desk = Desk(open_store(url), FrozenClock(), "mira")
    desk.store.read(_keep_key)
    yield desk
    check_counts(desk)
    desk.store.close()


_keys: dict[str, bytes] = {}


def _keep_key(unit: Unit) -> None:
    """A server's key lies in the settings of whoever asks, and a test may have settings of its own."""
    mark = unit.suppressions.mark
    place = unit.suppressions._keys.place(mark)
    if mark not in _keys:
        _keys[mark] = place.read_bytes()
    elif not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(_keys[mark])
        place.chmod(0o600)


@pytest.fixture(params=ENGINES)
def desk(
    request: pytest.FixtureRequest, url_of: Callable[..., str], furnished: Furnished, tmp_path: Path
) -> Iterator[Desk]:
    """A caller's desk on each engine in turn: the example campaign is active, six prospects are in it."""
    (tmp_path / "handful.csv").write_text(HANDFUL, encoding="utf-8")
    yield from seated_at(url_of(request.param, furnished(request.param, "list")))


@pytest.fixture
def small_desk(url_of: Callable[..., str], furnished: Furnished, tmp_path: Path) -> Iterator[Desk]:
    """The same desk on SQLite only, for screens."""
    (tmp_path / "handful.csv").write_text(HANDFUL, encoding="utf-8")
    yield from seated_at(url_of("sqlite", furnished("sqlite", "list")))


@pytest.fixture
def sandbox_desk(url_of: Callable[..., str], furnished: Furnished) -> Iterator[Desk]:
    """A desk on SQLite with the demo's whole list in the example campaign."""
    yield from seated_at(url_of("sqlite", furnished("sqlite", "national-list")))


def desk_at(url: str, folder: Path, caller: str, listed: Path | None = None, source: str = "list") -> Iterator[Desk]:
    """A caller's desk at a new database with the example campaign and a list in it; closed in the end."""
    made = make_database(url, sandbox=True, anchor=MORNING)
    made.store.write(lambda unit: unit.settings.set_role("lead", "team_lead"))
    desk = Desk(made.store, FrozenClock(), caller)
    add_text(desk, example_campaign())
    activate(Desk(made.store, FrozenClock(), "lead"), CAMPAIGN)
    if listed is None:
        listed = folder / "handful.csv"
        listed.write_text(HANDFUL, encoding="utf-8")
    import_list(desk, listed, CAMPAIGN, source=source)
    yield desk
    check_counts(desk)
    desk.store.close()


def check_counts(desk: Desk) -> None:
    """Whatever was done at a desk, the counts of days and day parts must be what a count of everything comes to."""
    first, last = date(2020, 1, 1), date(2040, 1, 1)

    def look(unit: Unit) -> None:
        assert unit.reports.by_day(first.isoformat(), last.isoformat()) == counted(unit, first, last)
        rang: Counter[Rang] = Counter()
        for share in shares(unit, 0, 2**62).values():
            rang.update(share.rang)
        assert unit.reports.rang() == rang

    with suppress(Unusable):
        desk.store.read(look)


@pytest.fixture
def two_campaigns(desk: Desk, tmp_path: Path) -> Desk:
    """The same six people in a second campaign of the same client."""
    import_list(desk, tmp_path / "handful.csv", second_campaign(desk))
    return desk


def second_campaign(desk: Desk) -> str:
    """Put another campaign of the same client in force; its id."""
    add_text(desk, example_campaign().replace(f'id = "{CAMPAIGN}"', 'id = "second"', 1))
    activate(beside(desk, "lead"), "second")
    return "second"


TO_REVIEW = ('review = "none"', 'review = "team_lead"')
"""A change of the example campaign: a team lead reads every SQL first."""
AT_ONCE = ("skip_limit = 3", "skip_limit = 3\ncompany_spread_hours = 0")
"""A change of the example campaign: colleagues are given out one right after the other, as Ada and Ben are."""


def change_campaign(desk: Desk, *changes: tuple[str, str], more: str = "") -> None:
    """Put a version of the example campaign in force with some of its words replaced and more at its end."""
    text = example_campaign()
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    add_text(desk, text + more)
    activate(beside(desk, "lead"), CAMPAIGN)


def beside(desk: Desk, name: str) -> Desk:
    """Somebody else on the same connection and by the same clock."""
    return Desk(desk.store, desk.clock, name)


def advance(desk: Desk, milliseconds: int) -> None:
    """Let time pass at a desk."""
    clock: Any = desk.clock
    clock.advance(milliseconds)


def tamper(store: Store, *statements: str) -> None:
    """Be somebody who may do anything to a database, and takes the guards of its audit away before."""
    connection = store.engine.connect()
    if store.engine.served:
        connection.execute("SET session_replication_role = 'replica'")
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit%'"
    guards = [] if store.engine.served else connection.execute(asked).fetchall()
    for each in guards:
        connection.execute(f"DROP TRIGGER {each['name']}")
    for statement in statements:
        connection.execute(statement)
    for each in guards:
        connection.execute(each["sql"])


def wait_until(desk: Desk, instant: str | int) -> None:
    """Let time pass at a desk until an instant."""
    clock: Any = desk.clock
    clock.at = parse_instant(instant) if isinstance(instant, str) else instant
