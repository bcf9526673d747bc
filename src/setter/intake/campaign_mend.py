"""Check the shape of a campaign file, mending it in thought so that the rest can be checked too."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from pydantic import ValidationError

from setter.intake.campaign_keys import keys_at, way_on
from setter.intake.campaign_lines import Path
from setter.intake.campaign_problems import Finding, finding_of
from setter.intake.campaign_types import NEEDED, Table

_ROUNDS = 8
_File = TypeVar("_File", bound=Table)


def mended(data: dict[str, Any], shape: type[_File]) -> tuple[list[Finding], _File | None]:
    """Every error of shape, and the file as it was probably meant; `shape` is the whole file's table.

    A mistyped word is taken for the one it resembles and anything else that is wrong is left out, so that one slip is
    reported once and hides nothing behind it.
    """
    findings: list[Finding] = []
    seen: set[Path] = set()
    draft = copy.deepcopy(data)
    moved: dict[Path, Path] = {}
    for _ in range(_ROUNDS):
        try:
            return findings, shape.model_validate(draft)
        except ValidationError as error:
            round_findings = [finding_of(each, way_on, draft) for each in error.errors(include_url=False)]
        for finding in round_findings:
            path = _origin(finding.path, moved)
            if path not in seen:
                seen.add(path)
                findings.append(Finding(path, finding.message, finding.severity))
        _apply(draft, round_findings, moved)
    return findings, None


def _origin(path: Path, moved: dict[Path, Path]) -> Path:
    """Where a value of the draft stands in the file, before its keys were renamed."""
    for depth in range(1, len(path) + 1):
        if path[:depth] in moved:
            return _origin(moved[path[:depth]] + path[depth:], {})
    return path


def _apply(draft: dict[str, Any], findings: Iterable[Finding], moved: dict[Path, Path]) -> None:
    by_path = {finding.path: finding for finding in findings}
    for finding in sorted(by_path.values(), key=lambda each: _order(each.path), reverse=True):
        holder: Any = draft
        for step in finding.path[:-1]:
            holder = holder[step]
        key: Any = finding.path[-1]
        if finding.rename and finding.rename not in holder:
            holder[finding.rename] = holder.pop(key)
            moved[(*finding.path[:-1], finding.rename)] = finding.path
        elif finding.instead is not None and holder[key] != finding.instead:
            holder[key] = finding.instead
        elif isinstance(key, int) and _holds_tables(finding.path):
            holder[key] = {}
        else:
            del holder[key]


def _order(path: Path) -> tuple[tuple[int, str | int], ...]:
    return tuple((int(isinstance(step, str)), step) for step in path)


def _holds_tables(path: Path) -> bool:
    return bool(keys_at(path[:-1]))


def missing(table: Table, path: Path = ()) -> Iterator[Path]:
    """Every needed key that a table and the tables in it leave out."""
    for name, info in type(table).model_fields.items():
        value = getattr(table, name)
        if name not in table.model_fields_set:
            if info.json_schema_extra == NEEDED:
                yield (*path, name)
        elif isinstance(value, Table):
            yield from missing(value, (*path, name))
        elif isinstance(value, list):
            for index, item in enumerate(value):
                if isinstance(item, Table):
                    yield from missing(item, (*path, name, index))
