"""Weigh everybody of a campaign anew by the rules in force, while callers go on claiming.

What is looked at is looked at outside the lock, some thousands at a time. Whoever would stand elsewhere is weighed
once more inside it, a few at a time, so that nobody's word of a moment ago is overwritten.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from msgspec import Struct

from setter.domain.units import MINUTE
from setter.services.desk import Desk
from setter.services.on_record import all_on_record, with_their_people
from setter.services.standing import figures_on, stands_elsewhere
from setter.services.weigh_daily import keep_weighed
from setter.store.records import CampaignRow, Enrolment
from setter.store.rescore import Figures
from setter.store.unit import Unit

STRETCH = 2000
"""How many are looked at in one reading transaction."""
FEWEST, MOST = 20, 500
"""How many are written in one transaction, which a claim that comes meanwhile waits for."""
LOCKED_S = 0.01
"""How long such a transaction should take; the next one is longer or shorter by as much as this one was off, at most
twice or half: a slow moment of the machine is no reason to go slowly."""
BREATH_S = 0.003
"""How long callers have the database to themselves between two batches."""
ROUNDS = 1000
"""How often whoever a caller is just writing is tried again."""
AT_IT_MS = 2 * MINUTE
SAID_AGAIN_S = 30.0
"""Whoever is at it says so for two minutes, and again every half: once killed, another may take it up."""
OLDER_WRITES_S = 5.0
"""How long writes that began by the rules of before may take to end."""

Progress = Callable[[int, int], None]
"""Told how many of how many have been looked at; what it raises breaks the rescore off, to be gone on with."""


class Rescored(Struct, frozen=True):
    """How many were looked at, how many stand elsewhere than before, and how long it took.

    `longest_write_ms` is the longest time that a caller can have waited for one batch.
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
    row, total = desk.store.read(lambda unit: _asked(desk, unit, campaign_id))
    batches = _Batches(desk, row.number)
    if not dry_run:
        batches.begin()
    read = changed = 0
    for looked_at, elsewhere in _stretches(desk, row.number):
        read, changed = read + looked_at, changed + len(elsewhere)
        if not dry_run:
            batches.write(elsewhere)
        tell(read, max(read, total))
    if not dry_run:
        batches.finish(row)
        changed = batches.changed
    longest_ms = batches.longest_s * 1000
    return Rescored(campaign_id, row.version or 0, read, changed, time.monotonic() - begun, longest_ms, dry_run)


def is_due(desk: Desk, campaign_id: str) -> bool:
    """Say whether a version came into force by whose rules not everybody has been weighed yet."""
    return desk.store.read(lambda unit: unit.rescore.is_due(desk.campaign_row(unit, campaign_id).number))


def left_undone(desk: Desk) -> list[str]:
    """The campaigns in which somebody broke off, and that nobody is at."""
    return desk.store.read(lambda unit: unit.rescore.left_undone(desk.now()))


def finish_undone(desk: Desk, progress: Progress | None = None) -> list[Rescored]:
    """Go on where somebody broke off, in every campaign; whatever somebody is still at is left to them."""

    def taken_up(unit: Unit, campaign_id: str) -> bool:
        number, now = desk.campaign_row(unit, campaign_id).number, desk.now()
        return unit.rescore.take_up(number, now, now + AT_IT_MS)

    return [
        rescore(desk, each, progress)
        for each in left_undone(desk)
        if desk.store.write(lambda unit, each=each: taken_up(unit, each))  # type: ignore[misc]
    ]


def _asked(desk: Desk, unit: Unit, campaign_id: str) -> tuple[CampaignRow, int]:
    row = desk.active_row(unit, campaign_id)
    return row, unit.prospects.number_of(row.number)


def _stretches(desk: Desk, number: int) -> Iterator[tuple[int, list[int]]]:
    """How many were looked at, and the enrolments of those who would stand elsewhere, stretch by stretch."""
    above = 0

    def look(unit: Unit) -> tuple[list[Enrolment], list[int]]:
        found = unit.rescore.above(number, above, STRETCH)
        return found, [enrolment.id for enrolment, _ in _elsewhere(desk, unit, number, found)]

    while True:
        found, elsewhere = desk.store.read(look)
        if not found:
            return
        above = found[-1].prospect_id
        yield len(found), elsewhere


