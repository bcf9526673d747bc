"""What the callers of a soak were told: each process appends to a file of its own, before and after it asks.

A line is `letter instant call prospect-or-word`; instants are nanoseconds of the machine's monotonic clock, one for
all processes: `c` a claim was acknowledged, `r` a live call was found again, `b` its end is about to be asked for, `d`
a dial and `o` an outcome were acknowledged, `n` nobody was there to take, `u` the database could not be used just then.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path


class Ledger:
    """One process's file, to be written to."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)

    def tell(self, letter: str, call: int = 0, word: str | int = "-") -> None:
        """Append a line whole; a kill comes before it or after it."""
        os.write(self._file, f"{letter} {time.monotonic_ns()} {call} {word}\n".encode())

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


@dataclass(slots=True)
class Held:
    """The time in which a caller held a person for certain: from when the claim was known to when its end was asked."""

    prospect: int
    since: int
    until: int
    caller: str


@dataclass
class Told:
    """Everything that was acknowledged."""

    held: dict[int, Held] = field(default_factory=dict)
    claims: int = 0
    twice: list[int] = field(default_factory=list)
    dials: set[int] = field(default_factory=set)
    outcomes: dict[int, str] = field(default_factory=dict)
    nobody: int = 0
    refused: int = 0

    def doubles(self) -> list[tuple[int, int]]:
        """Pairs of calls that held the same person at the same time."""
        by_person: dict[int, list[tuple[int, int, int]]] = {}
        for call, held in self.held.items():
            by_person.setdefault(held.prospect, []).append((held.since, held.until, call))
        found = []
        for spans in by_person.values():
            spans.sort()
            latest = spans[0]
            for span in spans[1:]:
                if span[0] < latest[1]:
                    found.append((latest[2], span[2]))
                latest = max(latest, span, key=lambda each: each[1])
        return found


def read_ledgers(folder: Path) -> Told:
    """Put together what all processes were told; a file's name is its caller's."""
    told = Told()
    for path in sorted(folder.glob("*.ledger")):
        for letter, at, call, word in _lines(path):
            _take(told, path.stem, letter, at, call, word)
    return told


def _take(told: Told, caller: str, letter: str, at: int, call: int, word: str) -> None:
    if letter == "c":
        told.claims += 1
        if call in told.held:
            told.twice.append(call)
        told.held[call] = Held(int(word), at, at, caller)
    elif letter == "r":
        held = told.held.setdefault(call, Held(int(word), at, at, caller))
        held.until = max(held.until, at)
    elif letter == "b" and call in told.held:
        told.held[call].until = max(told.held[call].until, at)
    elif letter == "d":
        told.dials.add(call)
    elif letter == "o":
        told.outcomes[call] = word
    elif letter == "n":
        told.nobody += 1
    elif letter == "u":
        told.refused += 1


def _lines(path: Path) -> Iterator[tuple[str, int, int, str]]:
    with path.open(encoding="ascii") as lines:
        for line in lines:
            letter, at, call, word = line.split()
            yield letter, int(at), int(call), word
