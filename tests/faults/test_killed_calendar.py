"""kill -9 while a meeting moves in its rep's calendar: whatever it died at, it stands there once, and right."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import vobject

from faults.forks import KILLED, Died, ForkServer, House, copied
from faults.ledger import ask
from faults.shift_script import furnish, sit_down
from hands import MINUTE, booked
from houses import MORNING, change_campaign
from radicales import SECRET, USER, Radicale
from setter.services.deliver import deliver
from setter.services.meeting_life import reschedule

LATER = MORNING + 5 * MINUTE
ENVIRONMENT = {"SETTER_SECRET_OURS": SECRET}


@pytest.fixture(scope="module")
def calendar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    server = Radicale(tmp_path_factory.mktemp("radicale"))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def on_its_way(calendar: Radicale, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a meeting that stands in the calendar at 3 pm, and that was moved to the day after at 10."""
    path = tmp_path_factory.mktemp("furnished") / "moved.db"
    furnish(path)
    desk = sit_down(str(path))
    own = f'calendar = "{calendar.calendar()}"\ncalendar_user = "{USER}"\ncalendar_secret = "ours"'
    change_campaign(desk, ('id = "t.abara"', f'id = "t.abara"\ndeliver = ["calendar"]\n{own}'))
    booked(desk, "Ada North", when="tue 1 dec 3pm")
    desk.clock.sandbox = False
    with pytest.MonkeyPatch.context() as here:
        here.setenv("SETTER_SECRET_OURS", SECRET)
        assert [way.row.state for way in deliver(desk, at_once=True)] == ["sent"]
    desk.clock.sandbox = True
    (meeting,) = desk.store.read(lambda unit: unit.meetings.all())
    reschedule(desk, meeting.id, "wed 2 dec 10:00")
    desk.store.close()
    return path


@pytest.fixture(scope="module")
def before(calendar: Radicale, on_its_way: Path) -> tuple[str, str]:
    """The entry at 3 pm."""
    (found,) = calendar.kept().items()
    return found


class Moving:
    """The move on its way, in a house and with a calendar as they were before."""

    def __init__(self, forks: ForkServer, calendar: Radicale, before: tuple[str, str], house: House) -> None:
        self.forks, self.calendar, self.house = forks, calendar, house
        calendar.put(before[0].removesuffix(".ics"), before[1])

    def deliver(self, name: str, at: int, kill_at: int = 0) -> Died:
        given = {"path": str(self.house.path), "at": at}
        request = {"given": given, "environment": ENVIRONMENT, "kill_at": kill_at, "watch": ["database"]}
        return self.forks.run("to_the_calendar", self.house.told(name), **request)

    def wrong(self) -> list[str]:
        """Whatever is not as promised once somebody has delivered after the one that died."""
        second = self.deliver("second", LATER + 20 * MINUTE)
        if second.status != 0:
            return [f"nobody could go on: {second.errors}"]
        entries = [vobject.readOne(text).vevent for text in self.calendar.kept().values()]
        stands = [(f"{event.dtstart.value:%d %H:%M}", event.sequence.value) for event in entries]
        found = [] if stands == [("02 16:00", "1")] else [f"it stands as {stands}"]
        states = ask(self.house.path, "SELECT state FROM delivery WHERE channel = 'calendar' ORDER BY change")
        return found if states == [("sent",), ("sent",)] else [*found, f"its deliveries are {states}"]


def test_a_meeting_stands_once_and_right_whatever_its_delivery_died_at(
    forks: ForkServer, calendar: Radicale, on_its_way: Path, before: tuple[str, str], tmp_path: Path
) -> None:
    boundaries = Moving(forks, calendar, before, copied(on_its_way, tmp_path / "at-0")).deliver("first", LATER).told
    wrong = []
    passed = boundaries[-1]["boundaries"]
    ends = [at for at, name in enumerate(passed, 1) if name.endswith("COMMIT")]  # within, nothing is there or all is
    for at in ends:
        moving = Moving(forks, calendar, before, copied(on_its_way, tmp_path / f"at-{at}"))
        assert moving.deliver("first", LATER, kill_at=at).status == KILLED
        wrong += [f"killed at {at}, {passed[at - 1]}: {words}" for words in moving.wrong()]
    assert not wrong, "\n".join(wrong)
    assert len(ends) == 8, "it is put on its way, made due, taken and settled"


def test_a_delivery_that_dies_before_it_hears_that_the_entry_is_written_writes_it_no_second_time(
    forks: ForkServer, calendar: Radicale, on_its_way: Path, before: tuple[str, str], tmp_path: Path
) -> None:
    moving = Moving(forks, calendar, before, copied(on_its_way, tmp_path / "put"))
    told, written = moving.house.told("first"), []

    def kill(method: str) -> None:
        if method == "PUT":
            written.append(method)
            os.kill(process, signal.SIGKILL)

    calendar.gate.clear()
    given = {"path": str(moving.house.path), "at": LATER}
    process = forks.start("to_the_calendar", told, given=given, environment=ENVIRONMENT)
    calendar.done = kill
    calendar.gate.set()
    assert forks.wait(process, told).status == KILLED
    calendar.done = lambda _: None
    calendar.heard.clear()
    assert moving.wrong() == []
    assert written == ["PUT"] and not [each for each in calendar.heard if each.startswith("PUT")]
