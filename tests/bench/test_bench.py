"""The bench, so small that nothing it says means anything: every part of it runs, and the report says what it must."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
SCRIPTS = HOUSE / "scripts"


def run(module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One of the two programs, as its script starts it."""
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, "PYTHONPATH": str(SCRIPTS)},
        cwd=HOUSE,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def started(module: str, *arguments: str) -> subprocess.Popen[str]:
    """The same, not waited for, in a group of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, "PYTHONPATH": str(SCRIPTS)},
        cwd=HOUSE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def claimed(ledger: Path) -> bool:
    """Whether whoever tells this file has been given somebody."""
    return b"c " in ledger.read_bytes()


class TestBench:
    """`scripts/bench`."""

    def test_measures_what_it_is_asked_and_writes_the_report(self, tmp_path: Path) -> None:
        report = tmp_path / "report.md"
        only = ["--only", "claim", "--only", "take", "--only", "chance", "--only", "reports"]
        ended = run(
            "benchmarks", "--quick", "--sizes", "2000", *only, "--report", str(report), "--folder", str(tmp_path)
        )
        assert ended.returncode in (0, 1), ended.stderr
        assert "Traceback" not in ended.stderr
        told = report.read_text(encoding="utf-8")
        measured = ("claim : bare UPDATE at 2,000", "durable commits of an outcome", "somebody at random")
        for words in ("fdatasync", "## Budgets", *measured):
            assert words in told
        assert [each for each in tmp_path.iterdir() if each.name.startswith("setter-bench.")] == []

    def test_weighs_a_population_that_stands_where_setter_itself_would_have_put_it(self, tmp_path: Path) -> None:
        report = tmp_path / "report.md"
        ended = run(
            "benchmarks", "--sizes", "400", "--only", "rescore", "--report", str(report), "--folder", str(tmp_path)
        )
        assert "Traceback" not in ended.stderr, ended.stderr
        told = report.read_text(encoding="utf-8")
        assert "read only, 400 prospects" in told and "stood elsewhere" not in told, told
        shares = [float(share) for share in re.findall(r"([0-9.]+) % changed", told)]
        assert shares and all(3 < share <= 10 for share in shares), told

    def test_a_line_that_there_is_none_of_is_told_by_name(self) -> None:
        ended = run("benchmarks", "--only", "everything")
        assert ended.returncode == 2
        assert "first_frame" in ended.stderr


class TestSoak:
    """`scripts/soak`."""

    @pytest.mark.parametrize("engine", ["sqlite", "postgres"])
    def test_kills_callers_and_finds_all_that_was_acknowledged(self, engine: str, tmp_path: Path) -> None:
        small = ["--claims", "60", "--kills", "3", "--callers", "3", "--engine", engine, "--folder", str(tmp_path)]
        ended = run("benchmarks.soak", *small)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        assert "3 kills" in ended.stdout
        assert "0 problems" in ended.stdout

    def test_that_is_ended_early_compares_what_was_done(self, tmp_path: Path) -> None:
        far = ["--claims", "5000", "--kills", "5", "--callers", "2", "--engine", "sqlite", "--folder", str(tmp_path)]
        begun = started("benchmarks.soak", *far)
        assert begun.stdout is not None
        with begun:
            while begun.poll() is None and sum(map(claimed, tmp_path.rglob("ledgers/*"))) < 2:
                time.sleep(0.05)
            os.killpg(begun.pid, signal.SIGINT)
            told = begun.stdout.read()
        assert begun.returncode == 0 and "ended early" in told and "0 problems" in told, told
