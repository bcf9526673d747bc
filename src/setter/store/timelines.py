"""How far in time this machine has followed each server: a primary that was replaced must not be written to again.

Each promotion of a standby begins a new timeline. Whoever has written on it knows that an older one is history, though
the old primary may still run and take writes.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

from setter.domain.errors import Unusable


class Timelines:
    """The newest timeline on which this user's setters have met each cluster, by whatever address."""

    def __init__(self) -> None:
        import platformdirs

        self.file = Path(platformdirs.user_state_dir("setter")) / "timelines.json"
        self._newest: dict[str, int] = {}

    def refuse_older(self, cluster: str, timeline: int) -> None:
        """Keep a cluster's timeline; Unusable when a newer one is known. Nothing is known of a server that says 0."""
        if not cluster or not timeline:
            return
        for each, kept in self._kept().items():
            self._newest[each] = max(kept, self._newest.get(each, 0))
        known = self._newest.get(cluster, 0)
        if timeline < known:
            raise Unusable(
                "database_stale",
                f"This server was replaced: it is on timeline {timeline}, and setter has written on {known}.",
                str(self.file),
                "Stop it, and name its successor. If you went back to a backup on purpose, remove the file named here.",
            )
        if timeline > known:
            self._newest[cluster] = timeline
            self._keep()

    def _kept(self) -> dict[str, int]:
        try:
            kept = json.loads(self.file.read_bytes())
        except (OSError, ValueError):
            return {}
        return {name: at for name, at in kept.items() if isinstance(at, int)} if isinstance(kept, dict) else {}

    def _keep(self) -> None:
        """Write it down for the next start; where that cannot be, this program knows at least."""
        fresh = self.file.with_name(f".{self.file.name}.{os.getpid()}")
        with suppress(OSError):
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(fresh, json.dumps(self._newest).encode())
            fresh.replace(self.file)


def _write(file: Path, text: bytes) -> None:
    with file.open("wb") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
