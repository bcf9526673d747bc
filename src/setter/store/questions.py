"""How each engine keeps a person's words and is asked for whom they fit; the signs of a word mean nothing to it.

SQLite keeps the beginnings of one, two and three letters ready by itself. PostgreSQL does not: it keeps those of two
letters as words of their own, asks of each row found for those of one letter, and first walks a short way along people
where a question is so short that it fits a crowd.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Protocol

from setter.store.words import MARK, Reading

WALKED = 6000
"""How many people are looked at before the index is: a crowd of three in a hundred is found among them."""
SHORT = 2
"""Letters of a beginning that PostgreSQL keeps as a word of its own."""


class Questions(Protocol):
    """What an engine is told of words."""

    before: str
    """What the engine is told before it is asked, for the rest of the transaction; '' for nothing."""

    def kept(self, words: str) -> str:
        """What is kept of a person's words."""

    def of(self, reading: Reading, marks: Collection[str], begun: bool) -> dict[str, Any]:
        """The values of the query `found`: all words of a reading, each under one of the marks, whole or begun."""


class OfSqlite:
    """The language of FTS5."""

    before = ""

    def kept(self, words: str) -> str:
        """The words as they are."""
        return words

    def of(self, reading: Reading, marks: Collection[str], begun: bool) -> dict[str, Any]:
        """One question."""
        return {"question": " AND ".join(f"({' OR '.join(_each(word, marks, begun, '*'))})" for word in reading)}


class OfPostgres:
    """The language of tsquery; before it has counted its words, PostgreSQL would rather read the whole table."""

    before = "SET LOCAL enable_seqscan = off"

    def kept(self, words: str) -> str:
        """The words and their beginnings of two letters."""
        each = words.split()
        short = {f"{SHORT}{word[: MARK + SHORT]}": None for word in each if len(word) >= MARK + SHORT}
        return " ".join([*each, *short])

    def of(self, reading: Reading, marks: Collection[str], begun: bool) -> dict[str, Any]:
        """One question for the index, one for each row it names, and how far to walk before."""
        letters = [word for word in reading if begun and len(word) < SHORT]
        telling = [word for word in reading if word not in letters] or letters
        crowd = begun and all(len(word) <= SHORT for word in reading)
        return {
            "question": self._all(telling, marks, begun),
            "besides": self._all(letters, marks, begun),
            "walked": WALKED if crowd else 0,
        }

    def _all(self, words: Iterable[str], marks: Collection[str], begun: bool) -> str:
        return " & ".join(f"({' | '.join(self._any(word, marks, begun))})" for word in words)

    def _any(self, word: str, marks: Collection[str], begun: bool) -> Iterable[str]:
        if begun and len(word) == SHORT:
            return (f"{SHORT}{mark}{word}" for mark in marks)
        return _each(word, marks, begun, ":*")


def _each(word: str, marks: Collection[str], begun: bool, beginning: str) -> Iterable[str]:
    return (f"{mark}{word}{beginning if begun else ''}" for mark in marks)


QUESTIONS: Mapping[str, Questions] = MappingProxyType({"sqlite": OfSqlite(), "postgres": OfPostgres()})
