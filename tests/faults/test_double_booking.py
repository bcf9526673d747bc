"""Two callers book the same rep at once: exactly one wins, whoever they are and wherever they sit (DESIGN §7)."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

from faults.forks import ForkServer
from hands import MINUTE, at_once, dialled, land
from houses import MORNING, Colleague
from setter.domain.booking import Slot
from setter.services.book import book, offer
from setter.services.desk import Desk
from setter.services.meeting_life import reschedule

REP = "t.abara"
OVERLAPPING = ["1 dec 14:00", "1 dec 14:15", "1 dec 14:30", "1 dec 14:35"]
"""Half-hours of which no two fit beside one another: even the last begins inside the first one's buffer."""
BUFFER = 10 * MINUTE


def racers(desk: Desk, folder: Path, many: int) -> list[str]:
    """People to book a meeting with, all in Chicago."""
    names = [f"P{number:02} Racer" for number in range(many)]
    rows = [f"{name},Co {name[:3]},+1312558{1000 + place},Owner,,IL,US" for place, name in enumerate(names)]
    land(desk, folder, *rows)
    return names


def taken_times(desk: Desk) -> list[tuple[int, int]]:
    """The times of the rep's meetings."""
    busy = desk.store.read(lambda unit: unit.meetings.busy("tidemark", MORNING))
    return sorted((starts, ends) for rep, starts, ends, _ in busy if rep == REP)


def are_apart(times: list[tuple[int, int]]) -> bool:
    """Say whether the buffer lies between any two."""
    return all(later >= ends + BUFFER for (_, ends), (later, _) in combinations(sorted(times), 2))


def test_of_callers_who_book_overlapping_times_at_once_one_wins(
    desk: Desk, colleague: Colleague, tmp_path: Path
) -> None:
    names = racers(desk, tmp_path, 8)
    desks = [colleague(desk, f"c{place}") for place in range(8)]
    calls = [dialled(each, name) for each, name in zip(desks, names, strict=True)]

    def booking(place: int) -> Callable[[], str]:
        return lambda: book(desks[place], calls[place].id, OVERLAPPING[place % 4], rep=REP).meeting.status

    found = Counter(at_once([booking(place) for place in range(8)]))
    assert found["booked_not_qualified"] == 1
    assert found["slot"] + found["slot_taken"] == 7
    assert len(taken_times(desk)) == 1


def test_of_processes_that_book_overlapping_times_at_once_one_wins(
    desk: Desk, forks: ForkServer, tmp_path: Path
) -> None:
    names = racers(desk, tmp_path, 6)
    begins = time.time() + 1.5
    told = [tmp_path / f"c{place}.told" for place in range(6)]
    started = []
    for place, path in enumerate(told):
        given = {
            "path": desk.store.url,
            "caller": f"c{place}",
            "name": names[place],
            "when": OVERLAPPING[place % 4],
            "rep": REP,
            "at": begins,
        }
        started.append(forks.start("booking", path, given=given, node=place + 1))
    died = [forks.wait(process, path) for process, path in zip(started, told, strict=True)]
    assert [each.status for each in died] == [0] * 6, died[0].errors
    found = Counter(each.told[0].get("code", "booked") for each in died)
    assert found["booked"] == 1 and found["slot"] + found["slot_taken"] == 5
    assert len(taken_times(desk)) == 1


def test_an_offer_and_a_booking_and_a_move_at_once_never_share_a_minute(
    desk: Desk, colleague: Colleague, tmp_path: Path
) -> None:
    names = racers(desk, tmp_path, 6)
    desks = [colleague(desk, f"c{place}") for place in range(6)]
    calls = [dialled(each, name) for each, name in zip(desks, names, strict=True)]
    standing = book(desks[0], calls[0].id, "2 dec 10:00", rep=REP).meeting
    offered: list[Slot] = []

    def offering(place: int) -> None:
        offered.extend(slot for slot in offer(desks[place], calls[place].id).slots if slot.rep == REP)

    found = at_once(
        [
            lambda: reschedule(desks[0], standing.id, "1 dec 14:10", rep=REP).status,
            lambda: book(desks[1], calls[1].id, "1 dec 14:30", rep=REP).meeting.status,
            lambda: book(desks[2], calls[2].id, "1 dec 14:00", rep=REP).meeting.status,
            *(lambda place=place: offering(place) for place in (3, 4, 5)),  # type: ignore[misc]
        ]
    )
    assert found.count("booked_not_qualified") == 1, found
    times = taken_times(desk)
    assert len(times) == (1 if found[0] == "booked_not_qualified" else 2)
    assert are_apart(times + [(slot.starts, slot.ends) for slot in offered])
