"""Measure every line of DESIGN §9 on both engines in one run, and write BENCHMARKS.md."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
import traceback
import zoneinfo
from importlib import import_module
from pathlib import Path

from benchmarks.bench import Bench, say
from benchmarks.figures import NotYet
from benchmarks.lines import LINES
from benchmarks.report import write_report
from benchmarks.server import postgres_server, tidy

HOUSE = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """Run the bench; 1 when a figure is far off its budget or a line broke, else 0."""
    chosen = _chosen(arguments)
    sizes = (100_000,) if chosen.quick else (100_000, 1_000_000)
    sizes += (10_000_000,) if chosen.huge else ()
    folder = Path(tempfile.mkdtemp(prefix="setter-bench.", dir=chosen.folder))
    folder.chmod(0o755)  # PostgreSQL runs as another user where this one is root
    began = time.perf_counter()
    try:
        with postgres_server(folder, tidies_itself=False) as server:
            bench = Bench(folder, server, chosen.sizes or sizes, quick=chosen.quick)
            broken = [name for name in LINES if name in (chosen.only or LINES) and not _measured(bench, name)]
            seconds = time.perf_counter() - began
            write_report(bench, chosen.report, seconds, whole=not chosen.only)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    far = [figure for figure in bench.figures if figure.far_off]
    say(f"\n{len(bench.figures)} figures in {seconds / 60:.1f} minutes: {chosen.report}")
    for figure in far:
        say(f"FAR OFF: {figure.words()}")
    return 1 if far or broken else 0


def _measured(bench: Bench, name: str) -> bool:
    """Measure one line; False when it broke. What others measured stays."""
    line = import_module(f"benchmarks.lines.{name}")
    say(f"\n{line.TITLE} ({name})")
    tidy(bench.server)
    began = time.perf_counter()
    try:
        for figure in line.measure(bench):
            bench.figures.append(figure)
            say(f"  {figure.words()}")
    except NotYet as reason:
        bench.skipped.append((line.TITLE, str(reason)))
        say(f"  not measured: {reason}")
    except Exception as problem:  # noqa: BLE001 - one broken line must not cost the others
        bench.skipped.append((line.TITLE, f"it broke: {type(problem).__name__}: {problem}"))
        traceback.print_exc()
        return False
    say(f"  [{time.perf_counter() - began:.0f} s]")
    return True


def _chosen(arguments: list[str]) -> argparse.Namespace:
    options = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    options.add_argument("--quick", action="store_true", help="a look in minutes: 100,000 prospects, fewer rounds")
    options.add_argument("--huge", action="store_true", help="claims at ten million prospects, too")
    options.add_argument("--only", action="append", choices=LINES, metavar="NAME", help=f"one of: {', '.join(LINES)}")
    options.add_argument("--sizes", type=_sizes, metavar="N,N", help="other numbers of prospects than 100000,1000000")
    options.add_argument("--report", type=Path, metavar="FILE", help="where to write, BENCHMARKS.md by default")
    options.add_argument("--folder", default="/var/tmp", help="on a disk, with 8 GB free")
    chosen = options.parse_args(arguments)
    looked = chosen.quick or chosen.only or chosen.sizes
    chosen.report = chosen.report or HOUSE / ("BENCHMARKS.look.md" if looked else "BENCHMARKS.md")
    return chosen


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted(int(each) for each in text.split(",")))


if __name__ == "__main__":
    zoneinfo.reset_tzpath(to=())
    sys.exit(main(sys.argv[1:]))