def _elsewhere(desk: Desk, unit: Unit, number: int, enrolments: Sequence[Enrolment]) -> list[tuple[Enrolment, Figures]]:
    """Those whose figures are others now, as they stand, with what they are."""
    campaign, now = desk.campaign(unit, number), desk.now()
    found = []
    for known in all_on_record(unit, with_their_people(unit, enrolments)):
        figures = figures_on(campaign, known, now)
        if stands_elsewhere(known.enrolment, figures):
            found.append((known.enrolment, figures))
    return found


@dataclass
class _Batches:
    """Batch after batch with a breath between; whom a caller was just writing is come back to."""

    desk: Desk
    number: int
    changed: int = 0
    longest_s: float = 0.0
    fitting: int = FEWEST
    busy: list[int] = field(default_factory=list)
    said_at: float = 0.0

    def begin(self) -> None:
        """Say that somebody is at it, and let the writes end that may have read the rules of before."""
        self._say_so()
        until = time.monotonic() + OLDER_WRITES_S
        older = self._writing_now()
        while older and time.monotonic() < until:
            time.sleep(BREATH_S)
            older &= self._writing_now()

    def write(self, enrolments: Sequence[int]) -> None:
        """Weigh these once more, inside the lock, and write who stands elsewhere."""
        first = 0
        while first < len(enrolments):
            batch = enrolments[first : first + self.fitting]
            self._write(batch)
            first += len(batch)
            time.sleep(BREATH_S)
        if time.monotonic() - self.said_at > SAID_AGAIN_S:
            self._say_so()

    def finish(self, by: CampaignRow) -> None:
        """Come back to whoever was just being written, then forget that these versions were to be weighed by."""

        def forget(unit: Unit) -> None:
            unit.rescore.done(by.number, by.version or 0, by.rules_version)
            keep_weighed(self.desk, unit, by.number)

        for _ in range(ROUNDS):
            if not self.busy:
                self.desk.store.write(forget)
                return
            again, self.busy = self.busy, []
            self.write(again)

    def _write(self, batch: Sequence[int]) -> None:
        def weigh(unit: Unit) -> tuple[float, int, set[int]]:
            begun = time.monotonic()
            held = unit.rescore.held(batch)
            elsewhere = _elsewhere(self.desk, unit, self.number, held)
            if elsewhere:
                unit.rescore.write([(each.id, figures) for each, figures in elsewhere])
                self._audit(unit, elsewhere)
            return begun, len(elsewhere), {each.id for each in held}

        begun, changed, held = self.desk.store.claim(weigh)
        took = time.monotonic() - begun
        self.changed += changed
        self.busy += [each for each in batch if each not in held]
        self.longest_s = max(self.longest_s, took)
        fitting = int(len(batch) * LOCKED_S / max(took, 0.0001))
        self.fitting = max(FEWEST, len(batch) // 2, min(MOST, 2 * len(batch), fitting))

    def _audit(self, unit: Unit, elsewhere: Sequence[tuple[Enrolment, Figures]]) -> None:
        """Put into the audit how many came to another rung or temperature, not one by one who (R-017, R-065)."""
        moved: dict[str, Counter[str]] = {"rungs": Counter(), "temperatures": Counter()}
        for each, figures in elsewhere:
            moved["rungs"].update([f"{each.rung}>{figures.rung}"] * (each.rung != figures.rung))
            warmed = each.temperature != figures.temperature
            moved["temperatures"].update([f"{each.temperature}>{figures.temperature}"] * warmed)
        detail = {what: dict(sorted(people.items())) for what, people in moved.items() if people}
        if detail:
            campaign = self.desk.campaign(unit, self.number)
            self.desk.audit(unit, "rescore", f"campaign/{campaign.id}", detail)

    def _say_so(self) -> None:
        until = self.desk.now() + AT_IT_MS
        self.said_at = time.monotonic()
        self.desk.store.write(lambda unit: unit.rescore.take_up(self.number, until, until), durable=False)

    def _writing_now(self) -> set[str]:
        return self.desk.store.read(lambda unit: unit.rescore.writing_now())
