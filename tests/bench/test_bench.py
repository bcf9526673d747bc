"""The bench, so small that nothing it says means anything: every part of it runs, and the report says what it must."""

from __future__ import annotations

import os
import subprocess
import sys
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


class TestBench:
    """`scripts/bench`."""

    def test_measures_what_it_is_asked_and_writes_the_report(self, tmp_path: Path) -> None:
        report = tmp_path / "report.md"
        only = ["--only", "claim", "--only", "take", "--only", "reports"]
        ended = run(
            "benchmarks", "--quick", "--sizes", "2000", *only, "--report", str(report), "--folder", str(tmp_path)
        )
        assert ended.returncode in (0, 1), ended.stderr
        assert "Traceback" not in ended.stderr
        told = report.read_text(encoding="utf-8")
        for words in ("fdatasync", "## Budgets", "claim : bare UPDATE at 2,000", "durable commits of an outcome"):
            assert words in told
        assert [each for each in tmp_path.iterdir() if each.name.startswith("setter-bench.")] == []

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
