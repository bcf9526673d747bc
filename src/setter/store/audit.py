"""The chains of who did what: one chain a writer, hashes over salted commitments, each a witness of the others."""

from __future__ import annotations

import hashlib
import json
import secrets
import socket
from typing import NamedTuple

from msgspec.structs import replace

from setter.store.records import AuditEntry, AuditHead
from setter.store.room import Room

START = "0" * 64
WITNESSED = 64
"""Every so many entries a writer's chain takes down how far the others go."""
MOST_WITNESSED, SIGNS_WITNESSED = 100, 32
"""Of how many others at most, those who wrote last, and how many signs of each one's hash."""
ANCHOR, ERASE = "anchor", "erase"
ITSELF = "setter"
"""Who wrote what nobody did: what the clock brings about, and what a migration finds."""


class _End(NamedTuple):
    number: int
    hash: str


class AuditRoom(Room):
    """Append-only entries; the database itself refuses to change one, save that a detail is emptied (DESIGN §6)."""

    name = "audit"

    def append(self, writer: str, caller: str, action: str, subject: str, detail: str, now: int) -> None:
        """Add an entry to a writer's chain; now and then a second one, which says how far the other chains go."""
        number = self._add(writer, caller, action, subject, detail, now)
        if number % WITNESSED == 0:
            others = self.afresh("heads_of_others", writer=writer, most=MOST_WITNESSED)
            ends = {row["writer"]: [row["number"], row["hash"][:SIGNS_WITNESSED]] for row in others}
            if ends:
                self._add(writer, caller, ANCHOR, "audit", json.dumps({"ends": ends}, sort_keys=True), now)

    def about(self, subject: str) -> list[AuditEntry]:
        """The entries about one subject, oldest first."""
        return self.many(AuditEntry, "about", subject=subject)

    def own_up(self, now: int) -> None:
        """Say of whom details were emptied before entries of erasures did: later it is held against that list."""
        emptied = [str(row["subject"]) for row in self.afresh("emptied")]
        if emptied:
            detail = json.dumps({"subjects": emptied})
            self.append(itself(), ITSELF, ERASE, "audit", detail, now)

    def heads(self) -> list[AuditHead]:
        """How far each chain goes."""
        return self.many(AuditHead, "heads")

    def _add(self, writer: str, caller: str, action: str, subject: str, detail: str, now: int) -> int:
        last = self.one(AuditEntry, "last_entry", writer=writer)
        end = _End(last.number, last.hash) if last else _End(0, START)
        salt = secrets.token_hex(8)
        fresh = AuditEntry(
            writer, end.number + 1, now, caller, action, subject, detail, salt, commitment_of(salt, detail), ""
        )
        fresh = sealed(fresh, end.hash)
        self.put("add_audit", fresh)
        self.wrote("last_entry", fresh, writer=writer)
        return fresh.number


def itself() -> str:
    """The name of the chain of what nobody did, on this machine."""
    return f"{ITSELF}@{socket.gethostname()}"


def sealed(entry: AuditEntry, previous: str) -> AuditEntry:
    """An entry with the hash that ties it to the one before."""
    return replace(entry, hash=link_of(entry, previous))


def link_of(entry: AuditEntry, previous: str) -> str:
    """The hash of an entry, over that of the one before and its own commitment."""
    whole = (entry.writer, str(entry.number), str(entry.recorded_at), entry.caller, entry.action, entry.subject)
    return _digest(previous, *whole, entry.commitment)


def commitment_of(salt: str, detail: str) -> str:
    """What is kept of a detail once it is erased with its salt: nobody can tell from it what it was."""
    return _digest(salt, detail)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
