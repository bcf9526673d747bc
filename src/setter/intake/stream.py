"""A list's rows, cleaned and ready to land, in the order of the file; a long one is cleaned by a process of its own.

Nothing but bytes passes between the two, in pieces of some hundred rows, so that neither holds more than a few of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from setter.domain.errors import Wrong
from setter.intake.clean import Cleaner
from setter.intake.mapping import ColumnMap
from setter.intake.prospect import Reject
from setter.intake.read import RowSource, open_rows
from setter.intake.ready import Ready, ready_for
from setter.intake.rows import BadRow, Cell, Row

TOGETHER = 250
"""Rows of one piece."""
LONG = 1 << 20
"""Bytes of a list from which on a second process pays for its start."""
STREAMED = ("csv", "tsv", "ndjson")


class Cleaning(msgspec.Struct, frozen=True):
    """How a list is cleaned: what its columns mean, and for whom; `now` is in UTC milliseconds."""

    path: str
    encoding: str
    mapping: ColumnMap
    region: str
    supplier: str
    client_id: str
    now: int


class Cleaned(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One row: its place in the list from 1, what stands there, and who it is: a reject, or somebody who may land."""

    place: int
    raw: msgspec.Raw
    reject: Reject | None
    ready: Ready | None

    @property
    def who(self) -> Ready | Reject:
        """The one or the other."""
        who = self.ready or self.reject
        assert who is not None
        return who


class Piece(msgspec.Struct, frozen=True, array_like=True):
    """Some rows, how far the file was read (0 to 1), and at its end what is to be said of how it was read."""

    share: float
    rows: list[Cleaned] = []
    notes: list[str] = []
    wrong: tuple[str, str, str, str] | None = None


_decode = msgspec.json.Decoder(Piece).decode
_encode = msgspec.json.Encoder().encode


def raw_row(raw: msgspec.Raw, columns: list[str]) -> Row | BadRow:
    """What stands in a row of a list with these columns."""
    number, cells, reason, text = msgspec.json.decode(raw, type=tuple[int, list[Cell], str, str])
    return BadRow(number, reason, text) if reason else Row(number, dict(zip(columns, cells, strict=True)))


@contextmanager
def pieces(rows: RowSource, cleaning: Cleaning) -> Iterator[Iterator[bytes]]:
    """The pieces of a list, as bytes to be read by `piece_of`, while the block lasts."""
    long = rows.format in STREAMED and rows.total >= LONG
    process = _second_process(cleaning) if long and (os.cpu_count() or 1) > 1 else None
    if process is None:
        yield cleaned(rows, cleaning)
        return
    try:
        yield _told_by(process, cleaning.path)
    finally:
        _end(process)


def piece_of(line: bytes) -> Piece:
    """Read a piece; Wrong where the file could not be read to its end."""
    piece = _decode(line)
    if piece.wrong is not None:
        code, sentence, where, hint = piece.wrong
        raise Wrong(code, sentence, where, hint)
    return piece


def cleaned(rows: RowSource, cleaning: Cleaning) -> Iterator[bytes]:
    """Clean a list, piece by piece; each ends with a line's end."""
    cleaner = Cleaner(cleaning.mapping, cleaning.region, cleaning.supplier)
    ready = ready_for(cleaning.client_id, cleaning.now)
    waiting: list[tuple[int, object, object, object]] = []
    for place, row in enumerate(rows, start=1):
        if isinstance(row, BadRow):
            raw: object = (row.number, (), row.reason, row.raw)
            waiting.append((place, raw, Reject(row.number, row.reason), None))
        else:
            who, values = cleaner.clean(row), row.values
            raw = (row.number, [values.get(column) for column in rows.columns], "", "")
            waiting.append((place, raw, who, None) if isinstance(who, Reject) else (place, raw, None, ready(who)))
        if len(waiting) == TOGETHER:
            yield _encode((rows.position / max(1, rows.total), waiting)) + b"\n"
            waiting = []
    yield _encode((1.0, waiting, rows.notes)) + b"\n"


def _second_process(cleaning: Cleaning) -> subprocess.Popen[bytes] | None:
    """Have a process of its own clean a list; None where none can be started."""
    if not sys.executable:
        return None
    command = [sys.executable, "-P", "-m", __name__]
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=1 << 20
        )
    except OSError:
        return None
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdin.write(_encode(cleaning))
        process.stdin.close()
        begun = process.stdout.readline()
    except OSError:
        begun = b""
    if begun == _BEGUN:
        return process
    _end(process)
    return None


def _told_by(process: subprocess.Popen[bytes], path: str) -> Iterator[bytes]:
    """What a process tells; Wrong where it was stopped before it came to the end."""
    assert process.stdout is not None
    yield from process.stdout
    if process.wait() != 0:
        hint = "Bring it in again: what has landed already is gone on with."
        raise Wrong("reading_stopped", "The list was not read to its end: reading it was stopped.", path, hint)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    if process.stdout is not None:
        process.stdout.close()
    process.wait()


_BEGUN = b"setter cleans\n"


def clean_for_another(asked: IO[bytes], told: IO[bytes]) -> None:
    """Be the second process: read how a list is cleaned, and tell its pieces."""
    cleaning = msgspec.json.decode(asked.read(), type=Cleaning)
    told.write(_BEGUN)
    told.flush()
    try:
        rows = open_rows(Path(cleaning.path), cleaning.encoding or None)
        for line in cleaned(rows, cleaning):
            told.write(line)
    except Wrong as wrong:
        told.write(_encode((1.0, [], [], (wrong.code, wrong.message, wrong.where, wrong.hint))) + b"\n")
    told.flush()


if __name__ == "__main__":
    clean_for_another(sys.stdin.buffer, sys.stdout.buffer)
