"""The sandbox: made once, left as it was played, and open whenever somebody sits down."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hands import prospect_named
from setter.domain.errors import Refused, Wrong
from setter.domain.schedule import Schedule
from setter.domain.units import DAY, HOUR
from setter.examples import example_campaign, example_list
from setter.intake.campaign_file import read
from setter.services.campaigns import prospects_in
from setter.services.clock import SystemClock, clock_of, parse_instant, set_sandbox_clock
from setter.services.desk import Desk, make_database, open_desk, operating_user
from setter.services.import_list import import_list
from setter.services.opt_out import opt_out
from setter.services.queue_view import queue_of
from setter.services.sandbox import open_morning, open_sandbox, sandbox_beside
from setter.store.ids import IdMaker

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
    windows = {number: Schedule(zones, hours) for number, zones in enumerate(OVER_THE_OCEAN)}
    at = open_morning(windows, lambda at: dict.fromkeys(windows, 7), NIGHT + later * 3_600_000)
    assert at >= NIGHT and sum(opening.is_open(at) for opening in windows.values()) >= 3


ISLES = "\n".join(
    [
        "full_name,company,phone,region,country",
        *(f"Ann {letter},Ash,+12125550{place:03d},NY,US" for place, letter in enumerate("ABCDEFG")),
        *(f"Cal {letter},Elm,+12135550{place:03d},CA,US" for place, letter in enumerate("ABCDEFG")),
        "Hal Isle,Sea,+18085550100,HI,US",
        "Ana North,Ice,+19075550100,AK,US",
        "Gus Far,Reef,+16715550100,GU,US",
    ]
)


def callable_now(desk: Desk, campaign: str) -> int:
    return sum(entry.may_dial for entry in queue_of(desk, campaign, limit=1000))


@pytest.mark.parametrize("hours", [6, 13, 20, 26])
def test_with_a_list_of_eight_zones_most_can_be_called_whenever_it_is_opened_again(tmp_path: Path, hours: int) -> None:
    path = str(tmp_path / "demo.db")
    desk, campaign = open_sandbox(path)
    (tmp_path / "isles.csv").write_text(ISLES, encoding="utf-8")
    import_list(desk, tmp_path / "isles.csv", campaign, source="isles")
    later = desk.now() + hours * HOUR
    desk.store.write(lambda unit: set_sandbox_clock(unit, later))
    desk.store.close()
    desk, campaign = open_sandbox(path)
    assert later <= desk.now() < later + 5 * DAY
    assert callable_now(desk, campaign) > 180
    desk.store.close()


def test_it_goes_by_people_not_by_places() -> None:
    """Three far islands have windows of their own, and one prospect each: the fourteen others decide the hour."""
    hours = read(example_campaign()).calling.hours
    zones = ("America/New_York", "Pacific/Guam", "Pacific/Honolulu", "Pacific/Pago_Pago")
    windows = {number: Schedule((zone,), hours) for number, zone in enumerate(zones, 1)}
    people = {1: 14, 2: 1, 3: 1, 4: 1}
    at = open_morning(windows, lambda at: people, NIGHT)
    assert windows[1].is_open(at) and windows[1].is_open(at + HOUR - 1)


def test_a_day_on_which_hardly_anybody_is_due_is_passed_over() -> None:
    hours = read(example_campaign()).calling.hours
    friday = parse_instant("2026-11-27T12:00:00Z")
    windows = {1: Schedule(("America/Chicago",), hours)}
    at = open_morning(windows, lambda at: {1: 90 if at > friday else 2}, NIGHT)
    assert at == parse_instant("2026-11-27T14:30:00Z"), "the Thursday is Thanksgiving"


class TestTheClock:
    """One clock for everybody at a sandbox."""

    def test_set_on_by_one_is_followed_by_the_others(self, tmp_path: Path) -> None:
        path = str(tmp_path / "sandbox.db")
        mine = make_database(path, sandbox=True, anchor=NIGHT)
        theirs = open_desk(path)
        make_database(path, sandbox=True, anchor=NIGHT + 3 * DAY).store.close()
        for desk, ask in ((mine, mine.store.read), (theirs, theirs.store.write)):
            assert desk.now() < NIGHT + DAY, "nothing has been asked of the store yet"
            assert ask(lambda unit, desk=desk: desk.now()) >= NIGHT + 3 * DAY
            desk.store.close()

    def test_never_goes_back(self, tmp_path: Path) -> None:
        desk = make_database(str(tmp_path / "sandbox.db"), sandbox=True, anchor=NIGHT)
        for turn in (
            lambda: make_database(desk.store.url, sandbox=True, anchor=NIGHT - 1),
            lambda: desk.store.write(lambda unit: set_sandbox_clock(unit, NIGHT - HOUR)),
        ):
            with pytest.raises(Refused) as refused:
                turn()
            assert refused.value.code == "clock_back"
        assert desk.store.read(lambda unit: clock_of(unit).now()) >= NIGHT
        desk.store.close()

    def test_of_a_real_database_is_the_worlds_for_good(self, tmp_path: Path) -> None:
        desk = make_database(str(tmp_path / "real.db"))
        assert abs(desk.now() - SystemClock().now()) < 60_000
        desk.store.close()
        with pytest.raises(Refused) as refused:
            make_database(str(tmp_path / "real.db"), sandbox=True, anchor=NIGHT)
        assert refused.value.code == "other_kind"

    @pytest.mark.parametrize(
        "text",
        ["0001-01-01T00:00:00+00:00", "2023-12-31T23:59:59Z", "2024-01-01T00:30:00+01:00", "2091-01-01T00:00:00Z"],
    )
    def test_knows_only_years_in_which_ids_can_be_made(self, text: str) -> None:
        with pytest.raises(Wrong) as wrong:
            parse_instant(text)
        assert "2024 to 2090" in wrong.value.hint

    def test_makes_ids_at_both_ends_of_them(self) -> None:
        ends = (parse_instant("2024-01-01T00:00:01Z"), parse_instant("2090-12-31T23:59:59Z"))
        made = [IdMaker(1).make(end) for end in ends]
        assert 0 < made[0] < made[1] < 2**63


def test_another_name_is_for_a_sandbox_only(tmp_path: Path) -> None:
    make_database(str(tmp_path / "real.db")).store.close()
    with pytest.raises(Refused) as refused:
        open_desk(str(tmp_path / "real.db"), "somebody else")
    assert refused.value.code == "as_name"
    open_desk(str(tmp_path / "real.db"), operating_user()).store.close()
    make_database(str(tmp_path / "sandbox.db"), sandbox=True).store.close()
    desk = open_desk(str(tmp_path / "sandbox.db"), "somebody else")
    assert desk.caller == "somebody else"
    desk.store.close()


def test_a_row_that_is_refused_is_written_nowhere_near_the_packaged_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged = tmp_path / "site-packages"
    packaged.mkdir()
    (packaged / "list.csv").write_text(f"{ISLES}\nNo Number,Void,,NY,US\n", encoding="utf-8")
    monkeypatch.setattr("setter.services.sandbox.example_list", lambda: packaged / "list.csv")
    desk, campaign = open_sandbox(str(tmp_path / "demo.db"))
    assert prospects_in(desk, campaign) == 17
    assert [each.name for each in packaged.iterdir()] == ["list.csv"]
    assert not [each.name for each in tmp_path.rglob("*reject*")]
    desk.store.close()


def test_two_who_open_a_new_one_at_once_find_it_filled_once(tmp_path: Path) -> None:
    path = str(tmp_path / "demo.db")
    start = "import sys; from setter.services.sandbox import open_sandbox; open_sandbox(sys.argv[1])[0].store.close()"
    opened = [subprocess.Popen([sys.executable, "-c", start, path], stderr=subprocess.PIPE) for _ in range(2)]
    told = [program.communicate()[1].decode() for program in opened]
    assert [program.returncode for program in opened] == [0, 0], told
    desk, campaign = open_sandbox(path)
    alone, _ = open_sandbox(str(tmp_path / "alone.db"))
    assert prospects_in(desk, campaign) == prospects_in(alone, campaign) > 100
    desk.store.close()
    alone.store.close()


@pytest.mark.parametrize(
    ("database", "sandbox"),
    [
        ("/home/mira/setter/setter.db", "/home/mira/setter/demo.db"),
        ("shift.db", "demo.db"),
        ("postgresql://mira@host/house", "demo.db"),
    ],
)
def test_the_sandbox_lies_beside_the_database_it_belongs_to(database: str, sandbox: str) -> None:
    assert sandbox_beside(database) == sandbox
