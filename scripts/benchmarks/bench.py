"""A run of the bench: its folder, its server, its databases (made when a line first asks for one), its figures."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from benchmarks.figures import Figure, NotYet
from benchmarks.fill import fill
from benchmarks.server import fresh_database
from setter.services.desk import Desk, open_desk

SQLITE, POSTGRES = "SQLite", "PostgreSQL"
ENGINES = (SQLITE, POSTGRES)
AT_A_TIME = 20


@dataclass
class Bench:
    """What the lines share; `sizes` are numbers of prospects, the smallest first."""

    folder: Path
    server: str
    sizes: tuple[int, ...]
    quick: bool = False
    figures: list[Figure] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    built: list[str] = field(default_factory=list)
    _unfilled: dict[tuple[int, bool], str] = field(default_factory=dict)
    _urls: dict[tuple[str, int, bool], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):  # keys and journals of what is thrown away
            place = self.folder / name.casefold()
            place.mkdir(parents=True, exist_ok=True)
            os.environ[name] = str(place)

    @property
    def size(self) -> int:
        """How many prospects most lines are measured at; ten million are for the claim alone."""
        return max(size for size in self.sizes if size <= 1_000_000)

    def url(self, engine: str, size: int, calls: bool = True) -> str:
        """The address of a database of that size, filled the first time it is asked for, on both engines at once."""
        if (size, calls) in self._unfilled:
            raise NotYet(f"its database could not be filled: {self._unfilled[size, calls]}")
        if (engine, size, calls) not in self._urls:
            self._fill(size, calls)
        return self._urls[engine, size, calls]

    def desk(self, engine: str, size: int | None = None, caller: str = "lead", calls: bool = True) -> Desk:
        """A desk at a database of that size."""
        return open_desk(self.url(engine, size or self.size, calls), caller)

    def fresh_url(self, engine: str, name: str) -> str:
        """The address of an empty database."""
        if engine == POSTGRES:
            return fresh_database(self.server)
        folder = self.folder / "fresh"
        folder.mkdir(exist_ok=True)
        return str(folder / f"{name}.db")

    def times(self, number: int) -> int:
        """How often to measure; a quick look takes a fifth, and few people can be claimed few times."""
        return min(max(20, number // 5) if self.quick else number, max(20, self.sizes[0] // 50))

    def _fill(self, size: int, calls: bool) -> None:
        kind = "full" if calls else "lean"
        say(f"  filling {size:,} prospects ({kind}) on both engines ...")
        urls = {SQLITE: str(self.folder / f"{kind}-{size}.db"), POSTGRES: fresh_database(self.server)}
        self._unfilled[size, calls] = "it broke before"
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            seconds = dict(zip(urls, pool.map(fill_apart, urls.values(), [size] * 2, [calls] * 2), strict=True))
        del self._unfilled[size, calls]
        for engine, url in urls.items():
            self._urls[engine, size, calls] = url
            parts = ", ".join(f"{name} {value:.1f} s" for name, value in seconds[engine].items())
            self.built.append(f"{engine}, {size:,} prospects ({kind}): {parts}")
            say(f"    {engine}: {parts}")


def fill_apart(url: str, size: int, calls: bool) -> dict[str, float]:
    """Fill a database in a process of its own; seconds by part."""
    desk, seconds = fill(url, size, calls=calls)
    desk.store.close()
    return seconds


def say(words: str) -> None:
    """Tell how far the run is."""
    print(words, flush=True)


def timed(work: Callable[[], object]) -> float:
    """The seconds that some work takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def by_turns(acts: Mapping[str, Callable[[], Sequence[float]]], times: int) -> dict[str, list[float]]:
    """The seconds that each of several acts takes, which are had a few at a time, so that none is always the one that
    comes after the slowest and finds the processor's caches full of another's work.
    """
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(max(1, times // AT_A_TIME)):
        for name, act in acts.items():
            taken[name] += [act()[0] for _ in range(AT_A_TIME)]
    return taken
