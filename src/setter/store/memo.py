"""What one unit of work has read and has yet to write: a question asked twice costs the way to the database once, and
writes for which nobody waits go there together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import lru_cache
from typing import Any

MOST_ANSWERS = 2_000
_WRITTEN = re.compile(r"\b(?:INSERT\s+INTO\s+(\w+)|DELETE\s+FROM\s+(\w+)|UPDATE\s+(\w+)\s+SET\b)")
_HOLDS = re.compile(r"\bFOR NO KEY UPDATE\b")
_TABLES = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+(\w+)")
BEHIND = {
    "dial": frozenset({"attempt", "call", "outcome"}),
    "promise_rung": frozenset({"callback", "attempt"}),
    "on_break": frozenset({"shift"}),
    "standing_outcome": frozenset({"outcome", "call", "prospect"}),
    "queue_size": frozenset({"queue"}),
    "audit_head": frozenset({"audit"}),
}
"""The tables behind each view, and behind what a trigger keeps of another."""

Question = tuple[str, str, frozenset[tuple[str, Any]]]


@lru_cache(maxsize=2048)
def tables_of(sql: str) -> frozenset[str]:
    """The tables that a query names."""
    named = _TABLES.findall(sql)
    return frozenset(table for name in named for table in BEHIND.get(name, (name,)))


@lru_cache(maxsize=2048)
def written_by(sql: str) -> frozenset[str]:
    """The tables that a query changes; none where it only reads."""
    return frozenset(table for found in _WRITTEN.findall(sql) for table in found if table)


@lru_cache(maxsize=2048)
def holds(sql: str) -> bool:
    """Say whether a query waits for rows and holds them, so that it must be asked each time."""
    return _HOLDS.search(sql) is not None


class Memo:
    """The answers of one transaction, each forgotten when a table it came from is written.

    `together` sends all that is done within it to a server at once; without it writes are made one by one.
    """

    def __init__(self, together: Callable[[], AbstractContextManager[Any]] | None = None) -> None:
        self._together = together
        self._owed: list[tuple[frozenset[str], Callable[[], Any]]] = []
        self._answers: dict[Question, tuple[frozenset[str], Any]] = {}

    def ask(self, name: str, sql: str, values: dict[str, Any], run: Callable[[], Any]) -> Any:
        """Answer from what was read before, or run the query."""
        written = written_by(sql)
        if written:
            self.settle()
            answer = run()
            self.forget(written)
            return answer
        if holds(sql):
            self.settle()
            return run()
        question = (name, sql, frozenset(values.items()))
        known = self._answers.get(question)
        if known is not None:
            return known[1]
        if self._owed and any(each & tables_of(sql) for each, _ in self._owed):
            self.settle()
        answer = _whole(run())
        self._keep(question, answer)
        return answer

    def know(self, name: str, sql: str, values: dict[str, Any], answer: Any) -> None:
        """Keep the answer to a question that was asked together with others."""
        self._keep((name, sql, frozenset(values.items())), answer)

    def wrote(self, name: str, sql: str, values: dict[str, Any], row: Any) -> None:
        """Keep a row that was just written as the answer to the question for it."""
        self._keep((name, sql, frozenset(values.items())), row)

    def knows(self, name: str, sql: str, values: dict[str, Any]) -> bool:
        """Say whether the answer to a question is at hand."""
        return (name, sql, frozenset(values.items())) in self._answers

    def owe(self, sql: str, write: Callable[[], Any]) -> None:
        """Make a write whose result nobody waits for: later, with others, where that is quicker."""
        written = written_by(sql)
        self.forget(written)
        if self._together is None:
            write()
            return
        self._owed.append((written, write))

    def settle(self) -> None:
        """Make all writes that are owed, in the order in which they were asked for."""
        owed, self._owed = self._owed, []
        if len(owed) > 1 and self._together is not None:
            with self._together():
                for _, write in owed:
                    write()
        elif owed:
            owed[0][1]()

    def forget(self, tables: frozenset[str]) -> None:
        """Forget what came from tables that were written."""
        stale = [question for question, (sources, _) in self._answers.items() if sources & tables]
        for question in stale:
            del self._answers[question]

    def _keep(self, question: Question, answer: Any) -> None:
        if len(self._answers) >= MOST_ANSWERS:
            self._answers.clear()
        self._answers[question] = (tables_of(question[1]), answer)


def _whole(answer: Any) -> Any:
    """Rows that come one by one, as a list that may be looked at again."""
    plain = answer is None or isinstance(answer, (int, float, str, bytes, dict, list))
    return answer if plain else list(answer)
