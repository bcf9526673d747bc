"""The composition root: reads the arguments, runs the command or the screens."""

from __future__ import annotations

import gc
import sys
import zoneinfo
from pathlib import Path


def main() -> int:
    """Run setter; the exit code."""
    zoneinfo.reset_tzpath(to=())  # promises must mean the same on every machine: the pinned tzdata decides
    from setter.cli.main import setter
    from setter.cli.speech import run

    return run(setter, sys.argv[1:], open_screens)


def open_screens(database: str, as_name: str) -> int:
    """Open the screens on a database, or the first start where there is none yet; 0, or 70 where they broke.

    Only here does the command line meet them. Raises what kept the caller from beginning.
    """
    # A start makes some 200,000 objects that all stay. To look through them again and again for garbage took a tenth
    # of it; the app begins to collect once it stands.
    gc.disable()
    from setter.app import SetterApp
    from setter.services.desk import open_desk

    there = "://" in database or _is_there(Path(database))
    app = SetterApp(open_desk(database, as_name) if there else None, database)
    app.run()
    if app.desk is not None:
        app.desk.store.close()
    if app.turned_away is not None:
        raise app.turned_away
    from setter.cli.speech import UNEXPECTED

    return UNEXPECTED if app.return_code else 0


def _is_there(path: Path) -> bool:
    """Say whether there is a file; one that nobody may look at is, and whoever opens it says why it cannot be."""
    try:
        return path.exists()
    except OSError:
        return True


if __name__ == "__main__":
    sys.exit(main())
