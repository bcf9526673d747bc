"""Land a list among people who are being called: in short units of work, let in all at once at the end.

Whoever is new arrives under the batch's mark, in no queue and found by no search, so that a killed import leaves nobody
half there; the next import of the list takes them up, and one short unit lets everybody in.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from setter.domain.calling_window import local_time
from setter.intake.prospect import CleanProspect, Reject
from setter.services.desk import Desk
from setter.services.land import LANDED, MERGED, REFUSED, UNCHANGED, Beside, Source, land
from setter.services.people_imagined import Imagined
from setter.services.people_on_record import OnRecord
from setter.store.arrivals import UNFINISHED
from setter.store.ids import new_id
from setter.store.records import ImportBatch
from setter.store.unit import Unit

MOST_ROWS, UNIT_S = 200, 0.06
"""A unit of work lands so many rows at most, and takes about so long at most: callers' writes go in between."""
BREATH_S = 0.004
"""How long an import stands back between two units, so that whoever waits for the database gets it."""

Line = tuple[int, CleanProspect | Reject]
"""A row with its place in the list."""
Told = Callable[[int], None]


@dataclass
class Fates:
    """What became of a list's rows: how many of each fate, and why which rows were refused, by their place."""

    counts: Counter[str] = field(default_factory=Counter)
    refused: dict[int, str] = field(default_factory=dict)

    def add(self, place: int, fate: str, reason: str) -> None:
        """Count one row."""
        self.counts[fate] += 1
        if fate == REFUSED:
            self.refused[place] = reason


@dataclass
class Arrival:
    """One import on its way: what it brings, and how far it has come."""

    desk: Desk
    campaign_id: str
    source: Source
    batch: ImportBatch
    beside: Beside
    fates: Fates = field(default_factory=Fates)
    begun: bool = False
    enrolled: int = 0
    since: int = 0

    @property
    def mark(self) -> str:
        """What the enrolments of this import carry until they are let in."""
        return f":{self.batch.id}:"


@dataclass(frozen=True)
class _Landed:
    """What one unit of work came to; kept only once it is committed."""

    rows: Sequence[tuple[int, str, str]]
    begun: bool
    enrolled: int
    oldest: int


def begin(desk: Desk, campaign_id: str, name: str, kind: str, file_name: str, digest: str) -> Arrival:
    """Set out to land a list; one that was begun and never ended is gone on with, under the date it was begun."""

    def look(unit: Unit) -> tuple[int, int | None]:
        number = desk.campaign_row(unit, campaign_id).number
        return number, unit.arrivals.unfinished_since(number, digest)

    number, begun_before = desk.store.read(look)
    now = desk.now()
    acquired_on = local_time(begun_before or now, "UTC").date().isoformat()
    batch = ImportBatch(new_id(now), number, file_name, digest, now, desk.caller, 0, UNFINISHED, 0, 0, 0)
    return Arrival(desk, campaign_id, Source(name, kind, acquired_on), batch, {}, since=batch.id)


def land_all(arrival: Arrival, lines: Iterator[Line], tell: Told) -> Fates:
    """Land every row, then let everybody in; the list's fates."""
    while chunk := list(islice(lines, MOST_ROWS)):
        while chunk:
            done = _unit_of_work(arrival, chunk)
            chunk = chunk[len(done.rows) :]
            tell(done.rows[-1][0])
            if chunk or len(done.rows) == MOST_ROWS:
                time.sleep(BREATH_S)
    if arrival.begun:
        arrival.fates.counts = arrival.desk.store.write(lambda unit: _let_in(arrival, unit))
    return arrival.fates


def imagine_all(arrival: Arrival, lines: Iterator[Line], tell: Told) -> Fates:
    """Say what would become of every row; nothing is written, and nobody waits for it."""
    people = Imagined()
    while chunk := list(islice(lines, MOST_ROWS)):

        def look(unit: Unit, chunk: Sequence[Line] = chunk) -> None:
            people.at = _people(arrival, unit)
            for place, row in chunk:
                arrival.fates.add(place, *land(people, row, arrival.beside))

        arrival.desk.store.read(look)
        tell(chunk[-1][0])
    return arrival.fates


def _people(arrival: Arrival, unit: Unit) -> OnRecord:
    number = arrival.batch.campaign
    campaign = arrival.desk.campaign(unit, number)
    return OnRecord(arrival.desk, unit, campaign, number, arrival.source, arrival.batch.id, arrival.mark)


def _unit_of_work(arrival: Arrival, chunk: Sequence[Line]) -> _Landed:
    """Land as many of these rows as a short transaction holds, one at least."""

    def write(unit: Unit) -> _Landed:
        until = time.monotonic() + UNIT_S
        people = _people(arrival, unit)
        rows: list[tuple[int, str, str]] = []
        for place, row in chunk:
            rows.append((place, *land(people, row, arrival.beside)))
            if time.monotonic() > until:
                break
        changed = any(fate in (LANDED, MERGED) for _, fate, _ in rows)
        if changed and not arrival.begun:
            unit.prospects.add_batch(arrival.batch)
        return _Landed(rows, changed, people.enrolled, people.oldest)

    done = arrival.desk.store.write(write)
    for row in done.rows:
        arrival.fates.add(*row)
    arrival.begun = arrival.begun or done.begun
    arrival.enrolled += done.enrolled
    arrival.since = min(arrival.since, done.oldest or arrival.since)
    return done


def _let_in(arrival: Arrival, unit: Unit) -> Counter[str]:
    """Let everybody of the list in: the last unit of work, and the only one that callers see; the list's counts.

    Whom another import, or a call, has let in meanwhile this one has not landed.
    """
    batch, desk, counts = arrival.batch, arrival.desk, Counter(arrival.fates.counts)
    for zones in unit.arrivals.zones(batch.campaign, arrival.since, arrival.mark):
        unit.prospects.window(batch.campaign, zones, new_id(desk.now()))
    let_in = unit.arrivals.let_in(batch.campaign, arrival.since, arrival.mark)
    before = min(max(0, arrival.enrolled - let_in), counts[LANDED])
    counts.update({LANDED: -before, UNCHANGED: before})
    unit.arrivals.finish(batch.id, counts[LANDED], counts[MERGED], counts[UNCHANGED], counts[REFUSED])
    unit.arrivals.supersede(batch.campaign, batch.digest)
    shown = {fate: counts[fate] for fate in (LANDED, MERGED)}
    detail = {"read": batch.read_rows, **shown, "rejected": counts[REFUSED]}
    desk.audit(unit, "import", f"campaign/{batch.campaign}", detail)
    return counts
