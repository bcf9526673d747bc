"""Bring a list in: read, map and clean it, then land its rows among people who are being called."""

from __future__ import annotations

import errno
import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec
from msgspec import Struct

from setter.domain.campaign import Campaign
from setter.domain.errors import Refused, Unusable
from setter.domain.roles import DECIDING
from setter.domain.sources import provenance as named_provenance
from setter.domain.sources import source_kind
from setter.services.arrive import Arrival, Fates, begin, imagine_all, land_all
from setter.services.desk import Desk
from setter.services.land import LANDED, MERGED, REFUSED, UNCHANGED, Beside, contacts_of
from setter.services.left_alone import Key
from setter.services.let_in import let_in
from setter.store.unit import Unit

if TYPE_CHECKING:
    from setter.intake.mapping import ColumnMap
    from setter.intake.prospect import CleanProspect
    from setter.intake.read import RowSource
    from setter.intake.rejects import RejectsFile
    from setter.intake.stream import Cleaned

SAMPLE_ROWS, SHOWN_ROWS = 200, 5
DISK_ERRORS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO})
STOPPED_HALF_WAY = "The list stopped half-way"
ONLY_REJECTS_LACK = "The list is in, but its refused rows cannot be written"
Progress = Callable[[str, int, float], None]
"""Told (what, rows so far, share done from 0 to 1) while a list comes in."""


class Imported(Struct, frozen=True):
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


class Preview(Struct, frozen=True):
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
    provenance: str = "",
    overrides: Sequence[str] = (),
    encoding: str = "",
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Imported:
    """Land a list in a campaign; the same list again changes nothing, and a killed import is gone on with.

    Every row lands, is merged into a person already known, changes nothing, or stands in the rejects file with its
    line and reason. Nobody new is called, found or counted before the whole list is there. `provenance` is how they
    came to be on it, where that is not the kind's own (R-047). Wrong when the file cannot be read as a list, when none
    of its columns is recognised, or when refused rows could be written nowhere.
    """
    from setter.intake.mapping import check_recognised
    from setter.intake.read import open_rows
    from setter.intake.stream import Cleaning, pieces

    campaign, tell = _taking(desk, campaign_id, path, kind, provenance), progress or (lambda *_: None)
    rows = open_rows(path, encoding or None)
    mapping = _mapping(rows, overrides)
    check_recognised(rows, mapping)
    rejects = None if dry_run else _prepared(rows)
    if not dry_run:
        let_in(desk)
    arrival = begin(desk, campaign_id, source or path.stem, kind, path.name, _digest(path), provenance)
    ours = (campaign.default_region, arrival.source.name, campaign.client.id)
    cleaning = Cleaning(str(path), encoding, mapping, *ours, desk.now())
    with _disk(STOPPED_HALF_WAY), pieces(rows, cleaning) as lines, tempfile.TemporaryFile() as refused:
        arrival.fates.refuse = lambda row, reason: _refuse(refused, row, reason)
        work = imagine_all if dry_run else land_all
        coming = _read_first(rows, lines, arrival, tell) if mapping.columns_of("opted_out") else _rows(rows, lines)
        fates = work(arrival, coming, tell)
        with _disk(ONLY_REJECTS_LACK):
            rejects_file = _write_rejects(rejects, refused, rows.columns) if rejects else None
    return _imported(rows, fates, rejects_file, dry_run)


def _campaign(desk: Desk, unit: Unit, campaign_id: str) -> Campaign:
    sentence = "Only a team lead, compliance or an admin brings lists in."
    desk.allow_only(unit, DECIDING, sentence, "import", "Ask your team lead.", in_sandbox=True)
    return desk.campaign(unit, desk.campaign_row(unit, campaign_id).number)


def _taking(desk: Desk, campaign_id: str, path: Path, kind: str, provenance: str) -> Campaign:
    """The campaign; Refused where it takes no list of people who came to be on it so (R-047)."""
    came_by = source_kind(kind).provenance
    if provenance:
        came_by = named_provenance(provenance)
    campaign = desk.store.read(lambda unit: _campaign(desk, unit, campaign_id))
    if came_by in campaign.calling.refuse_provenance:
        sentence = f"This campaign takes no list of people that is {came_by.replace('_', ' ')}."
        hint = "Its file says so, as refuse_provenance under [calling]."
        raise Refused("provenance_refused", sentence, str(path), hint)
    return campaign


