"""Land a list among people who are being called: in short units of work, let in once all of it is there.

Whoever is new arrives under the batch's mark, in no queue and found by no search, so that a killed import leaves nobody
half there; the next import of the list takes them up. One tiny unit says that the list is whole: from then on everybody
in it is as good as in, and is let in by `let_in`.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from setter.domain.calling_window import local_time
from setter.domain.campaign import Campaign
from setter.domain.weigher import Weigher, weigher_of
from setter.intake.prospect import CleanProspect, Reject
from setter.services.desk import Desk
from setter.services.enrol import UNWEIGHED
from setter.services.land import LANDED, MERGED, REFUSED, UNCHANGED, Beside, Source, land
from setter.services.let_in import BREATH_S, let_in, mark_of, paced
from setter.services.people_imagined import Imagined
from setter.services.people_on_record import OnRecord
from setter.services.sift import Fate, Line, land_together
from setter.store.arrivals import UNFINISHED
from setter.store.ids import new_id
from setter.store.newcomers import Drafted
from setter.store.records import ImportBatch
from setter.store.unit import Unit

if TYPE_CHECKING:
    from setter.intake.stream import Cleaned

FEW_ROWS, MOST_ROWS, UNIT_S = 200, 2000, 0.05
"""A unit of work lands so many rows at first and at most, and takes about so long: callers' writes go in between."""

Told = Callable[[str, int, float], None]
"""Told what is being done, to how many rows so far, and the share done (0 to 1)."""
Refusal = Callable[["Cleaned", str], None]
"""Given each row that was refused, with its reason."""


@dataclass
class Fates:
    """What became of a list's rows: how many of each fate, and how often they were refused for which reason."""

    refuse: Refusal = lambda row, reason: None
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, rows: Mapping[int, Cleaned], fates: Sequence[Fate]) -> None:
        """Count rows; those that were refused are given away in the order of the list."""
        self.counts.update(fate for _, fate, _ in fates)
        for place, _, reason in sorted(each for each in fates if each[1] == REFUSED):
            self.reasons[reason] += 1
            self.refuse(rows[place], reason)


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
    rules: tuple[Campaign, Weigher] | None = None
    drafts: dict[int, Drafted] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        """What the enrolments of this import carry until they are let in."""
        return mark_of(self.batch.id)


class _Landed(Struct, frozen=True):
    """What one unit of work came to; kept only once it is committed."""

    fates: Sequence[Fate]
    left: Sequence[Line]
    begun: bool
    enrolled: int
    oldest: int
    took: float


def begin(
    desk: Desk, campaign_id: str, name: str, kind: str, file_name: str, digest: str, provenance: str = ""
) -> Arrival:
    """Set out to land a list; one that was begun and never ended is gone on with, under the date it was begun."""

    def look(unit: Unit) -> tuple[int, int | None]:
        number = desk.campaign_row(unit, campaign_id).number
        return number, unit.arrivals.unfinished_since(number, digest)

    number, begun_before = desk.store.read(look)
    now = desk.now()
    acquired_on = local_time(begun_before or now, "UTC").date().isoformat()
    batch = ImportBatch(new_id(now), number, file_name, digest, now, desk.caller, 0, UNFINISHED, 0, 0, 0)
    return Arrival(desk, campaign_id, Source(name, kind, acquired_on, provenance), batch, {}, since=batch.id)


def land_all(arrival: Arrival, rows: Iterator[tuple[Cleaned, float]], told: Told) -> Fates:
    """Land every row, each with how far the list had been read by then, then let everybody in; the list's fates."""
    size, done, share = FEW_ROWS, 0, 0.0
    waiting: dict[int, Cleaned] = {}
    while True:
        for row, read in islice(rows, max(0, min(size, MOST_ROWS) - len(waiting))):
            waiting[row.place], share = row, read
        if not waiting:
            break
        _draft(arrival, waiting.values())
        landed = _unit_of_work(arrival, [(place, row.who) for place, row in waiting.items()])
        arrival.fates.add(waiting, landed.fates)
        waiting = {place: waiting[place] for place, _ in landed.left}
        arrival.drafts = {place: arrival.drafts[place] for place in waiting if place in arrival.drafts}
        done += len(landed.fates)
        told("Landing", done, share)
        size = paced(size, landed.took, UNIT_S, FEW_ROWS, MOST_ROWS)
        time.sleep(BREATH_S)
    if arrival.begun:
        _let_in(arrival, told)
    return arrival.fates


