"""The physical lines of a text file, one at a time, however long or badly encoded they are."""

from __future__ import annotations

from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import IO, NamedTuple

from setter.intake.rows import KEPT_RAW

LONGEST_LINE = 1 << 20
"""Bytes of the longest line that is read; a longer one is reported, never held in memory."""


class Line(NamedTuple):
    """One line with its number from 1; `problem` says why its text cannot be used."""

    number: int
    text: str
    problem: str = ""


class Lines:
    """The lines of one file: `position` is in bytes, `fallbacks` counts lines that were not UTF-8."""

    def __init__(self, path: Path, encoding: str, guessed: bool = True, old_mac: bool = False) -> None:
        self.path = path
        self.encoding = encoding
        self.guessed = guessed
        self._as_text = old_mac or not splits_at_newlines(encoding)
        self.position = 0
        self.fallbacks = 0

    def __iter__(self) -> Iterator[Line]:
        """Read the file from its start; raises OSError where the disk does."""
        return self._from_text() if self._as_text else self._from_bytes()

    def _from_bytes(self) -> Iterator[Line]:
        number = 0
        with self.path.open("rb") as file:
            while raw := file.readline(LONGEST_LINE + 1):
                number += 1
                self.position += len(raw)
                if number == 1 and raw.startswith(b"\xef\xbb\xbf"):
                    raw = raw[3:]
                if len(raw) > LONGEST_LINE:
                    self.position += _skip_bytes(file, raw)
                    yield Line(number, raw[:KEPT_RAW].decode("utf-8", "replace"), "The line is longer than 1 MB.")
                else:
                    yield self._decoded(number, raw)

    def _decoded(self, number: int, raw: bytes) -> Line:
        try:
            text = raw.decode("utf-8" if self.guessed else self.encoding)
        except UnicodeDecodeError:
            return self._decoded_otherwise(number, raw)
        return Line(number, text, _NUL if "\0" in text else "")

    def _decoded_otherwise(self, number: int, raw: bytes) -> Line:
        if self.guessed:
            try:
                text = raw.decode("cp1252")
            except UnicodeDecodeError:
                pass
            else:
                self.fallbacks += 1
                return Line(number, text, _NUL if "\0" in text else "")
        return Line(number, raw.decode("latin-1"), f"The line has bytes that are not {self.encoding}.")

    def _from_text(self) -> Iterator[Line]:
        number = 0
        with self.path.open("rb") as raw, TextIOWrapper(raw, self.encoding, "replace", newline="") as file:
            while text := file.readline(LONGEST_LINE + 1):
                number += 1
                self.position = raw.tell()
                if number == 1:
                    text = text.removeprefix("\ufeff")
                problem = _NUL if "\0" in text else ""
                if "\ufffd" in text:
                    problem = f"The line has bytes that are not {self.encoding}."
                if len(text) > LONGEST_LINE:
                    _skip_text(file, text)
                    text, problem = text[:KEPT_RAW], "The line is longer than 1 MB."
                yield Line(number, text, problem)


_NUL = "The line has NUL bytes, which no text holds: the file is damaged, or in another encoding."
_ASCII = bytes(range(128))


def splits_at_newlines(encoding: str) -> bool:
    """Say whether the byte 10 is always a line's end in this encoding, as in UTF-8 and not in UTF-16."""
    try:
        return _ASCII.decode(encoding) == _ASCII.decode("ascii")
    except UnicodeError:
        return False


def _skip_bytes(file: IO[bytes], last: bytes) -> int:
    skipped = 0
    while last and not last.endswith(b"\n"):
        last = file.readline(LONGEST_LINE)
        skipped += len(last)
    return skipped


def _skip_text(file: IO[str], last: str) -> None:
    while last and not last.endswith(("\n", "\r")):
        last = file.readline(LONGEST_LINE)
