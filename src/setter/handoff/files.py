"""Files that appear whole or not at all, readable by their owner only."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from setter.domain.errors import Wrong

_PART = ".setter-part"


def place_files(folder: Path, contents: Mapping[str, bytes], keep: frozenset[str] = frozenset()) -> None:
    """Write all files beside their places, then move each into place in the given order.

    A kill in between leaves whole files only, and the last name only when all others are there. A file named in
    `keep` that stands there with other content stays beside the new one, as `name.1.ext`. Wrong("cannot_write")
    where the folder cannot be written.
    """
    with _told_as_wrong(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            _place(folder, contents, keep)
        finally:
            for left in folder.glob(f".*{_PART}"):
                left.unlink(missing_ok=True)


def _place(folder: Path, contents: Mapping[str, bytes], keep: frozenset[str]) -> None:
    number = _free_number(folder, keep)
    earlier = {
        numbered(folder / name, number).name: (folder / name).read_bytes()
        for name in keep & contents.keys()
        if (folder / name).is_file() and (folder / name).read_bytes() != contents[name]
    }
    in_order = {**earlier, **contents}
    for name, content in in_order.items():
        _write(folder / f".{name}{_PART}", content)
    for name in in_order:
        (folder / f".{name}{_PART}").replace(folder / name)
    _settle(folder)


def numbered(path: Path, number: int) -> Path:
    """Name an earlier file beside its successor: meetings.csv becomes meetings.1.csv."""
    return path.with_name(f"{path.stem}.{number}{path.suffix}")


def _free_number(folder: Path, keep: frozenset[str]) -> int:
    number = 1
    while any(numbered(folder / name, number).exists() for name in keep):
        number += 1
    return number


def _write(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
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
