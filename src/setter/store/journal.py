"""The local journal: what a caller types is on this machine's disk before it is on the screen.

An append-only file of one JSON object a line, private to its owner. It outlives the process, and a database that is
away (DESIGN §2, promise 3). A line that a power cut left half-written is passed over when the file is read.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Draft:
    """What the journal holds of one call: the newest note and script path, all answers, and what was asked for.

    `answers` are (id, field, value); `intents` are (kind, payload) in order: "dial", "outcome".
    """

    note: str = ""
    path: tuple[str, ...] = ()
    answers: tuple[tuple[int, str, Any], ...] = ()
    intents: tuple[tuple[str, dict[str, Any]], ...] = ()


@dataclass
class Journal:
    """One caller's journal; `sync` forces every line through to the disk."""

    path: Path
    sync: bool = True
    _descriptor: int | None = field(default=None, repr=False)

    def note(self, call_id: int, text: str) -> None:
        """Keep the note as it stands now."""
        self._append({"call": call_id, "note": text})

    def place(self, call_id: int, path: tuple[str, ...]) -> None:
        """Keep the way through the script."""
        self._append({"call": call_id, "path": list(path)})

    def answer(self, call_id: int, answer_id: int, name: str, value: Any) -> None:
        """Keep an answer before the database has it."""
        self._append({"call": call_id, "answer": [answer_id, name, value]})

    def intent(self, call_id: int, kind: str, payload: dict[str, Any]) -> None:
        """Keep what is about to be asked of the database."""
        self._append({"call": call_id, "intent": [kind, payload]})

    def draft(self, call_id: int) -> Draft:
        """Put together what was kept of one call."""
        note, path = "", ()
        answers: dict[int, tuple[int, str, Any]] = {}
        intents: list[tuple[str, dict[str, Any]]] = []
        for line in self._lines():
            if line.get("call") != call_id:
                continue
            note = line.get("note", note)
            path = tuple(line.get("path", path))
            if "answer" in line:
                answers[line["answer"][0]] = tuple(line["answer"])
            if "intent" in line:
                intents.append((line["intent"][0], line["intent"][1]))
        return Draft(note, path, tuple(answers.values()), tuple(intents))

    def forget(self, call_id: int) -> None:
        """Drop one call's lines once the database has them all; the rest is kept, whole at any instant."""
        kept = [line for line in self._lines() if line.get("call") != call_id]
        fresh = self.path.with_suffix(".new")
        descriptor = os.open(fresh, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.writelines(_line(line) for line in kept)
            file.flush()
            os.fsync(file.fileno())
        self.close()
        fresh.replace(self.path)

    def close(self) -> None:
        """Close the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _append(self, line: dict[str, Any]) -> None:
        if self._descriptor is None:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._descriptor = os.open(self.path, os.O_CREAT | os.O_APPEND | os.O_RDWR, 0o600)
            self._end_torn_line()
        os.write(self._descriptor, _line(line).encode())
        if self.sync:
            os.fdatasync(self._descriptor) if hasattr(os, "fdatasync") else os.fsync(self._descriptor)

    def _end_torn_line(self) -> None:
        """A line torn by a power cut must not swallow the next one."""
        assert self._descriptor is not None
        size = os.fstat(self._descriptor).st_size
        if size and os.pread(self._descriptor, 1, size - 1) != b"\n":
            os.write(self._descriptor, b"\n")

    def _lines(self) -> Iterator[dict[str, Any]]:
        if not self.path.exists():
            return
        with self.path.open(encoding="utf-8", errors="replace") as file:
            for text in file:
                try:
                    line = json.loads(text)
                except ValueError:
                    continue
                if isinstance(line, dict):
                    yield line


def _line(line: dict[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=False) + "\n"


def journal_of(url: str, caller: str) -> Journal:
    """A caller's journal: beside a SQLite file, or in the user's state folder for a server."""
    name = re.sub(r"[^A-Za-z0-9._-]", "_", caller) or "caller"
    if "://" not in url:
        return Journal(Path(f"{url}.journal") / f"{name}.ndjson")
    import platformdirs

    server = hashlib.sha256(url.encode()).hexdigest()[:12]
    return Journal(Path(platformdirs.user_state_dir("setter")) / "journal" / server / f"{name}.ndjson")
