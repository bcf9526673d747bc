"""A dump of a PostgreSQL database, made by the tool that belongs to the server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from setter.domain.errors import Unusable
from setter.store.beside import make_private

TOOL, COPY = "pg_dump", "setter.dump"
_HOW = "Install it, or back the server up by its own tools and keep the key with that (docs/database.md)."
_SERVICE = "setter_backup"
_LINE_ENDS = re.compile(r"[\r\n]")


def dump(connection: Any, folder: Path) -> str:
    """Dump what a reading connection sees into a folder (custom format, for pg_restore); the dump's name.

    Unusable where there is no such tool on the PATH, or an older one than the server, or where it fails.
    """
    tool = _tool(connection.info.server_version // 10_000)
    snapshot = connection.execute("SELECT pg_export_snapshot() AS name").fetchone()["name"]
    place = folder / COPY
    make_private(place)
    asked = [tool, f"--snapshot={snapshot}", "--format=custom", "--no-password", f"--file={place}"]
    with tempfile.TemporaryDirectory() as private:
        services = Path(private) / "service"
        make_private(services)
        services.write_text(_service(connection), encoding="utf-8")
        surroundings = {**os.environ, "PGSERVICEFILE": str(services)}
        done = subprocess.run(
            [*asked, f"--dbname=service={_SERVICE}"], env=surroundings, capture_output=True, check=False
        )
    if done.returncode:
        sentence = f"{TOOL} ended with {done.returncode}, and no backup was made."
        hint = "Run it by hand to see why: its words may quote what is in the database."
        raise Unusable("backup_failed", sentence, TOOL, hint)
    with place.open("rb") as written:
        os.fsync(written.fileno())
    return COPY


def _tool(server: int) -> str:
    """The tool's path; an older one than the server refuses to dump it."""
    found = shutil.which(TOOL)
    if found is None:
        raise Unusable("backup_tool", f"There is no {TOOL} on the PATH to back a server up with.", TOOL, _HOW)
    told = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.search(r"\) (\d+)", told)
    if version is None or int(version[1]) < server:
        has = version[1] if version else "another"
        sentence = f"The server is PostgreSQL {server}, and the {TOOL} on the PATH is of {has}."
        raise Unusable("backup_tool", sentence, found, f"Put {TOOL} of PostgreSQL {server} or newer first on the PATH.")
    return found


def _service(connection: Any) -> str:
    """The address of the very server that answers, for a private file: on a command line others would read secrets."""
    info = connection.info
    given = {**info.get_parameters(), "host": info.host, "port": str(info.port), "password": info.password}
    kept = {name: value for name, value in given.items() if value and name not in ("hostaddr", "options", "service")}
    lines = [f"{name}={_LINE_ENDS.sub('', str(value))}" for name, value in kept.items()]
    return "\n".join([f"[{_SERVICE}]", *lines, ""])
