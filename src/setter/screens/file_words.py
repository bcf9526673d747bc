"""How the files of a folder read in a panel that asks for one."""

from __future__ import annotations

from collections.abc import Callable

from setter.services.files import entries
from setter.widgets.file_panel import FileRow, Look
from setter.widgets.times import ago

KILO = 1024


def looking(now: Callable[[], int], suffixes: tuple[str, ...]) -> Look:
    """A look at the files that a path may mean; ages are told by `now` (UTC milliseconds)."""

    def look(text: str) -> list[FileRow]:
        return [
            FileRow(
                str(entry.path),
                entry.name,
                entry.is_folder,
                "" if entry.is_folder else f"{size_words(entry.size)}, {ago(entry.changed_at, now())}",
            )
            for entry in entries(text, suffixes)
        ]

    return look


def size_words(size: int) -> str:
    """A size in bytes as people say it: "640 B", "12 kB", "3.4 MB"."""
    if size < KILO:
        return f"{size} B"
    if size < KILO * KILO:
        return f"{size // KILO:,} kB"
    return f"{size / KILO / KILO:,.1f} MB"
