"""A file of events is taken in: row by row, each one once, whatever is wrong with its neighbours."""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from setter.domain.calling_window import local_time, resolve
from setter.domain.errors import Wrong
from setter.domain.roles import DECIDING
from setter.intake.rows import BadRow
from setter.services.desk import Desk
from setter.services.events import (
    AHEAD,
    LEFT_ALONE,
    NEW,
    REFUSED,
    UNCHANGED,
    UNDATED,
    UNMATCHED,
    UNSUBSCRIBE,
    Fate,
    Happening,
    decide,
    take_in,
)
from setter.services.here import own_zone
from setter.services.suppress_value import client_of
from setter.services.weigh_people import weigh_left, weigh_people
from setter.services.whose_event import Suppliers
from setter.store.unit import Unit

if TYPE_CHECKING:
    from setter.intake.events import EventFile, Told
    from setter.intake.rejects import RejectsFile

BATCH = 50
FIRST_YEAR, LAST_YEAR = 1990, 2100
SECONDS, MILLISECONDS = 10, 13
"""How many digits a time has that counts from 1970, as programs write it."""
_UTC = re.compile(r"\s*(?:Z|UTC|GMT)$", re.IGNORECASE)
Progress = Callable[[int, float], None]
"""Told (rows so far, share of the file done from 0 to 1)."""


class Taken(Struct, frozen=True):
    """What became of a file's events; each row is one of new, unchanged, unmatched, left alone or refused.

    `undated` and `ahead` are new ones that count for nothing. `suppressed` said that they want no more of us, and
    `woken` brought somebody back into the queue. `reasons` say why rows stand in the rejects file, most common first.
    """

    read: int
    new: int
    unchanged: int
    unmatched: int
    left_alone: int
    refused: int
    undated: int
    ahead: int
    suppressed: int
    woken: int
    rejects_file: str | None
    reasons: tuple[tuple[str, int], ...]
    columns: dict[str, str]
    dry_run: bool
    notes: tuple[str, ...] = ()


