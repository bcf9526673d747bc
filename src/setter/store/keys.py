"""The key of the suppression hashes: a private file of its own, never in the database (domain §6.2).

The database knows the key only by its mark, a short hash that tells one key from another. Without the key nobody
can say who asked to be left alone, so it is never made anew once it is gone.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
from collections.abc import Callable
from pathlib import Path

from setter.domain.errors import Unusable
from setter.store.beside import sync_folder


class KeyRing:
    """The keys of one database; `place` says where the key of a mark lies."""

    def __init__(self, place: Callable[[str], Path]) -> None:
        self.place = place
        self._known: dict[str, bytes] = {}
        self._fresh = ""

    def key(self, mark: str) -> bytes:
        """The key of this mark; Unusable when it is not on this machine, or another lies in its place."""
        if mark not in self._known:
            self._known[mark] = self._found(mark)
        return self._known[mark]

    def is_there(self, mark: str) -> bool:
        """Say whether there is a file where the key of a mark should be."""
        return self.place(mark).exists()

    def exposed(self, mark: str) -> str:
        """Say how others on this machine may read the key of a mark; '' where they may not."""
        path = self.place(mark)
        mode = stat.S_IMODE(path.stat().st_mode)
        return (
            f"{path} may be read by others (mode {mode:o}): chmod 600 it" if mode & 0o077 and os.name == "posix" else ""
        )

    def make(self) -> str:
        """Make a key, once however often it is asked for, unless one lies in its place; the mark of the key there."""
        self._fresh = self._fresh or secrets.token_hex(32)
        return self.keep(self._fresh)

    def keep(self, key: str) -> str:
        """Write a key (hex) to its file, for its owner alone and to the disk; what lies there already stays.

        The mark of the key that lies there now.
        """
        path = self.place(mark_of(bytes.fromhex(key)))
        try:
            _make_folder(path.parent)
            _write_once(path, key)
            return mark_of(bytes.fromhex(path.read_text(encoding="ascii")))
        except OSError as problem:
            words = f"The suppression key cannot be kept: {problem.strerror}."
            raise Unusable("suppression_key_unwritable", words, str(path), "Free space, or mend the rights.") from None
        except ValueError:
            raise _unreadable(path) from None

    def forget_fresh(self, mark: str) -> None:
        """Drop the key made here when another program was first to give the database one of this mark."""
        if self._fresh and mark_of(bytes.fromhex(self._fresh)) != mark:
            mine = self.place(mark_of(bytes.fromhex(self._fresh)))
            if mine != self.place(mark):
                mine.unlink(missing_ok=True)
        self._fresh = ""

    def _found(self, mark: str) -> bytes:
        path = self.place(mark)
        try:
            key = bytes.fromhex(path.read_text(encoding="ascii"))
        except FileNotFoundError:
            raise Unusable(
                "suppression_key_missing",
                "The suppression key of this database is not here, and without it nobody can say who opted out.",
                str(path),
                "Put its copy back from your backup or from the machine that made it (docs/database.md); it cannot be "
                "made anew.",
            ) from None
        except (OSError, ValueError):
            raise _unreadable(path) from None
        if mark_of(key) != mark:
            raise Unusable(
                "suppression_key_other",
                "The suppression key here is another database's.",
                str(path),
                "Put this database's own key there, from your backup (docs/database.md).",
            )
        return key


def mark_of(key: bytes) -> str:
    """The mark by which a database knows its key."""
    return hashlib.sha256(b"setter suppression key\x00" + key).hexdigest()[:16]


def _unreadable(path: Path) -> Unusable:
    hint = "Mend its rights, or put its copy back from your backup (docs/database.md)."
    return Unusable("suppression_key_unreadable", "The suppression key cannot be read.", str(path), hint)


def _make_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _write_once(path: Path, text: str) -> None:
    """Write whole or not at all, and never over what is there: whoever comes second finds the first one's."""
    if path.exists():
        return
    fresh = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    sync_folder(path.parent)
