"""Bring in what a register of numbers that are not to be rung has answered, and heed it at once (domain §6.2, 6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from msgspec import Struct

from setter.domain.calling_window import local_time
from setter.domain.errors import Wrong
from setter.domain.units import DAY, MINUTE
from setter.intake.plain_list import cells_of
from setter.law.tables import registry_rows
from setter.services.desk import Desk
from setter.services.law_in_force import law_of
from setter.services.placing import keep_out_with, place_all_kept_out
from setter.services.windows import see_to_all_windows
from setter.store.ids import new_id
from setter.store.records import RegistryFile
from setter.store.unit import Unit

BATCH = 2_000
HEADINGS = 2
"""So many lines of a file may be no numbers, whatever its length: those at its head."""
ON_THE_WAY_MS = 10 * MINUTE
"""Whoever is just landing came on record before they were written: of so fresh a number nobody was asked."""
NORTH_AMERICA, NATIONAL_DIGITS = ("US", "CA"), 10


class Answered(Struct, frozen=True):
    """What came in: the register, the day it is of, its numbers, those that are kept, and who is in the queue again."""

    registry: str
    as_of: date
    numbers: int
    kept: int
    unread: int
    placed: int


def bring_in(
    desk: Desk, path: Path, registry: str, as_of: date, *, whole: bool = False, empty: bool = False
) -> Answered:
    """Bring in the numbers that stand in a register on a day: one a line, or in the first column of a table.

    It is the whole answer about our numbers: those of them that it does not hold are free by that day. Only our own
    are kept, and of those that came on record later it says nothing; `whole` keeps all of a register's own file, for
    numbers that are to come. A newer answer takes the place of an older one.

    Wrong, and nothing of it counts, where too many lines are no numbers; an answer without any number is `empty`.
    """
    row = registry_rows().get(registry)
    if row is None:
        known = ", ".join(registry_rows())
        raise Wrong("no_registry", f"{registry!r} is no register that setter knows.", "--registry", f"One of: {known}.")
    if as_of > local_time(desk.now(), "UTC").date():
        raise Wrong("registry_day", "That day is to come.", "--as-of", "Give the day on which the register was asked.")
    counted = _Count()
    _check(path, str(row["place"]), counted, empty)
    asked_at = int(datetime.combine(as_of, datetime.min.time(), UTC).timestamp() * 1000)
    covers_until = None if whole else min(desk.now() - ON_THE_WAY_MS, asked_at + DAY - 1)
    ours, hit = desk.store.read(_numbers), set[str]()
    wanted = (number for number in _listed(path, str(row["place"])) if number and (whole or number in ours))
    while batch := list(islice(wanted, BATCH)):
        counted.kept += len(batch)
        hit.update(ours.intersection(batch))
        desk.store.write(partial(_list, registry=registry, asked_at=asked_at, numbers=batch))
    desk.store.write(lambda unit: _came_in(desk, unit, registry, asked_at, covers_until, counted, path.name))
    see_to_all_windows(desk)
    if covers_until is not None:
        hit |= desk.store.read(lambda unit: _unanswered(desk, unit, registry, covers_until))
    keep_out_with(desk, sorted(hit))
    placed = place_all_kept_out(desk)
    return Answered(registry, as_of, counted.read, counted.kept, counted.unread, placed)


def _numbers(unit: Unit) -> frozenset[str]:
    clients = {row.client_id for row in unit.campaigns.all()}
    return frozenset(number for client in clients for number in unit.registries.numbers(client))


def _unanswered(desk: Desk, unit: Unit, registry: str, covers_until: int) -> set[str]:
    """Our numbers of which an answer says nothing, where some campaign may not ring them without one."""
    needed = law_of(unit).registries[registry].is_needed
    worked = [desk.campaign(unit, row.number) for row in unit.campaigns.all() if row.version is not None]
    clients = {each.client.id for each in worked if needed(each.market_type.casefold())}
    return {number for client in clients for number in unit.registries.numbers_since(client, covers_until)}


def _check(path: Path, region: str, counted: _Count, empty: bool) -> None:
    """Read a file once before anything of it counts: what cannot be read must not pass for an answer."""
    for number in _listed(path, region):
        counted.read += bool(number)
        counted.unread += not number
    if counted.unread > max(HEADINGS, counted.read // 20) or not (counted.read or empty):
        sentence = f"Of this file {counted.read:,} lines begin with a number and {counted.unread:,} do not."
        hint = "Put the numbers into its first column; an answer that holds none is brought in with --empty."
        raise Wrong("registry_file", sentence, path.name, hint)


class _Count:
    """How many numbers a file held, how many were kept, and how many lines were none."""

    def __init__(self) -> None:
        self.read = self.kept = self.unread = 0


def _list(unit: Unit, registry: str, asked_at: int, numbers: Iterable[str]) -> None:
    hashes = [unit.suppressions.hash_of("number", number) for number in numbers]
    unit.registries.list_numbers(registry, asked_at, hashes)


def _came_in(
    desk: Desk, unit: Unit, registry: str, asked_at: int, covers_until: int | None, counted: _Count, name: str
) -> None:
    now = desk.now()
    unit.registries.add_file(
        RegistryFile(new_id(now), registry, asked_at, covers_until, counted.read, name, now, desk.caller)
    )
    detail = {"numbers": counted.read, "kept": counted.kept, "as_of": asked_at // DAY * DAY}
    desk.audit(unit, "registry", f"registry/{registry}", detail)


def _listed(path: Path, region: str) -> Iterator[str]:
    """The number that each line begins with; "" for a line that begins with none."""
    return (_number(cells, region) for cells in cells_of(path, "registry_file"))


def _number(cells: list[str], region: str) -> str:
    """Read a number of a register; a whole one has hundreds of millions, each in the country's shortest form.

    The American one gives the area code a column of its own.
    """
    first, digits = cells[0], "".join(cells[:2])
    for text in (first, digits):
        if region in NORTH_AMERICA and len(text) == NATIONAL_DIGITS and text.isascii() and text.isdigit():
            return f"+1{text}"
    from setter.intake.phones import clean_phones

    found = clean_phones([("phone", first)], (region,)).phones
    return found[0].e164 if found else ""
