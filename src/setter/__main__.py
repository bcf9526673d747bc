"""The composition root: reads the arguments, runs the command or the screens."""

from __future__ import annotations

import gc
import sys
import zoneinfo


def main() -> int:
    """Run setter; the exit code."""
    zoneinfo.reset_tzpath(to=())  # promises must mean the same on every machine: the pinned tzdata decides
    from setter.cli.main import setter
    from setter.cli.speech import run

    return run(setter, sys.argv[1:], open_screens)


def open_screens(database: str, as_name: str) -> None:
    """Open the screens; only here does the command line meet them.

    A start makes some 200,000 objects that all stay. To look through them again and again for garbage took a tenth of
    it; the app begins to collect once it stands.
    """
    gc.disable()
    from setter.app import run_app

    run_app(database, as_name)


if __name__ == "__main__":
    sys.exit(main())