@contextmanager
def _disk(words: str) -> Iterator[None]:
    """What a full or failing disk means beside the database: the list's own folder, or that for passing files."""
    try:
        yield
    except OSError as problem:
        if problem.errno not in DISK_ERRORS:
            raise
        code = "disk_error" if problem.errno == errno.EIO else "disk_full"
        hint = "Free space there (TMPDIR names another folder), then bring the list in again: nobody lands twice."
        raise Unusable(code, f"{words}: {problem.strerror}.", tempfile.gettempdir(), hint) from problem


def _imported(rows: RowSource, fates: Fates, rejects_file: Path | None, dry_run: bool) -> Imported:
    return Imported(
        read=sum(fates.counts.values()),
        landed=fates.counts[LANDED],
        merged=fates.counts[MERGED],
        unchanged=fates.counts[UNCHANGED],
        rejected=fates.counts[REFUSED],
        rejects_file=str(rejects_file) if rejects_file else None,
        reasons=tuple(fates.reasons.most_common()),
        dry_run=dry_run,
        notes=tuple(rows.notes),
    )


def _mapping(rows: RowSource, overrides: Sequence[str]) -> ColumnMap:
    from setter.intake.mapping import apply_overrides, guess_mapping

    return apply_overrides(guess_mapping(rows.columns, rows.sample(SAMPLE_ROWS)), list(overrides))


def _rows(rows: RowSource, lines: Iterable[bytes]) -> Iterator[tuple[Cleaned, float]]:
    """The rows as they come, each with the share of the list that was read by then (0 to 1)."""
    from setter.intake.stream import piece_of

    for line in lines:
        piece = piece_of(line)
        rows.notes = piece.notes or rows.notes
        for row in piece.rows:
            yield row, piece.share


def _read_first(
    rows: RowSource, lines: Iterable[bytes], arrival: Arrival, tell: Progress
) -> Iterator[tuple[Cleaned, float]]:
    """The rows, once all of them have been read, for some of them may tell that others are to stay out.

    Whoever opts out in a list is spared what colleagues have as well, and those may stand anywhere in it.
    """
    from setter.intake.stream import piece_of

    with tempfile.TemporaryFile() as spool:
        read = 0
        for line in lines:
            piece = piece_of(line)
            read += len(piece.rows)
            tell("Reading", read, piece.share)
            spool.write(line)
        arrival.beside = _beside(spool)
        spool.seek(0)
        yield from _rows(rows, spool)


def _beside(spool: IO[bytes]) -> Beside:
    """Who else stands in the list with the numbers and addresses of those who opted out in it."""
    asked: set[Key] = set()
    for prospect in _spooled(spool):
        if prospect.opted_out:
            asked.update(contacts_of(prospect))
    beside: dict[Key, list[str]] = {}
    for prospect in _spooled(spool) if asked else ():
        if not prospect.opted_out:
            for key in asked.intersection(contacts_of(prospect)):
                beside.setdefault(key, []).append(prospect.full_name)
    return beside


def _spooled(spool: IO[bytes]) -> Iterator[CleanProspect]:
    from setter.intake.stream import piece_of

    spool.seek(0)
    for line in spool:
        yield from (row.ready.person for row in piece_of(line).rows if row.ready is not None)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _prepared(rows: RowSource) -> RejectsFile:
    """Where refused rows will stand; Wrong when no folder takes them, before anybody has landed."""
    from setter.intake.rejects import RejectsFile

    rejects = RejectsFile(rows.path, rows.columns, Path.cwd(), Path(tempfile.gettempdir()))
    rejects.prepare()
    return rejects


def _refuse(refused: IO[bytes], row: Cleaned, reason: str) -> None:
    refused.write(msgspec.json.encode((row.raw, reason)) + b"\n")


def _write_rejects(rejects: RejectsFile, refused: IO[bytes], columns: list[str]) -> Path | None:
    from setter.intake.stream import raw_row

    decode = msgspec.json.Decoder(tuple[msgspec.Raw, str]).decode
    refused.seek(0)
    with rejects as file:
        for line in refused:
            raw, reason = decode(line)
            file.add(raw_row(raw, columns), reason)
        return file.close()
