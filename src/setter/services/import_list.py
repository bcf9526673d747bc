"""Bring a list in: read, map and clean outside the lock, then land every row in one transaction."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import msgspec

from setter.domain.sources import source_kind
from setter.services.desk import Desk
from setter.services.land import Landing, Source, land
from setter.services.rehearse import rehearse
from setter.store.ids import new_id
from setter.store.records import ImportBatch
from setter.store.unit import Unit

if TYPE_CHECKING:
    from setter.intake.mapping import ColumnMap
    from setter.intake.read import RowSource

SAMPLE_ROWS, SHOWN_ROWS = 200, 5
Progress = Callable[[str, int, float], None]
"""Told (what, rows so far, share done from 0 to 1) while a list comes in."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a list's rows; `reasons` say why rows were refused, most common first."""

    read: int
    landed: int
    merged: int
    unchanged: int
    rejected: int
    rejects_file: str | None
    reasons: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]
    dry_run: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """A list before it lands: what its columns were taken for, how much of each is filled (0 to 1), and some rows."""

    format: str
    encoding: str
    mapping: ColumnMap
    rows: tuple[dict[str, str], ...]
    filled: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Tally:
    """What landing came to: rows by fate, and the refused ones by number and reason."""

    landed: int
    merged: int
    unchanged: int
    refused: dict[int, str]


def preview(path: Path, overrides: Sequence[str] = (), encoding: str = "") -> Preview:
    """Look at a list without landing it; Wrong when it cannot be read as one."""
    from setter.intake.read import open_rows
    from setter.intake.text import written

    rows = open_rows(path, encoding or None)
    sample = [{column: written(value) for column, value in row.values.items()} for row in rows.sample(SAMPLE_ROWS)]
    filled = {
        column: sum(bool(row.get(column, "").strip()) for row in sample) / max(1, len(sample))
        for column in rows.columns
    }
    return Preview(rows.format, rows.encoding, _mapping(rows, overrides), tuple(sample[:SHOWN_ROWS]), filled)


def import_list(
    desk: Desk,
    path: Path,
    campaign_id: str,
    *,
    source: str = "",
    kind: str = "purchased_list",
    overrides: Sequence[str] = (),
    encoding: str = "",
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Land a list in a campaign; the same list again changes nothing, a killed import leaves nothing.

    Every row lands, is merged into a person already known, changes nothing, or stands in the rejects file with its
    line and reason. Wrong when the file cannot be read as a list, or none of its columns is recognised.
    """
    from setter.intake.mapping import check_recognised
    from setter.intake.read import open_rows

    source_kind(kind)
    tell = progress or (lambda what, rows, share: None)
    region = desk.store.read(lambda unit: _default_region(desk, unit, campaign_id))
    origin = Source(source or path.stem, kind)
    rows = open_rows(path, encoding or None)
    mapping = _mapping(rows, overrides)
    check_recognised(rows, mapping)
    with tempfile.TemporaryFile() as spool:
        read = _clean(rows, mapping, region, origin.name, spool, tell)
        tally = _land(desk, campaign_id, origin, path, spool, read, dry_run, tell)
        rejects_file = None if dry_run else _write_rejects(rows, path, spool, tally.refused)
    return Imported(
        read=read,
        landed=tally.landed,
        merged=tally.merged,
        unchanged=tally.unchanged,
        rejected=len(tally.refused),
        rejects_file=str(rejects_file) if rejects_file else None,
        reasons=tuple(Counter(tally.refused.values()).most_common()),
        notes=tuple(rows.notes),
        dry_run=dry_run,
    )


def _default_region(desk: Desk, unit: Unit, campaign_id: str) -> str:
    return desk.campaign(unit, desk.campaign_row(unit, campaign_id).number).default_region


def _mapping(rows: RowSource, overrides: Sequence[str]) -> ColumnMap:
    from setter.intake.mapping import apply_overrides, guess_mapping

    return apply_overrides(guess_mapping(rows.columns, rows.sample(SAMPLE_ROWS)), list(overrides))


def _clean(rows: RowSource, mapping: ColumnMap, region: str, supplier: str, spool: IO[bytes], tell: Progress) -> int:
    """Clean every row into the spool, one JSON line each: [place, row, bad row, reject, prospect]."""
    from setter.intake.clean import clean_row
    from setter.intake.prospect import Reject
    from setter.intake.rows import BadRow

    read = 0
    for read, row in enumerate(rows, start=1):
        if isinstance(row, BadRow):
            line: list[Any] = [read, None, row, None, None]
        else:
            clean = clean_row(row, mapping, region, supplier)
            refused = isinstance(clean, Reject)
            line = [read, row, None, clean if refused else None, None if refused else clean]
        spool.write(msgspec.json.encode(line) + b"\n")
        if read % 200 == 0:
            tell("Reading", read, rows.position / max(1, rows.total))
    spool.flush()
    return read


def _land(
    desk: Desk,
    campaign_id: str,
    origin: Source,
    path: Path,
    spool: IO[bytes],
    read: int,
    dry_run: bool,
    tell: Progress,
) -> _Tally:
    def write(unit: Unit) -> _Tally:
        row = desk.campaign_row(unit, campaign_id)
        campaign = desk.campaign(unit, row.number)
        batch_id = new_id(desk.now())
        landing = Landing(desk, unit, campaign, row.number, origin, batch_id)
        fates: Counter[str] = Counter()
        refused: dict[int, str] = {}
        for place, _, bad, reject, prospect in _spooled(spool):
            fate, reason = ("refused", bad.reason) if bad else land(landing, reject, prospect)
            fates[fate] += 1
            if fate == "refused":
                refused[place] = reason
            if place % 200 == 0:
                tell("Landing", place, place / max(1, read))
        tally = _Tally(fates["landed"], fates["merged"], fates["unchanged"], refused)
        if tally.landed or tally.merged:
            _remember(desk, unit, row.number, batch_id, path, read, tally)
        return tally

    return rehearse(desk, write) if dry_run else desk.store.write(write)


def _remember(desk: Desk, unit: Unit, campaign: int, batch_id: int, path: Path, read: int, tally: _Tally) -> None:
    unit.prospects.add_batch(
        ImportBatch(
            id=batch_id,
            campaign=campaign,
            file_name=path.name,
            digest=_digest(path),
            started_at=desk.now(),
            started_by=desk.caller,
            read_rows=read,
            landed=tally.landed,
            merged=tally.merged,
            unchanged=tally.unchanged,
            rejected=len(tally.refused),
        )
    )
    counts = {"read": read, "landed": tally.landed, "merged": tally.merged, "rejected": len(tally.refused)}
    desk.audit(unit, "import", f"campaign/{campaign}", counts)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _spooled(spool: IO[bytes]) -> Iterator[tuple[int, Any, Any, Any, Any]]:
    from setter.intake.prospect import CleanProspect, Reject
    from setter.intake.rows import BadRow, Row

    shape = tuple[int, Row | None, BadRow | None, Reject | None, CleanProspect | None]
    decoder = msgspec.json.Decoder(shape)
    spool.seek(0)
    for line in spool:
        yield decoder.decode(line)


def _write_rejects(rows: RowSource, path: Path, spool: IO[bytes], refused: dict[int, str]) -> Path | None:
    from setter.intake.rejects import RejectsFile

    with RejectsFile(path, rows.columns, Path.cwd()) as file:
        for place, row, bad, _, _ in _spooled(spool):
            if place in refused:
                file.add(bad or row, refused[place])
        return file.close()
