"""A million claims by fifty callers in a closed loop, a thousand kills; what was acknowledged must be what is there.

Ctrl+C ends it early: what was done by then is compared all the same.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import zoneinfo
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.fill import fill
from benchmarks.server import fresh_database, postgres_server
from benchmarks.soak_caller import work
from benchmarks.soak_check import problems
from benchmarks.soak_ledger import read_ledgers
from setter.services.clock import parse_instant
from setter.services.desk import Desk

NOON = parse_instant("2026-11-24T17:00:00Z")
"""Nine in Los Angeles: two thirds of all can be called, for more than five hours."""
NEVER_BACK = 0.3
"""Of the killed so many are replaced by somebody else: what they held must run out."""
SHOWN = 20


@dataclass
class Crew:
    """The callers of a soak; whoever is killed is back at once."""

    url: str
    folder: Path
    size: int
    chosen: random.Random
    context: Any = field(default_factory=lambda: get_context("forkserver"))
    kills: int = 0
    errors: int = 0
    _seats: dict[int, tuple[Any, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.context.set_forkserver_preload(["benchmarks.soak_caller"])
        self.done = self.context.RawArray("q", self.size)
        self.stop = self.context.RawValue("b", 0)

    def begin(self) -> None:
        """Everybody sits down."""
        for index in range(self.size):
            self._seat(index, f"soak-{index:02d}")

    def kill_one(self) -> None:
        """Kill somebody, wherever she is, and seat her again, or somebody else in her place."""
        index = self.chosen.randrange(self.size)
        process, name = self._seats[index]
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        self.kills += 1
        self._seat(index, name if self.chosen.random() > NEVER_BACK else f"soak-{index:02d}-{self.kills}")

    def revive(self) -> None:
        """Seat everybody again who ended without being killed: that is an error of the program."""
        for index, (process, name) in self._seats.items():
            if process.exitcode is not None:
                self.errors += 1
                self._seat(index, name)

    def end(self) -> None:
        """Let everybody finish the round they are in."""
        self.stop.value = 1
        for process, _ in self._seats.values():
            process.join(60)
            if process.exitcode is None:
                process.kill()
                self.errors += 1

    def _seat(self, index: int, name: str) -> None:
        given = (index, name, self.url, self.folder, self.chosen.getrandbits(32), self.done, self.stop)
        process = self.context.Process(target=work, args=given, daemon=True)
        process.start()
        self._seats[index] = (process, name)


def soak(url: str, folder: Path, claims: int, kills: int, callers: int, seed: int = 7) -> dict[str, Any]:
    """Soak a database until so many rounds are done; what came of it, with its `problems`."""
    desk, seconds = fill(url, int(claims * 0.45) + 3_000, calls=False, closed_loop=True, at=NOON)
    print(f"  a pool of {int(claims * 0.45) + 3_000:,} made in {seconds['whole']:.0f} s", flush=True)
    ledgers = folder / "ledgers"
    ledgers.mkdir(parents=True)
    crew = Crew(url, ledgers, callers, random.Random(seed))
    began = time.monotonic()
    crew.begin()
    try:
        _drive(crew, claims, kills)
    except KeyboardInterrupt:
        print("  ended early", flush=True)
    took = time.monotonic() - began
    crew.end()
    return _compared(desk, crew, ledgers, took)


def _drive(crew: Crew, claims: int, kills: int) -> None:
    began, told, last, moved = time.monotonic(), time.monotonic(), 0, time.monotonic()
    while (done := sum(crew.done)) < claims or crew.kills < kills:
        now = time.monotonic()
        if done > last:
            last, moved = done, now
        if now - moved > 120:
            raise SystemExit("Nothing has moved for two minutes.")
        if now - told > 20:
            told = now
            print(f"  {done:,} claims, {crew.kills:,} kills, {done / (now - began):,.0f} claims/s", flush=True)
        if crew.kills < kills and done * kills >= crew.kills * claims:
            time.sleep(crew.chosen.random() * 0.02)
            crew.kill_one()
        crew.revive()
        time.sleep(0.01)


def _compared(desk: Desk, crew: Crew, ledgers: Path, took: float) -> dict[str, Any]:
    print("  comparing what was acknowledged with what is there ...", flush=True)
    told = read_ledgers(ledgers)
    found = list(problems(desk, told, crew.kills + crew.errors + told.refused))
    if crew.errors:
        found.append(f"{crew.errors} callers ended by themselves; their errors stand above")
    desk.store.close()
    return {
        "claims": told.claims,
        "kills": crew.kills,
        "outcomes": len(told.outcomes),
        "seconds": round(took, 1),
        "claims_a_second": round(told.claims / took),
        "nobody_there": told.nobody,
        "refused_as_busy": told.refused,
        "problems": found,
    }


def main(arguments: Sequence[str]) -> int:
    """Soak the engines asked for; 1 on any loss, double or leftover."""
    options = argparse.ArgumentParser(prog="scripts/soak", description=__doc__)
    options.add_argument("--claims", type=int, default=1_000_000)
    options.add_argument("--kills", type=int, default=1_000)
    options.add_argument("--callers", type=int, default=50)
    options.add_argument("--engine", choices=("sqlite", "postgres", "both"), default="both")
    options.add_argument("--json", action="store_true", help="print one JSON document in the end")
    options.add_argument("--folder", default="/var/tmp", help="on a disk, with 8 GB free")
    chosen = options.parse_args(arguments)
    _settle_in()
    folder = Path(tempfile.mkdtemp(prefix="setter-soak.", dir=chosen.folder))
    folder.chmod(0o755)  # PostgreSQL runs as another user where this one is root
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):  # keys and journals of what is thrown away
        os.environ[name] = str(folder / name.casefold())
    engines = ("sqlite", "postgres") if chosen.engine == "both" else (chosen.engine,)
    try:
        with postgres_server(folder) if "postgres" in engines else nullcontext("") as server:
            came = {engine: _soaked(engine, server, folder, chosen) for engine in engines}
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if chosen.json:
        print(json.dumps(came, indent=2))
    return 1 if any(each["problems"] for each in came.values()) else 0


def _settle_in() -> None:
    """Hear Ctrl+C, which what a shell starts in the background ignores, and let each of so many work its turn out."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(os, "SCHED_BATCH"):
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def _soaked(engine: str, server: str, folder: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    print(f"{engine}: {chosen.claims:,} claims by {chosen.callers} callers, {chosen.kills:,} kills", flush=True)
    place = folder / f"{engine}-soak"
    place.mkdir()
    url = fresh_database(server) if server and engine == "postgres" else str(place / "soak.db")
    came = soak(url, place, chosen.claims, chosen.kills, chosen.callers)
    counted = ", ".join(f"{came[name]:,} {name.replace('_', ' ')}" for name in ("claims", "outcomes", "kills"))
    print(f"  {counted}, {came['refused_as_busy']:,} times busy in {came['seconds']:,.0f} s", flush=True)
    print(f"  {came['claims_a_second']:,} claims/s; {len(came['problems'])} problems", flush=True)
    for problem in came["problems"][:SHOWN]:
        print(f"  PROBLEM: {problem}", flush=True)
    return came


if __name__ == "__main__":
    zoneinfo.reset_tzpath(to=())
    sys.exit(main(sys.argv[1:]))
