"""The local journal: what a caller types is on this machine's disk before it is on the screen.

An append-only file a call, of one JSON object a line, private to its owner. It outlives the process, and a database
that is away (DESIGN §2, promise 3). A line that a power cut or a full disk left half-written is passed over.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from setter.domain.errors import Unusable
from setter.store.beside import sync_folder

SUFFIX = ".ndjson"


class Draft(msgspec.Struct, frozen=True):
    """What the journal holds of one call: the newest note and script path, all answers, and what was asked for.

    `typing` is what stands in fields not yet entered.
    `note` and `path` are None while none was kept. `answers` are (id, field, value), without those withdrawn;
    `intents` are (kind, payload) in order: "dial", "outcome", "refused". `length` is how much was read (bytes).
    """

    note: str | None = None
    path: tuple[str, ...] | None = None
    answers: tuple[tuple[int, str, Any], ...] = ()
    intents: tuple[tuple[str, dict[str, Any]], ...] = ()
    typing: Mapping[str, str] = msgspec.field(default_factory=dict)
    length: int = 0


class _Line(msgspec.Struct):
    """One line of the file; whatever has another shape is no line of ours."""

    note: str | None = None
    path: tuple[str, ...] | None = None
    answer: tuple[int, str, Any] | None = None
    typing: tuple[str, str] | None = None
    withdrawn: tuple[int, ...] = ()
    intent: tuple[str, dict[str, Any]] | None = None


@dataclass
class Journal:
    """One caller's journal, a file a call in `folder`; `sync` forces every line through to the disk.

    Several processes and threads of one caller may write at once. Whatever cannot be kept is told at once, as Unusable.
    """

    folder: Path
    sync: bool = True
    _open: tuple[int, int] | None = field(default=None, repr=False)
    _using: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def note(self, call_id: int, text: str) -> None:
        """Keep the note as it stands now."""
        self._append(call_id, {"note": text})

    def place(self, call_id: int, path: tuple[str, ...]) -> None:
        """Keep the way through the script."""
        self._append(call_id, {"path": list(path)})

    def answer(self, call_id: int, answer_id: int, name: str, value: Any) -> None:
        """Keep an answer before the database has it."""
        self._append(call_id, {"answer": [answer_id, name, value]})

    def typing(self, call_id: int, name: str, text: str) -> None:
        """Keep what stands in a field that was not entered yet; '' once it is."""
        self._append(call_id, {"typing": [name, text]})

    def withdraw(self, call_id: int, answer_ids: tuple[int, ...]) -> None:
        """Keep that answers were refused, so that nobody gives them again in the caller's name."""
        self._append(call_id, {"withdrawn": list(answer_ids)})

    def intent(self, call_id: int, kind: str, payload: dict[str, Any]) -> None:
        """Keep what is about to be asked of the database."""
        self._append(call_id, {"intent": [kind, payload]})

    def calls(self) -> tuple[int, ...]:
        """The calls of which anything is kept, in the order of their ids."""
        found = self.folder.glob(f"*{SUFFIX}") if self.folder.is_dir() else iter(())
        return tuple(sorted(int(file.stem) for file in found if file.stem.isdecimal()))

    def draft(self, call_id: int) -> Draft:
        """Put together what was kept of one call."""
        note, path = None, None
        answers: dict[int, tuple[int, str, Any]] = {}
        intents: list[tuple[str, dict[str, Any]]] = []
        typing: dict[str, str] = {}
        kept = self._kept(call_id)
        for line in _lines(kept):
            note = note if line.note is None else line.note
            path = path if line.path is None else line.path
            if line.answer is not None:
                answers[line.answer[0]] = line.answer
            for withdrawn in line.withdrawn:
                answers.pop(withdrawn, None)
            if line.intent is not None:
                intents.append(line.intent)
            if line.typing is not None:
                typing[line.typing[0]] = line.typing[1]
        return Draft(note, path, tuple(answers.values()), tuple(intents), typing, len(kept))

    def forget(self, call_id: int, length: int | None = None) -> bool:
        """Drop one call's lines once the database has them all; not where there are more than `length` bytes of them.

        Whether there are none any more.
        """
        with self._using:
            self.close()
            with contextlib.suppress(OSError):  # the words are safe elsewhere; whoever resumes next sweeps again
                if length is not None and self._file(call_id).stat().st_size > length:
                    return False
                self._file(call_id).unlink()
            return True

    def close(self) -> None:
        """Close the file."""
        with self._using:
            if self._open is not None:
                os.close(self._open[1])
                self._open = None

    def _append(self, call_id: int, line: dict[str, Any]) -> None:
        # A newline of its own goes first: a torn line before it must not swallow this one.
        text = f"\n{json.dumps(line)}\n".encode()
        try:
            with self._using:
                while not self._written(self._descriptor(call_id), text):
                    self.close()
        except OSError as problem:
            self.close()
            raise Unusable(
                "journal_unwritable",
                f"What you type cannot be kept on this machine: {problem.strerror}.",
                str(self.folder),
                "Free space on the disk, or mend the folder's rights; what was kept before is safe.",
            ) from problem

    def _written(self, descriptor: int, text: bytes) -> bool:
        """Write it through to the disk; whether the file is still there: another process may have ended the call."""
        _write_whole(descriptor, text)
        if self.sync:
            os.fdatasync(descriptor) if hasattr(os, "fdatasync") else os.fsync(descriptor)
        return os.fstat(descriptor).st_nlink > 0

    def _descriptor(self, call_id: int) -> int:
        if self._open is None or self._open[0] != call_id:
            self.close()
            self._make_private()
            fresh = not self._file(call_id).exists()
            flags = os.O_CREAT | os.O_APPEND | os.O_WRONLY
            self._open = (call_id, os.open(self._file(call_id), flags, 0o600))
            if fresh and self.sync:
                sync_folder(self.folder)
        return self._open[1]

    def _make_private(self) -> None:
        for each in (self.folder.parent, self.folder):  # `parents=True` would make the upper one open to everybody
            if not each.is_dir():
                each.mkdir(mode=0o700, parents=True, exist_ok=True)
                if self.sync:
                    sync_folder(each.parent)

    def _file(self, call_id: int) -> Path:
        return self.folder / f"{call_id}{SUFFIX}"

    def _kept(self, call_id: int) -> bytes:
        try:
            return self._file(call_id).read_bytes()
        except FileNotFoundError:
            return b""
        except OSError as problem:
            words = f"What you typed cannot be read on this machine: {problem.strerror}."
            raise Unusable(
                "journal_unreadable", words, str(self.folder), "Mend the disk or the folder's rights."
            ) from problem


def _lines(kept: bytes) -> Iterator[_Line]:
    for text in kept.split(b"\n"):
        with contextlib.suppress(ValueError, RecursionError):
            yield msgspec.convert(json.loads(text), _Line)


def _write_whole(descriptor: int, text: bytes) -> None:
    """Write all of it; a full disk takes a part and says so only when it is asked again."""
    while text:
        text = text[os.write(descriptor, text) :]


def journal_of(url: str, caller: str) -> Journal:
    """A caller's journal: beside a SQLite file, or in the user's state folder for a server."""
    name = f"{re.sub(r'[^A-Za-z0-9_-]', '_', caller)[:40]}-{_digest(caller)}"
    if "://" not in url:
        return Journal(Path(f"{url}.journal") / name)
    import platformdirs

    return Journal(Path(platformdirs.user_state_dir("setter")) / "journal" / _digest(url) / name)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:12]
