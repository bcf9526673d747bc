"""A campaign file: read, checked whole, and made into a campaign (DESIGN §5)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path as FilePath
from typing import Any

from setter.domain.campaign import Campaign
from setter.domain.errors import Wrong
from setter.intake.campaign_lines import lines_of, nearest
from setter.intake.campaign_problems import Finding, Problem, dotted

__all__ = ["Problem", "WrongCampaign", "activation_problems", "check", "read", "text_of"]

_LARGEST_FILE = 2_000_000
_DECLARED = re.compile(r"Cannot declare \((.*?)\) twice")
_KEY = re.compile(r"\s*([A-Za-z0-9_.\"'-]+)\s*=")
_AT_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


class WrongCampaign(Wrong):
    """A campaign file with errors; `problems` lists every one of them, warnings too."""

    def __init__(self, problems: list[Problem]) -> None:
        errors = [problem for problem in problems if problem.severity == "error"]
        first = errors[0]
        more = f" It has {len(errors)} errors in all." if len(errors) > 1 else ""
        where = f"line {first.line}" + (f", {first.field}" if first.field else "")
        stop = "" if first.message.endswith("?") else "."
        super().__init__(
            "campaign_file",
            f"The campaign file cannot be used: {first.field or 'it'} {first.message}{stop}{more}",
            where,
            "Mend the lines named, then check the file again.",
        )
        self.problems = problems
        self.details = {
            "errors": [{"line": each.line, "field": each.field, "message": each.message} for each in errors]
        }
        self.lines = [f"line {each.line}: {each.field} {each.message}".replace(":  ", ": ") for each in errors]


def check(text: str) -> list[Problem]:
    """Every error and warning of a campaign file, in the order of its lines; empty when there is none."""
    return _examine(text)[0]


def read(text: str) -> Campaign:
    """Make a campaign of a file's text; WrongCampaign with all its problems when it has an error."""
    problems, campaign = _examine(text)
    if campaign is None or any(problem.severity == "error" for problem in problems):
        raise WrongCampaign(problems)
    return campaign


def text_of(path: FilePath) -> str:
    """The text of a file that should hold a campaign; Wrong when it cannot be one."""
    where = str(path)
    try:
        if path.is_dir():
            raise Wrong("campaign_file", "This is a folder, not a campaign file.", where, "Name the file in it.")
        if path.stat().st_size > _LARGEST_FILE:
            raise Wrong("campaign_file", "This file is too large to be a campaign.", where, "Name a TOML file.")
        raw = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "it cannot be opened").lower()
        raise Wrong("campaign_file", f"The campaign file cannot be read: {reason}.", where, "Check its path.") from None
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Wrong("campaign_file", "The file is UTF-16 text.", where, "Save it again as UTF-8.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Wrong(
            "campaign_file", "The file is not UTF-8 text.", f"{where}, line {line}", "Save it as UTF-8."
        ) from None


def activation_problems(campaign: Campaign) -> list[Problem]:
    """What keeps a campaign from being activated: no goal, no target market (R-020, R-021)."""
    from setter.intake.campaign_checks import draft_findings

    return [Problem(0, str(finding.path[0]), finding.message) for finding in draft_findings(campaign)]


def _examine(text: str) -> tuple[list[Problem], Campaign | None]:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if not text.strip():
        return [Problem(1, "", "is empty; docs/campaign.md shows what a campaign file holds")], None
    try:
        data = tomllib.loads(text)
        lines = lines_of(text)
    except RecursionError:
        return [Problem(1, "", "holds lists or tables nested too deeply to be a campaign")], None
    except ValueError as error:
        return [_syntax(text, error)], None
    findings, campaign = _findings(data)
    problems = [
        Problem(nearest(lines, finding.path), dotted(data, finding.path), finding.message, finding.severity)
        for finding in findings
    ]
    return sorted(problems, key=lambda problem: problem.line), campaign


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


def _findings(data: dict[str, Any]) -> tuple[list[Finding], Campaign | None]:
    from setter.intake.campaign_build import build
    from setter.intake.campaign_checks import findings_of
    from setter.intake.campaign_defaults import fitted
    from setter.intake.campaign_mend import mended, missing

    findings, file = mended(data)
    if file is None:
        return findings, None
    file = fitted(file)
    findings += _untold(findings, [Finding(path, "is missing and cannot be left out") for path in missing(file)])
    campaign = build(file)
    return findings + _untold(findings, findings_of(file, campaign)), campaign


def _untold(told: list[Finding], further: list[Finding]) -> list[Finding]:
    """Leave out the complaints that only follow from one already made about the same value or what holds it."""
    paths = {finding.path for finding in told}
    return [each for each in further if not any(each.path[:depth] in paths for depth in range(1, len(each.path) + 1))]
