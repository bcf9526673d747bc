"""One import in a process of its own, so that its memory is its own; prints what it came to as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.campaign_text import CAMPAIGN, campaign_text
from benchmarks.fill import MORNING
from setter.services.campaigns import activate, add_text
from setter.services.desk import make_database
from setter.services.import_list import import_list


def main(url: str, listed: str) -> None:
    """Import a list into a new database."""
    desk = make_database(url, sandbox=True, anchor=MORNING)
    add_text(desk, campaign_text())
    activate(desk, CAMPAIGN)
    inside = [0.0]
    desk.store.engine.writing = _timed(desk.store.engine.writing, inside)  # type: ignore[method-assign]
    began, cpu = time.perf_counter(), time.process_time()
    done = import_list(desk, Path(listed), CAMPAIGN, source="national-list")
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    desk.store.close()
    peak = {who: resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)}
    cleaners = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = {
        "seconds": seconds,
        "cpu": cpu,
        "children_cpu": cleaners.ru_utime + cleaners.ru_stime,
        "writing": inside[0],
        "read": done.read,
        "landed": done.landed,
        "merged": done.merged,
        "rejected": done.rejected,
        "memory_mb": peak[resource.RUSAGE_SELF],
        "children_mb": peak[resource.RUSAGE_CHILDREN],
    }
    print(json.dumps(told))


def _timed(writing: Any, inside: list[float]) -> Any:
    """Sum the seconds that are spent inside write transactions."""

    @contextmanager
    def timing(*given: Any) -> Iterator[Any]:
        began = time.perf_counter()
        try:
            with writing(*given) as connection:
                yield connection
        finally:
            inside[0] += time.perf_counter() - began

    return timing


if __name__ == "__main__":
    zoneinfo.reset_tzpath(to=())
    main(*sys.argv[1:])
