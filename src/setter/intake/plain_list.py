"""A plain list of numbers or addresses as registers and colleagues send it: one a line, or a table's first column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from setter.domain.errors import Wrong


def cells_of(path: Path, code: str) -> Iterator[list[str]]:
    """The cells of each line, however they are parted, lines without any left out; Wrong by `code` if none can be read.

    It never holds the file: a register's own has hundreds of millions of lines.
    """
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as file:
            for line in file:
                cells = [cell.strip().strip('"') for cell in line.replace(";", ",").replace("\t", ",").split(",")]
                if any(cells):
                    yield cells
    except OSError as problem:
        raise Wrong(code, f"This file cannot be read: {problem.strerror}.", path.name, "Check the name.") from None
