"""The chain of who did what: one chain a writer, hashes over salted commitments."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator

from setter.store.records import AuditEntry
from setter.store.room import Room, as_record

START = "0" * 64
AT_A_TIME = 1_000


class AuditRoom(Room):
    """Append-only entries; an erased detail keeps its commitment, so the chain still verifies (DESIGN §6)."""

    name = "audit"

    def append(self, writer: str, caller: str, action: str, subject: str, detail: str, now: int) -> None:
        """Add an entry to a writer's chain."""
        last = self.one(AuditEntry, "last_entry", writer=writer)
        number, previous = (last.number + 1, last.hash) if last else (1, START)
        salt = secrets.token_hex(8)
        commitment = _digest(salt, detail)
        link = _digest(previous, writer, str(number), str(now), caller, action, subject, commitment)
        self.put(
            "add_audit",
            AuditEntry(writer, number, now, caller, action, subject, detail, salt, commitment, link),
        )

    def about(self, subject: str) -> list[AuditEntry]:
        """The entries about one subject, oldest first."""
        return self.many(AuditEntry, "about", subject=subject)

    def broken(self) -> list[str]:
        """Where a chain does not verify: "writer/number" of each bad entry."""
        bad = []
        for row in self.ask("writers"):
            previous, expected = START, 1
            for entry in self._chain(str(row["writer"])):
                if not _sound(entry, previous, expected):
                    bad.append(f"{entry.writer}/{entry.number}")
                previous, expected = entry.hash, entry.number + 1
        return bad

    def _chain(self, writer: str) -> Iterator[AuditEntry]:
        """A writer's entries in their order, some at a time: in a year there are more than memory should hold."""
        after = 0
        while rows := self.afresh("entries", writer=writer, after=after, most=AT_A_TIME):
            entries = [as_record(AuditEntry, row) for row in rows]
            yield from entries
            after = entries[-1].number


def _sound(entry: AuditEntry, previous: str, number: int) -> bool:
    kept = entry.salt == "" or _digest(entry.salt, entry.detail) == entry.commitment
    link = _digest(
        previous,
        entry.writer,
        str(entry.number),
        str(entry.recorded_at),
        entry.caller,
        entry.action,
        entry.subject,
        entry.commitment,
    )
    return kept and link == entry.hash and entry.number == number


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