def events_file(
    desk: Desk,
    path: Path,
    *,
    client_id: str = "",
    kind: str = "",
    channel: str = "",
    zone: str = "",
    encoding: str = "",
    overrides: Sequence[str] = (),
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Taken:
    """Take a file's events in; the same file again changes nothing, and a killed one is gone on with.

    `kind` and `channel` are for rows that name none; times without an offset are by the clocks of `zone`, else of this
    machine. Rows of nobody on record, and rows with something wrong, stand in the rejects file. Wrong for no list.
    """
    from setter.intake.events import open_events

    client, region = desk.store.read(lambda unit: client_to_tell(desk, unit, client_id))
    clocks = zone or own_zone()
    local_time(desk.now(), clocks)  # a zone that there is none of is wrong at once
    file = open_events(path, region, encoding, overrides, all_one_kind=bool(kind))
    taking = _Taking(desk, Suppliers(client), kind, channel, clocks, dry_run)
    if dry_run:
        taking.all(file, None, progress)
    where = None if dry_run else taking.with_rejects(file, progress)
    weigh_left(desk, taking.left)
    return taking.told(file, where)


def client_to_tell(desk: Desk, unit: Unit, client_id: str) -> tuple[str, str]:
    """The client whose events they are, and the region of its numbers; Refused for callers and for sales."""
    sentence = "Only a team lead, compliance or an admin brings events in."
    desk.allow_only(unit, DECIDING, sentence, "events", "Ask your team lead.", in_sandbox=True)
    return client_of(desk, unit, client_id)


@dataclass
class _Taking:
    """A file on its way in: what became of its rows so far, and whom nobody could weigh yet."""

    desk: Desk
    suppliers: Suppliers
    kind: str
    channel: str
    zone: str
    dry_run: bool
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    left: set[int] = field(default_factory=set)
    foreseen: dict[tuple[int, str], set[str]] = field(default_factory=dict)

    def with_rejects(self, file: EventFile, progress: Progress | None) -> Path | None:
        """Take all rows in, and write those that are refused or nobody's beside the file; where they are."""
        from setter.intake.rejects import RejectsFile

        rejects = RejectsFile(file.rows.path, file.rows.columns, Path.cwd(), Path(tempfile.gettempdir()))
        rejects.prepare()
        with rejects:
            self.all(file, rejects, progress)
            return rejects.close()

    def all(self, file: EventFile, rejects: RejectsFile | None, progress: Progress | None) -> None:
        """Take all rows in, some at a time."""
        rows = iter(file)
        while part := list(islice(rows, BATCH)):
            for told, fate in zip(part, self._batch(part), strict=True):
                self._count(fate)
                if fate.reason and rejects is not None:
                    rejects.add(told.row, fate.reason)
            if progress:
                progress(self.counts["read"], file.rows.position / max(1, file.rows.total))

    def _batch(self, part: Sequence[Told]) -> Iterator[Fate]:
        read = [self._read(told) for told in part]
        happenings = [each for each in read if isinstance(each, Happening)]
        if self.dry_run:
            fates = iter(self.desk.store.read(lambda unit: [self._foresee(unit, each) for each in happenings]))
        else:
            fates = iter(self.desk.store.write(partial(self._take, happenings)))
        return (next(fates) if isinstance(each, Happening) else each for each in read)

    def _read(self, told: Told) -> Happening | Fate:
        if isinstance(told.row, BadRow):
            return Fate(REFUSED, told.row.reason)
        try:
            return happening_of(told, self.kind, self.channel, self.zone)
        except Wrong as wrong:
            return Fate(REFUSED, f"{wrong.message} {wrong.hint}".rstrip())

    def _take(self, happenings: Sequence[Happening], unit: Unit) -> list[Fate]:
        fates = [take_in(self.desk, unit, self.suppliers, each) for each in happenings]
        self.left |= weigh_people(self.desk, unit, [each.prospect for each in fates if each.prospect and _moves(each)])
        new = Counter(each.kind for each, fate in zip(happenings, fates, strict=True) if fate.fate == NEW)
        if new:
            self.desk.audit(unit, "events", f"client/{self.suppliers.client}", {"new": dict(sorted(new.items()))})
        return fates

    def _foresee(self, unit: Unit, happening: Happening) -> Fate:
        """What would become of an event, with those before it in the file."""
        decided = decide(self.desk, unit, self.suppliers, happening)
        event = decided.event
        if event is None:
            return decided.fate
        ids = self.foreseen.setdefault((event.prospect_id, event.digest), set())
        known = bool(ids & {"", event.external_id}) or (bool(ids) and not event.external_id)
        ids.add(event.external_id)
        return Fate(UNCHANGED, prospect=event.prospect_id) if known else decided.fate

    def _count(self, fate: Fate) -> None:
        self.counts.update(["read", fate.fate, *([fate.flag] if fate.flag else [])])
        self.counts["suppressed"] += fate.suppressed
        self.counts["woken"] += fate.woken
        if fate.reason:
            self.reasons[fate.reason] += 1

    def told(self, file: EventFile, rejects_file: Path | None) -> Taken:
        """What became of the file."""
        counts = self.counts
        return Taken(
            read=counts["read"],
            new=counts[NEW],
            unchanged=counts[UNCHANGED],
            unmatched=counts[UNMATCHED],
            left_alone=counts[LEFT_ALONE],
            refused=counts[REFUSED],
            undated=counts[UNDATED],
            ahead=counts[AHEAD],
            suppressed=counts["suppressed"],
            woken=counts["woken"],
            rejects_file=str(rejects_file) if rejects_file else None,
            reasons=tuple(self.reasons.most_common()),
            columns=file.columns,
            dry_run=self.dry_run,
            notes=tuple(file.rows.notes),
        )


def _moves(fate: Fate) -> bool:
    """Say whether an event may have changed where somebody stands who has not been weighed since."""
    return fate.fate == NEW and not fate.woken


def happening_of(told: Told, kind: str, channel: str, zone: str) -> Happening:
    """Read what a row tells; `kind` and `channel` where it names none. Wrong for words that mean nothing.

    Whoever wants no more of us is heard whatever its time and channel are called (R-075): it has no time then, and the
    channel by which such a word comes.
    """
    from setter.intake.event_names import channel_named, kind_named, unknown_kind

    what = kind_named(told.what or kind, told.page)
    if not what:
        raise Wrong("event_kind", unknown_kind(told.what or kind), "what", "docs/events.md lists them.")
    said = told.channel or channel
    through = channel_named(said, what) or (channel_named("", what) if what == UNSUBSCRIBE else "")
    if not through:
        raise Wrong("channel", f"{said[:40]!r} is no channel of events.", "channel", "docs/events.md lists them.")
    try:
        at = instant_of(told.when, zone)
    except Wrong:
        if what != UNSUBSCRIBE:
            raise
        at = None
    return Happening(told, what, through, at)


def instant_of(text: str, zone: str) -> int | None:
    """Read when something happened, by a zone's clocks where it has no offset; None where nothing is said.

    ISO 8601, or seconds or milliseconds since 1970; a day alone begins at its midnight. Wrong for words that are no
    time.
    """
    from setter.intake.order import in_figures

    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) in (SECONDS, MILLISECONDS):
        return int(text) * (1000 if len(text) == SECONDS else 1)
    try:
        wall = datetime.fromisoformat(_UTC.sub("+00:00", text.strip()))
    except ValueError:
        wall = None
    if wall is None or not FIRST_YEAR <= wall.year <= LAST_YEAR:
        sentence = f"{text[:40]!r} is no time."
        if in_figures(text):
            sentence = f"{text[:40]!r}: its column does not say whether the day or the month comes first."
        raise Wrong("instant", sentence, "when", "Write it as 2026-11-24T09:30 or 2026-11-24T15:30:00Z.")
    if wall.tzinfo is None:
        return resolve(wall, zone)
    return round((wall - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1000)
