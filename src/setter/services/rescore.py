"""Weigh everybody of a campaign anew by the rules in force, while callers go on claiming.

What is looked at is looked at outside the lock, some thousands at a time. Whoever would stand elsewhere is weighed
once more inside it, a few hundred at a time, so that nobody's word of a moment ago is overwritten.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from setter.domain.scoring import points_by
from setter.services.desk import Desk
from setter.services.on_record import all_on_record, with_their_people
from setter.services.standing import figures_kept, figures_on
from setter.store.records import Enrolment
from setter.store.rescore import Figures
from setter.store.unit import Unit

STRETCH = 2000
"""How many are looked at in one reading transaction."""
BATCH = 250
"""How many are written in one transaction: a claim that comes meanwhile waits for it."""
BREATH_S = 0.005
"""How long callers have the database to themselves between two batches."""
ROUNDS = 200
"""How often whoever a caller is just writing is tried again; the caller's own write goes by the same rules."""

Progress = Callable[[int, int], None]
"""Told how many of how many have been looked at."""


@dataclass(frozen=True, slots=True)
class Rescored:
    """How many were looked at, how many stand elsewhere than before, and how long it took.

    `longest_write_ms` is the longest time that anybody else can have waited for one batch.
    """

    campaign: str
    version: int
    read: int
    changed: int
    seconds: float
    longest_write_ms: float
    dry_run: bool = False


def rescore(desk: Desk, campaign_id: str, progress: Progress | None = None, dry_run: bool = False) -> Rescored:
    """Weigh everybody of a campaign by its rules in force, and by the time it is; a dry run writes nothing.

    Killed in the middle, nothing is half done: what was written stands, and the next rescore finds the rest.
    """
    begun = time.monotonic()
    tell = progress or (lambda done, total: None)
    number, version, total = desk.store.read(lambda unit: _asked(desk, unit, campaign_id))
    writer = _Writer(desk, number)
    read = changed = 0
    for looked_at, elsewhere in _stretches(desk, number):
        read += looked_at
        changed += len(elsewhere)
        if not dry_run:
            writer.write(elsewhere)
        tell(read, max(read, total))
    if not dry_run:
        writer.finish(version)
        changed = writer.changed
    return Rescored(campaign_id, version, read, changed, time.monotonic() - begun, writer.longest_s * 1000, dry_run)


def is_due(desk: Desk, campaign_id: str) -> bool:
    """Say whether a version came into force by whose rules not everybody has been weighed yet."""
    return desk.store.read(lambda unit: unit.rescore.is_due(desk.campaign_row(unit, campaign_id).number)) is not None


def _asked(desk: Desk, unit: Unit, campaign_id: str) -> tuple[int, int, int]:
    row = desk.active_row(unit, campaign_id)
    return row.number, row.version or 0, unit.prospects.number_of(row.number)


def _stretches(desk: Desk, number: int) -> Iterator[tuple[int, list[int]]]:
    """How many were looked at, and the enrolments of those who would stand elsewhere, stretch by stretch."""
    above = 0

    def look(unit: Unit) -> tuple[list[Enrolment], list[int]]:
        found = unit.rescore.above(number, above, STRETCH)
        return found, [enrolment for enrolment, _ in _elsewhere(desk, unit, number, found)]

    while True:
        found, elsewhere = desk.store.read(look)
        if not found:
            return
        above = found[-1].prospect_id
        yield len(found), elsewhere


def _elsewhere(desk: Desk, unit: Unit, number: int, enrolments: Sequence[Enrolment]) -> list[tuple[int, Figures]]:
    """Those whose figures are others now, with what they are."""
    campaign, now = desk.campaign(unit, number), desk.now()
    points = points_by(campaign.scoring)
    found = []
    for known in all_on_record(unit, with_their_people(unit, enrolments)):
        figures = figures_on(campaign, points, known, now)
        if figures != figures_kept(known.enrolment):
            found.append((known.enrolment.id, figures))
    return found


class _Writer:
    """Writes batch after batch, with a breath between, and remembers whom a caller was just writing."""

    def __init__(self, desk: Desk, number: int) -> None:
        self.desk, self.number = desk, number
        self.changed = 0
        self.longest_s = 0.0
        self.busy: list[int] = []

    def write(self, enrolments: Sequence[int]) -> None:
        """Weigh these once more, inside the lock, and write who stands elsewhere."""
        for first in range(0, len(enrolments), BATCH):
            self._write(enrolments[first : first + BATCH])
            time.sleep(BREATH_S)

    def finish(self, version: int) -> None:
        """Come back to whoever was being written, and forget that this version was to be weighed by."""
        for _ in range(ROUNDS):
            if not self.busy:
                break
            again, self.busy = self.busy, []
            self.write(again)
        if not self.busy:
            self.desk.store.write(lambda unit: unit.rescore.done(self.number, version))

    def _write(self, batch: Sequence[int]) -> None:
        def weigh(unit: Unit) -> tuple[int, list[int], float]:
            begun = time.monotonic()
            held = unit.rescore.held(batch)
            elsewhere = _elsewhere(self.desk, unit, self.number, held)
            if elsewhere:
                unit.rescore.write(elsewhere)
            busy = sorted(set(batch) - {each.id for each in held})
            return len(elsewhere), busy, time.monotonic() - begun

        changed, busy, took = self.desk.store.claim(weigh)
        self.changed += changed
        self.busy += busy
        self.longest_s = max(self.longest_s, took)
