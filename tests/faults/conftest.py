"""A server to fork processes from, and a furnished database to give each of them a copy of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from faults.forks import ForkServer
from faults.shift_script import furnish


@pytest.fixture(scope="session")
def forks() -> Iterator[ForkServer]:
    """The server from which the processes of a whole run are forked."""
    server = ForkServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def two_people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with two people in it, to be copied."""
    path = tmp_path_factory.mktemp("furnished") / "two.db"
    furnish(path)
    return path
