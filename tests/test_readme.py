"""README tells the truth: its commands run, its keys are the program's, its pictures exist."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from setter.examples import example_campaign, example_list
from setter.screens.keys import key_table_markdown

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    """Every line of README's shell blocks, without its comment."""
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return [line.split("  #")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]


def test_every_command_runs_in_the_order_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "campaign.toml").write_text(example_campaign(), encoding="utf-8")
    shutil.copy(example_list(), tmp_path / "prospects.csv")
    ours = [shlex.split(command)[1:] for command in commands() if command.startswith("setter ")]
    assert len(ours) >= 10
    for arguments in ours:
        done = subprocess.run(
            [sys.executable, "-m", "setter", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}: {done.stderr}"
        assert done.stdout.strip()


def test_the_two_commands_are_there_and_the_demo_fills_its_sandbox(tmp_path: Path) -> None:
    scripts = [command for command in commands() if command.startswith("scripts/")]
    assert scripts == ["scripts/demo", "scripts/test"]
    assert all(os.access(ROOT / script, os.X_OK) for script in scripts)
    environment = {**os.environ, "SETTER_DATABASE": str(tmp_path / "demo.db")}
    program = [sys.executable, "-m", "setter", "--json", "demo", "--no-tui"]
    done = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert '"prospects": 180' in done.stdout
    assert "setter demo" in (ROOT / "scripts" / "demo").read_text(encoding="utf-8")


def test_the_keys_are_the_programs_own() -> None:
    assert key_table_markdown().strip() in README, "write it anew with scripts/readme"


def test_every_file_it_points_to_is_there() -> None:
    pointed = re.findall(r"\]\(([^)#:]+)\)", README)
    assert [path for path in pointed if not (ROOT / path).exists()] == []


def test_every_room_of_the_map_is_there() -> None:
    rooms = re.findall(r"^\| `([^`]+)`", README.split("## The map of the house")[1], re.MULTILINE)
    assert len(rooms) >= 10
    assert [room for room in rooms if not (ROOT / room).exists()] == []
