"""The named queries of each room, from .sql files: shared text first, then what differs by engine."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=64)
def queries(room: str, dialect: str, folder: str) -> Any:
    """Load the queries of one room for one engine; each is a method that takes the connection and named values."""
    import aiosql

    root = files("setter.store") / "queries"
    text = ""
    for source in (root / f"{room}.sql", root / folder / f"{room}.sql"):
        if source.is_file():
            text += source.read_text(encoding="utf-8") + "\n"
    return aiosql.from_str(text, dialect)
