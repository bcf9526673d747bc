"""Files that appear whole or not at all, readable by their owner only."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from setter.domain.errors import Wrong

_PART = ".setter-part"
_LEFTOVER_S = 3600
"""How old a part must be, where folders cannot be locked, before it can only be a killed export's."""


def place_files(folder: Path, contents: Mapping[str, bytes], keep: frozenset[str] = frozenset()) -> None:
    """Write all files beside their places, then move each into place in the given order.

    A kill in between leaves whole files only, and the last name only when all others are there. A file named in
    `keep` that stands there with other content stays beside the new one, as `name.1.ext`. Others may write to the
    folder at the same time: one after the other moves in. Wrong("cannot_write") where it cannot be written.
    """
    with _told_as_wrong(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone_in(folder) as alone:
            for left in list(_leftovers(folder, 0 if alone else _LEFTOVER_S)):
                left.unlink(missing_ok=True)
            parts: dict[str, Path] = {}
            try:
                _place(folder, contents, keep, parts)
            finally:
                for part in parts.values():
                    part.unlink(missing_ok=True)


def _place(folder: Path, contents: Mapping[str, bytes], keep: frozenset[str], parts: dict[str, Path]) -> None:
    number = _free_number(folder, keep)
    earlier = {
        numbered(folder / name, number).name: (folder / name).read_bytes()
        for name in keep & contents.keys()
        if (folder / name).is_file() and (folder / name).read_bytes() != contents[name]
    }
    in_order = {**earlier, **contents}
    mark = secrets.token_hex(8)
    for name, content in in_order.items():
        parts[name] = folder / f".{name}.{mark}{_PART}"
        _write(parts[name], content)
    for name in in_order:
        parts[name].replace(folder / name)
    _settle(folder)


def _leftovers(folder: Path, older_s: int) -> Iterator[Path]:
    """Parts of exports that were killed; where we may not be alone, a young one may be somebody's who is writing."""
    for part in folder.glob(f".*{_PART}"):
        with suppress(FileNotFoundError):
            if part.stat().st_mtime <= time.time() - older_s or not older_s:
                yield part


@contextmanager
def _alone_in(folder: Path) -> Iterator[bool]:
    """Wait until nobody else moves files into the folder; False where there are no such locks, and nobody waits."""
    if os.name != "posix":
        yield False
        return
    import fcntl

    number = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX)
        except OSError:  # some network file systems have no locks
            yield False
        else:
            yield True
    finally:
        os.close(number)


def numbered(path: Path, number: int) -> Path:
    """Name an earlier file beside its successor: meetings.csv becomes meetings.1.csv."""
    return path.with_name(f"{path.stem}.{number}{path.suffix}")


def _free_number(folder: Path, keep: frozenset[str]) -> int:
    number = 1
    while any(numbered(folder / name, number).exists() for name in keep):
        number += 1
    return number


def _write(path: Path, content: bytes) -> None:
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _settle(folder: Path) -> None:
    """Make the new names survive a power cut; Windows has no such call for folders."""
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


@contextmanager
def _told_as_wrong(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or "it cannot be written"
        hint = "Choose a folder that exists or can be made, with room and the right to write."
        raise Wrong("cannot_write", f"The export cannot be written: {reason}.", str(folder), hint) from error
