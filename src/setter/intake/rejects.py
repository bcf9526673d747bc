"""The file of refused rows, beside the list: line, reason, and the row as it stood, to be mended and imported again."""

from __future__ import annotations

import contextlib
import csv
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from setter.domain.errors import Wrong
from setter.domain.formulas import defanged
from setter.intake.rows import BadRow, Row
from setter.intake.text import written

LINE, REASON, UNREAD = "rejected line", "rejected because", "rejected text"
OWN_COLUMNS = frozenset({LINE, REASON, UNREAD})
"""Columns that this file adds; an import passes over them, so that mended rejects land like the first list."""


class RejectsFile:
    """Collects refused rows; `path` is where they are after `close`, None while there is none.

    The file appears whole or not at all, readable by its owner only, and replaces that of an earlier run; where
    nothing was refused this time, that of an earlier run goes. Where the list's folder cannot be written, it goes to
    the first of `otherwise` that can. Used in a `with` block: an error inside leaves nothing behind.
    """

    def __init__(self, listed: Path, columns: Sequence[str], *otherwise: Path) -> None:
        self._name = f"{listed.name}.rejects.csv"
        self._folders = [listed.parent, *otherwise]
        self._columns = [column for column in columns if column not in OWN_COLUMNS]
        self._file: IO[str] | None = None
        self._writer: Any = None
        self._temporary = ""
        self._target: Path | None = None
        self.path: Path | None = None
        self.count = 0

    def prepare(self) -> None:
        """Make sure that refused rows can be written; Wrong before anything else is done where no folder takes them."""
        for folder in self._folders:
            with contextlib.suppress(OSError):
                number, probe = tempfile.mkstemp(prefix=".rejects-", suffix=".csv", dir=folder)
                os.close(number)
                Path(probe).unlink()
                return
        raise self._nowhere()

    def add(self, row: Row | BadRow, reason: str = "") -> None:
        """Write one refused row; a bad row brings its own reason and its raw text."""
        if self._file is None:
            self._open()
        self.count += 1
        if isinstance(row, BadRow):
            cells = [row.reason, *[""] * len(self._columns), row.raw]
        else:
            cells = [reason, *(written(row.values.get(column)) for column in self._columns), ""]
        self._writer.writerow([row.number, *map(defanged, cells)])

    def close(self) -> Path | None:
        """Put the file in its place and say where that is; None when no row was refused."""
        if self._file is None or self._target is None:
            self._clear()
            return self.path
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        Path(self._temporary).replace(self._target)
        self._file, self.path = None, self._target
        return self.path

    def discard(self) -> None:
        """Leave nothing behind."""
        if self._file is not None:
            self._file.close()
            with contextlib.suppress(OSError):
                Path(self._temporary).unlink()
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    def _open(self) -> None:
        for folder in self._folders:
            with contextlib.suppress(OSError):
                number, self._temporary = tempfile.mkstemp(prefix=".rejects-", suffix=".csv", dir=folder)
                self._file = os.fdopen(number, "w", encoding="utf-8-sig", errors="backslashreplace", newline="")
                self._target = folder / self._name
                break
        if self._file is None:
            raise self._nowhere()
        self._writer = csv.writer(self._file)
        self._writer.writerow([LINE, REASON, *map(defanged, self._columns), UNREAD])

    def _nowhere(self) -> Wrong:
        hint = "Make the folder writable, or copy the list to one that is."
        return Wrong("no_rejects_file", "Refused rows cannot be written here.", str(self._folders[-1]), hint)

    def _clear(self) -> None:
        """Remove what an earlier run refused, beside the list only, and nothing that setter has not written."""
        old = self._folders[0] / self._name
        if self.path is None:
            with contextlib.suppress(OSError):
                with old.open(encoding="utf-8-sig", errors="replace") as file:
                    ours = file.readline().startswith(f"{LINE},{REASON}")
                if ours:
                    old.unlink()
