"""Bring a list in: read, map and clean it, then land its rows among people who are being called."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import msgspec

from setter.domain.sources import source_kind
from setter.services.arrive import Arrival, Fates, begin, imagine_all, land_all
from setter.services.desk import Desk
from setter.services.land import LANDED, MERGED, UNCHANGED, Beside, contacts_of
from setter.services.suppress import Key
from setter.store.unit import Unit

if TYPE_CHECKING:
    from setter.intake.mapping import ColumnMap
    from setter.intake.read import RowSource
    from setter.intake.rejects import RejectsFile

SAMPLE_ROWS, SHOWN_ROWS = 200, 5
Progress = Callable[[str, int, float], None]
"""Told (what, rows so far, share done from 0 to 1) while a list comes in."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a list's rows; `reasons` say why rows were refused, most common first.

    `notes` are sentences about how the file was read: lines in another encoding, sheets that were not read.
    """

    read: int
    landed: int
    merged: int
    unchanged: int
    rejected: int
    rejects_file: str | None
    reasons: tuple[tuple[str, int], ...]
    dry_run: bool
    notes: tuple[str, ...] = ()

    @property
    def empty(self) -> str:
        """What to say of a file in which there is nobody; "" of any other."""
        return "" if self.read else "The file has headings and no rows: nobody was brought in."


@dataclass(frozen=True, slots=True)
class Preview:
    """A list before it lands: what its columns were taken for, how much of each is filled (0 to 1), and some rows."""

    format: str
    encoding: str
    mapping: ColumnMap
    rows: tuple[dict[str, str], ...]
    filled: dict[str, float]
    notes: tuple[str, ...] = ()


def preview(path: Path, overrides: Sequence[str] = ()) -> Preview:
    """Look at a list without landing it; Wrong when it cannot be read as one."""
    from setter.intake.read import open_rows
    from setter.intake.text import written

    rows = open_rows(path)
    sample = [{column: written(value) for column, value in row.values.items()} for row in rows.sample(SAMPLE_ROWS)]
    filled = {
        column: sum(bool(row.get(column, "").strip()) for row in sample) / max(1, len(sample))
        for column in rows.columns
    }
    shown = tuple(sample[:SHOWN_ROWS])
    return Preview(rows.format, rows.encoding, _mapping(rows, overrides), shown, filled, tuple(rows.notes))


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
    """Land a list in a campaign; the same list again changes nothing, and a killed import is gone on with.

    Every row lands, is merged into a person already known, changes nothing, or stands in the rejects file with its
    line and reason. Nobody new is called, found or counted before the whole list is there. Wrong when the file cannot
    be read as a list, when none of its columns is recognised, or when refused rows could be written nowhere.
    """
    from setter.intake.mapping import check_recognised
    from setter.intake.read import open_rows

    source_kind(kind)
    tell = progress or (lambda what, rows, share: None)
    region = desk.store.read(lambda unit: _default_region(desk, unit, campaign_id))
    rows = open_rows(path, encoding or None)
    mapping = _mapping(rows, overrides)
    check_recognised(rows, mapping)
    rejects = None if dry_run else _prepared(rows)
    arrival = begin(desk, campaign_id, source or path.stem, kind, path.name, _digest(path))
    with tempfile.TemporaryFile() as spool:
        read = _clean(rows, mapping, region, arrival.source.name, spool, tell)
        fates = _land(arrival, spool, read, dry_run, tell)
        rejects_file = _write_rejects(rejects, spool, fates.refused) if rejects else None
    return _imported(rows, read, fates, rejects_file, dry_run)


def _imported(rows: RowSource, read: int, fates: Fates, rejects_file: Path | None, dry_run: bool) -> Imported:
    return Imported(
        read=read,
        landed=fates.counts[LANDED],
        merged=fates.counts[MERGED],
        unchanged=fates.counts[UNCHANGED],
        rejected=len(fates.refused),
        rejects_file=str(rejects_file) if rejects_file else None,
        reasons=tuple(Counter(fates.refused.values()).most_common()),
        dry_run=dry_run,
        notes=tuple(rows.notes),
    )


def _default_region(desk: Desk, unit: Unit, campaign_id: str) -> str:
    return desk.campaign(unit, desk.campaign_row(unit, campaign_id).number).default_region


def _mapping(rows: RowSource, overrides: Sequence[str]) -> ColumnMap:
    from setter.intake.mapping import apply_overrides, guess_mapping

    return apply_overrides(guess_mapping(rows.columns, rows.sample(SAMPLE_ROWS)), list(overrides))


def _clean(rows: RowSource, mapping: ColumnMap, region: str, supplier: str, spool: IO[bytes], tell: Progress) -> int:
    """Clean every row into the spool, one JSON line each: [place, row, bad row, reject, prospect]."""
    from setter.intake.clean import Cleaner
    from setter.intake.prospect import Reject
    from setter.intake.rows import BadRow

    cleaner, read = Cleaner(mapping, region, supplier), 0
    for read, row in enumerate(rows, start=1):
        if isinstance(row, BadRow):
            line: list[Any] = [read, None, row, Reject(row.number, row.reason), None]
        else:
            clean = cleaner.clean(row)
            refused = isinstance(clean, Reject)
            line = [read, row, None, clean if refused else None, None if refused else clean]
        spool.write(msgspec.json.encode(line) + b"\n")
        if read % 200 == 0:
            tell("Reading", read, rows.position / max(1, rows.total))
    spool.flush()
    return read


def _beside(spool: IO[bytes]) -> Beside:
    """Who else stands in the list with the numbers and addresses of those who opted out in it."""
    asked: set[Key] = set()
    for _, _, _, _, prospect in _spooled(spool):
        if prospect is not None and prospect.opted_out:
            asked.update(contacts_of(prospect))
    beside: dict[Key, list[str]] = {}
    for _, _, _, _, prospect in _spooled(spool) if asked else ():
        if prospect is not None and not prospect.opted_out:
            for key in asked.intersection(contacts_of(prospect)):
                beside.setdefault(key, []).append(prospect.full_name)
    return beside


def _land(arrival: Arrival, spool: IO[bytes], read: int, dry_run: bool, tell: Progress) -> Fates:
    arrival.batch = replace(arrival.batch, read_rows=read)
    arrival.beside = _beside(spool)
    lines = ((place, reject or prospect) for place, _, _, reject, prospect in _spooled(spool))
    work = imagine_all if dry_run else land_all
    return work(arrival, lines, lambda place: tell("Landing", place, place / max(1, read)))


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


def _prepared(rows: RowSource) -> RejectsFile:
    """Where refused rows will stand; Wrong when no folder takes them, before anybody has landed."""
    from setter.intake.rejects import RejectsFile

    rejects = RejectsFile(rows.path, rows.columns, Path.cwd(), Path(tempfile.gettempdir()))
    rejects.prepare()
    return rejects


def _write_rejects(rejects: RejectsFile, spool: IO[bytes], refused: dict[int, str]) -> Path | None:
    with rejects as file:
        for place, row, bad, _, _ in _spooled(spool) if refused else ():
            if place in refused:
                file.add(bad or row, refused[place])
        return file.close()
