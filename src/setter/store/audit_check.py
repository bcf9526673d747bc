"""Whether the audit is as it was written: nothing altered, nothing cut off, nothing emptied but of whom was erased."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from setter.store.audit import ANCHOR, SIGNS_WITNESSED, START, AuditRoom, commitment_of, link_of
from setter.store.records import AuditEntry, AuditHead
from setter.store.room import as_record

AT_A_TIME = 1_000
MOST_WITNESSES = 50_000
"""How many words of others' ends are kept in memory before they are compared with the chains themselves."""

ALTERED, MISSING, EMPTIED = "was altered", "is missing", "was emptied, and nobody was erased"
UNHEADED, CUT = "is the end of a chain of which no end is kept", "is where the chain did not go on as it had ended"
Witnessed = dict[str, set[tuple[int, str]]]


class Fault(Struct, frozen=True):
    """One thing that is not as it was written: the entry of a writer's chain, and what is wrong with it."""

    writer: str
    number: int
    what: str

    @property
    def words(self) -> str:
        """Say it in a sentence without its stop."""
        return f"{self.writer}/{self.number} {self.what}"


class Verified(Struct, frozen=True):
    """How many chains and entries were read, and every fault that was found."""

    writers: int
    entries: int
    faults: tuple[Fault, ...]


def verify(room: AuditRoom, known: Iterable[AuditHead] = ()) -> Verified:
    """Read every chain and hold it against its end, against what the others saw of it, and against what was erased.

    `known` are ends of chains that were kept elsewhere, with a backup say. It takes some seconds for a million entries.
    """
    check = _Check(room)
    writers = [str(row["writer"]) for row in room.afresh("writers")]
    for writer in writers:
        check.chain(writer)
    for head in known:
        check.witness(head.writer, head.number, head.hash[:SIGNS_WITNESSED])
    check.hear_witnesses()
    return Verified(len(writers), check.entries, tuple(check.faults))


class _Check:
    def __init__(self, room: AuditRoom) -> None:
        self.room = room
        self.entries = 0
        self.faults: dict[Fault, None] = {}
        self._erased = _erased(room)
        self._witnessed: Witnessed = {}
        self._words = 0

    def chain(self, writer: str) -> None:
        """Read one chain, from its start to where it must end."""
        previous, number = START, 0
        for entry in self._entries(writer):
            self.entries += 1
            if entry.number != number + 1:
                self._fault(writer, number + 1, MISSING)
            elif link_of(entry, previous) != entry.hash:
                self._fault(writer, entry.number, ALTERED)
            self._detail(entry)
            previous, number = entry.hash, entry.number
        self._end(writer, number, previous)

    def witness(self, writer: str, number: int, signs: str) -> None:
        """Keep what somebody saw of a chain, to be compared with it."""
        seen = self._witnessed.setdefault(writer, set())
        self._words += (number, signs) not in seen
        seen.add((number, signs))
        if self._words > MOST_WITNESSES:
            self.hear_witnesses()

    def hear_witnesses(self) -> None:
        """Compare the chains with what was seen of them."""
        for writer, seen in self._witnessed.items():
            numbers = sorted({number for number, _ in seen})
            there: dict[int, str] = {}
            for first in range(0, len(numbers), AT_A_TIME):
                wanted = json.dumps(numbers[first : first + AT_A_TIME])
                rows = self.room.afresh("hashes", writer=writer, places=wanted)
                there |= {int(row["number"]): str(row["hash"])[:SIGNS_WITNESSED] for row in rows}
            for number, signs in sorted(seen):
                if there.get(number) != signs:
                    self._fault(writer, number, ALTERED if number in there else MISSING)
        self._witnessed, self._words = {}, 0

    def _entries(self, writer: str) -> Iterator[AuditEntry]:
        """A writer's entries in their order, some at a time: in a year there are more than memory should hold."""
        after = 0
        while rows := self.room.afresh("entries", writer=writer, after=after, most=AT_A_TIME):
            entries = [as_record(AuditEntry, row) for row in rows]
            yield from entries
            after = entries[-1].number

    def _detail(self, entry: AuditEntry) -> None:
        if (entry.salt, entry.detail) == ("", ""):
            if entry.subject not in self._erased:
                self._fault(entry.writer, entry.number, EMPTIED)
        elif commitment_of(entry.salt, entry.detail) != entry.commitment:
            self._fault(entry.writer, entry.number, ALTERED)
        elif entry.action == ANCHOR:
            for writer, (number, signs) in json.loads(entry.detail)["ends"].items():
                self.witness(writer, number, signs)

    def _end(self, writer: str, number: int, last: str) -> None:
        row: Any = next(iter(self.room.afresh("head", writer=writer)), None)
        if row is None:
            self._fault(writer, number, UNHEADED)
            return
        head = as_record(AuditHead, row)
        if head.number > number:
            self._fault(writer, number + 1, MISSING)
        elif (head.number, head.hash) != (number, last):
            self._fault(writer, head.number, ALTERED)
        if head.cut_at is not None:
            self._fault(writer, head.cut_at, CUT)

    def _fault(self, writer: str, number: int, what: str) -> None:
        self.faults[Fault(writer, number, what)] = None


def _erased(room: AuditRoom) -> set[str]:
    """Whose details were emptied with good reason: those whom the entries of erasures name."""
    named: set[str] = set()
    for row in room.afresh("erasures"):
        try:
            named.update(json.loads(row["detail"]).get("subjects", ()))
        except (ValueError, AttributeError, TypeError):
            continue  # an entry that was altered, which is found as such
    return named
