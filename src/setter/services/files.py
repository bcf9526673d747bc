"""The files of a folder as somebody looks for one: the newest lists first, then the folders to go into."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from msgspec import Struct

LISTS = (".csv", ".tsv", ".txt", ".json", ".ndjson", ".jsonl", ".xlsx", ".xlsb", ".xls", ".ods")
CAMPAIGNS = (".toml",)
MOST = 200


class Entry(Struct, frozen=True):
    """A file or folder; `size` in bytes, `changed_at` in UTC milliseconds."""

    path: Path
    is_folder: bool
    size: int
    changed_at: int

    @property
    def name(self) -> str:
        """Its name; a folder's ends with a slash."""
        return self.path.name + ("/" if self.is_folder else "")


def path_of(text: str) -> Path:
    """A typed path, with ~ for a home; a home that nobody has stays as it was typed."""
    typed = Path(text.strip() or ".")
    with suppress(RuntimeError):
        return typed.expanduser()
    return typed


def folder_of(text: str) -> Path:
    """The folder that a typed path stands in."""
    typed = path_of(text)
    return typed if text.rstrip().endswith("/") or not text.strip() else typed.parent


def entries(text: str, suffixes: tuple[str, ...]) -> list[Entry]:
    """What a typed path may mean: entries that go on from it; files with one of `suffixes` first, the newest of all.

    Hidden ones show only to those who type the dot; what may not be read is left out.
    """
    folder, begun = folder_of(text), "" if text.rstrip().endswith("/") else Path(text.strip()).name
    found = []
    try:
        for path in folder.iterdir():
            if path.name.lower().startswith(begun.lower()) and (begun.startswith(".") or path.name[0] != "."):
                found.append(path)
    except (OSError, ValueError):
        return []
    told = [entry for entry in map(_entry, found) if entry is not None]
    return sorted(told, key=lambda entry: _rank(entry, suffixes))[:MOST]


def _entry(path: Path) -> Entry | None:
    try:
        stat = path.stat()
        return Entry(path, path.is_dir(), stat.st_size, int(stat.st_mtime * 1000))
    except OSError:
        return None


def _rank(entry: Entry, suffixes: tuple[str, ...]) -> tuple[int, int, str]:
    if entry.is_folder:
        return 1, 0, entry.name.casefold()
    wanted = entry.path.suffix.lower() in suffixes
    return (0, -entry.changed_at, entry.name) if wanted else (2, 0, entry.name.casefold())
