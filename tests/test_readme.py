"""README tells the truth: its commands run, its keys are the program's, its pictures exist."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click

from setter.cli.main import setter
from setter.examples import example_campaign, example_list
from setter.screens.keys import key_table_markdown

ROOT = Path(__file__).resolve().parent.parent
MANY = 99
"""More words than any line of a page gives to one argument."""
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


def test_every_command_that_a_page_names_is_the_programs_own() -> None:
    pages = [README, *(page.read_text(encoding="utf-8") for page in sorted((ROOT / "docs").glob("*.md")))]
    named = [words for page in pages for words in re.findall(r"`setter ([^`]+)`", page)]
    assert len(named) >= 40
    assert [words for words in named if not is_understood(shlex.split(words))] == []


def is_understood(words: list[str]) -> bool:
    """Say whether the program has this command, with these options and room for these arguments."""
    command: click.Command | None = setter
    while isinstance(command, click.Group) and words and not words[0].startswith("--"):
        command, words = command.get_command(click.Context(command), words[0]), words[1:]
    if command is None:
        return False
    flags = {flag for each in command.params if isinstance(each, click.Option) for flag in each.opts}
    room = sum(MANY if each.nargs < 0 else each.nargs for each in command.params if isinstance(each, click.Argument))
    options = [word for word in words if word.startswith("--")]
    return set(options) <= flags and len(words) <= room + 2 * len(options)


def test_every_setting_is_named_and_no_other() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    settings = README.split("## Settings")[1].split("\n## ")[0]
    assert set(re.findall(r"\bSETTER_[A-Z_]+\b", sources)) == set(
        re.findall(r"^\| `(SETTER_\w+)`", settings, re.MULTILINE)
    )


def test_every_page_is_linked_from_the_map() -> None:
    pages = {f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")}
    assert pages <= set(re.findall(r"\]\(([^)#:]+)\)", README.split("## The map of the house")[1]))


def test_the_four_commands_are_there_and_the_demo_fills_its_sandbox(tmp_path: Path) -> None:
    scripts = [command for command in commands() if command.startswith("scripts/")]
    assert scripts == ["scripts/demo", "scripts/test", "scripts/bench", "scripts/soak"]
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
