"""A TOML file that people write: read, and every problem of it told at once with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path as FilePath
from typing import Any, TypeVar

from setter.domain.errors import Wrong
from setter.intake.campaign_lines import lines_of, nearest
from setter.intake.campaign_problems import Finding, Problem, dotted

_LARGEST_FILE = 2_000_000
_DECLARED = re.compile(r"Cannot declare \((.*?)\) twice")
_KEY = re.compile(r"\s*([A-Za-z0-9_.\"'-]+)\s*=")
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_Made = TypeVar("_Made")
Reading = Callable[[dict[str, Any]], tuple[list[Finding], _Made | None]]
"""What makes something of a file's tables, and all that it finds wrong with them."""


class WrongFile(Wrong):
    """A file with errors; `problems` lists every one of them, warnings too. `what` says what it should hold."""

    def __init__(self, problems: list[Problem], what: str = "campaign") -> None:
        errors = [problem for problem in problems if problem.severity == "error"]
        first = errors[0]
        more = f" It has {len(errors)} errors in all." if len(errors) > 1 else ""
        where = f"line {first.line}" + (f", {first.field}" if first.field else "")
        stop = "" if first.message.endswith("?") else "."
        super().__init__(
            f"{what}_file",
            f"The {what} file cannot be used: {first.field or 'it'} {first.message}{stop}{more}",
            where,
            "Mend the lines named, then check the file again.",
        )
        self.problems = problems
        self.details = {
            "errors": [{"line": each.line, "field": each.field, "message": each.message} for each in errors]
        }
        self.lines = [f"line {each.line}: {each.field} {each.message}".replace(":  ", ": ") for each in errors]


def text_of(path: FilePath, what: str = "campaign") -> str:
    """The text of a file that should hold a campaign, or rules; Wrong when it cannot be one."""
    where = str(path)
    try:
        if path.is_dir():
            raise _unusable(what, f"This is a folder, not a {what} file.", where, "Name the file in it.")
        if path.stat().st_size > _LARGEST_FILE:
            raise _unusable(what, f"This file is too large to be a {what} file.", where, "Name a TOML file.")
        raw = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise _unusable(what, f"The {what} file cannot be read: {reason}.", where, "Check its path.") from None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _unusable(what, "The file is UTF-16 text.", where, "Save it again as UTF-8.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _unusable(what, "The file is not UTF-8 text.", f"{where}, line {line}", "Save it as UTF-8.") from None


def _unusable(what: str, sentence: str, where: str, hint: str) -> Wrong:
    if what == "rules":
        return Wrong("rules_file", sentence, where, hint)
    return Wrong("campaign_file", sentence, where, hint)


def examine(text: str, reading: Reading[_Made], what: str = "campaign") -> tuple[list[Problem], _Made | None]:
    """Every problem of a text in the order of its lines, and what it holds as far as that can be made of it."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if not text.strip():
        shown = (
            "docs/campaign.md shows what a campaign file holds" if what == "campaign" else "docs/scoring.md shows one"
        )
        return [Problem(1, "", f"is empty; {shown}")], None
    try:
        data = tomllib.loads(text)
        lines = lines_of(text)
    except RecursionError:
        return [Problem(1, "", f"holds lists or tables nested too deeply to be a {what} file")], None
    except ValueError as error:
        return [_syntax(text, error)], None
    findings, made = reading(data)
    problems = [
        Problem(nearest(lines, finding.path), dotted(data, finding.path), finding.message, finding.severity)
        for finding in findings
    ]
    return sorted(problems, key=lambda problem: problem.line), made


def untold(told: list[Finding], further: list[Finding]) -> list[Finding]:
    """Leave out the complaints that only follow from one already made about the same value or what holds it."""
    paths = {finding.path for finding in told}
    return [each for each in further if not any(each.path[:depth] in paths for depth in range(1, len(each.path) + 1))]


def _syntax(text: str, error: ValueError) -> Problem:
    """A TOML error at its own line; tomllib names the end of the file when a bracket or quote never closes."""
    sentence = str(error)
    at = _AT_LINE.search(sentence)
    line = int(at[1]) if at and at[1] else text.rstrip("\n").count("\n") + 1 if at else 1
    words = _AT_LINE.sub("", sentence)
    words = words[:1].lower() + words[1:]
    if twice := _said_twice(text, line, sentence):
        return Problem(line, twice, "is given twice; keep one of the two")
    return Problem(line, "", f"is not valid TOML here: {words}")


def _said_twice(text: str, line: int, sentence: str) -> str:
    """Name the key or the table that a TOML error says is there already; "" for any other error."""
    if table := _DECLARED.match(sentence):
        return ".".join(re.findall(r"'([^']*)'", table[1]))
    if sentence.startswith(("Cannot overwrite a value", "Duplicate inline table key")):
        key = _KEY.match(text.splitlines()[line - 1])
        return key[1].strip() if key else ""
    return ""