def imagine_all(arrival: Arrival, rows: Iterator[tuple[Cleaned, float]], told: Told) -> Fates:
    """Say what would become of every row; nothing is written, and nobody waits for it."""
    people, done = Imagined(), 0
    while part := list(islice(rows, FEW_ROWS)):

        def look(unit: Unit, part: Sequence[tuple[Cleaned, float]] = part) -> list[Fate]:
            people.at = _people(arrival, unit)
            return [(row.place, *land(people, _person(row), arrival.beside)) for row, _ in part]

        arrival.fates.add({row.place: row for row, _ in part}, arrival.desk.store.read(look))
        done += len(part)
        told("Looking", done, part[-1][1])
    return arrival.fates


def _person(row: Cleaned) -> CleanProspect | Reject:
    return row.who if isinstance(row.who, Reject) else row.who.person


def _people(arrival: Arrival, unit: Unit) -> OnRecord:
    number = arrival.batch.campaign
    campaign = arrival.desk.campaign(unit, number)
    if arrival.rules is None or arrival.rules[0] is not campaign:
        arrival.rules, arrival.drafts = (campaign, weigher_of(campaign.scoring)), {}
    whose = (arrival.desk, unit, campaign, number)
    return OnRecord(*whose, arrival.source, arrival.batch.id, arrival.mark, arrival.rules[1], arrival.drafts)


def _draft(arrival: Arrival, rows: Iterable[Cleaned]) -> None:
    """Draft those who may land, by the rules in force, while nobody waits for the database."""
    drafting = arrival.desk.store.read(lambda unit: _people(arrival, unit).drafting())
    for row in rows:
        if row.ready is not None and row.place not in arrival.drafts:
            arrival.drafts[row.place] = drafting.draft(row.ready)


def _unit_of_work(arrival: Arrival, lines: Sequence[Line]) -> _Landed:
    """Land as many of these rows as a short transaction holds, one at least."""

    def write(unit: Unit) -> _Landed:
        began = time.monotonic()
        people = _people(arrival, unit)
        fates, left = land_together(people, lines, arrival.beside, began + UNIT_S)
        changed = any(fate in (LANDED, MERGED) for _, fate, _ in fates)
        if changed and not arrival.begun:
            unit.prospects.add_batch(arrival.batch)
        return _Landed(fates, left, changed, people.enrolled, people.oldest, time.monotonic() - began)

    done = arrival.desk.store.write(write)
    arrival.begun = arrival.begun or done.begun
    arrival.enrolled += done.enrolled
    arrival.since = min(arrival.since, done.oldest or arrival.since)
    return done


def _let_in(arrival: Arrival, told: Told) -> None:
    """Say that the list is whole: everybody of it is in from now on; then let them in, and count who came with it."""
    desk, came = arrival.desk, 0

    def tell(more: int) -> None:
        nonlocal came
        came += more
        told("Letting in", came, came / max(1, arrival.enrolled))

    desk.store.write(lambda unit: _whole(arrival, unit))
    let_in(desk, told=tell)
    batch = desk.store.read(lambda unit: unit.arrivals.batch(arrival.batch.id))
    if batch is not None:
        arrival.fates.counts[LANDED], arrival.fates.counts[UNCHANGED] = batch.landed, batch.unchanged


def _whole(arrival: Arrival, unit: Unit) -> None:
    counts, batch = arrival.fates.counts, arrival.batch
    read = sum(counts.values())
    unit.arrivals.save(
        replace(
            batch,
            read_rows=read,
            landed=counts[LANDED],
            merged=counts[MERGED],
            unchanged=counts[UNCHANGED],
            rejected=counts[REFUSED],
            waiting_from=arrival.since,
            waiting=arrival.enrolled,
        )
    )
    unit.arrivals.supersede(batch.campaign, batch.digest)
    shown = {fate: counts[fate] for fate in (LANDED, MERGED)}
    rungs = {f">{UNWEIGHED.rung}": counts[LANDED]}  # nothing but a list is known of whoever is new
    detail = {"batch": str(batch.id), "read": read, **shown, "rejected": counts[REFUSED], "rungs": rungs}
    campaign = arrival.desk.campaign(unit, batch.campaign)
    arrival.desk.audit(unit, "import", f"campaign/{campaign.id}", detail)
