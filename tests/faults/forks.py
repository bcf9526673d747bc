"""Processes to kill, each with a database of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
KILLED = -signal.SIGKILL
"""How a process ends that was killed."""


@dataclass(frozen=True)
class Died:
    """How a process ended (the negative number of the signal that killed it), and what it had been told before."""

    status: int
    told: tuple[dict[str, Any], ...]
    errors: str


class ForkServer:
    """Forks processes that do a workload; see `fork_server.py`."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            [sys.executable, str(HERE / "fork_server.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parent), str(HERE.parents[1] / "src")])},
        )
        assert self._server.stdout is not None
        self._server.stdout.readline()

    def start(self, work: str, told: Path, **request: Any) -> int:
        """Start a process; its id."""
        return int(self._ask({"work": work, "told": str(told), **request})["pid"])

    def wait(self, process: int, told: Path) -> Died:
        """Wait until a process has ended."""
        status = self._ask({"wait": process})["status"]
        lines = told.read_text().splitlines() if told.exists() else []
        errors = Path(f"{told}.err")
        return Died(status, tuple(json.loads(line) for line in lines), errors.read_text() if errors.exists() else "")

    def run(self, work: str, told: Path, **request: Any) -> Died:
        """Start a process and wait until it has ended."""
        return self.wait(self.start(work, told, **request), told)

    def close(self) -> None:
        """Let the server go."""
        assert self._server.stdin is not None
        self._server.stdin.close()
        self._server.wait()

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._server.stdin is not None and self._server.stdout is not None
        self._server.stdin.write(json.dumps(request) + "\n")
        self._server.stdin.flush()
        reply: dict[str, Any] = json.loads(self._server.stdout.readline())
        return reply


@dataclass
class House:
    """A database of one process's own, and the files its processes tell into."""

    folder: Path

    @property
    def path(self) -> Path:
        """The database."""
        return self.folder / "house.db"

    def told(self, name: str) -> Path:
        """Where a process tells."""
        return self.folder / f"{name}.told"


def copied(furnished: Path, folder: Path) -> House:
    """A house of its own, furnished like another."""
    folder.mkdir()
    shutil.copy(furnished, folder / "house.db")
    shutil.copy(f"{furnished}.key", folder / "house.db.key")
    return House(folder)
