"""Bring in what a register of numbers that are not to be rung has answered, and heed it at once (domain §6.2, 6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from msgspec import Struct

from setter.domain.calling_window import local_time
from setter.domain.errors import Wrong
from setter.domain.units import DAY
from setter.law.profile import registry_rows
from setter.services.desk import Desk
from setter.services.place import settle
from setter.services.suppress import hash_of
from setter.services.windows import see_to_all_windows
from setter.store.ids import new_id
from setter.store.records import RegistryFile
from setter.store.unit import Unit

BATCH = 2_000
NORTH_AMERICA, NATIONAL_DIGITS = ("US", "CA"), 10


class Answered(Struct, frozen=True):
    """What came in: the register, the day it is of, its numbers, those that are kept, and who is in the queue again."""

    registry: str
    as_of: date
    numbers: int
    kept: int
    unread: int
    placed: int


def bring_in(desk: Desk, path: Path, registry: str, as_of: date, *, whole: bool = False) -> Answered:
    """Bring in the numbers that stand in a register on a day: one a line, or in the first column of a table.

    Of a file only our own numbers are kept, and it has been asked about those alone; `whole` keeps all of it, for
    numbers that are to come. The day counts for its age: a newer answer takes the place of an older one.
    """
    row = registry_rows().get(registry)
    if row is None:
        known = ", ".join(registry_rows())
        raise Wrong("no_registry", f"{registry!r} is no register that setter knows.", "--registry", f"One of: {known}.")
    if as_of > local_time(desk.now(), "UTC").date():
        raise Wrong("registry_day", "That day is to come.", "--as-of", "Give the day on which the register was asked.")
    counted = _Count()
    asked_at = int(datetime.combine(as_of, datetime.min.time(), UTC).timestamp() * 1000)
    covers_until = None if whole else desk.now()
    ours = None if whole else desk.store.read(lambda unit: frozenset(unit.registries.numbers()))
    listed = _listed(_lines(path), str(row["place"]), counted)
    wanted = (number for number in listed if ours is None or number in ours)
    while batch := list(islice(wanted, BATCH)):
        counted.kept += len(batch)
        desk.store.write(lambda unit, batch=batch: _list(unit, registry, asked_at, batch))
    desk.store.write(lambda unit: _came_in(desk, unit, registry, asked_at, covers_until, counted, path.name))
    see_to_all_windows(desk)
    placed = place_the_unplaced(desk)
    return Answered(registry, as_of, counted.read, counted.kept, counted.unread, placed)


def place_the_unplaced(desk: Desk) -> int:
    """Put everybody in the queue again who could be called and stands in none: what kept them out may be over."""
    rows = desk.store.read(lambda unit: [row for row in unit.campaigns.all() if row.version is not None])
    return sum(_place_in(desk, row.number) for row in rows)


def _place_in(desk: Desk, number: int) -> int:
    placed, above = 0, 0
    while True:
        start = above

        def step(unit: Unit, start: int = start) -> tuple[int, int]:
            came = 0
            waiting = unit.registries.without_place(number, start, BATCH // 10)
            for enrolment in waiting:
                prospect = unit.prospects.get(enrolment.prospect_id)
                if prospect is not None:
                    settle(unit, enrolment, prospect, desk.now())
                    came += unit.queue.get(enrolment.id) is not None
            return came, waiting[-1].id if waiting else 0

        came, above = desk.store.write(step, durable=False)
        placed += came
        if not above:
            return placed


class _Count:
    """How many numbers a file held, how many were kept, and how many lines were none."""

    def __init__(self) -> None:
        self.read = self.kept = self.unread = 0


def _list(unit: Unit, registry: str, asked_at: int, numbers: Iterable[str]) -> None:
    unit.registries.list_numbers(registry, asked_at, [hash_of(unit, "number", number) for number in numbers])


def _came_in(
    desk: Desk, unit: Unit, registry: str, asked_at: int, covers_until: int | None, counted: _Count, name: str
) -> None:
    now = desk.now()
    unit.registries.add_file(
        RegistryFile(new_id(now), registry, asked_at, covers_until, counted.read, name, now, desk.caller)
    )
    detail = {"numbers": counted.read, "kept": counted.kept, "as_of": asked_at // DAY * DAY}
    desk.audit(unit, "registry", f"registry/{registry}", detail)


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            yield from file
    except OSError as problem:
        raise Wrong(
            "registry_file", f"This file cannot be read: {problem.strerror}.", path.name, "Check the name."
        ) from None


def _listed(lines: Iterable[str], region: str, counted: _Count) -> Iterator[str]:
    for line in lines:
        cell = line.replace(";", ",").replace("\t", ",").partition(",")[0].strip().strip('"')
        if not cell:
            continue
        number = _number(cell, region)
        if number:
            counted.read += 1
            yield number
        else:
            counted.unread += 1


def _number(cell: str, region: str) -> str:
    """Read a number of a register; a whole one has hundreds of millions, each in the country's shortest form."""
    if region in NORTH_AMERICA and len(cell) == NATIONAL_DIGITS and cell.isascii() and cell.isdigit():
        return f"+1{cell}"
    from setter.intake.phones import clean_phones

    found = clean_phones([("phone", cell)], (region,)).phones
    return found[0].e164 if found else ""
