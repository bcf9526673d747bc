"""What the store asks of a database engine."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, Protocol


class Contended(Exception):
    """A write transaction lost a race and was rolled back whole; running it again is right."""


class Engine(Protocol):
    """Connections, transactions and the few words in which two databases differ."""

    dialect: str
    folder: str
    url: str

    def connect(self) -> Any:
        """Open a connection for the calling thread."""

    def reader(self) -> Any:
        """The calling thread's own reading connection."""

    def reading(self) -> AbstractContextManager[Any]:
        """One unchanging view of the database."""

    def writing(self, connection: Any, durable: bool) -> AbstractContextManager[Any]:
        """One write transaction."""

    def run_script(self, connection: Any, script: str) -> None:
        """Run a migration inside the open transaction."""

    def has_table(self, connection: Any, name: str) -> bool:
        """Say whether a table is there."""

    def close(self) -> None:
        """Close what was opened."""
