"""Where each key of a TOML text stands, so that a complaint can name its line."""

from __future__ import annotations

import re
import tomllib
from collections import Counter

Path = tuple[str | int, ...]
"""Keys and list positions from the top of a file down to one value."""

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'',
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}#\n]+")


def lines_of(text: str) -> dict[Path, int]:
    """Map every table, key and list item of a *valid* TOML text to its line, counted from 1."""
    return _Walk(text).run()


def nearest(lines: dict[Path, int], path: Path) -> int:
    """The line of a path, or of the nearest thing around it that stands in the file."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Walk:
    """One pass over a text that tomllib has already accepted."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0
        self.lines: dict[Path, int] = {}
        self.counts: Counter[Path] = Counter()
        self._line, self._counted_to = 1, 0

    def run(self) -> dict[Path, int]:
        table: Path = ()
        self._skip()
        while self.place < len(self.text):
            if self.text[self.place] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip()
        return self.lines

    def _skip(self) -> None:
        match = _SPACE.match(self.text, self.place)
        if match:
            self.place = match.end()

    def _mark(self, path: Path) -> None:
        self._line += self.text.count("\n", self._counted_to, self.place)
        self._counted_to = self.place
        self.lines.setdefault(path, self._line)

    def _header(self) -> Path:
        start = self.place
        many = self.text.startswith("[[", start)
        self.place += 2 if many else 1
        keys = self._key()
        self.place += 2 if many else 1
        path: Path = (*self._resolved(keys[:-1]), keys[-1])
        after, self.place = self.place, start
        for depth in range(1, len(keys)):
            self._mark(self._resolved(keys[:depth]))
        if many:
            self._mark(path)
            path += (self.counts[path],)
            self.counts[path[:-1]] += 1
        else:
            path = self._resolved(keys)
        self._mark(path)
        self.place = after
        return path

    def _resolved(self, keys: tuple[str, ...]) -> Path:
        """Put the last position of every list of tables on the way into the path."""
        path: Path = ()
        for key in keys:
            path += (key,)
            if self.counts[path]:
                path += (self.counts[path] - 1,)
        return path

    def _key(self) -> tuple[str, ...]:
        keys: list[str] = []
        while True:
            self._skip()
            bare = _BARE_KEY.match(self.text, self.place) or _STRING.match(self.text, self.place)
            if not bare:
                return tuple(keys)
            self.place = bare.end()
            quoted = bare[0][0] in "\"'"
            keys.append(str(tomllib.loads(f"k = {bare[0]}")["k"]) if quoted else bare[0])
            self._skip()
            if not self.text.startswith(".", self.place):
                return tuple(keys)
            self.place += 1

    def _pair(self, table: Path) -> None:
        start = self.place
        keys = self._key()
        after, self.place = self.place, start
        for depth in range(1, len(keys) + 1):
            self._mark(table + keys[:depth])
        self.place = self.text.index("=", after) + 1
        self._skip()
        self._value(table + keys)

    def _value(self, path: Path) -> None:
        opening = self.text[self.place]
        if opening in "[{":
            self.place += 1
            self._inside(path, "]" if opening == "[" else "}")
            return
        match = _STRING.match(self.text, self.place) or _PLAIN.match(self.text, self.place)
        if match:
            self.place = match.end()

    def _inside(self, path: Path, closing: str) -> None:
        index = 0
        while True:
            self._skip()
            if self.text[self.place] == closing:
                self.place += 1
                return
            if self.text[self.place] == ",":
                self.place += 1
            elif closing == "}":
                self._pair(path)
            else:
                self._mark((*path, index))
                self._value((*path, index))
                index += 1
