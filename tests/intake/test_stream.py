"""A long list is cleaned by a process of its own, and nobody can tell but by the time it takes."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from setter.domain.errors import Wrong
from setter.intake import stream
from setter.intake.mapping import guess_mapping
from setter.intake.read import open_rows
from setter.intake.rows import BadRow, Row
from setter.intake.stream import Cleaning, Piece, piece_of, pieces, raw_row

ROWS = [
    "name,phone,email,docks",
    *(f"Person{at} Sur,+1312556{at:04d},p{at}@firm.example,{at}" for at in range(600)),
    '"never closed,+13125550000,,',
    "Nobody,n/a,,",
    "J\u00fcrgen Groß,+13125550999,,7",
]


def told(path: Path) -> list[Piece]:
    rows = open_rows(path)
    mapping = guess_mapping(rows.columns, rows.sample())
    cleaning = Cleaning(str(path), "", mapping, "US", "fair", "client", 1_700_000_000_000)
    with pieces(rows, cleaning) as lines:
        return [piece_of(line) for line in lines]


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes("\n".join(ROWS[:-1]).encode() + b"\n" + ROWS[-1].encode("cp1252") + b"\n")
    return path


def test_two_processes_tell_what_one_tells(listed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = told(listed)
    monkeypatch.setattr(stream, "LONG", 1)
    monkeypatch.setattr(stream, "cleaned", None)
    monkeypatch.setattr(stream.os, "cpu_count", lambda: 2)
    assert told(listed) == alone
    rows = [row for piece in alone for row in piece.rows]
    assert [row.place for row in rows] == list(range(1, 604))
    assert [len(piece.rows) for piece in alone] == [250, 250, 103]
    assert alone[-1].share == 1.0 and alone[-1].notes == ["1 line is not UTF-8 and was read as Windows-1252."]
    assert sum(row.ready is not None for row in rows) == 601
    found = [raw_row(row.raw, ["name", "phone", "email", "docks"]) for row in rows[-3:]]
    assert isinstance(found[0], BadRow) and found[0].raw.startswith('"never closed')
    assert found[1] == Row(603, {"name": "Nobody", "phone": "n/a", "email": "", "docks": ""})


def test_a_list_that_goes_away_meanwhile_is_told_as_ever(listed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "LONG", 1)
    monkeypatch.setattr(stream.os, "cpu_count", lambda: 2)
    rows = open_rows(listed)
    mapping = guess_mapping(rows.columns, rows.sample())
    listed.unlink()
    with pytest.raises(Wrong) as missing, pieces(rows, Cleaning(str(listed), "", mapping, "US", "", "c", 0)) as lines:
        list(map(piece_of, lines))
    with pytest.raises(Wrong) as plain:
        open_rows(listed)
    assert (missing.value.code, str(missing.value)) == (plain.value.code, str(plain.value))


def children() -> set[int]:
    """The processes that this one has started."""
    return {int(pid) for pid in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()}


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="tells children by /proc")
def test_a_process_that_dies_is_no_whole_list(listed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed.write_text("\n".join([ROWS[0], *ROWS[1:601] * 20]), encoding="utf-8")
    monkeypatch.setattr(stream, "LONG", 1)
    monkeypatch.setattr(stream.os, "cpu_count", lambda: 2)
    rows = open_rows(listed)
    mapping, before = guess_mapping(rows.columns, rows.sample()), children()
    cleaning = Cleaning(str(listed), "", mapping, "US", "", "c", 0)
    with pytest.raises(Wrong) as stopped, pieces(rows, cleaning) as lines:
        next(lines)
        (child,) = children() - before
        os.kill(child, signal.SIGKILL)
        list(map(piece_of, lines))
    assert stopped.value.code == "reading_stopped"
